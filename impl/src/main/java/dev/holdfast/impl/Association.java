package dev.holdfast.impl;

import dev.holdfast.model.Cause;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * The association of external processes and resources (C8), for any number of threads, and what
 * follows from it: when a resource is needed (C3), and when no longer (C10).
 *
 * <p><b>State.</b> Who uses what is kept by the domain that says so: a {@link Session}, one epoch
 * of a domain, has its pairs twice, by process and by resource ({@link Uses}, REQ-5: a set). An
 * {@link Interest} is what all domains share of one resource: idle; asking, with the requests that
 * wait (REQ-2); or live, with what was provided (REQ-4); the last attempt; and <em>how many
 * sessions have users</em>. Of a program its highest dead generation is kept ({@link Runs}, DTH-3).
 *
 * <p><b>Locks.</b> In this order: {@link #opening}; sessions, by domain; interests, by number.
 *
 * <ul>
 *   <li>A domain's message takes its session's lock, which hardly anybody else wants.
 *   <li>It takes an interest's lock, too, if the session's first user comes or its last one goes,
 *       or if the interest is asking. If one message does so for several interests, as an exit may
 *       (DTH-1, DTH-2, ASC-2), it takes all their locks before it changes anything.
 *   <li>An answer, Provided or StartFailed, takes the locks of the sessions that wait for it, and
 *       then the interest's. Who waits can be known only with the interest's lock, which comes
 *       last: so it looks, lets go, takes the sessions' locks and the interest's, and looks again.
 *       If somebody waits by then whose lock it has not taken, it begins anew.
 *   <li>A death takes {@link #opening}, the locks of all sessions, and one by one those of the
 *       interests that it ends.
 * </ul>
 *
 * <p>In all other cases domains share nothing that is written, however many use the same resource:
 * a request or release of a live one where the session has other users.
 *
 * <p><b>Why the short way is right.</b> It reads the interest without its lock. A session that has
 * users of an interest has joined it under its lock, in the attempt that is open. If that is
 * asking, the session waits for its answer, which needs this session's lock to make it live or
 * idle; if it is live, it becomes idle when the last session leaves, which this one has not, or by
 * a death, which needs this session's lock. So what is read is as it was when this session's lock
 * was taken (HND-1, END-3).
 *
 * <p><b>Why an answer and a death meet nowhere.</b> An answer that takes effect has the lock of a
 * session that waits, and that is among all sessions: one that is gone waits for nothing. So a
 * death is before it, and then its generation is known to be dead; or after it, and then the
 * interest is among those that the program provides (DTH-3).
 *
 * <p><b>Linearisation points.</b> Each message takes effect at one instant. A domain's is when it
 * holds all locks that it takes, or the session's alone on the short way; an answer's when it has
 * looked again; a death's when it holds the locks of all sessions. All that it reads and writes is
 * then its own, so to every other message it is one step: for the last release, the count of
 * sessions becomes 0 and NoLongerNeeded is said in the same step (REL-3), and a later request opens
 * the next attempt (END-3); for an answer, its attempt is compared with the open one and those who
 * wait are told (REQ-7); for a death, the generation is noted and every user told (DTH-3).
 *
 * <p><b>Memory ordering.</b> What a lock guards is ordered by it, and nothing else is shared but
 * the tables that find a session, an interest or a program, which publish what was finished before.
 * What is read from an interest on the short way is ordered by the session's lock: who writes it
 * has the locks of all sessions that have users.
 *
 * <p><b>Order of what is said.</b> {@link Voice} is called with the locks held: what is said to a
 * domain, with its session's; Need and NoLongerNeeded, with the interest's.
 *
 * <p><b>Cost.</b> A request or release takes constant time; an exit as much per pair; a domain down
 * as much per pair of the domain; both a logarithm more for the interests that they change for
 * others, whose locks are taken in order. An answer takes as much per request that waits; a death
 * as much per user, per resource of that program, and per domain. {@code impl/bench} measures that,
 * and what is kept for ever of a resource that was ever requested, and while its domain is up of a
 * pid of which an exit is known.
 *
 * <p>Thread-safe. Messages of one domain come one at a time; if they do not, the session's lock
 * puts them into some order.
 */
final class Association {
  private final Voice voice;
  private final Interests interests = new Interests();
  private final Map<Program, Runs> programs = new ConcurrentHashMap<>();
  private final Map<Domain, Session> sessions = new ConcurrentHashMap<>();

  /** Held by who opens, closes or stops sessions. */
  private final Object opening = new Object();

  /** All sessions, in the order in which they are stopped. Guarded by {@link #opening}. */
  private Session[] inOrder = {};

  Association(Voice voice) {
    this.voice = voice;
  }

  /** The session of a domain that is up. */
  Optional<Session> session(Domain domain) {
    return Optional.ofNullable(sessions.get(domain));
  }

  /** The interest in a resource. */
  Interest interest(ResourceId resource) {
    return interests.of(resource);
  }

  /** The interest in a resource, if there has ever been one. */
  Optional<Interest> known(ResourceId resource) {
    return interests.known(resource);
  }

  /** A domain has booted, which implies the end of its boot before (DTH-2). */
  void domainUp(Domain domain, int epoch) {
    synchronized (opening) {
      Optional<Session> before = session(domain);
      if (before.isPresent() && epoch <= before.get().epoch) {
        before.get().invalid();
        return;
      }
      before.ifPresent(Session::down);
      sessions.put(domain, new Session(domain, epoch, voice, interests));
      sort();
    }
  }

  /** DTH-2. */
  void domainDown(Domain domain) {
    synchronized (opening) {
      session(domain).ifPresentOrElse(Session::down, () -> voice.error(domain, Reason.INVALID));
      sessions.remove(domain);
      sort();
    }
  }

  private void sort() {
    inOrder = sessions.values().toArray(new Session[0]);
    Arrays.sort(inOrder, Session.ORDER);
  }

  /** What is known of the runs of a program. */
  Runs runs(Program program) {
    Runs known = programs.get(program);
    return known == null ? programs.computeIfAbsent(program, p -> new Runs()) : known;
  }

  /** C7, unless the generation is known to be dead: its Died came first (DTH-3). */
  void provided(Interest interest, int attempt, Runs program, int generation, Handle handle) {
    Session[] waiting = stopWaiting(interest, attempt);
    if (waiting.length == 0) {
      return;
    }
    try {
      if (generation <= program.dead) {
        refuse(waiting, interest, Reason.TARGET_DIED);
      } else {
        interest.asking.forEach((session, id) -> voice.granted(session.domain, id, handle));
        interest.live(program, generation, handle);
      }
    } finally {
      letGo(waiting, interest);
    }
  }

  /** REQ-7. */
  void startFailed(Interest interest, int attempt, Reason reason) {
    Session[] waiting = stopWaiting(interest, attempt);
    if (waiting.length == 0) {
      return;
    }
    try {
      refuse(waiting, interest, reason);
    } finally {
      letGo(waiting, interest);
    }
  }

  /** DTH-3. The attempts close by themselves: no NoLongerNeeded follows (REL-3). */
  void died(Program program, int generation, Cause cause) {
    Runs runs = runs(program);
    stopSessions(
        all -> {
          runs.dead = Math.max(runs.dead, generation);
          for (Interest interest : runs.provides) {
            if (interest.isOf(runs, generation)) {
              end(all, interest, generation, cause);
            }
          }
        });
  }

  /**
   * REQ-7: an answer settles the attempt that it names, if that one still waits for it. Takes the
   * locks of those who wait and of the interest.
   *
   * @return who waits and is stopped; nobody, and nothing is locked, if that attempt does not wait
   */
  private static Session[] stopWaiting(Interest interest, int attempt) {
    interest.lock();
    Session[] waiting = interest.waiting(attempt);
    interest.unlock();
    while (waiting.length > 0) {
      stop(waiting);
      interest.lock();
      Session[] now = interest.waiting(attempt);
      if (now.length > 0 && (now == waiting || Set.of(waiting).containsAll(List.of(now)))) {
        return waiting;
      }
      letGo(waiting, interest); // somebody has come between, who may come first in order
      waiting = now;
    }
    return waiting;
  }

  private static void stop(Session[] sessions) {
    for (Session session : sessions) {
      session.lock();
    }
  }

  private static void letGo(Session[] sessions) {
    for (Session session : sessions) {
      session.unlock();
    }
  }

  private static void letGo(Session[] sessions, Interest interest) {
    interest.unlock();
    letGo(sessions);
  }

  /** Does something while no session can move. */
  private void stopSessions(Consumer<Session[]> step) {
    synchronized (opening) {
      Session[] all = inOrder;
      stop(all);
      try {
        step.accept(all);
      } finally {
        letGo(all);
      }
    }
  }

  /** The attempt closes by itself: no NoLongerNeeded follows (REL-3). */
  private void refuse(Session[] waiting, Interest interest, Reason reason) {
    interest.asking.forEach((session, id) -> voice.refused(session.domain, id, reason));
    for (Session session : waiting) {
      session.close(interest, pid -> {});
    }
    interest.idle();
  }

  private void end(Session[] all, Interest interest, int generation, Cause cause) {
    interest.lock();
    try {
      for (Session session : all) {
        session.close(
            interest,
            pid ->
                voice.targetDied(
                    session.domain, session.living(pid), interest.resource, generation, cause));
      }
      interest.idle();
    } finally {
      interest.unlock();
    }
  }

  /** The pairs by resource, for tests: a copy. */
  NavigableMap<ResourceId, NavigableSet<OriginatingProcess>> byResource() {
    return copy(Session::pairsByResource);
  }

  /** The pairs as they are kept by process, for tests: a copy. */
  NavigableMap<ResourceId, NavigableSet<OriginatingProcess>> byProcess() {
    return copy(Session::pairsByProcess);
  }

  private NavigableMap<ResourceId, NavigableSet<OriginatingProcess>> copy(
      BiConsumer<Session, ObjIntConsumer<ProcessId>> pairsOf) {
    NavigableMap<ResourceId, NavigableSet<OriginatingProcess>> pairs = new TreeMap<>();
    stopSessions(
        all -> {
          for (Session session : all) {
            pairsOf.accept(
                session,
                (process, number) ->
                    pairs
                        .computeIfAbsent(interests.get(number).resource, r -> new TreeSet<>())
                        .add(new OriginatingProcess(session.domain, process)));
          }
        });
    return pairs;
  }

  /** The sessions that each interest counts, for tests: a copy of those above 0. */
  NavigableMap<ResourceId, Integer> counted() {
    NavigableMap<ResourceId, Integer> counts = new TreeMap<>();
    stopSessions(
        all ->
            interests.forEach(
                interest -> {
                  if (interest.sessions > 0) {
                    counts.put(interest.resource, interest.sessions);
                  }
                }));
    return counts;
  }
}
