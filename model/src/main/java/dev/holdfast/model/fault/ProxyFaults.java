package dev.holdfast.model.fault;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Machines.ProxyMachine;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Malformed;
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
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Idle;
import dev.holdfast.model.Proxy.Interest;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.Proxy.Session;
import dev.holdfast.model.Proxy.Waiting;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Proxies that are wrong in one way each. */
final class ProxyFaults {
  private ProxyFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "empty-request-unanswered",
            Rule.REQ_1,
            "A request without a process gets no answer.",
            "default",
            (p, in) ->
                in.message() instanceof Request request && request.processes().isEmpty()
                    ? mute(p.step(in))
                    : p.step(in)),
        fault(
            "need-per-request",
            Rule.REQ_2,
            "Every request that waits sends a Need of its own.",
            "shared",
            (p, in) ->
                joined(p, in)
                    .map(asking -> plus(p.step(in), need(in, asking.attempt())))
                    .orElseGet(() -> p.step(in))),
        fault(
            "running-adds-no-pair",
            Rule.REQ_4,
            "A request for a resource that is provided gets the handle, but no pair.",
            "shared",
            (p, in) -> {
              Step<Proxy> right = p.step(in);
              return live(p, in).isPresent() && !repeats(p, in)
                  ? new Step<>(with(right.state(), resource(in), live(p, in).get()), right.out())
                  : right;
            }),
        fault(
            "repeat-unanswered",
            Rule.REQ_5,
            "A repeated request of a process that holds the resource gets no answer.",
            "shared",
            (p, in) -> live(p, in).isPresent() && repeats(p, in) ? mute(p.step(in)) : p.step(in)),
        fault(
            "group-admitted-in-part",
            Rule.REQ_6,
            "Of several processes only the first is admitted.",
            "groups",
            ProxyFaults::admitFirstOnly),
        fault(
            "group-cancelled-with-one",
            Rule.REQ_6,
            "A request of several processes is cancelled when one of them exits.",
            "groups",
            ProxyFaults::cancelGroup),
        fault(
            "old-failure-settles-new",
            Rule.REQ_7,
            "The failure of an old attempt refuses the requests of the new one.",
            "shared",
            (p, in) ->
                in.message() instanceof StartFailed failed
                        && p.interest(failed.resource()) instanceof Asking asking
                    ? p.step(
                        target(
                            new StartFailed(failed.resource(), asking.attempt(), failed.reason())))
                    : p.step(in)),
        fault(
            "unknown-resource-misnamed",
            Rule.REQ_8,
            "A request for an unknown resource is refused START_FAILED.",
            "unknown",
            (p, in) -> {
              Step<Proxy> right = p.step(in);
              return in.message() instanceof StartFailed failed
                      && failed.reason() == Reason.UNKNOWN_RESOURCE
                  ? edit(right, m -> Optional.of(renamed(m)))
                  : right;
            }),
        fault(
            "dead-process-admitted",
            Rule.REQ_9,
            "A request for a process that has exited is admitted.",
            "shared",
            (p, in) -> {
              Step<Proxy> right = p.step(in);
              return says(right, new Refused(idOf(in), Reason.DEAD_PROCESS))
                  ? forgetful(p).step(in)
                  : right;
            }),
        fault(
            "granted-before-provided",
            Rule.HND_1,
            "A request that joins a start under way gets a handle at once.",
            "shared",
            (p, in) ->
                joined(p, in).isPresent()
                    ? plus(
                        p.step(in),
                        new Envelope(
                            in.channel(),
                            new Granted(((Request) in.message()).id(), new Handle("early"))))
                    : p.step(in)),
        fault(
            "only-first-waiter-admitted",
            Rule.ASC_1,
            "When the resource is provided all who wait get the handle, but only the first a pair.",
            "shared",
            (p, in) -> {
              Step<Proxy> right = p.step(in);
              return answered(p, in)
                  .filter(any -> right.state().interest(resource(in)) instanceof Live)
                  .map(
                      asking -> {
                        Live live = (Live) right.state().interest(resource(in));
                        Set<OriginatingProcess> first = asking.waiting().get(0).processes();
                        return new Step<>(
                            with(right.state(), resource(in), users(live, first)), right.out());
                      })
                  .orElse(right);
            }),
        fault(
            "bare-pid-exits",
            Rule.ASC_2,
            "The late exit of an old incarnation is taken for the exit of the new one.",
            "default",
            (p, in) ->
                in.message() instanceof ProcessExited exited
                    ? p.step(
                        new Envelope(
                            in.channel(),
                            new ProcessExited(new ProcessId(exited.process().pid(), 1000))))
                    : p.step(in)),
        fault(
            "release-removes-all",
            Rule.REL_1,
            "A release takes away the process's pairs with all resources.",
            "programs",
            ProxyFaults::releaseAll),
        fault(
            "release-of-nothing-confirmed",
            Rule.REL_2,
            "A release of a pair that is not held answers RELEASED.",
            "default",
            (p, in) ->
                edit(
                    p.step(in),
                    m ->
                        Optional.of(
                            m instanceof Released released
                                ? new Released(released.id(), Outcome.RELEASED)
                                : m))),
        fault(
            "over-with-users",
            Rule.REL_3,
            "NoLongerNeeded is sent on every release, though users remain.",
            "groups",
            (p, in) -> {
              Step<Proxy> right = p.step(in);
              return in.message() instanceof Release
                      && says(right, new Released(idOf(in), Outcome.RELEASED))
                      && !right.state().interest(resource(in)).users().isEmpty()
                  ? plus(right, over(p, resource(in)))
                  : right;
            }),
        fault(
            "over-never-sent",
            Rule.REL_3,
            "NoLongerNeeded is not sent on the last release.",
            "default",
            (p, in) ->
                in.message() instanceof Release
                    ? without(p.step(in), NoLongerNeeded.class)
                    : p.step(in)),
        fault(
            "over-handed-out",
            Rule.END_3,
            "After NoLongerNeeded a new request gets the old handle.",
            "default",
            (p, in) -> {
              Step<Proxy> right = p.step(in);
              return in.message() instanceof Request request
                      && p.interest(request.resource()) instanceof Idle idle
                      && idle.attempt() > 0
                      && says(right, new Need(request.resource(), idle.attempt() + 1))
                  ? plus(
                      without(right, Need.class),
                      new Envelope(
                          in.channel(),
                          new Granted(
                              request.id(),
                              TargetOs.handle(request.resource(), idle.attempt(), 1))))
                  : right;
            }),
        fault(
            "exit-unseen",
            Rule.DTH_1,
            "The exit of a process that uses a resource is not noticed.",
            "shared",
            (p, in) ->
                in.message() instanceof ProcessExited exited
                        && p.resources().values().stream()
                            .anyMatch(i -> i instanceof Live && uses(i, in, exited.process()))
                    ? new Step<>(p, List.of())
                    : p.step(in)),
        fault(
            "pairs-survive-restart",
            Rule.DTH_2,
            "The pairs of a domain survive its going down.",
            "default",
            (p, in) -> {
              Step<Proxy> right = p.step(in);
              if (!(in.message() instanceof DomainDown)
                  || right.state().sessions().equals(p.sessions())) {
                return right;
              }
              return new Step<>(
                  new Proxy(right.state().sessions(), p.resources(), p.dead()), List.of());
            }),
        fault(
            "death-forgotten",
            Rule.DTH_3,
            "A Died that overtakes its Provided is forgotten: the dead generation goes live.",
            "default",
            (p, in) -> {
              Step<Proxy> right = p.step(in);
              return in.message() instanceof Died
                  ? new Step<>(
                      new Proxy(right.state().sessions(), right.state().resources(), p.dead()),
                      right.out())
                  : right;
            }),
        fault(
            "any-death-counts",
            Rule.DTH_3,
            "A Died of an older generation drops the users of the newer one.",
            "shared",
            (p, in) ->
                in.message() instanceof Died died
                    ? p.resources().values().stream()
                        .filter(Live.class::isInstance)
                        .map(Live.class::cast)
                        .filter(live -> live.program().equals(died.program()))
                        .findFirst()
                        .map(
                            live ->
                                p.step(
                                    target(
                                        new Died(died.program(), live.generation(), died.cause()))))
                        .orElseGet(() -> p.step(in))
                    : p.step(in)),
        fault(
            "death-told-twice",
            Rule.DTH_3,
            "Each user hears TargetDied twice.",
            "shared",
            (p, in) -> {
              Step<Proxy> right = p.step(in);
              List<Envelope> out = new ArrayList<>(right.out());
              right.out().stream().filter(e -> e.message() instanceof TargetDied).forEach(out::add);
              return new Step<>(right.state(), out);
            }),
        fault(
            "waiting-exit-unseen",
            Rule.DTH_4,
            "The exit of a process that waits is not noticed.",
            "default",
            (p, in) ->
                in.message() instanceof ProcessExited exited
                        && p.resources().values().stream()
                            .anyMatch(i -> i instanceof Asking && uses(i, in, exited.process()))
                    ? new Step<>(p, List.of())
                    : p.step(in)),
        fault(
            "release-for-another",
            Rule.SEC_1,
            "A release takes away the pair of another domain's process of the same number.",
            "shared",
            ProxyFaults::releaseForAnother),
        fault(
            "malformed-unanswered",
            Rule.SEC_2,
            "A message that is not in the alphabet gets no answer.",
            "default",
            (p, in) -> in.message() instanceof Malformed ? mute(p.step(in)) : p.step(in)),
        fault(
            "only-first-waiter-woken",
            Rule.LIV_1,
            "When the resource is provided only the first request that waits is answered.",
            "shared",
            (p, in) -> {
              Step<Proxy> right = p.step(in);
              return in.message() instanceof Provided && right.out().size() > 1
                  ? new Step<>(right.state(), right.out().subList(0, 1))
                  : right;
            }));
  }

  private static Fault fault(
      String name, Rule rule, String story, String scope, ProxyMachine machine) {
    return new Fault(
        name, rule, story, scope, true, new Machines(machine, Machines.REFERENCE.target()));
  }

  // ---------------------------------------------------------------- the longer stories

  private static Step<Proxy> admitFirstOnly(Proxy p, Envelope in) {
    Step<Proxy> right = p.step(in);
    if (!(in.message() instanceof Request request)
        || request.processes().size() < 2
        || right.state().resources().equals(p.resources())
        || !(right.state().interest(request.resource()) instanceof Asking asking)) {
      return right;
    }
    List<Waiting> waiting = new ArrayList<>(asking.waiting());
    Waiting last = waiting.remove(waiting.size() - 1);
    TreeSet<OriginatingProcess> first = new TreeSet<>(List.of(last.processes().iterator().next()));
    waiting.add(new Waiting(last.domain(), last.id(), first));
    return new Step<>(
        with(right.state(), request.resource(), new Asking(asking.attempt(), waiting)),
        right.out());
  }

  private static Step<Proxy> cancelGroup(Proxy p, Envelope in) {
    Step<Proxy> right = p.step(in);
    if (!(in.message() instanceof ProcessExited exited)) {
      return right;
    }
    return p.resources().values().stream()
        .filter(Asking.class::isInstance)
        .flatMap(interest -> ((Asking) interest).waiting().stream())
        .filter(w -> w.processes().size() > 1 && w.processes().contains(of(in, exited.process())))
        .findFirst()
        .map(
            w ->
                plus(
                    right,
                    new Envelope(Channel.of(w.domain()), new Refused(w.id(), Reason.CANCELLED))))
        .orElse(right);
  }

  private static Step<Proxy> releaseAll(Proxy p, Envelope in) {
    Step<Proxy> right = p.step(in);
    if (!(in.message() instanceof Release release)
        || !says(right, new Released(release.id(), Outcome.RELEASED))) {
      return right;
    }
    TreeMap<ResourceId, Interest> resources = new TreeMap<>(right.state().resources());
    for (Map.Entry<ResourceId, Interest> entry : resources.entrySet()) {
      if (entry.getValue() instanceof Live live) {
        TreeSet<OriginatingProcess> users = new TreeSet<>(live.users());
        users.remove(of(in, release.process()));
        entry.setValue(users(live, users));
      }
    }
    return new Step<>(
        new Proxy(right.state().sessions(), resources, right.state().dead()), right.out());
  }

  private static Step<Proxy> releaseForAnother(Proxy p, Envelope in) {
    Step<Proxy> right = p.step(in);
    if (!(in.message() instanceof Release release)
        || !says(right, new Released(release.id(), Outcome.NOT_HELD))) {
      return right;
    }
    return p.interest(release.resource()).users().stream()
        .filter(user -> user.id().equals(release.process()))
        .findFirst()
        .map(
            user -> {
              Domain own = ((Channel.OfDomain) in.channel()).domain();
              Session session = p.sessions().get(user.domain());
              Release theirs =
                  new Release(
                      session == null ? 1 : session.lastId() + 1,
                      release.process(),
                      release.resource());
              Step<Proxy> wrong = p.step(new Envelope(Channel.of(user.domain()), theirs));
              List<Envelope> out = new ArrayList<>();
              for (Envelope e : wrong.out()) {
                out.add(
                    e.message() instanceof Released released
                        ? new Envelope(
                            Channel.of(own), new Released(release.id(), released.outcome()))
                        : e);
              }
              return new Step<>(
                  new Proxy(
                      right.state().sessions(), wrong.state().resources(), wrong.state().dead()),
                  out);
            })
        .orElse(right);
  }

  // ---------------------------------------------------------------- the stories' own words

  private static Envelope target(Message message) {
    return new Envelope(Channel.TARGET, message);
  }

  private static Envelope need(Envelope in, int attempt) {
    return target(new Need(resource(in), attempt));
  }

  private static Envelope over(Proxy p, ResourceId resource) {
    return target(new NoLongerNeeded(resource, p.interest(resource).attempt()));
  }

  private static ResourceId resource(Envelope in) {
    if (in.message() instanceof Request request) {
      return request.resource();
    }
    if (in.message() instanceof Release release) {
      return release.resource();
    }
    if (in.message() instanceof Provided provided) {
      return provided.resource();
    }
    throw new IllegalArgumentException("names no resource: " + in);
  }

  private static long idOf(Envelope in) {
    if (in.message() instanceof Request request) {
      return request.id();
    }
    return in.message() instanceof Release release ? release.id() : 0;
  }

  private static OriginatingProcess of(Envelope in, ProcessId process) {
    return new OriginatingProcess(((Channel.OfDomain) in.channel()).domain(), process);
  }

  private static boolean uses(Interest interest, Envelope in, ProcessId process) {
    return interest.users().contains(of(in, process));
  }

  /** The start under way that an admitted request joins. */
  private static Optional<Asking> joined(Proxy p, Envelope in) {
    return in.message() instanceof Request request
            && p.interest(request.resource()) instanceof Asking asking
            && p.step(in).state().interest(request.resource()) instanceof Asking after
            && after.attempt() == asking.attempt()
            && after.waiting().size() > asking.waiting().size()
        ? Optional.of(asking)
        : Optional.empty();
  }

  /** The provided resource that an admitted request reuses. */
  private static Optional<Live> live(Proxy p, Envelope in) {
    return in.message() instanceof Request request
            && p.interest(request.resource()) instanceof Live live
            && p.step(in).out().stream().anyMatch(e -> e.message() instanceof Granted)
        ? Optional.of(live)
        : Optional.empty();
  }

  private static boolean repeats(Proxy p, Envelope in) {
    return in.message() instanceof Request request
        && request.processes().stream()
            .allMatch(id -> uses(p.interest(request.resource()), in, id));
  }

  private static Optional<Asking> answered(Proxy p, Envelope in) {
    return in.message() instanceof Provided provided
            && p.interest(provided.resource()) instanceof Asking asking
            && asking.attempt() == provided.attempt()
        ? Optional.of(asking)
        : Optional.empty();
  }

  private static Live users(Live live, Set<OriginatingProcess> users) {
    return new Live(live.attempt(), live.program(), live.generation(), live.handle(), users);
  }

  private static Proxy with(Proxy p, ResourceId resource, Interest interest) {
    TreeMap<ResourceId, Interest> resources = new TreeMap<>(p.resources());
    resources.put(resource, interest);
    return new Proxy(p.sessions(), resources, p.dead());
  }

  /** The proxy without its knowledge of who has exited. */
  private static Proxy forgetful(Proxy p) {
    NavigableMap<Domain, Session> sessions = new TreeMap<>(p.sessions());
    sessions.replaceAll((d, s) -> new Session(s.epoch(), s.lastId(), new TreeMap<>()));
    return new Proxy(sessions, p.resources(), p.dead());
  }

  private static Step<Proxy> mute(Step<Proxy> step) {
    return new Step<>(step.state(), List.of());
  }

  private static Step<Proxy> plus(Step<Proxy> step, Envelope more) {
    List<Envelope> out = new ArrayList<>(step.out());
    out.add(more);
    return new Step<>(step.state(), out);
  }

  private static Step<Proxy> without(Step<Proxy> step, Class<? extends Message> kind) {
    return edit(step, m -> kind.isInstance(m) ? Optional.empty() : Optional.of(m));
  }

  private static Step<Proxy> edit(
      Step<Proxy> step, java.util.function.Function<Message, Optional<Message>> change) {
    return new Step<>(
        step.state(),
        step.out().stream()
            .flatMap(e -> change.apply(e.message()).map(m -> new Envelope(e.channel(), m)).stream())
            .toList());
  }

  private static boolean says(Step<Proxy> step, Message message) {
    return step.out().stream().map(Envelope::message).anyMatch(Predicate.isEqual(message));
  }

  private static Message renamed(Message message) {
    return message instanceof Refused refused
        ? new Refused(refused.id(), Reason.START_FAILED)
        : message;
  }
}
