package dev.holdfast.conformance.wire;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message.Malformed;
import java.util.Locale;
import tools.jackson.databind.node.StringNode;

/** Writes lines of the trace of one device, without their ends. Immutable. */
public final class TraceWriter {
  private final Role role;
  private final String device;

  /**
   * Of a device.
   *
   * @param device its name, or {@link TraceLine#UNNAMED}
   * @param role what of it is recorded
   */
  public TraceWriter(String device, Role role) {
    this.role = role;
    this.device =
        device.equals(TraceLine.UNNAMED) ? "" : "\"device\":" + StringNode.valueOf(device) + ",";
  }

  /**
   * It begins.
   *
   * @param catalogue what its target OS can start
   * @return the line
   */
  public String begins(Catalogue catalogue) {
    String its =
        role == Role.DEVICE ? "" : "\"role\":\"" + role.name().toLowerCase(Locale.ROOT) + "\",";
    return "{" + device + its + Wire.encode(new Line.Reset(catalogue)).substring(1);
  }

  /**
   * A message.
   *
   * @param envelope the message on its channel; what is malformed is written as a text, for it may
   *     look like something that somebody else has said
   * @return the line
   */
  public String passed(Envelope envelope) {
    Envelope its =
        envelope.message() instanceof Malformed malformed
            ? new Envelope(
                envelope.channel(), new Malformed(StringNode.valueOf(malformed.text()).toString()))
            : envelope;
    return "{" + device + Wire.encode(its).substring(1);
  }

  /**
   * All that was caused has been recorded.
   *
   * @param number how many times that has been written
   * @return the line
   */
  public String settled(long number) {
    return "{" + device + Wire.encode(new Line.Sync(number)).substring(1);
  }

  /**
   * It ends.
   *
   * @return the line
   */
  public String ends() {
    return "{" + device + Wire.encode(new Line.Bye()).substring(1);
  }
}
