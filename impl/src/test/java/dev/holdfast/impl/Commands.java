package dev.holdfast.impl;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Level;
import dev.holdfast.model.Message;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.TargetOs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What the properties say to a proxy or a target OS: sentences over a small alphabet. A command
 * becomes a message only when it is its turn, so that ids and attempts can be those of the moment,
 * or just beside them, in a list that shrinks well.
 */
final class Commands {
  static final List<Domain> DOMAINS = List.of(new Domain("A"), new Domain("B"));
  static final Program P = new Program("P");
  static final Program Q = new Program("Q");
  static final List<Program> PROGRAMS = List.of(P, Q);
  static final ResourceId UNKNOWN = new ResourceId("unknown");
  static final List<ResourceId> RESOURCES =
      List.of(new ResourceId("p1"), new ResourceId("p2"), new ResourceId("q"), UNKNOWN);

  private Commands() {}

  /** Something to say to a proxy. */
  @FunctionalInterface
  interface ToProxy {
    /** The message, when the model stands here; {@code step} counts from 1. */
    Envelope in(Proxy model, int step);
  }

  /** Something to say to a target OS. */
  @FunctionalInterface
  interface ToTargetOs {
    /** The message, when the model stands here and these handles have been seen. */
    Envelope in(TargetOs model, List<Handle> handles);
  }

  /** A command with a name, for the report of a sample. */
  private record NamedToProxy(String name, ToProxy command) implements ToProxy {
    @Override
    public Envelope in(Proxy model, int step) {
      return command.in(model, step);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private record NamedToTargetOs(String name, ToTargetOs command) implements ToTargetOs {
    @Override
    public Envelope in(TargetOs model, List<Handle> handles) {
      return command.in(model, handles);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  // ---------------------------------------------------------------- names

  private static Arbitrary<Domain> domains() {
    return Arbitraries.of(DOMAINS);
  }

  private static Arbitrary<ResourceId> resources() {
    return Arbitraries.frequency(
        Tuple.of(4, RESOURCES.get(0)),
        Tuple.of(3, RESOURCES.get(1)),
        Tuple.of(2, RESOURCES.get(2)),
        Tuple.of(1, UNKNOWN));
  }

  private static Arbitrary<Program> programs() {
    return Arbitraries.of(PROGRAMS);
  }

  private static Arbitrary<ProcessId> processes() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 2), Arbitraries.integers().between(1, 2))
        .as(ProcessId::new);
  }

