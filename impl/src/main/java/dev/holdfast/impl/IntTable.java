package dev.holdfast.impl;

import java.util.Arrays;

/**
 * Rows of ints in one array, found by their first int, which is positive: open addressing with
 * linear probing, a row of zeros being free. Removal moves back what stands behind in the same run,
 * so nothing but what was put in is ever kept.
 *
 * <p>Four fifths of the rows are used at most, and a quarter at least, or the array is made anew;
 * between the two, putting in and taking out allocate nothing.
 *
 * <p>Not thread-safe.
 */
abstract class IntTable {
  private int[] cells = {};

  /** How many rows there is room for. */
  private int rows;

  private int size;

  /** With more rows or less than this the array is made anew. */
  private int most;

  private int least;

  /** Empty. */
  @SuppressWarnings("OverridableMethodCallInConstructor") // constants
  IntTable() {
    make(fewest());
  }

  /** How many ints a row has; always the same. */
  abstract int width();

  /** For how many rows there is always room. */
  abstract int fewest();

  /**
   * What keys are mixed with, always the same: who knows it can choose keys that get in the way.
   */
  abstract int salt();

  /** How many rows are used. */
  final int size() {
    return size;
  }

  /** Where the row of a key begins, or where it would. */
  final int find(int key) {
    int at = home(key) * width();
    while (cells[at] != key && cells[at] != 0) {
      at = after(at);
    }
    return at;
  }

  /** Whether a row begins there. */
  final boolean isUsed(int at) {
    return cells[at] != 0;
  }

  final int cell(int at) {
    return cells[at];
  }

  final void set(int at, int value) {
    cells[at] = value;
  }

  /**
   * Begins a row where it was just looked for in vain; where it begins. Its other ints are 0, or
   * what a row that ended there has left in them.
   */
  final int begin(int at, int key) {
    cells[at] = key;
    size++;
    if (size <= most) {
      return at;
    }
    resize((int) Math.min(rows * 5L / 4 + 1, (Integer.MAX_VALUE - 8) / width()));
    return find(key);
  }

  /** Ends a row; others may move. */
  final void end(int at) {
    size--;
    int gap = at;
    for (int next = after(gap); cells[next] != 0; next = after(next)) {
      if (fills(gap, next, home(cells[next]) * width())) {
        System.arraycopy(cells, next, cells, gap, width());
        Arrays.fill(cells, next, next + width(), 0);
        gap = next;
      }
    }
    cells[gap] = 0;
    if (size < least) {
      resize(Math.max(fewest(), size * 2));
    }
  }

  /** Forgets everything. */
  final void clear() {
    size = 0;
    make(fewest());
  }

  /**
   * Where the first row begins from here on; how long all rows are, if there is none. The order is
   * that of the array: who puts keys in this order into another table that grows meanwhile makes
   * long runs there.
   */
  final int next(int from) {
    int at = from;
    while (at < cells.length && cells[at] == 0) {
      at += width();
    }
    return at;
  }

  /** How long all rows are. */
  final int length() {
    return cells.length;
  }

  private int after(int at) {
    int next = at + width();
    return next == cells.length ? 0 : next;
  }

  /** In which row a key belongs: keys that count up are spread evenly. */
  private int home(int key) {
    return (int) ((((key ^ salt()) * 0x9E3779B9L & 0xFFFF_FFFFL) * rows) >>> 32);
  }

  /** Whether a row that stands behind a gap is still found if it moves into the gap. */
  private static boolean fills(int gap, int at, int home) {
    return gap <= at ? home <= gap || home > at : home <= gap && home > at;
  }

  private void resize(int length) {
    int[] before = cells;
    make(length);
    for (int at = 0; at < before.length; at += width()) {
      if (before[at] != 0) {
        System.arraycopy(before, at, cells, find(before[at]), width());
      }
    }
  }

  private void make(int length) {
    cells = new int[length * width()];
    rows = length;
    most = (int) (length * 4L / 5);
    least = length == fewest() ? 0 : length / 4;
  }
}
