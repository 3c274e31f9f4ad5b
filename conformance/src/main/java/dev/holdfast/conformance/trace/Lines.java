package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.conformance.wire.TraceReader;
import dev.holdfast.conformance.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes bytes apart into lines, as many at a time as have come. Not thread-safe. */
final class Lines {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << (Byte.SIZE - 1);
  private static final long LINE_BREAKS = ONES * '\n';

  private final InputStream in;
  private final TraceReader reader = new TraceReader();
  private byte[] bytes;
  private int filled;

  /** Whether the line of which this is the rest was too long to keep. */
  private boolean cut;

  private boolean ended;

  /**
   * The lines of a stream.
   *
   * @param in the stream
   * @param block how many bytes to read at a time, at most
   */
  Lines(InputStream in, int block) {
    this.in = in;
    this.bytes = new byte[block];
  }

  /** Whether all lines have been read. */
  boolean ended() {
    return ended;
  }

  /** The next lines; maybe none yet. Waits for bytes, but never for a whole line. */
  List<TraceLine> next() throws IOException {
    makeRoom();
    List<TraceLine> lines = new ArrayList<>();
    int got = in.read(bytes, filled, bytes.length - filled);
    if (got < 0) {
      ended = true;
      if (filled > 0 || cut) {
        lines.add(line(0, filled));
      }
      return lines;
    }
    int begin = 0;
    int end = lineBreak(filled, filled + got);
    while (end < filled + got) {
      lines.add(line(begin, end));
      begin = end + 1;
      end = lineBreak(begin, filled + got);
    }
    filled += got - begin;
    System.arraycopy(bytes, begin, bytes, 0, filled);
    return lines;
  }

  /** Where the next one is, or {@code to}: eight bytes at a time, as long as there are eight. */
  private int lineBreak(int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long zeroes = (long) EIGHT.get(bytes, at) ^ LINE_BREAKS;
      long found = (zeroes - ONES) & ~zeroes & HIGH_BITS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private void makeRoom() {
    if (filled > Wire.MAX_LINE) {
      cut = true;
      filled = 0;
    } else if (filled == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * filled, Wire.MAX_LINE + 1));
    }
  }

  private TraceLine line(int from, int to) {
    boolean whole = !cut;
    cut = false;
    return whole ? reader.read(bytes, from, to) : TraceReader.tooLong();
  }
}
