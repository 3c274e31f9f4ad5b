package dev.holdfast.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.conformance.wire.TraceLine.Begins;
import dev.holdfast.conformance.wire.TraceLine.Ends;
import dev.holdfast.conformance.wire.TraceLine.Garbled;
import dev.holdfast.conformance.wire.TraceLine.Passed;
import dev.holdfast.conformance.wire.TraceLine.Settled;
import dev.holdfast.conformance.wire.TraceLine.Strange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads lines of traces. Whatever the bytes are, they are a {@link TraceLine}. Thread-safe. */
public final class TraceReader {
  private static final int MAX_NAME = 128;

  private final PlainLines plain = new PlainLines();

  /** A reader of any number of lines. */
  public TraceReader() {}

  /**
   * Reads a line.
   *
   * @param bytes where it is
   * @param from where it begins
   * @param to where it ends, without its line break
   * @return the line
   */
  public TraceLine read(byte[] bytes, int from, int to) {
    return to - from > Wire.MAX_LINE
        ? tooLong()
        : plain.read(bytes, from, to).orElseGet(() -> readAny(bytes, from, to));
  }

  /**
   * A line that is longer than {@link Wire#MAX_LINE} bytes.
   *
   * @return what it is, whatever it says
   */
  public static TraceLine tooLong() {
    return new Garbled("longer than " + Wire.MAX_LINE + " bytes");
  }

  /** The same for any line that is not too long, however it is spelt. */
  static TraceLine readAny(byte[] bytes, int from, int to) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      return new Garbled("no UTF-8");
    }
    JsonNode node;
    String device;
    try {
      node = Codec.object(Wire.parse(text), "the line");
      Optional<JsonNode> named = node.optional("device");
      device = named.isPresent() ? device(named.get()) : TraceLine.UNNAMED;
    } catch (WireException e) {
      return new Garbled(e.in(text).reason());
    }
    try {
      return line(node, device);
    } catch (WireException e) {
      return new Strange(device, e.in(text).reason());
    }
  }

  /** The name of a device. */
  static String device(JsonNode node) throws WireException {
    String name = Codec.text(node, "device");
    if (name.isEmpty() || name.codePointCount(0, name.length()) > MAX_NAME) {
      throw new WireException("device does not have 1 to " + MAX_NAME + " characters");
    }
    return name;
  }

  private static TraceLine line(JsonNode node, String device) throws WireException {
    if (!node.has("control")) {
      long sequence = node.has("seq") ? Codec.whole(node.get("seq"), "seq", Codec.MAX_LONG) : 0;
      return new Passed(device, sequence, Wire.passed(node).envelope());
    }
    Line line = Wire.decodeKit(node);
    if (line instanceof Line.Reset reset) {
      Role role = node.has("role") ? Wire.role(node) : Role.DEVICE;
      return new Begins(device, role, reset.catalogue());
    }
    if (line instanceof Line.Sync) {
      return new Settled(device);
    }
    if (line instanceof Line.Bye) {
      return new Ends(device);
    }
    throw new WireException("control is not a word of a trace");
  }
}