  /** Zero is right, most of the time. */
  private static Arbitrary<Integer> offBy() {
    return Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, -1), Tuple.of(1, 1), Tuple.of(1, 2));
  }

  private static Arbitrary<Integer> numbers() {
    return Arbitraries.integers().between(1, 4);
  }

  private static int near(int number, int offBy) {
    return Math.max(1, number + offBy);
  }

  // ---------------------------------------------------------------- for the proxy

  static Arbitrary<List<ToProxy>> toProxy() {
    Arbitrary<ToProxy> one =
        Arbitraries.frequencyOf(
            Tuple.of(10, requests()),
            Tuple.of(5, releases()),
            Tuple.of(3, fromDomain(processes().map(Message.ProcessExited::new))),
            Tuple.of(3, fromDomain(numbers().map(Message.DomainUp::new))),
            Tuple.of(1, fromDomain(Arbitraries.just(new Message.DomainDown()))),
            Tuple.of(1, fromDomain(nonsense())),
            Tuple.of(7, provided()),
            Tuple.of(2, startFailed()),
            Tuple.of(3, died()),
            Tuple.of(1, misplaced()));
    return one.list().ofMaxSize(60);
  }

  /** Both domains up, whatever follows: else half of the sentences say nothing. */
  static List<ToProxy> bothUp() {
    return DOMAINS.stream()
        .map(
            domain ->
                (ToProxy)
                    (model, step) -> new Envelope(Channel.of(domain), new Message.DomainUp(1)))
        .toList();
  }

  private static Arbitrary<ToProxy> requests() {
    return Combinators.combine(
            domains(),
            Arbitraries.frequencyOf(
                Tuple.of(12, processes().list().ofMinSize(1).ofMaxSize(2)),
                Tuple.of(1, processes().list().ofMaxSize(3))),
            resources(),
            newIds())
        .as(
            (domain, ids, resource, fresh) ->
                new NamedToProxy(
                    domain + ": request " + ids + " " + resource + (fresh ? "" : " old id"),
                    (model, step) ->
                        new Envelope(
                            Channel.of(domain),
                            new Message.Request(fresh ? step : 1, ids, resource))));
  }

  private static Arbitrary<ToProxy> releases() {
    return Combinators.combine(domains(), processes(), resources(), newIds())
        .as(
            (domain, process, resource, fresh) ->
                new NamedToProxy(
                    domain + ": release " + process + " " + resource + (fresh ? "" : " old id"),
                    (model, step) ->
                        new Envelope(
                            Channel.of(domain),
                            new Message.Release(fresh ? step : 1, process, resource))));
  }

  private static Arbitrary<Boolean> newIds() {
    return Arbitraries.frequency(Tuple.of(12, true), Tuple.of(1, false));
  }

  private static Arbitrary<ToProxy> fromDomain(Arbitrary<? extends Message> messages) {
    return Combinators.combine(domains(), messages)
        .as((domain, message) -> fixedToProxy(Channel.of(domain), message));
  }

  private static ToProxy fixedToProxy(Channel channel, Message message) {
    Envelope envelope = new Envelope(channel, message);
    return new NamedToProxy(envelope.toString(), (model, step) -> envelope);
  }

  /** What a domain may never say. */
  private static Arbitrary<Message> nonsense() {
    return Arbitraries.of(
        new Message.Malformed("?"),
        new Message.Provided(RESOURCES.get(0), 1, P, 1, new Handle("forged")),
        new Message.Died(P, 1, Cause.CRASHED),
        new Message.Need(RESOURCES.get(0), 1),
        new Message.Boot());
  }

  /** Right words on a channel that is not theirs, or not the proxy's. */
  private static Arbitrary<ToProxy> misplaced() {
    return Combinators.combine(
            Arbitraries.of(Channel.TARGET, Channel.ENVIRONMENT, Channel.DIRECT, Channel.SEEN),
            Arbitraries.<Message>of(
                new Message.DomainUp(4),
                new Message.DomainDown(),
                new Message.ProcessExited(new ProcessId(1, 2)),
                new Message.Need(RESOURCES.get(0), 1),
                new Message.Use(new Handle("h"))))
        .as(Commands::fixedToProxy);
  }

  private static Arbitrary<ToProxy> provided() {
    return Combinators.combine(resources(), offBy(), programs(), numbers(), numbers())
        .as(
            (resource, offBy, program, generation, handle) ->
                new NamedToProxy(
                    "provided " + resource + "%+d ".formatted(offBy) + program + generation,
                    (model, step) ->
                        new Envelope(
                            Channel.TARGET,
                            new Message.Provided(
                                resource,
                                near(model.interest(resource).attempt(), offBy),
                                program,
                                generation,
                                new Handle("h" + handle)))));
  }

  private static Arbitrary<ToProxy> startFailed() {
    return Combinators.combine(resources(), offBy(), Arbitraries.of(Reason.class))
        .as(
            (resource, offBy, reason) ->
                new NamedToProxy(
                    "failed " + resource + "%+d ".formatted(offBy) + reason,
                    (model, step) ->
                        new Envelope(
                            Channel.TARGET,
                            new Message.StartFailed(
                                resource,
                                near(model.interest(resource).attempt(), offBy),
                                reason))));
  }

  private static Arbitrary<ToProxy> died() {
    return Combinators.combine(programs(), numbers(), Arbitraries.of(Cause.class))
        .as(
            (program, generation, cause) ->
                fixedToProxy(Channel.TARGET, new Message.Died(program, generation, cause)));
  }

  // ---------------------------------------------------------------- for the target OS

  static Arbitrary<Catalogue> catalogues() {
    return Combinators.combine(Arbitraries.of(PROGRAMS).set(), Arbitraries.of(Profile.class))
        .as(
            (keepsWarm, profile) ->
                new Catalogue(
                    new TreeMap<>(Map.of(P, RESOURCES.subList(0, 2), Q, RESOURCES.subList(2, 3))),
                    keepsWarm,
                    profile));
  }

  static Arbitrary<List<ToTargetOs>> toTargetOs() {
    Arbitrary<Program> anyProgram =
        Arbitraries.frequency(Tuple.of(9, P), Tuple.of(9, Q), Tuple.of(1, new Program("X")));
    Arbitrary<ToTargetOs> one =
        Arbitraries.frequencyOf(
            Tuple.of(8, needs()),
            Tuple.of(6, noLongerNeeded()),
            Tuple.of(8, ready()),
            Tuple.of(2, lives("crashed", Message.Crashed::new)),
            Tuple.of(6, lives("gone", Message.Gone::new)),
            Tuple.of(3, environment(Arbitraries.of(Level.class).map(Message.Pressure::new))),
            Tuple.of(3, environment(anyProgram.map(Message.LocalUse::new))),
            Tuple.of(2, environment(anyProgram.map(Message.LocalDone::new))),
            Tuple.of(5, uses()),
            Tuple.of(1, environment(Arbitraries.just(new Message.Boot()))),
            Tuple.of(1, environment(Arbitraries.just(new Message.DomainDown()))));
    return one.list().ofMaxSize(60);
  }

  static ToTargetOs boot() {
    return fixedToTargetOs(Channel.ENVIRONMENT, new Message.Boot());
  }

  private static ToTargetOs fixedToTargetOs(Channel channel, Message message) {
    Envelope envelope = new Envelope(channel, message);
    return new NamedToTargetOs(envelope.toString(), (model, handles) -> envelope);
  }

  private static Arbitrary<ToTargetOs> environment(Arbitrary<? extends Message> messages) {
    return messages.map(message -> fixedToTargetOs(Channel.ENVIRONMENT, message));
  }

  /** The next attempt, most of the time. */
  private static Arbitrary<ToTargetOs> needs() {
    return Combinators.combine(resources(), offBy())
        .as(
            (resource, offBy) ->
                new NamedToTargetOs(
                    "need " + resource + "%+d".formatted(offBy + 1),
                    (model, handles) ->
                        new Envelope(
                            Channel.TARGET,
                            new Message.Need(
                                resource, near(model.demand(resource).attempt() + 1, offBy)))));
  }

  private static Arbitrary<ToTargetOs> noLongerNeeded() {
    return Combinators.combine(resources(), offBy())
        .as(
            (resource, offBy) ->
                new NamedToTargetOs(
                    "no longer needed " + resource + "%+d".formatted(offBy),
                    (model, handles) ->
                        new Envelope(
                            Channel.TARGET,
                            new Message.NoLongerNeeded(
                                resource, near(model.demand(resource).attempt(), offBy)))));
  }

  /** The right program for the resource, most of the time. */
  private static Arbitrary<ToTargetOs> ready() {
    return Combinators.combine(resources(), Arbitraries.integers().between(0, 9), offBy())
        .as(
            (resource, wrong, offBy) ->
                new NamedToTargetOs(
                    "ready " + resource + "%+d".formatted(offBy) + (wrong > 7 ? " wrong" : ""),
                    (model, handles) -> {
                      Optional<Program> provider = model.catalogue().provider(resource);
                      Program program = wrong > 7 ? PROGRAMS.get(wrong - 8) : provider.orElse(P);
                      return new Envelope(
                          Channel.ENVIRONMENT,
                          new Message.Ready(
                              program, near(model.life(program).generation(), offBy), resource));
                    }));
  }

  private interface OfRun {
    Message of(Program program, int generation);
  }

  private static Arbitrary<ToTargetOs> lives(String name, OfRun message) {
    return Combinators.combine(programs(), offBy())
        .as(
            (program, offBy) ->
                new NamedToTargetOs(
                    name + " " + program + "%+d".formatted(offBy),
                    (model, handles) ->
                        new Envelope(
                            Channel.ENVIRONMENT,
                            message.of(program, near(model.life(program).generation(), offBy)))));
  }

  /** The newest handle, an older one, or a made-up one. */
  private static Arbitrary<ToTargetOs> uses() {
    return Arbitraries.integers()
        .between(0, 4)
        .map(
            back ->
                new NamedToTargetOs(
                    "use " + back + " back",
                    (model, handles) ->
                        new Envelope(
                            Channel.DIRECT,
                            new Message.Use(
                                back < handles.size()
                                    ? handles.get(handles.size() - 1 - back)
                                    : new Handle("made-up")))));
  }
}
