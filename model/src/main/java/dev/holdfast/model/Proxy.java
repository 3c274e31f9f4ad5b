package dev.holdfast.model;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The proxy process (C1) as a pure machine: it keeps the association of originating processes and
 * resources (C8) and tells the target OS only when a resource's set of users becomes non-empty (C3)
 * or empty (C10).
 *
 * @param sessions the domains that are up
 * @param resources what is known of each resource that was ever requested
 * @param dead per program the highest generation known to have died: its Died may overtake its
 *     Provided (DTH-3)
 */
public record Proxy(
    NavigableMap<Domain, Session> sessions,
    NavigableMap<ResourceId, Interest> resources,
    NavigableMap<Program, Integer> dead) {

  /** A proxy that has heard nothing yet. */
  public static final Proxy NEW = new Proxy(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  /** Keeps immutable copies. */
  public Proxy {
    sessions = Sorted.copy(sessions);
    resources = Sorted.copy(resources);
    dead = Sorted.copy(dead);
  }

  /**
   * One epoch of a domain.
   *
   * @param epoch which boot
   * @param lastId the greatest request or release id so far, 0 before the first
   * @param exited per pid the highest incarnation known to have exited (REQ-9, ASC-2)
   */
  public record Session(int epoch, long lastId, NavigableMap<Integer, Integer> exited) {
    private static final Session CLOSED = new Session(0, 0, new TreeMap<>());

    /** Keeps an immutable copy. */
    public Session {
      exited = Sorted.copy(exited);
    }

    /**
     * Whether this process, or a later incarnation of its number, is known to have exited (REQ-9).
     *
     * @param process which
     * @return whether it is known dead
     */
    public boolean knownDead(ProcessId process) {
      return process.incarnation() <= exited.getOrDefault(process.pid(), 0);
    }
  }

  /** The proxy's interest in one resource. */
  public sealed interface Interest {
    /**
     * The newest attempt, open or over.
     *
     * @return 0 before the first
     */
    int attempt();

    /**
     * Who is associated with the resource now, waiting processes included (ASC-1).
     *
     * @return the originating processes
     */
    NavigableSet<OriginatingProcess> users();
  }

  /**
   * No originating process interacts with the resource.
   *
   * @param attempt the last attempt, which is over
   */
  public record Idle(int attempt) implements Interest {
    @Override
    public NavigableSet<OriginatingProcess> users() {
      return new TreeSet<>();
    }
  }

  /**
   * The target OS was asked and has not answered.
   *
   * @param attempt the attempt that is open
   * @param waiting the requests that wait for its answer, oldest first
   */
  public record Asking(int attempt, List<Waiting> waiting) implements Interest {
    /** Keeps an immutable copy. */
    public Asking {
      waiting = List.copyOf(waiting);
    }

    @Override
    public NavigableSet<OriginatingProcess> users() {
      TreeSet<OriginatingProcess> users = new TreeSet<>();
      waiting.forEach(request -> users.addAll(request.processes()));
      return users;
    }
  }

  /**
   * A target process provides the resource.
   *
   * @param attempt the attempt that is open
   * @param program who provides it
   * @param generation which run of the program
   * @param handle the way to it
   * @param users who interacts with it
   */
  public record Live(
      int attempt,
      Program program,
      int generation,
      Handle handle,
      NavigableSet<OriginatingProcess> users)
      implements Interest {
    /** Keeps an immutable copy. */
    public Live {
      users = Sorted.copy(users);
    }
  }

  /**
   * A request that waits for the target OS.
   *
   * @param domain who asked
   * @param id under which id
   * @param processes for whom: those that have neither exited nor released since (REQ-6)
   */
  public record Waiting(Domain domain, long id, NavigableSet<OriginatingProcess> processes) {
    /** Keeps an immutable copy. */
    public Waiting {
      processes = Sorted.copy(processes);
    }
  }

  /**
   * What is known of a resource.
   *
   * @param resource which
   * @return its interest, idle at attempt 0 if it was never requested
   */
  public Interest interest(ResourceId resource) {
    return resources.getOrDefault(resource, new Idle(0));
  }

  /**
   * What the proxy does with one message. A message that is not for a proxy has no effect.
   *
   * @param in the message, on a domain's channel or the target OS's
   * @return the new state and what the proxy says
   */
  public Step<Proxy> step(Envelope in) {
    Turn turn = new Turn(this);
    if (in.channel() instanceof Channel.OfDomain channel) {
      turn.hear(channel.domain(), in.message());
    } else if (in.channel() instanceof Channel.Target) {
      turn.hearTarget(in.message());
    }
    return turn.done();
  }

  /** One step under way: working copies of the state, and what has been said so far. */
  private static final class Turn {
    private final TreeMap<Domain, Session> sessions;
    private final TreeMap<ResourceId, Interest> resources;
    private final TreeMap<Program, Integer> dead;
    private final List<Envelope> out = new ArrayList<>();

    Turn(Proxy before) {
      sessions = new TreeMap<>(before.sessions);
      resources = new TreeMap<>(before.resources);
      dead = new TreeMap<>(before.dead);
    }

    Step<Proxy> done() {
      return new Step<>(new Proxy(sessions, resources, dead), out);
    }

    Interest interest(ResourceId resource) {
      return resources.getOrDefault(resource, new Idle(0));
    }

    void say(Domain domain, Message.ToDomain message) {
      out.add(new Envelope(Channel.of(domain), message));
    }

    void ask(Message.ToTarget message) {
      out.add(new Envelope(Channel.TARGET, message));
    }

    void hear(Domain domain, Message message) {
      if (message instanceof DomainUp up) {
        domainUp(domain, up.epoch());
        return;
      }
      Session session = sessions.getOrDefault(domain, Session.CLOSED);
      if (session.equals(Session.CLOSED)) {
        say(domain, new Message.Error(Reason.INVALID));
      } else if (message instanceof Request request && request.id() > session.lastId()) {
        request(domain, used(domain, session, request.id()), request);
      } else if (message instanceof Release release && release.id() > session.lastId()) {
        used(domain, session, release.id());
        release(domain, release);
      } else if (message instanceof ProcessExited exited) {
        exited(domain, exited.process());
      } else if (message instanceof DomainDown) {
        domainDown(domain);
      } else {
        say(domain, new Message.Error(Reason.INVALID));
      }
    }

    Session used(Domain domain, Session session, long id) {
      Session next = new Session(session.epoch(), id, session.exited());
      sessions.put(domain, next);
      return next;
    }

    /**
     * A boot implies the end of the one before, as a new incarnation implies the exit of the old.
     */
    void domainUp(Domain domain, int epoch) {
      if (epoch <= sessions.getOrDefault(domain, Session.CLOSED).epoch()) {
        say(domain, new Message.Error(Reason.INVALID));
        return;
      }
      domainDown(domain);
      sessions.put(domain, new Session(epoch, 0, new TreeMap<>()));
    }

    /** C2. Admitted or refused as a whole (REQ-6); a new incarnation ends the old (ASC-2). */
    void request(Domain domain, Session session, Request request) {
      long pids = request.processes().stream().mapToInt(ProcessId::pid).distinct().count();
      if (pids == 0 || pids < request.processes().size()) {
        say(domain, new Refused(request.id(), Reason.INVALID));
        return;
      }
      if (request.processes().stream().anyMatch(session::knownDead)) {
        say(domain, new Refused(request.id(), Reason.DEAD_PROCESS));
        return;
      }
      TreeSet<OriginatingProcess> processes = new TreeSet<>();
      for (ProcessId process : request.processes()) {
        if (process.incarnation() > 1) {
          exited(domain, new ProcessId(process.pid(), process.incarnation() - 1));
        }
        processes.add(new OriginatingProcess(domain, process));
      }
      admit(new Waiting(domain, request.id(), processes), request.resource());
    }

    void admit(Waiting request, ResourceId resource) {
      Interest interest = interest(resource);
      if (interest instanceof Idle idle) { // REQ-2: the first request opens an attempt (C3)
        resources.put(resource, new Asking(idle.attempt() + 1, List.of(request)));
        ask(new Need(resource, idle.attempt() + 1));
      } else if (interest instanceof Asking asking) { // REQ-2: the others join it
        List<Waiting> waiting = new ArrayList<>(asking.waiting());
        waiting.add(request);
        resources.put(resource, new Asking(asking.attempt(), waiting));
      } else if (interest instanceof Live live) { // REQ-4, REQ-5
        TreeSet<OriginatingProcess> users = new TreeSet<>(live.users());
        users.addAll(request.processes());
        resources.put(resource, with(live, users));
        say(request.domain(), new Granted(request.id(), live.handle()));
      }
    }

    /** C9. */
    void release(Domain domain, Release release) {
      OriginatingProcess process = new OriginatingProcess(domain, release.process());
      if (!interest(release.resource()).users().contains(process)) { // REL-2
        say(domain, new Released(release.id(), Outcome.NOT_HELD));
      } else { // REL-1
        say(domain, new Released(release.id(), Outcome.RELEASED));
        drop(release.resource(), process::equals);
      }
    }

    /** DTH-1, DTH-4: an exit releases all that this incarnation and older ones held or awaited. */
    void exited(Domain domain, ProcessId process) {
      Session session = sessions.getOrDefault(domain, Session.CLOSED);
      if (session.knownDead(process)) {
        return;
      }
      TreeMap<Integer, Integer> exited = new TreeMap<>(session.exited());
      exited.put(process.pid(), process.incarnation());
      sessions.put(domain, new Session(session.epoch(), session.lastId(), exited));
      dropEverywhere(
          user ->
              user.domain().equals(domain)
                  && user.id().pid() == process.pid()
                  && user.id().incarnation() <= process.incarnation());
    }

    /** DTH-2. */
    void domainDown(Domain domain) {
      sessions.remove(domain); // first, so that nothing is said to a domain that is down
      dropEverywhere(user -> user.domain().equals(domain));
    }

    void dropEverywhere(Predicate<OriginatingProcess> gone) {
      for (ResourceId resource : List.copyOf(resources.keySet())) {
        drop(resource, gone);
      }
    }

    /** Takes pairs out of the association; C10 if one went and none remains (REL-3). */
    void drop(ResourceId resource, Predicate<OriginatingProcess> gone) {
      Interest interest = interest(resource);
      if (interest.users().stream().noneMatch(gone)) {
        return;
      }
      Interest rest = interest;
      if (interest instanceof Asking asking) {
        List<Waiting> waiting = new ArrayList<>();
        for (Waiting request : asking.waiting()) {
          Collection<OriginatingProcess> left = new TreeSet<>(request.processes());
          left.removeIf(gone);
          if (!left.isEmpty()) {
            waiting.add(new Waiting(request.domain(), request.id(), new TreeSet<>(left)));
          } else if (sessions.containsKey(request.domain())) {
            say(request.domain(), new Refused(request.id(), Reason.CANCELLED));
          }
        }
        rest = new Asking(asking.attempt(), waiting);
      } else if (interest instanceof Live live) {
        TreeSet<OriginatingProcess> users = new TreeSet<>(live.users());
        users.removeIf(gone);
        rest = with(live, users);
      }
      if (rest.users().isEmpty()) {
        rest = new Idle(interest.attempt());
        ask(new NoLongerNeeded(resource, interest.attempt()));
      }
      resources.put(resource, rest);
    }

    void hearTarget(Message message) {
      if (message instanceof Provided provided) {
        provided(provided);
      } else if (message instanceof StartFailed failed) {
        open(failed.resource(), failed.attempt())
            .ifPresent(asking -> refuse(failed.resource(), asking, failed.reason()));
      } else if (message instanceof Died died) {
        died(died);
      }
    }

    /** REQ-7: an answer settles the attempt that it names, if that one is still open. */
    Optional<Asking> open(ResourceId resource, int attempt) {
      return interest(resource) instanceof Asking asking && asking.attempt() == attempt
          ? Optional.of(asking)
          : Optional.empty();
    }

    void provided(Provided provided) {
      Optional<Asking> open = open(provided.resource(), provided.attempt());
      if (open.isPresent() && provided.generation() <= dead.getOrDefault(provided.program(), 0)) {
        refuse(provided.resource(), open.get(), Reason.TARGET_DIED); // DTH-3: its Died came first
      } else if (open.isPresent()) {
        grant(open.get(), provided);
      }
    }

    /** C7. */
    void grant(Asking asking, Provided provided) {
      resources.put(
          provided.resource(),
          new Live(
              asking.attempt(),
              provided.program(),
              provided.generation(),
              provided.handle(),
              asking.users()));
      for (Waiting request : asking.waiting()) {
        say(request.domain(), new Granted(request.id(), provided.handle()));
      }
    }

    /** The attempt closes by itself: no NoLongerNeeded follows (REL-3). */
    void refuse(ResourceId resource, Asking asking, Reason reason) {
      resources.put(resource, new Idle(asking.attempt()));
      for (Waiting request : asking.waiting()) {
        say(request.domain(), new Refused(request.id(), reason));
      }
    }

    /** DTH-3. The attempts close by themselves: no NoLongerNeeded follows (REL-3). */
    void died(Died died) {
      dead.merge(died.program(), died.generation(), Math::max);
      for (Map.Entry<ResourceId, Interest> entry : resources.entrySet()) {
        if (entry.getValue() instanceof Live live
            && live.program().equals(died.program())
            && live.generation() == died.generation()) {
          entry.setValue(new Idle(live.attempt()));
          for (OriginatingProcess user : live.users()) {
            say(
                user.domain(),
                new TargetDied(user.id(), entry.getKey(), died.generation(), died.cause()));
          }
        }
      }
    }

    private static Live with(Live live, NavigableSet<OriginatingProcess> users) {
      return new Live(live.attempt(), live.program(), live.generation(), live.handle(), users);
    }
  }
}
