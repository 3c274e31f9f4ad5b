package dev.holdfast.impl;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who uses or waits for what in one session: pairs of a pid and an interest's number, kept by pid
 * in {@link Processes} and by interest in {@link Users} (REQ-5: a set). A pair comes and goes in
 * constant time; all of a pid or of an interest are told in as much time as there are.
 *
 * <p>A process is looked for once, by {@link #find}; what that returns holds until a pair or a
 * process comes or goes. Not thread-safe.
 */
final class Uses {
  private static final Users NOBODY = new Users();

  private final Processes processes = new Processes();

  /** By the interest's number; null where none ever did. */
  private @Nullable Users[] users = {};

  /** Where what is known of a pid stands, or would. */
  int find(int pid) {
    return processes.find(pid);
  }

  /** The highest incarnation known to have exited, 0 if none. */
  int exited(int at) {
    return processes.exited(at);
  }

  /** How many use or wait for an interest. */
  int count(int number) {
    return users(number).count();
  }

  /** The pair is there from now on, if it was not before. */
  void add(int at, int pid, int number) {
    if (processes.place(at, number) == Places.NONE) {
      processes.put(processes.known(at, pid), number, made(number).add(pid));
    }
  }

  /** The pair is not there any more; whether it was. */
  boolean remove(int at, int number) {
    int place = processes.take(at, number);
    if (place == Places.NONE) {
      return false;
    }
    leave(number, place);
    processes.forget(at);
    return true;
  }

  /** All pairs of a pid are gone, and it has exited; tells each interest when it has left it. */
  void exit(int pid, int incarnation, IntConsumer left) {
    int at = processes.known(processes.find(pid), pid);
    processes.forEach(
        at,
        (number, place) -> {
          leave(number, place);
          left.accept(number);
        });
    processes.exit(at, incarnation);
  }

  /** All pairs of an interest are gone; tells their pids before. */
  void close(int number, IntConsumer told) {
    Users its = users(number);
    if (its.count() == 0) {
      return;
    }
    its.forEach(told);
    its.forEach(
        pid -> {
          int at = processes.find(pid);
          processes.take(at, number);
          processes.forget(at);
        });
    its.clear();
  }

  /** The interests of a process. */
  void forEachInterest(int at, IntConsumer action) {
    processes.forEach(at, (number, place) -> action.accept(number));
  }

  /** The processes of an interest. */
  void forEachUser(int number, IntConsumer action) {
    users(number).forEach(action);
  }

  /** Where each process stands. */
  void forEachProcess(IntConsumer action) {
    processes.forEach(action);
  }

  /** The pid of a process. */
  int pid(int at) {
    return processes.pid(at);
  }

  private void leave(int number, int place) {
    Users its = users(number);
    its.remove(place);
    if (its.isSparse()) {
      its.compact((pid, to) -> processes.move(processes.find(pid), number, to));
    }
  }

  private Users users(int number) {
    Users its = number < users.length ? users[number] : null;
    return its == null ? NOBODY : its;
  }

  private Users made(int number) {
    if (number >= users.length) {
      users = Arrays.copyOf(users, Math.max(number + 1, users.length / 2 * 3));
    }
    Users its = users[number];
    if (its == null) {
      its = new Users();
      users[number] = its;
    }
    return its;
  }
}
