package dev.holdfast.conformance.wire;

import dev.holdfast.conformance.wire.Cursor.NotPlain;
import java.util.Arrays;

/**
 * What strings of a line stand for. A few are remembered, so that one that comes often is made once
 * and equal ones are mostly the same.
 *
 * <p>Thread-safe without locks: what is remembered is immutable, so a thread that sees it through a
 * race sees all of it; and one that sees an older word instead makes its own again, which is equal.
 */
final class Pool<T> {
  private static final int SIZE = 1 << 10;

  private final Make<T> make;
  private final Known<?>[] all = new Known<?>[SIZE];

  /** How a string is spelt between its quotes, and what it stands for. Nobody changes the bytes. */
  private static final class Known<T> {
    private final byte[] spelt;
    private final T value;

    Known(byte[] spelt, T value) {
      this.spelt = spelt;
      this.value = value;
    }

    boolean is(byte[] bytes, int from, int to) {
      return Arrays.equals(bytes, from, to, spelt, 0, spelt.length);
    }
  }

  /** Makes what a string stands for. */
  @FunctionalInterface
  interface Make<T> {
    /**
     * Makes it.
     *
     * @param spelt what stands between the quotes
     */
    T make(byte[] spelt) throws NotPlain;
  }

  Pool(Make<T> make) {
    this.make = make;
    Arrays.fill(all, new Known<>(new byte[] {'"'}, "")); // no string is spelt so
  }

  /** What these bytes with this hash stand for. */
  @SuppressWarnings("unchecked") // all values are made by the one
  T get(byte[] bytes, int from, int to, int hash) throws NotPlain {
    int place = (hash ^ hash >>> 10) & (SIZE - 1);
    Known<?> known = all[place];
    if (!known.is(bytes, from, to)) {
      byte[] its = Arrays.copyOfRange(bytes, from, to);
      known = new Known<>(its, make.make(its));
      all[place] = known;
    }
    return (T) known.value;
  }
}
