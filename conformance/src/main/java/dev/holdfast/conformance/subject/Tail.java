package dev.holdfast.conformance.subject;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The end of what a stream says, however much that is. Safe for any number of threads. */
final class Tail {
  /** How much is kept, in bytes. */
  static final int KEPT = 4096;

  private final byte[] ring = new byte[KEPT];
  private long length;

  /** Reads a stream to its end. */
  void drink(InputStream from) {
    byte[] some = new byte[KEPT];
    try {
      for (int read = from.read(some); read >= 0; read = from.read(some)) {
        keep(some, read);
      }
    } catch (IOException e) {
      keep(some, 0); // it was closed, and that is its end
    }
  }

  private synchronized void keep(byte[] some, int count) {
    for (int i = 0; i < count; i++) {
      ring[(int) (length++ % KEPT)] = some[i];
    }
  }

  /** At most the last {@link #KEPT} bytes; what is no UTF-8 is replaced. */
  synchronized String text() {
    int kept = (int) Math.min(length, KEPT);
    byte[] text = new byte[kept];
    for (int i = 0; i < kept; i++) {
      text[i] = ring[(int) ((length - kept + i) % KEPT)];
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  /** The last line that is not blank, of printable characters; empty if there is none. */
  String lastLine() {
    String[] lines = text().strip().split("\\R", -1);
    return lines[lines.length - 1].replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
