package dev.holdfast.stress;

import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.InMemoryTargetOs;
import dev.holdfast.model.Bag;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Node;
import dev.holdfast.model.Port;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What hears the messages of a race: an implementation, and the reference that judges it. */
enum Subject {
  /** The proxy process. */
  PROXY(ConcurrentProxy::new) {
    @Override
    Set<Result> permitted(Race race) {
      Reference<Proxy> reference = (proxy, in) -> List.of(proxy.step(in));
      return of(race, Proxy.NEW, reference);
    }
  },

  /** The target OS. */
  TARGET_OS(InMemoryTargetOs::new) {
    @Override
    Set<Result> permitted(Race race) {
      return of(race, TargetOs.off(CATALOGUE), TargetOs::steps);
    }
  },

  /** Both of them, and what is under way between them. */
  DEVICE(Joined::new) {
    @Override
    Set<Result> permitted(Race race) {
      Node off = new Node(Proxy.NEW, TargetOs.off(CATALOGUE), Bag.EMPTY, Bag.EMPTY);
      return of(race, off, new OfDevice());
    }
  };

  static final ResourceId R = new ResourceId("r");
  static final ResourceId S = new ResourceId("s");
  static final ResourceId T = new ResourceId("t");

  /** Provides r and s. */
  static final Program P = new Program("P");

  /** Provides t. */
  static final Program Q = new Program("Q");

  private static final Catalogue CATALOGUE =
      new Catalogue(new TreeMap<>(Map.of(P, List.of(R, S), Q, List.of(T))), Set.of(), Profile.SHED);

  private final Port.Factory implementation;

  Subject(Port.Factory implementation) {
    this.implementation = implementation;
  }

  /** A fresh implementation. */
  Port open(Consumer<Envelope> said) {
    return implementation.open(CATALOGUE, said);
  }

  /** What the reference permits to come of a race. */
  abstract Set<Result> permitted(Race race);

  /** The program that provides a resource. */
  static Optional<Program> provider(ResourceId resource) {
    return CATALOGUE.provider(resource);
  }

  /** What the model may do in a state. */
  @FunctionalInterface
  private interface Reference<S> {
    List<Step<S>> hear(S state, Envelope in);

    /** Without being told anything. */
    default List<Step<S>> inside(S state) {
      return List.of();
    }
  }

  /** Whatever is under way may be the next to be heard. */
  private static final class OfDevice implements Reference<Node> {
    @Override
    public List<Step<Node>> hear(Node node, Envelope in) {
      boolean toProxy =
          in.message() instanceof Message.FromDomain || in.message() instanceof Message.FromTarget;
      return toProxy ? List.of(byProxy(node, in)) : byTargetOs(node, in);
    }

    @Override
    public List<Step<Node>> inside(Node node) {
      List<Step<Node>> steps = new ArrayList<>();
      for (Message it : node.toTarget().messages()) {
        Bag rest = node.toTarget().minus(it);
        Node less = new Node(node.proxy(), node.target(), rest, node.toProxy());
        steps.addAll(byTargetOs(less, new Envelope(Channel.TARGET, it)));
      }
      for (Message it : node.toProxy().messages()) {
        Bag rest = node.toProxy().minus(it);
        Node less = new Node(node.proxy(), node.target(), node.toTarget(), rest);
        steps.add(byProxy(less, new Envelope(Channel.TARGET, it)));
      }
      return steps;
    }

    private static Step<Node> byProxy(Node node, Envelope in) {
      Step<Proxy> step = node.proxy().step(in);
      Bag sent = with(node.toTarget(), step.out());
      return new Step<>(new Node(step.state(), node.target(), sent, node.toProxy()), step.out());
    }

    private static List<Step<Node>> byTargetOs(Node node, Envelope in) {
      return node.target().steps(in).stream()
          .map(
              step ->
                  new Step<>(
                      new Node(
                          node.proxy(),
                          step.state(),
                          node.toTarget(),
                          with(node.toProxy(), step.out())),
                      step.out()))
          .toList();
    }

    private static Bag with(Bag bag, List<Envelope> out) {
      Bag more = bag;
      for (Envelope said : out) {
        if (said.channel().equals(Channel.TARGET)) {
          more = more.plus(said.message());
        }
      }
      return more;
    }
  }

  private static <S> Set<Result> of(Race race, S initial, Reference<S> reference) {
    Set<Result> found = new HashSet<>();
    Step<S> begin = new Step<>(initial, List.of());
    for (Step<S> ready : oneByOne(begin, race.before(), reference)) {
      Step<S> fresh = new Step<>(ready.state(), List.of());
      for (Step<S> raced : atOnce(fresh, race.actors(), reference)) {
        for (Step<S> end : oneByOne(raced, race.after(), reference)) {
          found.add(Result.of(end.out()));
        }
      }
    }
    return found;
  }

  /** Where the messages lead if each is told when all that came of the one before has happened. */
  private static <S> Collection<Step<S>> oneByOne(
      Step<S> from, List<Envelope> messages, Reference<S> reference) {
    Collection<Step<S>> ends = List.of(from);
    for (Envelope message : messages) {
      ends =
          distinct(
              ends.stream()
                  .flatMap(end -> atOnce(end, List.of(List.of(message)), reference).stream()));
    }
    return ends;
  }

  /** Where every order of the messages leads; each thread's are heard in their own order. */
  private static <S> Collection<Step<S>> atOnce(
      Step<S> from, List<List<Envelope>> threads, Reference<S> reference) {
    List<Step<S>> ends = new ArrayList<>();
    for (Step<S> step : reference.inside(from.state())) {
      ends.addAll(atOnce(after(from, step), threads, reference));
    }
    for (int i = 0; i < threads.size(); i++) {
      List<Envelope> thread = threads.get(i);
      if (!thread.isEmpty()) {
        List<List<Envelope>> rest = new ArrayList<>(threads);
        rest.set(i, thread.subList(1, thread.size()));
        for (Step<S> step : reference.hear(from.state(), thread.get(0))) {
          ends.addAll(atOnce(after(from, step), rest, reference));
        }
      }
    }
    return ends.isEmpty() ? List.of(from) : distinct(ends.stream());
  }

  private static <S> Step<S> after(Step<S> before, Step<S> step) {
    return new Step<>(
        step.state(), Stream.concat(before.out().stream(), step.out().stream()).toList());
  }

  /** One of those that differ in nothing but an order that is not determined. */
  private static <S> Collection<Step<S>> distinct(Stream<Step<S>> steps) {
    Map<List<Object>, Step<S>> found = new LinkedHashMap<>();
    steps.forEach(step -> found.putIfAbsent(List.of(step.state(), Result.of(step.out())), step));
    return found.values();
  }
}
