package dev.holdfast.model;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntSupplier;

/**
 * Remembers a number for a pair of numbers; nothing is ever forgotten. This is what was once
 * computed and is looked up from then on.
 *
 * <p>Thread-safe; {@link #get} takes no lock. Open addressing with linear probing: an entry is a
 * key and a number side by side. The number is stored before the key, which is stored with release
 * and read with acquire; so whoever finds a key finds its number, and all that was stored before
 * the entry was made. A reader that still sees the table before it grew may miss an entry; it then
 * asks again under the lock.
 */
final class LongMap {
  /** At {@code 2 i} a key plus 1, or 0 for none; beside it the number. */
  private volatile AtomicLongArray table = new AtomicLongArray(2 << 6);

  private int size;

  static long key(int left, int right) {
    return ((long) left << 32) | right;
  }

  /** The number of this key, or -1. */
  int get(long key) {
    AtomicLongArray now = table;
    int at = find(now, key + 1);
    // What was free when it was found may hold another key by now.
    return now.getAcquire(at) == key + 1 ? (int) now.getPlain(at + 1) : -1;
  }

  /** The number of this key: the one that it has, or else this one. */
  synchronized int putIfAbsent(long key, IntSupplier number) {
    int known = get(key);
    if (known >= 0) {
      return known;
    }
    int value = number.getAsInt();
    if (++size * 4 > table.length()) {
      AtomicLongArray larger = new AtomicLongArray(table.length() * 2);
      for (int i = 0; i < table.length(); i += 2) {
        if (table.getPlain(i) != 0) {
          put(larger, table.getPlain(i), table.getPlain(i + 1));
        }
      }
      table = larger;
    }
    put(table, key + 1, value);
    return value;
  }

  private static void put(AtomicLongArray table, long key, long number) {
    int at = find(table, key);
    table.setPlain(at + 1, number);
    table.setRelease(at, key);
  }

  /** Where this key is, or else the free place where it belongs. */
  private static int find(AtomicLongArray table, long key) {
    int mask = table.length() - 2;
    int at = (int) (mix(key) >>> 31) & mask;
    for (long there = table.getAcquire(at);
        there != 0 && there != key;
        there = table.getAcquire(at)) {
      at = (at + 2) & mask;
    }
    return at;
  }

  /** Spreads a number over all bits; no two numbers become one. */
  static long mix(long number) {
    long mixed = (number ^ (number >>> 32)) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 32);
  }
}
