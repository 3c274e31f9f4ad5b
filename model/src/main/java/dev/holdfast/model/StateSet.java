package dev.holdfast.model;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set of states, each a number; none ever leaves it.
 *
 * <p>Thread-safe; only who adds a state takes a lock, one of several. Most states that are asked
 * for are there already, and are found without it. What is stored is the number itself, spread so
 * that no two become one, in one indivisible word that is written once; so a reader sees it whole
 * or not at all, and needs no more order than that. Who does not see it asks again under the lock.
 */
final class StateSet {
  private static final int SHARDS = 64;

  private final Shard[] shards = new Shard[SHARDS];

  StateSet() {
    Arrays.setAll(shards, any -> new Shard());
  }

  /**
   * Finds most of those states that are there. Whether one is found depends on no other; so the
   * processor waits for the memory of many at a time.
   */
  void known(long[] states, boolean[] known, int count) {
    for (int i = 0; i < count; i++) {
      long word = LongMap.mix(states[i] + 1);
      AtomicLongArray table = shards[(int) (word >>> 58)].table;
      known[i] = table.getOpaque(home(table, word)) == word;
    }
  }

  /** Adds a state; whether it is new. Exactly one of those who add it is told so. */
  boolean add(long state) {
    long word = LongMap.mix(state + 1); // 0 is free, and mixed from 0 alone
    Shard shard = shards[(int) (word >>> 58)];
    AtomicLongArray now = shard.table;
    // What was free when it was found may hold another state by now.
    return now.getOpaque(find(now, word)) != word && shard.add(word);
  }

  /** How many bytes the tables take. */
  long bytes() {
    return Arrays.stream(shards).mapToLong(shard -> 8L * shard.table.length()).sum();
  }

  private static int home(AtomicLongArray table, long word) {
    return (int) (((word & 0xFFFF_FFFFL) * table.length()) >>> 32);
  }

  /** Where this word is, or else the free place where it belongs: linear probing. */
  private static int find(AtomicLongArray table, long word) {
    int length = table.length();
    int at = home(table, word);
    for (long there = table.getOpaque(at);
        there != 0 && there != word;
        there = table.getOpaque(at)) {
      at = at + 1 == length ? 0 : at + 1;
    }
    return at;
  }

  private static final class Shard {
    private volatile AtomicLongArray table = new AtomicLongArray(64);
    private int size;

    synchronized boolean add(long word) {
      int at = find(table, word);
      if (table.getOpaque(at) != 0) {
        return false;
      }
      table.setOpaque(at, word);
      if (++size * 5L > table.length() * 4L) {
        grow();
      }
      return true;
    }

    private void grow() {
      AtomicLongArray larger = new AtomicLongArray(table.length() / 2 * 3);
      for (int i = 0; i < table.length(); i++) {
        long word = table.getPlain(i);
        if (word != 0) {
          larger.setPlain(find(larger, word), word);
        }
      }
      table = larger;
    }
  }
}
