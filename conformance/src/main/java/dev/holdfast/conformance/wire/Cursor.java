package dev.holdfast.conformance.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** The bytes of one line of JSON, taken from its front to its end. Not thread-safe. */
final class Cursor {
  /** As many digits as any {@code long} has room for. */
  private static final int DIGITS = 18;

  private final byte[] bytes;
  private final int to;
  private int at;

  /** It is left to another. */
  static final class NotPlain extends Exception {
    private static final long serialVersionUID = 1L;

    NotPlain() {
      super(null, null, false, false);
    }
  }

  /** At the front of a line. */
  Cursor(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.to = to;
    this.at = from;
  }

  /** How a name or a word stands in a line. */
  static byte[] spelt(String word) {
    return ('"' + word + '"').getBytes(ISO_8859_1);
  }

  private void blanks() {
    while (at < to && bytes[at] <= ' ' && isBlank(bytes[at])) {
      at++;
    }
  }

  private static boolean isBlank(byte sign) {
    return sign == ' ' || sign == '\t' || sign == '\r';
  }

  /** Takes this sign, if it is next. */
  boolean takes(char sign) {
    blanks();
    boolean found = at < to && bytes[at] == sign;
    at += found ? 1 : 0;
    return found;
  }

  /** Takes this sign. */
  void take(char sign) throws NotPlain {
    if (!takes(sign)) {
      throw new NotPlain();
    }
  }

  /** Takes this word, if it is next. */
  boolean takes(byte[] spelt) {
    blanks();
    int end = at + spelt.length;
    if (end > to || !Arrays.equals(bytes, at, end, spelt, 0, spelt.length)) {
      return false;
    }
    at = end;
    return true;
  }

  /** Takes the name of a field, if it is next. */
  boolean takesKey(byte[] spelt) throws NotPlain {
    boolean found = takes(spelt);
    if (found) {
      take(':');
    }
    return found;
  }

  /** Takes a whole number from 1 up. */
  long whole(long most) throws NotPlain {
    blanks();
    boolean fromOne = at < to && bytes[at] != '0';
    long number = digits();
    if (!fromOne || number > most) {
      throw new NotPlain();
    }
    return number;
  }

  /** Takes digits, at least one. */
  private long digits() throws NotPlain {
    int from = at;
    long number = 0;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      number = 10 * number + bytes[at++] - '0';
    }
    if (at == from || at - from > DIGITS) {
      throw new NotPlain();
    }
    return number;
  }

  /** Passes over a number from 1 up, or a string in ASCII without escapes. */
  void passOver() throws NotPlain {
    if (takes('"')) {
      while (at < to && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
        at++;
      }
      if (at == to || bytes[at++] != '"') {
        throw new NotPlain();
      }
    } else {
      whole(Long.MAX_VALUE);
      if (at < to && bytes[at] == '.') {
        at++;
        digits();
      }
    }
  }

  /** Takes a string, and looks up what it stands for. */
  <T> T string(Pool<T> pool) throws NotPlain {
    take('"');
    byte[] all = bytes;
    int from = at;
    int end = from;
    int hash = 0;
    while (end < to && all[end] != '"') {
      hash = 31 * hash + all[end++];
    }
    if (end == to || all[Math.max(from, end - 1)] == '\\') { // it may be an escaped quote
      throw new NotPlain();
    }
    at = end + 1;
    return pool.get(all, from, end, hash);
  }

  /** Checks that there is nothing more. */
  void end() throws NotPlain {
    blanks();
    if (at < to) {
      throw new NotPlain();
    }
  }
}
