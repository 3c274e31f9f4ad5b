package dev.holdfast.impl;

import dev.holdfast.model.Cause;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
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
 * of a domain, has its pairs twice, the pids by resource and the resources by pid (REQ-5: sets). An
 * {@link Interest} is what all domains share of one resource: idle; asking, with the requests that
 * wait (REQ-2); or live, with what was provided (REQ-4); the last attempt; and <em>how many
 * sessions have users</em>. Of a program its highest dead generation is kept ({@link Runs}, DTH-3).
 *
 * <p><b>Locks.</b> In this order: {@link #opening}; sessions, by domain; interests, by number.
 *
 * <ul>
 *   <li>A domain's message takes its session's lock, which nobody else wants while the target OS
 *       says nothing.
 *   <li>It takes an interest's lock, too, if the session's first user comes or its last one goes,
 *       or if the interest is asking. If one message does so for several interests, as an exit may
 *       (DTH-1, DTH-2, ASC-2), it takes all their locks before it changes anything.
 *   <li>A message of the target OS takes the locks of all sessions. Nobody can then have an
 *       interest's.
 * </ul>
 *
 * <p>In all other cases domains share nothing that is written, however many use the same resource:
 * a request or release of a live one where the session has other users.
 *
 * <p><b>Why the short way is right.</b> It reads the interest without its lock. A session that has
 * users of an interest has joined it under its lock, in the attempt that is open; since then the
 * interest can only have become live or idle. Idle it becomes when the last session leaves, which
 * this one has not; or by a message of the target OS, which needs this session's lock, as it does
 * to make it live. So what is read is as it was when this session's lock was taken (HND-1, END-3).
 *
 * <p><b>Linearisation points.</b> Each message takes effect at one instant. A domain's is when it
 * holds all locks that it takes, or the session's alone on the short way; one of the target OS when
 * it holds those of all sessions. All that it reads and writes is then its own, so to every other
 * message it is one step: for the last release, the count of sessions becomes 0 and NoLongerNeeded
 * is said in the same step (REL-3), and a later request opens the next attempt (END-3); for an
 * answer, its attempt is compared with the open one and those who wait are told (REQ-7); for a
 * death, the generation is noted and every user told (DTH-3).
 *
 * <p><b>Memory ordering.</b> What a lock guards is ordered by it, and nothing else is shared but
 * the tables that find a session or an interest, which publish what was finished before. What the
 * target OS's messages write without an interest's lock is ordered by the session's lock of whoever
 * reads it, and what a session wrote that is gone, by {@link #opening}.
 *
 * <p><b>Order of what is said.</b> {@link Voice} is called with the locks held: what is said to a
 * domain, with its session's; Need and NoLongerNeeded, with the interest's or with all sessions'.
 *
 * <p><b>Cost.</b> A request or release takes constant time; an exit as much per pair; a domain down
 * as much per pair of the domain; both a logarithm more for the interests that they change for
 * others, whose locks are taken in order. An answer takes as much per request that waits and per
 * domain; a death as much per user, per resource of that program, and per domain. A resource that
 * was ever requested keeps about 180 bytes for ever besides its name, a pid of which an exit is
 * known about 40 bytes while its domain is up; {@code impl/bench} measures both.
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
  private List<Session> inOrder = List.of();

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
    inOrder = new ArrayList<>(sessions.values());
    inOrder.sort(Comparator.comparing(session -> session.domain));
  }

  /** C7, unless the generation is known to be dead: its Died came first (DTH-3). */
  void provided(ResourceId resource, int attempt, Program program, int generation, Handle handle) {
    stopSessions(
        all -> {
          Runs runs = programs.computeIfAbsent(program, p -> new Runs());
          asking(resource, attempt)
              .ifPresent(
                  interest -> {
                    if (generation <= runs.dead) {
                      refuse(all, interest, Reason.TARGET_DIED);
                    } else {
                      runs.provides.add(interest);
                      grant(interest, new Access(runs, generation, handle));
                    }
                  });
        });
  }

  /** REQ-7. */
  void startFailed(ResourceId resource, int attempt, Reason reason) {
    stopSessions(
        all -> asking(resource, attempt).ifPresent(interest -> refuse(all, interest, reason)));
  }

  /** DTH-3. The attempts close by themselves: no NoLongerNeeded follows (REL-3). */
  void died(Program program, int generation, Cause cause) {
    stopSessions(
        all -> {
          Runs runs = programs.computeIfAbsent(program, p -> new Runs());
          runs.dead = Math.max(runs.dead, generation);
          for (Interest interest : runs.provides) {
            if (interest
                .access
                .filter(its -> its.program() == runs && its.generation() == generation)
                .isPresent()) {
              end(all, interest, generation, cause);
            }
          }
        });
  }

  /** Does something while no session can move. */
  private void stopSessions(Consumer<List<Session>> step) {
    synchronized (opening) {
      List<Session> all = inOrder;
      all.forEach(SpinLock::lock);
      try {
        step.accept(all);
      } finally {
        all.forEach(SpinLock::unlock);
      }
    }
  }

  /** REQ-7: an answer settles the attempt that it names, if that one still waits for it. */
  private Optional<Interest> asking(ResourceId resource, int attempt) {
    return interests
        .known(resource)
        .filter(its -> its.attempt == attempt && its.asking.isPresent());
  }

  private void grant(Interest interest, Access access) {
    interest
        .asking
        .orElseThrow()
        .forEach(request -> voice.granted(request.session.domain, request.id, access));
    interest.live(access);
  }

  /** The attempt closes by itself: no NoLongerNeeded follows (REL-3). */
  private void refuse(List<Session> all, Interest interest, Reason reason) {
    interest
        .asking
        .orElseThrow()
        .forEach(request -> voice.refused(request.session.domain, request.id, reason));
    all.forEach(session -> session.close(interest, pid -> {}));
    interest.idle();
  }

  private void end(List<Session> all, Interest interest, int generation, Cause cause) {
    for (Session session : all) {
      session.close(
          interest,
          pid ->
              voice.targetDied(
                  session.domain, session.living(pid), interest.resource, generation, cause));
    }
    interest.idle();
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
        all ->
            all.forEach(
                session ->
                    pairsOf.accept(
                        session,
                        (process, number) ->
                            pairs
                                .computeIfAbsent(
                                    interests.get(number).resource, r -> new TreeSet<>())
                                .add(new OriginatingProcess(session.domain, process)))));
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
