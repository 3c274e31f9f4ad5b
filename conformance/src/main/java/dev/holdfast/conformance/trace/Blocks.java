package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Cuts bytes into blocks of whole lines, as many at a time as have come. Not thread-safe. */
final class Blocks {
  private final InputStream in;
  private final int most;
  private byte[] bytes;

  /** Where the lines begin that are in no block. */
  private int begin;

  private int filled;

  /** Whether the first of them is the rest of one that was too long to keep. */
  private boolean cut;

  /**
   * The blocks of a stream.
   *
   * @param in the stream
   * @param most how many bytes to keep at a time, unless a line is longer
   */
  Blocks(InputStream in, int most) {
    this.in = in;
    this.most = most;
    this.bytes = new byte[most];
  }

  /**
   * The next lines. Waits for the end of a line, and for no more.
   *
   * @return empty if there are no more
   */
  Optional<Block> next() throws IOException {
    for (int got = read(); got >= 0; got = read()) {
      int end = lastLineBreak(filled, filled + got);
      filled += got;
      if (end >= 0) {
        return Optional.of(block(end));
      }
    }
    boolean any = filled > begin || cut;
    return any ? Optional.of(block(filled)) : Optional.empty();
  }

  private int read() throws IOException {
    if (filled >= bytes.length) {
      makeRoom();
    }
    return in.read(bytes, filled, bytes.length - filled);
  }

  /** In another array: the old one belongs to its blocks. */
  private void makeRoom() {
    int begun = filled - begin;
    if (begun > Wire.MAX_LINE) {
      cut = true;
      begun = 0;
    }
    byte[] more = new byte[Math.max(most, Math.min(2 * begun, Wire.MAX_LINE + 1))];
    System.arraycopy(bytes, begin, more, 0, begun);
    bytes = more;
    begin = 0;
    filled = begun;
  }

  private Block block(int end) {
    Block block = new Block(bytes, begin, end, cut);
    cut = false;
    begin = Math.min(end + 1, filled);
    return block;
  }

  /** Where the last one is, or -1. */
  private int lastLineBreak(int from, int to) {
    for (int at = to - 1; at >= from; at--) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }
}
