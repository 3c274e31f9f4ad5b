package dev.holdfast.impl;

import dev.holdfast.impl.Asking.Waiting;
import dev.holdfast.impl.Processes.Pid;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One epoch of a domain: what its processes use or wait for (its part of C8), by resource and by
 * process. Everything is guarded by its lock; the algorithm is told at {@link Association}.
 */
final class Session extends SpinLock {
  final Domain domain;
  final int epoch;

  private final Voice voice;
  private final Interests interests;

  /** The pids that use or wait for each interest, by its number; null where none ever did. */
  private @Nullable IntSet[] users = {};

  private final Processes processes = new Processes();
  private long lastId;
  private boolean down;

  Session(Domain domain, int epoch, Voice voice, Interests interests) {
    this.domain = domain;
    this.epoch = epoch;
    this.voice = voice;
    this.interests = interests;
  }

  /** C2. */
  void request(long id, List<ProcessId> who, Interest interest) {
    if (who.size() == 1) {
      request(id, who.get(0).pid(), who.get(0).incarnation(), interest);
      return;
    }
    lock();
    try {
      if (!isNext(id)) {
        return;
      }
      if (who.isEmpty() || !distinct(who)) { // REQ-1
        voice.refused(domain, id, Reason.INVALID);
      } else if (who.stream().anyMatch(its -> knownDead(its.pid(), its.incarnation()))) { // REQ-9
        voice.refused(domain, id, Reason.DEAD_PROCESS);
      } else {
        admit(id, who, interest);
      }
    } finally {
      unlock();
    }
  }

  /** C2, for a single process. */
  void request(long id, int pid, int incarnation, Interest interest) {
    lock();
    try {
      if (!isNext(id)) {
        return;
      }
      Pid process = processes.get(pid);
      int exited = process == null ? 0 : process.exited;
      if (incarnation <= exited) { // REQ-9
        voice.refused(domain, id, Reason.DEAD_PROCESS);
      } else if (incarnation > exited + 1) {
        admit(id, List.of(new ProcessId(pid, incarnation)), interest);
      } else if (keeps(interest, 1)) {
        add(process, pid, interest);
        voice.granted(domain, id, interest.access.get()); // REQ-4, REQ-5
      } else {
        interest.lock();
        try {
          join(id, interest, pid);
        } finally {
          interest.unlock();
        }
      }
    } finally {
      unlock();
    }
  }

  /** C9. */
  void release(long id, ProcessId who, Optional<Interest> known) {
    if (known.isPresent()) {
      release(id, who.pid(), who.incarnation(), known.get());
    } else {
      lock();
      try {
        if (isNext(id)) {
          voice.released(domain, id, Outcome.NOT_HELD);
        }
      } finally {
        unlock();
      }
    }
  }

  /** C9, of a resource that has been requested. */
  void release(long id, int pid, int incarnation, Interest interest) {
    lock();
    try {
      if (!isNext(id)) {
        return;
      }
      Pid process = processes.get(pid);
      if (process == null
          || process.exited + 1 != incarnation
          || !process.remove(interest.number)) {
        voice.released(domain, id, Outcome.NOT_HELD); // REL-2
        return;
      }
      if (keeps(interest, 2)) {
        voice.released(domain, id, Outcome.RELEASED); // REL-1
        users(interest).remove(pid);
      } else {
        interest.lock();
        try {
          voice.released(domain, id, Outcome.RELEASED);
          drop(interest, pid);
        } finally {
          interest.unlock();
        }
      }
      processes.forget(process);
    } finally {
      unlock();
    }
  }

  /** DTH-1. */
  void exited(int pid, int incarnation) {
    lock();
    try {
      if (down) {
        voice.error(domain, Reason.INVALID);
      } else if (!knownDead(pid, incarnation)) {
        IntStream.Builder shared = IntStream.builder();
        collect(pid, 1, shared);
        locked(shared.build(), () -> exit(pid, incarnation));
      }
    } finally {
      unlock();
    }
  }

  /** DTH-2. Nothing is said to a domain that is down. */
  void down() {
    lock();
    try {
      down = true;
      IntStream.Builder held = IntStream.builder();
      processes.forEach(process -> process.forEach(held::add));
      int[] all = held.build().distinct().toArray();
      locked(IntStream.of(all), () -> leave(all));
      users = new @Nullable IntSet[0];
      processes.clear();
    } finally {
      unlock();
    }
  }

  /** SEC-2. */
  void invalid() {
    lock();
    try {
      voice.error(domain, Reason.INVALID);
    } finally {
      unlock();
    }
  }

  /** Nothing of this session is held any more, because it is not provided. Its lock is held. */
  void close(Interest interest, IntConsumer told) {
    if (interest.number >= users.length || users[interest.number] == null) {
      return;
    }
    IntSet its = users(interest);
    its.forEach(
        pid -> {
          told.accept(pid);
          Pid process = processes.known(pid);
          process.remove(interest.number);
          processes.forget(process);
        });
    its.clear();
  }

  /** The living incarnation of a pid that holds something. Its lock is held. */
  ProcessId living(int pid) {
    return new ProcessId(pid, processes.known(pid).exited + 1);
  }

  /** Tells each pair, by pid and number of the interest, by process. Its lock is held. */
  void pairsByProcess(ObjIntConsumer<ProcessId> action) {
    processes.forEach(
        process ->
            process.forEach(
                number ->
                    action.accept(new ProcessId(process.number(), process.exited + 1), number)));
  }

