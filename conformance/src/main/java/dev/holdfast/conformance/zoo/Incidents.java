package dev.holdfast.conformance.zoo;

import dev.holdfast.conformance.subject.SubjectException.Kind;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal.Breaks;
import dev.holdfast.conformance.zoo.Animal.BreaksDown;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Machines.ProxyMachine;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Malformed;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Idle;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.Proxy.Waiting;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Proxies with mistakes that real systems have made, beyond the {@link
 * dev.holdfast.model.fault.Faults faults} that break one rule alone. Some remember what the model's
 * state has no place for.
 */
final class Incidents {
  /** Its fault shows in no state, and hardly ever by chance: only in one order of messages. */
  static final String GIVES_UP = "gives-up-after-two";

  private Incidents() {}

  /** Those that remember no more than the model. */
  static List<WrongMachine> machines() {
    return List.of(
        rule(
            "over-sent-twice",
            Rule.REL_3,
            "Says NoLongerNeeded twice.",
            (p, in) -> twice(p.step(in))),
        rule(
            "unknown-taken-for-unused",
            Rule.REL_3,
            "Says NoLongerNeeded of what it knows no user of, whenever a process exits.",
            (p, in) ->
                in.message() instanceof ProcessExited && p.step(in).out().isEmpty()
                    ? overs(p, p.step(in))
                    : p.step(in)),
        rule(
            "old-answer-settles-new",
            Rule.REQ_7,
            "A Provided of an old attempt grants the requests of the new one.",
            (p, in) ->
                in.message() instanceof Provided old
                        && p.interest(old.resource()) instanceof Asking asking
                    ? p.step(
                        new Envelope(
                            in.channel(),
                            new Provided(
                                old.resource(),
                                asking.attempt(),
                                old.program(),
                                old.generation(),
                                old.handle())))
                    : p.step(in)),
        rule(
            "wedged-by-failure",
            Rule.REQ_7,
            "Takes no notice of a start that failed, and waits for ever.",
            (p, in) -> in.message() instanceof StartFailed ? new Step<>(p, List.of()) : p.step(in)),
        rule(
            "wedged-after-failure",
            Rule.REQ_2,
            "Refuses who waits when a start failed, but goes on waiting itself.",
            (p, in) ->
                in.message() instanceof StartFailed failed && !p.step(in).out().isEmpty()
                    ? new Step<>(
                        asking(p.step(in).state(), failed.resource(), List.of()), p.step(in).out())
                    : p.step(in)),
        rule(
            "one-exit-fails-all",
            Rule.REQ_6,
            "When one who waits exits, all who wait are refused.",
            Incidents::failAll),
        rule(
            "other-exits-swallowed",
            Rule.DTH_1,
            "While one resource is waited for, exits of the users of others are not noticed.",
            (p, in) ->
                in.message() instanceof ProcessExited exited && awaitedByOthers(p, in, exited)
                    ? new Step<>(
                        new Proxy(p.step(in).state().sessions(), p.resources(), p.dead()),
                        List.of())
                    : p.step(in)),
        rule(
            "bare-pid-releases",
            Rule.ASC_2,
            "The late release of an old incarnation is taken for one of the new.",
            Incidents::releaseNewer),
        rule(
            "reboot-keeps-pairs",
            Rule.DTH_2,
            "A domain that boots again, and was not seen to go down, keeps what its last boot held.",
            (p, in) ->
                in.message() instanceof DomainUp && !p.step(in).state().equals(p)
                    ? new Step<>(
                        new Proxy(p.step(in).state().sessions(), p.resources(), p.dead()),
                        List.of())
                    : p.step(in)));
  }

  /** Those that remember more, or are ended by what they hear. */
  static List<Animal> others() {
    return List.of(
        Zoo.animal(
            "counts-instead-of-a-set",
            Role.PROXY,
            "Counts requests, so that a repeated one needs a second release.",
            new Breaks(Rule.REQ_5.id()),
            port(Incidents::counting)),
        Zoo.animal(
            GIVES_UP,
            Role.PROXY,
            "When two starts of a resource have failed, asks for it no more, and refuses at once.",
            new Breaks(Rule.REQ_7.id()),
            port(Incidents::givingUp)),
        Zoo.animal(
            "release-after-death-fatal",
            Role.PROXY,
            "A release of what is not held ends the proxy.",
            new BreaksDown(Set.of(Kind.BROKE_OFF)),
            port(
                () ->
                    (p, in) -> {
                      if (in.message() instanceof Release release
                          && p.step(in).out().stream()
                              .anyMatch(
                                  e ->
                                      e.message()
                                          .equals(new Released(release.id(), Outcome.NOT_HELD)))) {
                        throw new IllegalStateException("released twice");
                      }
                      return p.step(in);
                    })),
        Zoo.animal(
            "poison-ends-the-proxy",
            Role.PROXY,
            "A message that is not in the alphabet ends the proxy.",
            new BreaksDown(Set.of(Kind.BROKE_OFF)),
            port(
                () ->
                    (p, in) -> {
                      if (in.message() instanceof Malformed) {
                        throw new IllegalArgumentException("what is this?");
                      }
                      return p.step(in);
                    })));
  }

  private static WrongMachine rule(String name, Rule rule, String story, ProxyMachine machine) {
    return new WrongMachine(
        name, Role.PROXY, rule, story, new Machines(machine, Machines.REFERENCE.target()));
  }

  /** Every life begins without memories. */
  private static dev.holdfast.model.Port.Factory port(Supplier<ProxyMachine> machine) {
    return (catalogue, said) ->
        Zoo.machine(Role.PROXY, new Machines(machine.get(), Machines.REFERENCE.target()))
            .open(catalogue, said);
  }

