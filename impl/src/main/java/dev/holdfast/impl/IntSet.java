package dev.holdfast.impl;

import java.util.function.IntConsumer;

/**
 * A set of positive ints, for little memory: a single one stands in the object, several in one
 * array by open addressing with linear probing, 0 being free. Removal moves back what stands behind
 * in the same run, so nothing but members is ever kept.
 *
 * <p>Four fifths of the array are used at most, and a quarter at least, or it is made anew; between
 * the two, adding and removing allocate nothing.
 *
 * <p>Not thread-safe.
 */
class IntSet {
  private static final int[] NONE = {};
  private static final int SMALLEST = 4;

  /** Empty while there are less than two. */
  private int[] slots = NONE;

  /** The only one, or 0. */
  private int only;

  private int size;

  final int size() {
    return size;
  }

  final boolean contains(int key) {
    return slots.length == 0 ? only == key : slots[find(slots, key)] == key;
  }

  /** Whether it was not there yet. */
  final boolean add(int key) {
    if (slots.length == 0) {
      if (size == 0) {
        only = key;
        size = 1;
        return true;
      }
      if (only == key) {
        return false;
      }
      slots = new int[SMALLEST];
      slots[find(slots, only)] = only;
      only = 0;
    }
    int at = find(slots, key);
    if (slots[at] == key) {
      return false;
    }
    slots[at] = key;
    size++;
    if (size * 5L > slots.length * 4L) {
      resize((int) Math.min(slots.length * 3L / 2 + 1, Integer.MAX_VALUE - 8));
    }
    return true;
  }

  /** Whether it was there. */
  final boolean remove(int key) {
    if (slots.length == 0) {
      boolean there = only == key;
      if (there) {
        only = 0;
        size = 0;
      }
      return there;
    }
    int at = find(slots, key);
    if (slots[at] != key) {
      return false;
    }
    size--;
    close(at);
    if (size == 0) {
      slots = NONE;
    } else if (size * 4L < slots.length && slots.length > SMALLEST) {
      resize(Math.max(SMALLEST, size * 2));
    }
    return true;
  }

  final void clear() {
    slots = NONE;
    only = 0;
    size = 0;
  }

  /**
   * Tells each once; while it does, nothing may be added or removed. The order is that of the
   * array: who adds them in this order to another set that grows meanwhile makes long runs there.
   */
  final void forEach(IntConsumer action) {
    if (only != 0) {
      action.accept(only);
    }
    for (int key : slots) {
      if (key != 0) {
        action.accept(key);
      }
    }
  }

  /** Where in an array of this length a key belongs: keys that count up are spread evenly. */
  static int home(int key, int length) {
    return (int) (((key * 0x9E3779B9L & 0xFFFF_FFFFL) * length) >>> 32);
  }

  /** Whether what stands at a place behind a gap is still found if it moves into the gap. */
  static boolean fills(int gap, int at, int home) {
    return gap <= at ? home <= gap || home > at : home <= gap && home > at;
  }

  private static int find(int[] slots, int key) {
    int at = home(key, slots.length);
    while (slots[at] != 0 && slots[at] != key) {
      at = at + 1 == slots.length ? 0 : at + 1;
    }
    return at;
  }

  /** Fills a gap with the next one that may stand there, and the gap that it leaves likewise. */
  private void close(int from) {
    int gap = from;
    int at = gap;
    while (true) {
      at = at + 1 == slots.length ? 0 : at + 1;
      int key = slots[at];
      if (key == 0) {
        slots[gap] = 0;
        return;
      }
      if (fills(gap, at, home(key, slots.length))) {
        slots[gap] = key;
        gap = at;
      }
    }
  }

  private void resize(int length) {
    int[] others = new int[length];
    for (int key : slots) {
      if (key != 0) {
        others[find(others, key)] = key;
      }
    }
    slots = others;
  }
}
