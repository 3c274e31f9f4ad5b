package dev.holdfast.model;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.StampedLock;

/**
 * A set of states, each a number; none ever leaves it.
 *
 * <p>Thread-safe. What is stored is the number itself, spread so that no two become one, in one
 * indivisible word that is written once: by whoever exchanges it for nothing, so exactly one of
 * those who add a state is told that it is new. Nothing else is published by it, so the words need
 * no order among themselves. Several tables hold the words, chosen by their upper bits; each is
 * probed linearly. They all grow at the same time, when nobody adds: adding shares a lock, growing
 * has it alone. Since many states are added under one lock, threads seldom write to what others
 * read.
 */
final class StateSet {
  private static final int TABLES = 16;
  private static final int SMALLEST = 1 << 10;

  private final AtomicLongArray[] tables = new AtomicLongArray[TABLES];
  private final StampedLock growing = new StampedLock();
  private final AtomicLong size = new AtomicLong();

  StateSet() {
    Arrays.setAll(tables, any -> new AtomicLongArray(SMALLEST));
  }

  /**
   * Adds states; says of each whether it is new. First looks for all where they most likely are, so
   * that the processor waits for the memory of many at a time.
   *
   * @return how many are new
   */
  int add(long[] states, boolean[] isNew, int count) {
    int added = 0;
    long shared = growing.readLock();
    try {
      for (int i = 0; i < count; i++) {
        long word = word(states[i]);
        AtomicLongArray table = table(word);
        isNew[i] = table.getOpaque(home(table, word)) != word;
      }
      for (int i = 0; i < count; i++) {
        if (isNew[i]) {
          long word = word(states[i]);
          isNew[i] = add(table(word), word);
          added += isNew[i] ? 1 : 0;
        }
      }
    } finally {
      growing.unlockRead(shared);
    }
    if (added > 0 && size.addAndGet(added) * 4 > words() * 3) {
      grow();
    }
    return added;
  }

  /** How many bytes the tables take. */
  long bytes() {
    return Long.BYTES * words();
  }

  /**
   * How many words there is room for. Who asks while another thread makes more hears one number or
   * the other; {@link #grow} asks again.
   */
  private long words() {
    return (long) tables[0].length() * TABLES;
  }

  /** Never 0, which is free: that is what 0 becomes, and nothing else. */
  private static long word(long state) {
    return LongMap.mix(state + 1);
  }

  private AtomicLongArray table(long word) {
    return tables[(int) (word >>> 60)];
  }

  private static int home(AtomicLongArray table, long word) {
    return (int) (((word & 0xFFFF_FFFFL) * table.length()) >>> 32);
  }

  private static boolean add(AtomicLongArray table, long word) {
    int at = home(table, word);
    for (int left = table.length(); left > 0; left--) {
      long there = table.getOpaque(at);
      if (there == 0) {
        there = table.compareAndExchange(at, 0, word);
        if (there == 0) {
          return true;
        }
      }
      if (there == word) {
        return false;
      }
      at = at + 1 == table.length() ? 0 : at + 1;
    }
    throw new IllegalStateException("a table of states is full while others are not");
  }

  private void grow() {
    long alone = growing.writeLock();
    try {
      if (size.get() * 4 <= words() * 3) {
        return; // another thread has seen to it
      }
      for (int i = 0; i < TABLES; i++) {
        AtomicLongArray larger = new AtomicLongArray(tables[i].length() / 2 * 3);
        for (int at = 0; at < tables[i].length(); at++) {
          long word = tables[i].getPlain(at);
          if (word != 0) {
            add(larger, word);
          }
        }
        tables[i] = larger;
      }
    } finally {
      growing.unlockWrite(alone);
    }
  }
}