  // ---------------------------------------------------------------- the longer stories

  /** A pair, and how often it was requested beyond the first time. */
  private record Pair(OriginatingProcess process, ResourceId resource) {}

  private static ProxyMachine counting() {
    Map<Pair, Integer> more = new HashMap<>();
    return (p, in) -> {
      more.keySet().removeIf(pair -> !p.interest(pair.resource()).users().contains(pair.process()));
      Step<Proxy> right = p.step(in);
      if (in.message() instanceof Request request
          && p.interest(request.resource()) instanceof Live
          && !right.state().equals(p)) {
        request.processes().stream()
            .map(id -> new Pair(of(in, id), request.resource()))
            .filter(pair -> p.interest(pair.resource()).users().contains(pair.process()))
            .forEach(pair -> more.merge(pair, 1, Integer::sum));
      } else if (in.message() instanceof Release release) {
        Envelope released =
            new Envelope(in.channel(), new Released(release.id(), Outcome.RELEASED));
        Pair pair = new Pair(of(in, release.process()), release.resource());
        if (right.out().contains(released) && more.merge(pair, -1, Integer::sum) >= 0) {
          return new Step<>(
              new Proxy(right.state().sessions(), p.resources(), p.dead()), List.of(released));
        }
      }
      return right;
    };
  }

  private static ProxyMachine givingUp() {
    Map<ResourceId, Integer> failures = new HashMap<>();
    return (p, in) -> {
      Step<Proxy> right = p.step(in);
      if (in.message() instanceof StartFailed failed && !right.out().isEmpty()) {
        failures.merge(failed.resource(), 1, Integer::sum);
      } else if (in.message() instanceof Provided provided) {
        failures.remove(provided.resource());
      } else if (in.message() instanceof Request request
          && failures.getOrDefault(request.resource(), 0) >= 2
          && right.state().interest(request.resource()) instanceof Asking) {
        Refused refused = new Refused(request.id(), Reason.START_FAILED);
        return new Step<>(
            new Proxy(right.state().sessions(), p.resources(), p.dead()),
            List.of(new Envelope(in.channel(), refused)));
      }
      return right;
    };
  }

  private static Step<Proxy> failAll(Proxy p, Envelope in) {
    Step<Proxy> right = p.step(in);
    Optional<ResourceId> awaited =
        in.message() instanceof ProcessExited exited
            ? p.resources().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Asking)
                .filter(entry -> entry.getValue().users().contains(of(in, exited.process())))
                .map(Map.Entry::getKey)
                .findFirst()
            : Optional.empty();
    if (awaited.isEmpty() || !(right.state().interest(awaited.get()) instanceof Asking left)) {
      return right;
    }
    List<Envelope> out = new ArrayList<>(right.out());
    for (Waiting waiting : left.waiting()) {
      out.add(
          new Envelope(Channel.of(waiting.domain()), new Refused(waiting.id(), Reason.CANCELLED)));
    }
    out.add(new Envelope(Channel.TARGET, new NoLongerNeeded(awaited.get(), left.attempt())));
    TreeMap<ResourceId, Proxy.Interest> resources = new TreeMap<>(right.state().resources());
    resources.put(awaited.get(), new Idle(left.attempt()));
    return new Step<>(new Proxy(right.state().sessions(), resources, right.state().dead()), out);
  }

  private static Step<Proxy> releaseNewer(Proxy p, Envelope in) {
    if (in.message() instanceof Release release
        && !p.interest(release.resource()).users().contains(of(in, release.process()))) {
      return p.interest(release.resource()).users().stream()
          .filter(user -> user.domain().equals(of(in, release.process()).domain()))
          .filter(user -> user.id().pid() == release.process().pid())
          .findFirst()
          .map(
              user ->
                  p.step(
                      new Envelope(
                          in.channel(), new Release(release.id(), user.id(), release.resource()))))
          .orElseGet(() -> p.step(in));
    }
    return p.step(in);
  }

  // ---------------------------------------------------------------- the stories' own words

  private static OriginatingProcess of(Envelope in, ProcessId process) {
    return new OriginatingProcess(((Channel.OfDomain) in.channel()).domain(), process);
  }

  private static boolean awaitedByOthers(Proxy p, Envelope in, ProcessExited exited) {
    OriginatingProcess process = of(in, exited.process());
    return p.sessions().containsKey(process.domain())
        && p.resources().values().stream().anyMatch(Asking.class::isInstance)
        && p.resources().values().stream()
            .noneMatch(i -> i instanceof Asking && i.users().contains(process));
  }

  private static Proxy asking(Proxy p, ResourceId resource, List<Waiting> waiting) {
    TreeMap<ResourceId, Proxy.Interest> resources = new TreeMap<>(p.resources());
    resources.put(resource, new Asking(p.interest(resource).attempt(), waiting));
    return new Proxy(p.sessions(), resources, p.dead());
  }

  private static Step<Proxy> twice(Step<Proxy> step) {
    List<Envelope> out = new ArrayList<>(step.out());
    step.out().stream().filter(e -> e.message() instanceof NoLongerNeeded).forEach(out::add);
    return new Step<>(step.state(), out);
  }

  private static Step<Proxy> overs(Proxy before, Step<Proxy> step) {
    List<Envelope> out = new ArrayList<>();
    before
        .resources()
        .forEach(
            (resource, interest) -> {
              if (interest instanceof Idle idle) {
                out.add(new Envelope(Channel.TARGET, new NoLongerNeeded(resource, idle.attempt())));
              }
            });
    return new Step<>(step.state(), out);
  }
}
