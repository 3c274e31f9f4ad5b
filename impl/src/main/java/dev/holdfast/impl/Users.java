package dev.holdfast.impl;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The pids that use or wait for an interest, each at a place of its own, which it keeps until it
 * leaves: so nobody is searched for. A place that is left is taken by who comes next.
 *
 * <p>Not thread-safe.
 */
final class Users {
  private static final int[] NONE = {};
  private static final int FEW = 8;
  private static final int INLINE = 2;

  private int count;

  /** At place 0 and 1: most often there are no more. */
  private int first;

  private int second;

  /** From place 2 on: a pid, or where left the next free place, less than 0, or 0 if none. */
  private int[] others = NONE;

  /** How many of the others' places have ever been taken. */
  private int end;

  /** The last place that was left, less than 0, or 0 if none was. */
  private int free;

  int count() {
    return count;
  }

  /** The place of a user who comes. */
  int add(int pid) {
    count++;
    if (first == 0) {
      first = pid;
      return 0;
    }
    if (second == 0) {
      second = pid;
      return 1;
    }
    if (free != 0) {
      int place = -free;
      free = others[place - INLINE];
      others[place - INLINE] = pid;
      return place;
    }
    if (end == others.length) {
      others = Arrays.copyOf(others, (int) Math.min(end * 5L / 4 + 2, Integer.MAX_VALUE - 8));
    }
    others[end] = pid;
    end++;
    return end + INLINE - 1;
  }

  /** The user there leaves. */
  void remove(int place) {
    count--;
    if (place == 0) {
      first = 0;
    } else if (place == 1) {
      second = 0;
    } else {
      others[place - INLINE] = free;
      free = -place;
    }
    if (count == 0) {
      clear();
    }
  }

  void clear() {
    count = 0;
    first = 0;
    second = 0;
    end = 0;
    free = 0;
    others = others.length > FEW ? NONE : others;
  }

  /** Whether most places are free. */
  boolean isSparse() {
    return end > FEW && count * 4L < end;
  }

  /** Gives each another place, and tells which; none is free then. */
  void compact(Moved moved) {
    int[] pids = new int[count];
    int[] filled = {0};
    forEach(pid -> pids[filled[0]++] = pid);
    clear();
    for (int pid : pids) {
      moved.accept(pid, add(pid));
    }
  }

  /** Hears where a pid stands now. */
  interface Moved {
    /** Hears it. */
    void accept(int pid, int place);
  }

  /** Tells each; while it does, nobody may come or leave. */
  void forEach(IntConsumer action) {
    if (first != 0) {
      action.accept(first);
    }
    if (second != 0) {
      action.accept(second);
    }
    for (int i = 0; i < end; i++) {
      if (others[i] > 0) {
        action.accept(others[i]);
      }
    }
  }
}
