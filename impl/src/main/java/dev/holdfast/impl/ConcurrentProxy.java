package dev.holdfast.impl;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.Port;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The proxy process (C1), for any number of threads.
 *
 * <p><b>Algorithm.</b> One lock guards the whole state, and one message is one critical section.
 *
 * <ul>
 *   <li>A resource is idle, or has one open attempt. An open attempt without an answer is asking
 *       and collects the requests that wait (REQ-2); with its {@link Provided} it is live (REQ-4).
 *       Who uses it is a set (REQ-5), waiting processes included (ASC-1). When the set becomes
 *       empty the attempt is closed and the target OS told (REL-3).
 *   <li>The same pairs are indexed by domain and pid, so that an exit costs what its process holds
 *       (DTH-1), a domain down what its processes hold (DTH-2), and never the number of resources.
 *       A live attempt is indexed by program and generation, so that a death costs the users of
 *       that run (DTH-3). Each of these costs a logarithm more, for a sorted order: what one
 *       message causes is said in the order of resources, then of processes.
 *   <li>A pid is held by one incarnation at a time, the one after the highest known to have exited:
 *       a request of a later one implies the exit of all before it (ASC-2), and earlier ones are
 *       refused (REQ-9). So the index keeps no incarnation of its own.
 * </ul>
 *
 * <p><b>Linearisation points.</b> Each message takes effect at one instant, when {@link #deliver}
 * holds the lock. For a request this is when its pairs are admitted, all or none (ASC-1, REQ-6),
 * and when it opens an attempt or joins one (REQ-2). For the release, exit or domain down that
 * takes the last pair, the same instant closes the attempt (REL-3): no request can come between the
 * look at the set and the decision, so a later one finds the resource idle and opens the next
 * attempt (END-3). For an answer it is the comparison of its attempt with the open one together
 * with its consequence (REQ-7); for a death it is the note of the dead generation together with the
 * end of what it served, so that a Provided comes either before it and is ended by it, or after it
 * and is refused (DTH-3).
 *
 * <p><b>Memory ordering.</b> All state is read and written under the lock, so the lock's
 * happens-before is the only one needed. What a message causes is put into the {@link Outbox}
 * before the lock is let go: the order in which things are said is the order of the instants above.
 * A domain's messages take the lock in the order of its channel, which delivers one at a time; so
 * its channel is FIFO in both directions. The consumer is called without the lock, so that a domain
 * or a target OS that is slow to listen keeps no message from taking effect (LIV-1).
 *
 * <p><b>Bounds.</b> For every resource name that was ever requested the number of its last attempt
 * is kept for ever, about 100 bytes, an unknown name's too: were it forgotten, an answer still
 * under way to an old attempt could settle a new one of the same number (REQ-7). For every pid of
 * which an exit is known, one entry is kept while its domain is up (REQ-9), and for every program
 * that died, one number. A resource has at most 2<sup>31</sup>-1 attempts.
 *
 * <p>Thread-safe. Messages that are not for a proxy are ignored, and so is everything after {@link
 * #close}; nothing that a domain says makes {@link #deliver} throw (SEC-2).
 */
public final class ConcurrentProxy implements Port {
  private final Object lock = new Object();
  private final Map<Domain, Session> sessions = new HashMap<>();
  private final Map<ResourceId, Interest> interests = new HashMap<>();
  private final Map<Run, NavigableMap<ResourceId, Open>> served = new HashMap<>();

  /** The highest generation known to have died: its Died may overtake its Provided (DTH-3). */
  private final Map<Program, Integer> dead = new HashMap<>();

  /** What the message at hand has caused so far. */
  private final List<Envelope> out = new ArrayList<>();

  private final Outbox outbox;

  /** One run of a program. */
  private record Run(Program program, int generation) {}

  private sealed interface Interest {
    int attempt();
  }

  /** Nobody uses the resource; the attempt is the last one, 0 if there was none. */
  private record Idle(int attempt) implements Interest {
    static final Idle NEVER = new Idle(0);
  }

  /** An attempt that is open. Identity matters: a later attempt is another object. */
  private static final class Open implements Interest {
    final ResourceId resource;
    final int attempt;

    /** Who uses the resource, each with those of the waiting requests that name it. */
    final NavigableMap<OriginatingProcess, List<Waiting>> users = new TreeMap<>();

    /** The requests without an answer, oldest first. */
    final Set<Waiting> waiting = new LinkedHashSet<>();

    /** The target OS's answer; empty while asking. */
    Optional<Provided> provided = Optional.empty();

    Open(ResourceId resource, int attempt) {
      this.resource = resource;
      this.attempt = attempt;
    }

    @Override
    public int attempt() {
      return attempt;
    }
  }

  /** A request that waits for the target OS. */
  private static final class Waiting {
    final Domain domain;
    final long id;

    /** How many of its processes have neither exited nor released (REQ-6). */
    int left;

    Waiting(Domain domain, long id, int left) {
      this.domain = domain;
      this.id = id;
      this.left = left;
    }
  }

  /** One epoch of a domain. */
  private static final class Session {
    final int epoch;
    final Map<Integer, Numbered> numbers = new HashMap<>();
    long lastId;

    Session(int epoch) {
      this.epoch = epoch;
    }

    boolean knownDead(ProcessId process) {
      return numbers.containsKey(process.pid())
          && process.incarnation() <= number(process.pid()).exited;
    }

    Numbered number(int pid) {
      return numbers.computeIfAbsent(pid, p -> new Numbered());
    }
  }

  /** What is known of a pid. */
  private static final class Numbered {
    /** What its living incarnation, the one after {@link #exited}, uses or waits for. */
    final NavigableMap<ResourceId, Open> held = new TreeMap<>();

    /** The highest incarnation known to have exited, 0 if none. */
    int exited;
  }

  /**
   * A proxy that has heard nothing yet. Fits {@link Port.Factory}.
   *
   * @param catalogue not used: a proxy does not know what its target OS can start
   * @param said takes what the proxy says, on domains' channels and {@link Channel#TARGET}, by one
   *     thread at a time, in the order in which it was decided; it may throw or call {@link
   *     #deliver}
   */
  public ConcurrentProxy(Catalogue catalogue, Consumer<Envelope> said) {
    outbox = new Outbox(said);
  }

  /**
   * Takes one message. When this returns the message has had its effect; what it caused may still
   * be on its way to the consumer if another thread is calling that.
   *
   * @param in a message on a domain's channel or on {@link Channel#TARGET}
   */
  @Override
  public void deliver(Envelope in) {
    synchronized (lock) {
      if (in.channel() instanceof Channel.OfDomain channel) {
        hear(channel.domain(), in.message()); // SEC-1: the channel, not the message, says who
      } else if (in.channel() instanceof Channel.Target) {
        hearTarget(in.message());
      }
      outbox.add(out); // under the lock: said in the order in which it was decided
      out.clear();
    }
    outbox.drain();
  }

  /**
   * Waits until nothing is left to say. While other threads go on delivering this may not be for a
   * long time.
   *
   * @throws IllegalStateException if called by the consumer, which would wait for itself
   */
  @Override
  public void sync() throws InterruptedException {
    outbox.awaitSaid();
  }

  /**
   * Ends the proxy: it says nothing more. Waits for a call of the consumer that is under way,
   * unless this is called by the consumer itself.
   */
  @Override
  public void close() {
    outbox.close();
  }

  /** The association (C8) by resource, for tests: a copy. */
  NavigableMap<ResourceId, NavigableSet<OriginatingProcess>> association() {
    synchronized (lock) {
      NavigableMap<ResourceId, NavigableSet<OriginatingProcess>> pairs = new TreeMap<>();
      for (Interest interest : interests.values()) {
        if (interest instanceof Open open) {
          pairs.put(open.resource, new TreeSet<>(open.users.keySet()));
        }
      }
      return pairs;
    }
  }

  /** The association as the index by process has it, for tests: a copy. */
  NavigableMap<ResourceId, NavigableSet<OriginatingProcess>> associationByProcess() {
    synchronized (lock) {
      NavigableMap<ResourceId, NavigableSet<OriginatingProcess>> pairs = new TreeMap<>();
      sessions.forEach(
          (domain, session) ->
              session.numbers.forEach(
                  (pid, number) ->
                      number
                          .held
                          .keySet()
                          .forEach(
                              resource ->
                                  pairs
                                      .computeIfAbsent(resource, r -> new TreeSet<>())
                                      .add(living(domain, pid, number)))));
      return pairs;
    }
  }

  /** How many live attempts are indexed by the run that serves them, for tests. */
  int servedCount() {
    synchronized (lock) {
      return served.values().stream().mapToInt(Map::size).sum();
    }
  }

  private void say(Domain domain, Message.ToDomain message) {
    out.add(new Envelope(Channel.of(domain), message));
  }

  private void ask(Message.ToTarget message) {
    out.add(new Envelope(Channel.TARGET, message));
  }

  // ---------------------------------------------------------------- what domains say

  private void hear(Domain domain, Message message) {
    if (message instanceof DomainUp up) {
      domainUp(domain, up.epoch());
      return;
    }
    Optional<Session> up = Optional.ofNullable(sessions.get(domain));
    if (up.isEmpty()) {
      say(domain, new Message.Error(Reason.INVALID));
      return;
    }
    Session session = up.get();
    if (message instanceof Request request && request.id() > session.lastId) {
      session.lastId = request.id();
      request(domain, session, request);
    } else if (message instanceof Release release && release.id() > session.lastId) {
      session.lastId = release.id();
      release(domain, session, release);
    } else if (message instanceof ProcessExited exited) {
      exited(domain, session, exited.process());
    } else if (message instanceof DomainDown) {
      domainDown(domain, session);
    } else { // SEC-2
      say(domain, new Message.Error(Reason.INVALID));
    }
  }

  /** A boot implies the end of the one before (DTH-2). */
  private void domainUp(Domain domain, int epoch) {
    Optional<Session> before = Optional.ofNullable(sessions.get(domain));
    if (before.isPresent() && epoch <= before.get().epoch) {
      say(domain, new Message.Error(Reason.INVALID));
      return;
    }
    before.ifPresent(session -> domainDown(domain, session));
    sessions.put(domain, new Session(epoch));
  }

  /** C2. */
  private void request(Domain domain, Session session, Request request) {
    Set<Integer> pids = new HashSet<>();
    request.processes().forEach(process -> pids.add(process.pid()));
    if (pids.isEmpty() || pids.size() < request.processes().size()) { // REQ-1
      say(domain, new Refused(request.id(), Reason.INVALID));
      return;
    }
    if (request.processes().stream().anyMatch(session::knownDead)) { // REQ-9
      say(domain, new Refused(request.id(), Reason.DEAD_PROCESS));
      return;
    }
    for (ProcessId process : request.processes()) {
      if (process.incarnation() > 1) { // ASC-2
        exited(domain, session, new ProcessId(process.pid(), process.incarnation() - 1));
      }
    }
    if (interests.getOrDefault(request.resource(), Idle.NEVER) instanceof Open open) {
      admit(domain, session, request, open);
    } else {
      admit(domain, session, request, open(request.resource()));
    }
  }

  /** C3: the first request opens an attempt (REQ-2). */
  private Open open(ResourceId resource) {
    int attempt = interests.getOrDefault(resource, Idle.NEVER).attempt() + 1;
    ask(new Need(resource, attempt));
    Open open = new Open(resource, attempt);
    interests.put(resource, open);
    return open;
  }

  /** C8: all of the request's processes, or it would not have come here (REQ-6). */
  private void admit(Domain domain, Session session, Request request, Open open) {
    Waiting waiting = new Waiting(domain, request.id(), request.processes().size());
    for (ProcessId process : request.processes()) {
      List<Waiting> its =
          open.users.computeIfAbsent(
              new OriginatingProcess(domain, process), u -> new ArrayList<>(1));
      session.number(process.pid()).held.put(open.resource, open);
      if (open.provided.isEmpty()) {
        its.add(waiting);
      }
    }
    if (open.provided.isEmpty()) {
      open.waiting.add(waiting);
    } else { // REQ-4, REQ-5
      say(domain, new Granted(request.id(), open.provided.get().handle()));
    }
  }

  /** C9. */
  private void release(Domain domain, Session session, Release release) {
    OriginatingProcess process = new OriginatingProcess(domain, release.process());
    if (interests.getOrDefault(release.resource(), Idle.NEVER) instanceof Open open
        && open.users.containsKey(process)) {
      say(domain, new Released(release.id(), Outcome.RELEASED)); // REL-1
      unindex(session, process, open);
      drop(open, process);
    } else {
      say(domain, new Released(release.id(), Outcome.NOT_HELD)); // REL-2
    }
  }

  /** DTH-1, DTH-4: an exit releases all that this incarnation held or waited for. */
  private void exited(Domain domain, Session session, ProcessId process) {
    if (session.knownDead(process)) {
      return;
    }
    Numbered number = session.number(process.pid());
    for (Open open : number.held.values()) {
      drop(open, living(domain, process.pid(), number));
    }
    number.held.clear();
    number.exited = process.incarnation();
  }

  /** Who holds what is listed under a pid. Only asked when something is. */
  private static OriginatingProcess living(Domain domain, int pid, Numbered number) {
    return new OriginatingProcess(domain, new ProcessId(pid, number.exited + 1));
  }

  /** DTH-2. Nothing is said to a domain that is down. */
  private void domainDown(Domain domain, Session session) {
    sessions.remove(domain);
    NavigableMap<ResourceId, Open> unused = new TreeMap<>();
    session.numbers.forEach(
        (pid, number) ->
            number
                .held
                .values()
                .forEach(
                    open -> {
                      take(open, living(domain, pid, number));
                      if (open.users.isEmpty()) {
                        unused.put(open.resource, open);
                      }
                    }));
    unused.values().forEach(this::noLongerNeeded);
  }

  /** Takes one pair out of the association; C10 if none remains (REL-3). */
  private void drop(Open open, OriginatingProcess user) {
    for (Waiting request : take(open, user)) {
      say(request.domain, new Refused(request.id, Reason.CANCELLED));
    }
    if (open.users.isEmpty()) {
      noLongerNeeded(open);
    }
  }

  /** Takes one pair out, and returns the waiting requests that it was the last of (REL-1). */
  private static List<Waiting> take(Open open, OriginatingProcess user) {
    List<Waiting> cancelled = new ArrayList<>();
    for (Waiting request : open.users.getOrDefault(user, List.of())) {
      request.left--;
      if (request.left == 0) {
        open.waiting.remove(request);
        cancelled.add(request);
      }
    }
    open.users.remove(user);
    return cancelled;
  }

  private void noLongerNeeded(Open open) {
    interests.put(open.resource, new Idle(open.attempt));
    open.provided.ifPresent(provided -> unserve(open, provided));
    ask(new NoLongerNeeded(open.resource, open.attempt));
  }

  // ---------------------------------------------------------------- what the target OS says

  private void hearTarget(Message message) {
    if (message instanceof Provided provided) {
      asking(provided.resource(), provided.attempt()).ifPresent(open -> provided(open, provided));
    } else if (message instanceof StartFailed failed) {
      asking(failed.resource(), failed.attempt()).ifPresent(open -> refuse(open, failed.reason()));
    } else if (message instanceof Died died) {
      died(died);
    }
  }

  /** REQ-7: an answer settles the attempt that it names, if that one still waits for it. */
  private Optional<Open> asking(ResourceId resource, int attempt) {
    return interests.getOrDefault(resource, Idle.NEVER) instanceof Open open
            && open.attempt == attempt
            && open.provided.isEmpty()
        ? Optional.of(open)
        : Optional.empty();
  }

  /** C7, unless the generation is known to be dead (DTH-3). */
  private void provided(Open open, Provided provided) {
    if (provided.generation() <= dead.getOrDefault(provided.program(), 0)) {
      refuse(open, Reason.TARGET_DIED);
      return;
    }
    open.provided = Optional.of(provided);
    served
        .computeIfAbsent(new Run(provided.program(), provided.generation()), r -> new TreeMap<>())
        .put(open.resource, open);
    for (Waiting request : open.waiting) {
      say(request.domain, new Granted(request.id, provided.handle()));
    }
    open.waiting.clear();
    open.users.replaceAll((user, requests) -> List.of());
  }

  /** The attempt closes by itself: no NoLongerNeeded follows (REL-3). */
  private void refuse(Open open, Reason reason) {
    over(open);
    for (Waiting request : open.waiting) {
      say(request.domain, new Refused(request.id, reason));
    }
  }

  /** DTH-3. The attempts close by themselves: no NoLongerNeeded follows (REL-3). */
  private void died(Died died) {
    dead.merge(died.program(), died.generation(), Math::max);
    Run run = new Run(died.program(), died.generation());
    for (Open open : served.getOrDefault(run, new TreeMap<>()).values()) {
      over(open);
      for (OriginatingProcess user : open.users.keySet()) {
        say(
            user.domain(),
            new TargetDied(user.id(), open.resource, died.generation(), died.cause()));
      }
    }
    served.remove(run);
  }

  private void over(Open open) {
    interests.put(open.resource, new Idle(open.attempt));
    for (OriginatingProcess user : open.users.keySet()) {
      Optional.ofNullable(sessions.get(user.domain()))
          .ifPresent(session -> unindex(session, user, open));
    }
  }

  // ---------------------------------------------------------------- the indexes

  private static void unindex(Session session, OriginatingProcess user, Open open) {
    Numbered number = session.number(user.id().pid());
    number.held.remove(open.resource);
    if (number.held.isEmpty() && number.exited == 0) { // as if it had never been heard of
      session.numbers.remove(user.id().pid());
    }
  }

  private void unserve(Open open, Provided provided) {
    Run run = new Run(provided.program(), provided.generation());
    NavigableMap<ResourceId, Open> opens = served.getOrDefault(run, new TreeMap<>());
    opens.remove(open.resource);
    if (opens.isEmpty()) {
      served.remove(run);
    }
  }
}
