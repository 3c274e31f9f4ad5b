package dev.holdfast.conformance.zoo;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal.Breaks;
import dev.holdfast.conformance.zoo.RacingPort.Together;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.LocalUse;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Idle;
import dev.holdfast.model.Proxy.Interest;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Machines that are right with one message at a time and wrong when two meet: each takes both for
 * granted in the state that it saw before either, as one does who looks, and acts when what he saw
 * is no longer so.
 */
final class Races {
  private Races() {}

  static List<Animal> all() {
    return List.of(
        proxy(
            "race-two-first-requests",
            Rule.REQ_2,
            "Two first requests at the same time each send a Need.",
            (p, first, second) ->
                both(p, first, second, Request.class, Request.class)
                    .filter(any -> says(p, first, Need.class) && says(p, second, Need.class))
                    .map(step -> plus(step, said(p, second, Need.class)))),
        proxy(
            "race-last-release-and-request",
            Rule.REL_3,
            "A request that meets the last release gets the handle that is just given up.",
            (p, first, second) ->
                both(p, first, second, Release.class, Request.class)
                    .filter(any -> says(p, first, NoLongerNeeded.class))
                    .filter(any -> says(p, second, Granted.class))
                    .map(
                        step ->
                            new Step<>(
                                over(step.state(), resource(first)), said(p, first, second)))),
        proxy(
            "race-answer-and-request",
            Rule.REQ_4,
            "A request that meets the answer to an earlier one is never answered itself.",
            (p, first, second) ->
                both(p, first, second, Provided.class, Request.class)
                    .filter(any -> says(p, first, Granted.class))
                    .filter(any -> joins(p, second) && !repeats(p, second))
                    .map(step -> secondUnnoticed(p, first, step))),
        proxy(
            "race-answer-and-exit",
            Rule.DTH_1,
            "The exit of a process that meets the answer it waits for leaves its pair behind.",
            (p, first, second) ->
                both(p, first, second, Provided.class, ProcessExited.class)
                    .filter(any -> says(p, first, Granted.class))
                    .filter(any -> says(p, second, Message.Refused.class))
                    .map(step -> secondUnnoticed(p, first, step))),
        proxy(
            "race-answer-and-restart",
            Rule.DTH_2,
            "A domain that goes down as its request is provided leaves its pairs behind.",
            (p, first, second) ->
                both(p, first, second, Provided.class, DomainDown.class)
                    .filter(any -> says(p, first, Granted.class))
                    .filter(any -> says(p, second, NoLongerNeeded.class))
                    .map(step -> secondUnnoticed(p, first, step))),
        proxy(
            "race-death-and-request",
            Rule.END_3,
            "A request that meets the death of its target process gets a dead handle, and no word.",
            (p, first, second) ->
                both(p, first, second, Died.class, Request.class)
                    .filter(any -> !p.step(first).out().isEmpty())
                    .filter(any -> says(p, second, Granted.class))
                    .filter(any -> says(p.step(first).state(), second, Need.class))
                    .map(
                        step ->
                            new Step<>(
                                over(step.state(), resource(second)), said(p, first, second)))),
        proxy(
            "race-two-last-releases-silent",
            Rule.REL_3,
            "Of the last two users that release at the same time each takes the other for one.",
            (p, first, second) ->
                lastTwo(p, first, second).map(step -> without(step, NoLongerNeeded.class))),
        proxy(
            "race-two-last-releases-twice",
            Rule.REL_3,
            "Of the last two users that release at the same time each takes itself for the last.",
            (p, first, second) ->
                lastTwo(p, first, second)
                    .map(step -> plus(step, only(step.out(), NoLongerNeeded.class)))),
        proxy(
            "race-two-joins",
            Rule.REQ_4,
            "Of two requests that join a running target process at the same time one loses its"
                + " pair.",
            (p, first, second) ->
                both(p, first, second, Request.class, Request.class)
                    .filter(any -> says(p, first, Granted.class) && says(p, second, Granted.class))
                    .map(
                        step ->
                            new Step<>(
                                with(
                                    step.state(),
                                    resource(first),
                                    fewerUsers(
                                        p.step(first).state().interest(resource(first)),
                                        p.step(second).state().interest(resource(first)))),
                                step.out()))),
        target(
            "race-need-and-local-use",
            Rule.REQ_3,
            "The proxy and a local user who want a program at the same time each start it.",
            (t, first, second) ->
                both(t, first, second, Need.class, LocalUse.class)
                    .filter(any -> starts(t, first) && starts(t, second))
                    .filter(any -> said(t, first).equals(said(t, second)))
                    .map(step -> plus(step, said(t, second)))),
        target(
            "race-two-needs",
            Rule.REQ_3,
            "Two resources of a program, needed at the same time, each start it.",
            (t, first, second) ->
                both(t, first, second, Need.class, Need.class)
                    .filter(any -> starts(t, first) && starts(t, second))
                    .filter(any -> said(t, first).equals(said(t, second)))
                    .map(step -> plus(step, said(t, second)))),
        target(
            "race-exit-and-need",
            Rule.REQ_3,
            "A Need that meets the exit that it waits for starts a second process.",
            (t, first, second) ->
                both(t, first, second, Gone.class, Need.class)
                    .filter(any -> said(t, first).size() == 1 && said(t, second).isEmpty())
                    .filter(step -> step.out().stream().anyMatch(is(Started.class)))
                    .map(step -> plus(step, only(step.out(), Started.class)))),
        target(
            "race-access-and-end",
            Rule.END_1,
            "A NoLongerNeeded that meets the access it gives up ends nothing.",
            (t, first, second) ->
                both(t, first, second, Ready.class, NoLongerNeeded.class)
                    .filter(any -> !said(t, first).isEmpty())
                    .filter(any -> said(t, second).stream().anyMatch(is(Ending.class)))
                    .map(step -> new Step<>(right(t, first).state(), said(t, first)))),
        target(
            "race-crash-and-need",
            Rule.REQ_3,
            "A Need that meets the crash of its target process is forgotten.",
            (t, first, second) ->
                both(t, first, second, Crashed.class, Need.class)
                    .filter(any -> !said(t, first).isEmpty() && said(t, second).isEmpty())
                    .filter(step -> step.out().stream().anyMatch(is(Started.class)))
                    .map(step -> new Step<>(right(t, first).state(), said(t, first)))),
        target(
            "race-use-and-access",
            Rule.HND_2,
            "A valid handle answers Stale while access to another resource is given.",
            (t, first, second) ->
                both(t, first, second, Ready.class, Use.class)
                    .filter(any -> !said(t, first).isEmpty())
                    .filter(any -> said(t, second).stream().anyMatch(is(Used.class)))
                    .map(
                        step ->
                            plus(
                                without(step, Used.class),
                                List.of(new Envelope(Channel.DIRECT, new Stale()))))));
  }

