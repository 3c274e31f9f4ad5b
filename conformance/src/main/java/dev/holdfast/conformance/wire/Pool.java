package dev.holdfast.conformance.wire;

import dev.holdfast.conformance.wire.Cursor.NotPlain;
import java.util.Arrays;

/**
 * What strings of a line stand for. A few are remembered, so that one that comes often is made once
 * and equal ones are mostly the same. Not thread-safe.
 */
final class Pool<T> {
  private static final int SIZE = 1 << 10;

  /** No string is spelt so. */
  private static final byte[] NONE = {'"'};

  private final Make<T> make;
  private final byte[][] spelt = new byte[SIZE][];
  private final Object[] values = new Object[SIZE];

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
    Arrays.fill(spelt, NONE);
  }

  /** What these bytes with this hash stand for. */
  @SuppressWarnings("unchecked") // all values are made by the one
  T get(byte[] bytes, int from, int to, int hash) throws NotPlain {
    int place = (hash ^ hash >>> 10) & (SIZE - 1);
    byte[] known = spelt[place];
    if (!Arrays.equals(bytes, from, to, known, 0, known.length)) {
      byte[] its = Arrays.copyOfRange(bytes, from, to);
      values[place] = make.make(its);
      spelt[place] = its;
    }
    return (T) values[place];
  }
}
