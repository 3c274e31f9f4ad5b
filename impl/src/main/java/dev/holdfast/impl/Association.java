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
 * <p><b>Locks.</b> A session and an interest have a lock each, taken in this order. A domain's
 * message takes its session's lock, which nobody else wants as long as the target OS has no bad
 * news. It takes the interest's lock only
 *
 * <ul>
 *   <li>if the session's first user comes or its last one goes: the count of sessions changes;
 *   <li>if the interest is asking: a request joins or leaves those that wait (REQ-6).
 * </ul>
 *
 * <p>In all other cases domains share nothing that is written, however many use the same resource.
 * {@link #provided} takes the interest's lock alone. Bad news, {@link #startFailed} and {@link
 * #died}, takes pairs away from sessions: it first takes the locks of all sessions, in the order of
 * their domains, one bearer of bad news at a time.
 *
 * <p><b>Linearisation points.</b>
 *
 * <ul>
 *   <li>Request: the adding of its pairs (ASC-1). If the interest's lock is held, nobody can see
 *       less than all that it did. If it is not, the session has users and the interest was read
 *       live. It is still live: it becomes idle only when the last session leaves, which needs this
 *       session's lock, or by bad news, which needs it too (HND-1, END-3).
 *   <li>Release, exit, domain down: the removal of a pair. If the session keeps users of a live
 *       interest, that is all. Else, under the interest's lock, the count of sessions goes down;
 *       the one that takes it to 0 makes the interest idle and says so at once, while the lock
 *       keeps every request out. So NoLongerNeeded is said when and only when the last pair goes
 *       (REL-3), and the next request opens the next attempt (END-3). An exit is one such point per
 *       pair, all under the session's lock; what lies between, no message can see (DTH-1, DTH-2).
 *   <li>Provided: the writing of {@link Interest#live}, after Granted was said to all who wait; so
 *       whoever sees the interest live speaks later (C7). That the attempt is the one that waits,
 *       and that the generation is not known dead, is read under the same lock (REQ-7, DTH-3).
 *   <li>Died: the writing of the dead generation, while no session can move. A Provided of that
 *       generation which did not see it was finished, or holds the interest's lock; it listed its
 *       resource before it looked; so it is found and ended here (see {@link Runs}).
 * </ul>
 *
 * <p><b>Memory ordering.</b> What a lock guards is ordered by it. Three things are read without:
 * {@link Interest#access}, written with release after all that it stands for, read with acquire;
 * {@link Runs#dead} against {@link Runs#provides}, see there; and the tables of sessions and
 * interests, which publish what was finished before. A session that has users has taken the
 * interest's lock in the attempt that they use, so it cannot read an access of an older one.
 *
 * <p><b>Order of what is said.</b> {@link Voice} is called with the lock that makes the instant:
 * for a domain, its session's or, for answers to those who wait, the interest's; for Need and
 * NoLongerNeeded, the interest's.
 *
 * <p><b>Cost.</b> A request or release takes constant time; an exit as much per pair; a domain down
 * as much per pair of the domain; a death as much per user and per resource of that program. A
 * resource that was ever requested costs about 80 bytes for ever, a pid of which an exit is known
 * about 70 bytes while its domain is up.
 *
 * <p>Thread-safe. Messages of one domain come one at a time; if they do not, the session's lock
 * puts them into some order.
 */
final class Association {
  private final Voice voice;
  private final Interests interests = new Interests();
  private final Map<Program, Runs> programs = new ConcurrentHashMap<>();
  private final Map<Domain, Session> sessions = new ConcurrentHashMap<>();

  /** Held by who opens a session or bears bad news; before any other lock. */
  private final Object opening = new Object();

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
        voice.error(domain, Reason.INVALID);
        return;
      }
      before.ifPresent(Session::down);
      sessions.put(domain, new Session(domain, epoch, voice, interests));
    }
  }

  /** DTH-2. */
  void domainDown(Domain domain) {
    session(domain)
        .ifPresentOrElse(
            session -> {
              session.down(); // first: bad news must find it as long as it has pairs
              sessions.remove(domain, session);
            },
            () -> voice.error(domain, Reason.INVALID));
  }

  /** C7. */
  void provided(ResourceId resource, int attempt, Program program, int generation, Handle handle) {
    Optional<Interest> known = interests.known(resource);
    if (known.isEmpty()) {
      return;
    }
    Interest interest = known.get();
    Runs runs = programs.computeIfAbsent(program, p -> new Runs());
    interest.lock();
    try {
      if (interest.attempt != attempt || interest.asking.isEmpty()) { // REQ-7
        return;
      }
      runs.provides.add(interest);
      if (generation > runs.dead) {
        Access access = new Access(runs, generation, handle);
        for (Asking.Waiting request : interest.asking.get().waiting) {
          voice.granted(request.session.domain, request.id, access);
        }
        interest.live(Optional.of(access));
        return;
      }
    } finally {
      interest.unlock();
    }
    startFailed(resource, attempt, Reason.TARGET_DIED); // DTH-3: its Died came first
  }

  /** REQ-7. The attempt closes by itself: no NoLongerNeeded follows (REL-3). */
  void startFailed(ResourceId resource, int attempt, Reason reason) {
    Optional<Interest> known = interests.known(resource);
    if (known.isEmpty()) {
      return;
    }
    Interest interest = known.get();
    stopSessions(
        all -> {
          interest.lock();
          try {
            if (interest.attempt == attempt && interest.asking.isPresent()) {
              for (Asking.Waiting request : interest.asking.get().waiting) {
                voice.refused(request.session.domain, request.id, reason);
              }
              all.forEach(session -> session.close(interest, pid -> {}));
              interest.idle();
            }
          } finally {
            interest.unlock();
          }
        });
  }

  /** DTH-3. The attempts close by themselves: no NoLongerNeeded follows (REL-3). */
  void died(Program program, int generation, Cause cause) {
    Runs runs = programs.computeIfAbsent(program, p -> new Runs());
    stopSessions(
        all -> {
          runs.dead = Math.max(runs.dead, generation);
          for (Interest interest : runs.provides) {
            interest.lock();
            try {
              Optional<Access> access = interest.access();
              if (access.isPresent()
                  && access.get().program() == runs
                  && access.get().generation() == generation) {
                end(all, interest, generation, cause);
              }
            } finally {
              interest.unlock();
            }
          }
        });
  }

  /** Does something while no session can move. */
  private void stopSessions(Consumer<List<Session>> action) {
    synchronized (opening) {
      List<Session> all = new ArrayList<>(sessions.values());
      all.sort(Comparator.comparing(session -> session.domain));
      all.forEach(SpinLock::lock);
      try {
        action.accept(all);
      } finally {
        all.forEach(SpinLock::unlock);
      }
    }
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