  /** Tells each pair, by pid and number of the interest, by resource. Its lock is held. */
  void pairsByResource(ObjIntConsumer<ProcessId> action) {
    for (int i = 0; i < users.length; i++) {
      int number = i;
      Optional.ofNullable(users[i])
          .ifPresent(its -> its.forEach(pid -> action.accept(living(pid), number)));
    }
  }

  private boolean isNext(long id) {
    if (down || id <= lastId) {
      voice.error(domain, Reason.INVALID); // SEC-2
      return false;
    }
    lastId = id;
    return true;
  }

  private static boolean distinct(List<ProcessId> who) {
    return who.stream().mapToInt(ProcessId::pid).distinct().count() == who.size();
  }

  private boolean knownDead(int pid, int incarnation) {
    Pid process = processes.get(pid);
    return process != null && incarnation <= process.exited;
  }

  /**
   * Whether the interest is live, and this session has so many users of it: then nobody else can
   * change that, and what one of several users does concerns nobody else.
   */
  private boolean keeps(Interest interest, int atLeast) {
    return users(interest).size() >= atLeast && interest.access.isPresent();
  }

  /** Collects what may not be for others what it was, when so many processes have exited. */
  private void collect(int pid, int exits, IntStream.Builder shared) {
    Pid process = processes.get(pid);
    if (process != null) {
      process.forEach(
          number -> {
            if (!keeps(interests.get(number), exits + 1)) {
              shared.add(number);
            }
          });
    }
  }

  /** Does something that is one step for all others: holds the locks of all these interests. */
  private void locked(IntStream shared, Runnable step) {
    int[] numbers = shared.sorted().distinct().toArray();
    for (int number : numbers) {
      interests.get(number).lock();
    }
    try {
      step.run();
    } finally {
      for (int number : numbers) {
        interests.get(number).unlock();
      }
    }
  }

  /** C8: all of the request's processes, or it would not have come here (REQ-6). */
  private void admit(long id, List<ProcessId> who, Interest interest) {
    IntStream.Builder shared = IntStream.builder();
    shared.add(interest.number);
    who.stream().filter(this::isLater).forEach(its -> collect(its.pid(), who.size(), shared));
    locked(
        shared.build(),
        () -> {
          for (ProcessId its : who) {
            if (isLater(its)) { // ASC-2
              exit(its.pid(), its.incarnation() - 1);
            }
          }
          join(id, interest, who.stream().mapToInt(ProcessId::pid).toArray());
        });
  }

  /** Whether this incarnation is not the living one, but comes after it. */
  private boolean isLater(ProcessId who) {
    return who.incarnation() > 1 && !knownDead(who.pid(), who.incarnation() - 1);
  }

  /** The interest's lock is held. */
  private void join(long id, Interest interest, int... pids) {
    interest.sessions += users(interest).size() == 0 ? 1 : 0;
    for (int pid : pids) {
      add(processes.get(pid), pid, interest);
    }
    if (interest.access.isPresent()) {
      voice.granted(domain, id, interest.access.get());
      return;
    }
    if (interest.asking.isEmpty()) { // C3, REQ-2
      interest.attempt++;
      interest.asking = Optional.of(new Asking());
      voice.need(interest.resource, interest.attempt);
    }
    Asking asking = interest.asking.get();
    Waiting request = new Waiting(this, id);
    for (int pid : pids) {
      asking.join(request, pid);
    }
  }

  /** The process is what was just found under the pid. */
  private void add(@Nullable Pid process, int pid, Interest interest) {
    if (users(interest).add(pid)) {
      (process == null ? processes.add(pid) : process).add(interest.number);
    }
  }

  /** DTH-1, DTH-4: releases all that this incarnation held or waited for; the locks are held. */
  private void exit(int pid, int incarnation) {
    Pid process = processes.known(pid);
    process.forEach(
        number -> {
          Interest interest = interests.get(number);
          if (keeps(interest, 2)) {
            users(interest).remove(pid);
          } else {
            drop(interest, pid);
          }
        });
    process.clear();
    process.exited = incarnation;
  }

  /** Takes one pair out; C10 if none remains (REL-3). The interest's lock is held. */
  private void drop(Interest interest, int pid) {
    users(interest).remove(pid);
    if (interest.asking.isPresent()) {
      interest
          .asking
          .get()
          .leave(this, pid, request -> voice.refused(domain, request.id, Reason.CANCELLED));
    }
    if (users(interest).size() == 0) {
      oneLess(interest);
    }
  }

  /** None of this session's processes is there any more. The interests' locks are held. */
  private void leave(int[] numbers) {
    for (int number : numbers) {
      Interest interest = interests.get(number);
      IntSet its = users(interest);
      interest.asking.ifPresent(
          asking -> its.forEach(pid -> asking.leave(this, pid, request -> {})));
      its.clear();
      oneLess(interest);
    }
  }

  private void oneLess(Interest interest) {
    interest.sessions--;
    if (interest.sessions == 0) {
      interest.idle();
      voice.noLongerNeeded(interest.resource, interest.attempt);
    }
  }

  private IntSet users(Interest interest) {
    IntSet its = interest.number < users.length ? users[interest.number] : null;
    return its == null ? made(interest) : its;
  }

  private IntSet made(Interest interest) {
    if (interest.number >= users.length) {
      users = Arrays.copyOf(users, Math.max(interest.number + 1, users.length / 2 * 3));
    }
    IntSet its = new IntSet();
    users[interest.number] = its;
    return its;
  }
}