  private static Animal proxy(String name, Rule rule, String story, Together<Proxy> together) {
    return Zoo.animal(
        name,
        Role.PROXY,
        story,
        new Breaks(rule.id()),
        (catalogue, said) -> new RacingPort<>(Proxy.NEW, Proxy::step, together, said));
  }

  private static Animal target(String name, Rule rule, String story, Together<TargetOs> together) {
    return Zoo.animal(
        name,
        Role.TARGET,
        story,
        new Breaks(rule.id()),
        (catalogue, said) ->
            new RacingPort<>(TargetOs.off(catalogue), Races::right, together, said));
  }

  // ---------------------------------------------------------------- the stories' own words

  private static Step<TargetOs> right(TargetOs t, Envelope in) {
    return t.steps(in).get(0);
  }

  /** Both, one after the other, if they are of these kinds and speak of one resource. */
  private static Optional<Step<Proxy>> both(
      Proxy p,
      Envelope first,
      Envelope second,
      Class<? extends Message> one,
      Class<? extends Message> other) {
    if (!one.isInstance(first.message())
        || !other.isInstance(second.message())
        || !mayShareResource(first, second)) {
      return Optional.empty();
    }
    Step<Proxy> before = p.step(first);
    Step<Proxy> after = before.state().step(second);
    return Optional.of(new Step<>(after.state(), joined(before.out(), after.out())));
  }

