package dev.holdfast.impl;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the processes of a domain, by pid; open addressing, like {@link IntSet}. Of a
 * pid that nothing is known of there is none. Not thread-safe.
 */
final class Processes {
  private static final int SMALLEST = 8;

  private @Nullable Pid[] slots = new @Nullable Pid[SMALLEST];
  private int size;

  /** Where the last one was looked for. */
  private int at;

  /** One that was forgotten, for the next one: who comes and goes allocates nothing. */
  private @Nullable Pid spare;

  /**
   * What is known of a pid: as a set, the numbers of the interests that its living incarnation, the
   * one after {@link #exited}, uses or waits for. It is that set, rather than has it, to save a
   * step on the way there.
   */
  static final class Pid extends IntSet {
    private int number;

    /** The highest incarnation known to have exited, 0 if none (REQ-9). */
    int exited;

    int number() {
      return number;
    }
  }

  @Nullable Pid get(int pid) {
    at = find(slots, pid);
    return slots[at];
  }

  /** What is known of a pid from now on. */
  Pid known(int pid) {
    Pid there = get(pid);
    return there == null ? add(pid) : there;
  }

  /** What is known from now on of the pid that was just looked for in vain. */
  Pid add(int pid) {
    Pid process = spare == null ? new Pid() : spare;
    spare = null;
    process.number = pid;
    slots[at] = process;
    size++;
    if (size * 3L > slots.length * 2L) {
      resize((int) Math.min(slots.length * 3L / 2, Integer.MAX_VALUE - 8));
    }
    return process;
  }

  /** Forgets a process that holds nothing and has never exited. */
  void forget(Pid process) {
    if (process.size() > 0 || process.exited > 0) {
      return;
    }
    close(slots[at] == process ? at : find(slots, process.number));
    size--;
    spare = process;
    if (size * 8L < slots.length && slots.length > SMALLEST) {
      resize(Math.max(SMALLEST, size * 2));
    }
  }

  void clear() {
    slots = new @Nullable Pid[SMALLEST];
    size = 0;
    at = 0;
    spare = null;
  }

  /** Tells each once; while it does, none may be forgotten. */
  void forEach(Consumer<Pid> action) {
    for (Pid process : slots) {
      if (process != null) {
        action.accept(process);
      }
    }
  }

  private static int find(@Nullable Pid[] slots, int pid) {
    int at = IntSet.home(pid, slots.length);
    for (Pid there = slots[at]; there != null && there.number != pid; there = slots[at]) {
      at = at + 1 == slots.length ? 0 : at + 1;
    }
    return at;
  }

  private void close(int from) {
    int gap = from;
    int at = gap;
    while (true) {
      at = at + 1 == slots.length ? 0 : at + 1;
      Pid process = slots[at];
      if (process == null) {
        slots[gap] = null;
        return;
      }
      if (IntSet.fills(gap, at, IntSet.home(process.number, slots.length))) {
        slots[gap] = process;
        gap = at;
      }
    }
  }

  private void resize(int length) {
    at = 0;
    @Nullable Pid[] others = new @Nullable Pid[length];
    for (Pid process : slots) {
      if (process != null) {
        others[find(others, process.number)] = Objects.requireNonNull(process);
      }
    }
    slots = others;
  }
}
