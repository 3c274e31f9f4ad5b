package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.conformance.wire.TraceReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Whole lines that stand one after another. Nobody changes their bytes any more. */
final class Block {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << (Byte.SIZE - 1);
  private static final long LINE_BREAKS = ONES * '\n';

  private final byte[] bytes;
  private final int from;
  private final int to;
  private final boolean cut;

  /**
   * A block of at least one line.
   *
   * @param bytes where it is
   * @param from where it begins
   * @param to where it ends, without the line break of its last line
   * @param cut whether its first line is the rest of one that was too long to keep
   */
  Block(byte[] bytes, int from, int to, boolean cut) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.cut = cut;
  }

  /** What the lines say, in order. */
  List<TraceLine> lines(TraceReader reader) {
    List<TraceLine> lines = new ArrayList<>();
    int begin = from;
    while (begin <= to) {
      int end = lineBreak(begin);
      lines.add(cut && begin == from ? TraceReader.tooLong() : reader.read(bytes, begin, end));
      begin = end + 1;
    }
    return lines;
  }

  /** Where the next one is: eight bytes at a time, as long as there are eight. */
  private int lineBreak(int begin) {
    int at = begin;
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
}