  private static Optional<Step<TargetOs>> both(
      TargetOs t,
      Envelope first,
      Envelope second,
      Class<? extends Message> one,
      Class<? extends Message> other) {
    if (!one.isInstance(first.message()) || !other.isInstance(second.message())) {
      return Optional.empty();
    }
    Step<TargetOs> before = right(t, first);
    Step<TargetOs> after = right(before.state(), second);
    return Optional.of(new Step<>(after.state(), joined(before.out(), after.out())));
  }

  private static boolean mayShareResource(Envelope first, Envelope second) {
    return named(first).isEmpty() || named(second).isEmpty() || named(first).equals(named(second));
  }

  private static Optional<ResourceId> named(Envelope in) {
    if (in.message() instanceof Request request) {
      return Optional.of(request.resource());
    }
    if (in.message() instanceof Release release) {
      return Optional.of(release.resource());
    }
    return in.message() instanceof Provided provided
        ? Optional.of(provided.resource())
        : Optional.empty();
  }

  private static ResourceId resource(Envelope in) {
    return named(in).orElseThrow();
  }

  /** Two releases of the last two pairs. */
  private static Optional<Step<Proxy>> lastTwo(Proxy p, Envelope first, Envelope second) {
    return both(p, first, second, Release.class, Release.class)
        .filter(step -> only(step.out(), NoLongerNeeded.class).size() == 1)
        .filter(any -> !says(p, first, NoLongerNeeded.class))
        .filter(any -> !says(p, second, NoLongerNeeded.class));
  }

  private static boolean joins(Proxy p, Envelope request) {
    return p.interest(resource(request)) instanceof Asking asking
        && p.step(request).state().interest(resource(request)) instanceof Asking after
        && after.attempt() == asking.attempt()
        && after.waiting().size() > asking.waiting().size();
  }

  private static boolean repeats(Proxy p, Envelope in) {
    return in.message() instanceof Request request
        && p.interest(request.resource()).users().stream()
            .anyMatch(
                user ->
                    in.channel().equals(Channel.of(user.domain()))
                        && request.processes().contains(user.id()));
  }

  private static boolean starts(TargetOs t, Envelope in) {
    return said(t, in).stream().anyMatch(is(Started.class));
  }

  private static List<Envelope> said(TargetOs t, Envelope in) {
    return right(t, in).out();
  }

  private static List<Envelope> said(Proxy p, Envelope in, Class<? extends Message> kind) {
    return only(p.step(in).out(), kind);
  }

  private static List<Envelope> said(Proxy p, Envelope first, Envelope second) {
    return joined(p.step(first).out(), p.step(second).out());
  }

  private static boolean says(Proxy p, Envelope in, Class<? extends Message> kind) {
    return p.step(in).out().stream().anyMatch(is(kind));
  }

  private static Predicate<Envelope> is(Class<? extends Message> kind) {
    return envelope -> kind.isInstance(envelope.message());
  }

  private static List<Envelope> only(List<Envelope> out, Class<? extends Message> kind) {
    return out.stream().filter(is(kind)).toList();
  }

  private static List<Envelope> joined(List<Envelope> some, List<Envelope> more) {
    List<Envelope> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static <S> Step<S> plus(Step<S> step, List<Envelope> more) {
    return new Step<>(step.state(), joined(step.out(), more));
  }

  private static <S> Step<S> without(Step<S> step, Class<? extends Message> kind) {
    return new Step<>(step.state(), step.out().stream().filter(is(kind).negate()).toList());
  }

  private static Interest fewerUsers(Interest one, Interest other) {
    return one.users().size() < other.users().size() ? one : other;
  }

  /** Nobody interacts with the resource, and its last attempt is over. */
  private static Proxy over(Proxy p, ResourceId resource) {
    return with(p, resource, new Idle(p.interest(resource).attempt()));
  }

  /** Of what came second nothing is noticed where it meets the resource of what came first. */
  private static Step<Proxy> secondUnnoticed(Proxy before, Envelope first, Step<Proxy> both) {
    ResourceId resource = resource(first);
    Step<Proxy> alone = before.step(first);
    return new Step<>(with(both.state(), resource, alone.state().interest(resource)), alone.out());
  }

  private static Proxy with(Proxy p, ResourceId resource, Interest interest) {
    TreeMap<ResourceId, Interest> resources = new TreeMap<>(p.resources());
    resources.put(resource, interest);
    return new Proxy(p.sessions(), resources, p.dead());
  }
}
