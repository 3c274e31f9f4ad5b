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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    Map<Domain, Session> sessions,
    Map<ResourceId, Interest> resources,
    Map<Program, Integer> dead) {

  /** A proxy that has heard nothing yet. */
  public static final Proxy NEW = new Proxy(Map.of(), Map.of(), Map.of());

  /** Keeps immutable copies. */
  public Proxy {
    sessions = Tree.of(sessions);
    resources = Tree.of(resources);
    dead = Tree.of(dead);
  }

  /**
   * One epoch of a domain.
   *
   * @param epoch which boot
   * @param lastId the greatest request or release id so far, 0 before the first
   * @param exited per pid the highest incarnation known to have exited (REQ-9, ASC-2)
   */
  public record Session(int epoch, long lastId, Map<Integer, Integer> exited) {
    private static final Session CLOSED = new Session(0, 0, Tree.empty());

    /** Keeps an immutable copy. */
    public Session {
      exited = Tree.of(exited);
    }

    /**
     * Whether this process, or a later incarnation of its number, is known to have exited (REQ-9).
     *
     * @param process which
     * @return whether it is known dead
     */
    public boolean knownDead(ProcessId process) {
      return process.incarnation() <= newestExited(process.pid());
    }

    private int newestExited(int pid) {
      return exited.getOrDefault(pid, 0);
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
    Set<OriginatingProcess> users();

    /**
     * Whether a process is associated with the resource now.
     *
     * @param process which
     * @return whether it is one of the users
     */
    default boolean isUsedBy(OriginatingProcess process) {
      return users().contains(process);
    }
  }

  /**
   * No originating process interacts with the resource.
   *
   * @param attempt the last attempt, which is over
   */
  public record Idle(int attempt) implements Interest {
    private static final Idle NEW = new Idle(0);

    @Override
    public Set<OriginatingProcess> users() {
      return Set.of();
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
    public Set<OriginatingProcess> users() {
      Members<OriginatingProcess> users = Members.empty();
      for (Waiting request : waiting) {
        users = users.with(request.processes());
      }
      return users;
    }

    @Override
    public boolean isUsedBy(OriginatingProcess process) {
      for (Waiting request : waiting) {
        if (request.processes().contains(process)) {
          return true;
        }
      }
      return false;
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
      int attempt, Program program, int generation, Handle handle, Set<OriginatingProcess> users)
      implements Interest {
    /** Keeps an immutable copy. */
    public Live {
      users = Members.of(users);
    }
  }

  /**
   * A request that waits for the target OS.
   *
   * @param domain who asked
   * @param id under which id
   * @param processes for whom: those that have neither exited nor released since (REQ-6)
   */
  public record Waiting(Domain domain, long id, Set<OriginatingProcess> processes) {
    /** Keeps an immutable copy. */
    public Waiting {
      processes = Members.of(processes);
    }
  }

  /**
   * What is known of a resource.
   *
   * @param resource which
   * @return its interest, idle at attempt 0 if it was never requested
   */
  public Interest interest(ResourceId resource) {
    return resources.getOrDefault(resource, Idle.NEW);
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

  /** One step under way: the state so far, and what has been said so far. */
  private static final class Turn {
    private Tree<Domain, Session> sessions;
    private Tree<ResourceId, Interest> resources;
    private Tree<Program, Integer> dead;
    private final Sayings out = new Sayings();

    Turn(Proxy before) {
      sessions = Tree.of(before.sessions);
      resources = Tree.of(before.resources);
      dead = Tree.of(before.dead);
    }

    Step<Proxy> done() {
      return new Step<>(new Proxy(sessions, resources, dead), out.inOrder());
    }

    Interest interest(ResourceId resource) {
      return resources.getOrDefault(resource, Idle.NEW);
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
      if (session.epoch() == 0) {
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
      sessions = sessions.with(domain, next);
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
      sessions = sessions.with(domain, new Session(epoch, 0, Map.of()));
    }

    /** C2. Admitted or refused as a whole (REQ-6); a new incarnation ends the old (ASC-2). */
    void request(Domain domain, Session session, Request request) {
      if (request.processes().isEmpty() || namesOneTwice(request.processes())) {
        say(domain, new Refused(request.id(), Reason.INVALID));
        return;
      }
      for (ProcessId process : request.processes()) {
        if (session.knownDead(process)) {
          say(domain, new Refused(request.id(), Reason.DEAD_PROCESS));
          return;
        }
      }
      for (ProcessId process : request.processes()) {
        if (process.incarnation() - 1 > session.newestExited(process.pid())) {
          exited(domain, new ProcessId(process.pid(), process.incarnation() - 1));
        }
      }
      admit(domain, request);
    }

    private static boolean namesOneTwice(List<ProcessId> processes) {
      return processes.size() > 1
          && processes.stream().map(ProcessId::pid).distinct().count() < processes.size();
    }

    void admit(Domain domain, Request request) {
      ResourceId resource = request.resource();
      Interest interest = interest(resource);
      if (interest instanceof Live live) { // REQ-4, REQ-5
        Members<OriginatingProcess> users = more(live.users(), domain, request);
        if (users.size() > live.users().size()) {
          resources = resources.with(resource, with(live, users));
        }
        say(domain, new Granted(request.id(), live.handle()));
        return;
      }
      Waiting its = new Waiting(domain, request.id(), more(Members.empty(), domain, request));
      if (interest instanceof Idle idle) { // REQ-2: the first request opens an attempt (C3)
        resources = resources.with(resource, new Asking(idle.attempt() + 1, List.of(its)));
        ask(new Need(resource, idle.attempt() + 1));
      } else if (interest instanceof Asking asking) { // REQ-2: the others join it
        List<Waiting> waiting = new ArrayList<>(asking.waiting());
        waiting.add(its);
        resources = resources.with(resource, new Asking(asking.attempt(), waiting));
      }
    }

    private static Members<OriginatingProcess> more(
        Set<OriginatingProcess> users, Domain domain, Request request) {
      Members<OriginatingProcess> more = Members.of(users);
      for (ProcessId process : request.processes()) {
        more = more.with(new OriginatingProcess(domain, process));
      }
      return more;
    }

    /** C9. */
    void release(Domain domain, Release release) {
      OriginatingProcess process = new OriginatingProcess(domain, release.process());
      if (!interest(release.resource()).isUsedBy(process)) { // REL-2
        say(domain, new Released(release.id(), Outcome.NOT_HELD));
      } else { // REL-1
        say(domain, new Released(release.id(), Outcome.RELEASED));
        drop(release.resource(), List.of(process));
      }
    }

    /** DTH-1, DTH-4: an exit releases all that this incarnation and older ones held or awaited. */
    void exited(Domain domain, ProcessId process) {
      Session session = sessions.getOrDefault(domain, Session.CLOSED);
      if (session.knownDead(process)) {
        return;
      }
      Tree<Integer, Integer> exited =
          Tree.of(session.exited()).with(process.pid(), process.incarnation());
      sessions = sessions.with(domain, new Session(session.epoch(), session.lastId(), exited));
      dropEverywhere(domain, new ProcessId(process.pid(), 1), process);
    }

    /** DTH-2. */
    void domainDown(Domain domain) {
      sessions =
          sessions.without(domain); // first, so that nothing is said to a domain that is down
      dropEverywhere(
          domain, new ProcessId(1, 1), new ProcessId(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    /** The pairs of a domain's processes from one to another. */
    void dropEverywhere(Domain domain, ProcessId first, ProcessId last) {
      OriginatingProcess from = new OriginatingProcess(domain, first);
      OriginatingProcess to = new OriginatingProcess(domain, last);
      for (Map.Entry<ResourceId, Interest> entry : resources.entrySet()) {
        drop(entry.getKey(), Members.of(entry.getValue().users()).between(from, to));
      }
    }

    /** Takes pairs out of the association; C10 if one went and none remains (REL-3). */
    void drop(ResourceId resource, List<OriginatingProcess> gone) {
      if (gone.isEmpty()) {
        return;
      }
      Interest interest = interest(resource);
      if (interest instanceof Asking asking) {
        List<Waiting> waiting = new ArrayList<>();
        for (Waiting request : asking.waiting()) {
          Members<OriginatingProcess> left = Members.of(request.processes()).without(gone);
          if (!left.isEmpty()) {
            waiting.add(new Waiting(request.domain(), request.id(), left));
          } else if (sessions.containsKey(request.domain())) {
            say(request.domain(), new Refused(request.id(), Reason.CANCELLED));
          }
        }
        leave(resource, new Asking(asking.attempt(), waiting), waiting.isEmpty());
      } else if (interest instanceof Live live) {
        Members<OriginatingProcess> users = Members.of(live.users()).without(gone);
        leave(resource, with(live, users), users.isEmpty());
      }
    }

    private void leave(ResourceId resource, Interest rest, boolean unused) {
      resources = resources.with(resource, unused ? new Idle(rest.attempt()) : rest);
      if (unused) {
        ask(new NoLongerNeeded(resource, rest.attempt()));
      }
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
      resources =
          resources.with(
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
      resources = resources.with(resource, new Idle(asking.attempt()));
      for (Waiting request : asking.waiting()) {
        say(request.domain(), new Refused(request.id(), reason));
      }
    }

    /** DTH-3. The attempts close by themselves: no NoLongerNeeded follows (REL-3). */
    void died(Died died) {
      int known = dead.getOrDefault(died.program(), 0);
      dead = dead.with(died.program(), Math.max(known, died.generation()));
      for (Map.Entry<ResourceId, Interest> entry : resources.entrySet()) {
        if (entry.getValue() instanceof Live live
            && live.program().equals(died.program())
            && live.generation() == died.generation()) {
          resources = resources.with(entry.getKey(), new Idle(live.attempt()));
          for (OriginatingProcess user : live.users()) {
            say(
                user.domain(),
                new TargetDied(user.id(), entry.getKey(), died.generation(), died.cause()));
          }
        }
      }
    }

    private static Live with(Live live, Members<OriginatingProcess> users) {
      return new Live(live.attempt(), live.program(), live.generation(), live.handle(), users);
    }
  }
}
