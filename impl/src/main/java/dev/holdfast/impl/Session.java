package dev.holdfast.impl;

import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * One epoch of a domain: what its processes use or wait for (its part of C8), by resource and by
 * process. Everything is guarded by its lock; the algorithm is told at {@link Association}.
 */
final class Session extends SpinLock {
  /** The order in which their locks are taken. */
  static final Comparator<Session> ORDER = (one, other) -> one.domain.compareTo(other.domain);

  final Domain domain;
  final int epoch;

  /** This session and no other: never changed. */
  final Session[] alone = {this};

  private final Voice voice;
  private final Interests interests;
  private Uses uses = new Uses();
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
      int at = uses.find(pid);
      int exited = uses.exited(at);
      if (incarnation <= exited) { // REQ-9
        voice.refused(domain, id, Reason.DEAD_PROCESS);
        return;
      }
      if (incarnation > exited + 1) {
        admit(id, List.of(new ProcessId(pid, incarnation)), interest);
        return;
      }
      Handle handle = interest.handle;
      if (uses.count(interest.number) > 0 && handle != null) {
        uses.add(at, pid, interest.number);
        voice.granted(domain, id, handle); // REQ-4, REQ-5
        return;
      }
      interest.lock();
      try {
        take(id, interest, at, pid);
        grant(id, interest);
      } finally {
        interest.unlock();
      }
    } finally {
      unlock();
    }
  }

  /** C9, of a resource that has never been requested (REL-2). */
  void release(long id) {
    lock();
    try {
      if (isNext(id)) {
        voice.released(domain, id, Outcome.NOT_HELD);
      }
    } finally {
      unlock();
    }
  }

  /** C9. */
  void release(long id, int pid, int incarnation, Interest interest) {
    lock();
    try {
      if (!isNext(id)) {
        return;
      }
      int at = uses.find(pid);
      if (uses.exited(at) + 1 != incarnation || !uses.remove(at, interest.number)) {
        voice.released(domain, id, Outcome.NOT_HELD); // REL-2
      } else if (keeps(interest, 1)) {
        voice.released(domain, id, Outcome.RELEASED); // REL-1
      } else {
        interest.lock();
        try {
          voice.released(domain, id, Outcome.RELEASED);
          left(interest, pid);
        } finally {
          interest.unlock();
        }
      }
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
      uses.forEachProcess(at -> uses.forEachInterest(at, held::add));
      int[] all = held.build().distinct().toArray();
      locked(IntStream.of(all), () -> leave(all));
      uses = new Uses();
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

  /** Nothing of an interest is held any more, because it is not provided. Its lock is held. */
  void close(Interest interest, IntConsumer told) {
    uses.close(interest.number, told);
  }

  /** The living incarnation of a pid. Its lock is held. */
  ProcessId living(int pid) {
    return new ProcessId(pid, uses.exited(uses.find(pid)) + 1);
  }

  /** Tells each pair, by pid and number of the interest, by process. Its lock is held. */
  void pairsByProcess(ObjIntConsumer<ProcessId> action) {
    uses.forEachProcess(
        at -> uses.forEachInterest(at, number -> action.accept(living(uses.pid(at)), number)));
  }

  /** Tells each pair, by pid and number of the interest, by resource. Its lock is held. */
  void pairsByResource(ObjIntConsumer<ProcessId> action) {
    interests.forEach(
        interest ->
            uses.forEachUser(interest.number, pid -> action.accept(living(pid), interest.number)));
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
    return incarnation <= uses.exited(uses.find(pid));
  }

  /**
   * Whether the interest is live, and this session has so many users of it: then nobody else can
   * change that, and what one of several users does concerns nobody else.
   */
  private boolean keeps(Interest interest, int atLeast) {
    return uses.count(interest.number) >= atLeast && interest.isLive();
  }

  /** Collects what may not be for others what it was, when so many processes have exited. */
  private void collect(int pid, int exits, IntStream.Builder shared) {
    uses.forEachInterest(
        uses.find(pid),
        number -> {
          if (!keeps(interests.get(number), exits + 1)) {
            shared.add(number);
          }
        });
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
          who.forEach(its -> take(id, interest, uses.find(its.pid()), its.pid()));
          grant(id, interest);
        });
  }

  /** Whether this incarnation is not the living one, but comes after it. */
  private boolean isLater(ProcessId who) {
    return who.incarnation() > 1 && !knownDead(who.pid(), who.incarnation() - 1);
  }

  /** A process of a request uses the interest, or waits for it. The interest's lock is held. */
  private void take(long id, Interest interest, int at, int pid) {
    interest.sessions += uses.count(interest.number) == 0 ? 1 : 0;
    uses.add(at, pid, interest.number);
    if (interest.isLive()) {
      return;
    }
    if (interest.asking.isEmpty()) { // C3, REQ-2
      interest.attempt++;
      voice.need(interest.resource, interest.attempt);
    }
    interest.asking.join(this, id, pid);
  }

  /** REQ-4, if it is live. The interest's lock is held. */
  private void grant(long id, Interest interest) {
    Handle handle = interest.handle;
    if (handle != null) {
      voice.granted(domain, id, handle);
    }
  }

  /** DTH-1, DTH-4: releases all that this incarnation held or waited for; the locks are held. */
  private void exit(int pid, int incarnation) {
    uses.exit(
        pid,
        incarnation,
        number -> {
          Interest interest = interests.get(number);
          if (!keeps(interest, 1)) {
            left(interest, pid);
          }
        });
  }

  /** A pair is gone; C10 if none remains (REL-3). The interest's lock is held. */
  private void left(Interest interest, int pid) {
    interest.asking.leave(this, pid, id -> voice.refused(domain, id, Reason.CANCELLED));
    if (uses.count(interest.number) == 0) {
      oneLess(interest);
    }
  }

  /** None of this session's processes is there any more. The interests' locks are held. */
  private void leave(int[] numbers) {
    for (int number : numbers) {
      Interest interest = interests.get(number);
      if (!interest.isLive()) {
        uses.forEachUser(number, pid -> interest.asking.leave(this, pid, id -> {}));
      }
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
}
