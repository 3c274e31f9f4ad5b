package dev.holdfast.conformance.oracle;

import java.util.Arrays;

/**
 * A set of numbers from 0 up, of which those that are missing lie close together: everything below
 * is left out, so what it takes depends on how far the first that is missing lags behind the last
 * that is not, and on nothing else. There is no bound on that distance.
 *
 * <p>Immutable.
 */
final class Window {
  static final Window EMPTY = new Window(0, new long[0]);

  /** How many words, all full, are left out. */
  private final int full;

  /** The words from there on; the first is not full, the last not empty. */
  private final long[] words;

  private Window(int full, long[] words) {
    this.full = full;
    this.words = words;
  }

  boolean contains(int number) {
    int word = (number >> 6) - full;
    return word < 0 || (word < words.length && (words[word] >> number & 1) != 0);
  }

  Window plus(int number) {
    int word = (number >> 6) - full;
    long[] more = Arrays.copyOf(words, Math.max(words.length, word + 1));
    more[word] |= 1L << number;
    int done = 0;
    while (done < more.length && more[done] == -1) {
      done++;
    }
    return new Window(full + done, done == 0 ? more : Arrays.copyOfRange(more, done, more.length));
  }

  /** The first number, from this one on, that is not in the set. */
  int nextAbsent(int from) {
    int number = Math.max(from, full << 6);
    while (contains(number)) {
      number++;
    }
    return number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Window its && full == its.full && Arrays.equals(words, its.words);
  }

  @Override
  public int hashCode() {
    return 31 * full + Arrays.hashCode(words);
  }
}
