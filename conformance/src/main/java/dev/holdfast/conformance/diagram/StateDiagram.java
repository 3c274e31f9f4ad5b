package dev.holdfast.conformance.diagram;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Device;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Program;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Proxy.Interest;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scopes;
import dev.holdfast.model.TargetExchange;
import dev.holdfast.model.TargetOs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A part of the model as a state diagram. What leads from state to state is not drawn by hand: it
 * is what the model does in {@link Scopes#covering()}, every step of it.
 *
 * <p>Immutable. The same diagram is drawn byte for byte the same.
 *
 * @param title what it shows, in a few words
 * @param states the states, the first one first
 * @param edges what leads from state to state
 */
public record StateDiagram(String title, List<State> states, List<Edge> edges) {
  /** Keeps copies of the lists. */
  public StateDiagram {
    states = List.copyOf(states);
    edges = List.copyOf(edges);
  }

  /**
   * A state.
   *
   * @param name what the model calls it
   * @param remark what it means, in a few words
   */
  public record State(String name, String remark) {
    private static State of(Class<?> state, String remark) {
      return new State(state.getSimpleName(), remark);
    }
  }

  /**
   * All steps from one state to one state on one kind of message.
   *
   * @param from the state before
   * @param to the state after; the same only if something is said
   * @param heard the kind of message
   * @param always the kinds of message said in every such step
   * @param sometimes the kinds of message said in some of these steps
   */
  public record Edge(
      String from, String to, String heard, List<String> always, List<String> sometimes) {
    /** Keeps copies of the lists. */
    public Edge {
      always = List.copyOf(always);
      sometimes = List.copyOf(sometimes);
    }
  }

  /** One step, as far as it is about the one thing that the diagram is about. */
  private record Move(String from, String to, String heard, List<String> said) {
    static Move of(Object from, Object to, Exchange exchange, Stream<Message> said) {
      return new Move(
          kind(from),
          kind(to),
          kind(exchange.in().message()),
          said.map(Move::kind).distinct().toList());
    }

    private static String kind(Object value) {
      return value.getClass().getSimpleName();
    }

    boolean matters() {
      return !from.equals(to) || !said.isEmpty();
    }
  }

  /**
   * The proxy's interest in one resource.
   *
   * @return the diagram; it takes about a second to compute
   */
  public static StateDiagram interest() {
    return of(
        "The proxy: its interest in one resource",
        List.of(
            State.of(Proxy.Idle.class, "nobody uses it"),
            State.of(Proxy.Asking.class, "requests wait for the target OS"),
            State.of(Proxy.Live.class, "a target process provides it")),
        exchange ->
            exchange instanceof ProxyExchange x
                ? x.after().resources().keySet().stream().map(resource -> move(x, resource))
                : Stream.of());
  }

  /**
   * The life of one program's target process.
   *
   * @return the diagram; it takes about a second to compute
   */
  public static StateDiagram life() {
    return of(
        "The target OS: the life of one program's target process",
        List.of(
            State.of(TargetOs.Off.class, "no process"),
            State.of(TargetOs.Running.class, "started, not told to end"),
            State.of(TargetOs.Leaving.class, "told to end, not gone"),
            State.of(TargetOs.Dying.class, "killed, not gone")),
        exchange ->
            exchange instanceof TargetExchange x
                ? x.before().catalogue().programs().keySet().stream().map(p -> move(x, p))
                : Stream.of());
  }

  /**
   * What the proxy needs of one resource, as the target OS knows it.
   *
   * @return the diagram; it takes about a second to compute
   */
  public static StateDiagram demand() {
    return of(
        "The target OS: the proxy's demand for one resource",
        List.of(
            State.of(TargetOs.Unneeded.class, "no attempt in force"),
            State.of(TargetOs.Asked.class, "in force, not yet provided"),
            State.of(TargetOs.Given.class, "in force and provided")),
        exchange ->
            exchange instanceof TargetExchange x
                ? x.before().catalogue().programs().values().stream()
                    .flatMap(List::stream)
                    .map(resource -> move(x, resource))
                : Stream.of());
  }

  /**
   * The diagram as a picture: SVG that needs nothing else, on light and on dark ground.
   *
   * @return a whole XML document, without a declaration
   */
  public String svg() {
    return new StateSvg(this).draw();
  }

  /**
   * What leads from one state to another, or stays in one.
   *
   * @param from the state before
   * @param to the state after
   * @return the edges, by what is heard
   */
  public List<Edge> between(State from, State to) {
    return edges.stream()
        .filter(edge -> edge.from().equals(from.name()) && edge.to().equals(to.name()))
        .toList();
  }

  private static StateDiagram of(
      String title, List<State> states, Function<Exchange, Stream<Move>> moves) {
    Comparator<Move> order =
        Comparator.comparing(Move::from).thenComparing(Move::to).thenComparing(Move::heard);
    Map<Move, List<Set<String>>> found = new TreeMap<>(order);
    for (Scope scope : Scopes.covering()) {
      for (Exchange exchange : exchanges(scope)) {
        moves
            .apply(exchange)
            .filter(Move::matters)
            .forEach(
                move ->
                    found
                        .computeIfAbsent(move, any -> new ArrayList<>())
                        .add(new LinkedHashSet<>(move.said())));
      }
    }
    List<Edge> edges = new ArrayList<>();
    found.forEach(
        (move, said) -> {
          Set<String> always = new LinkedHashSet<>(said.get(0));
          said.forEach(always::retainAll);
          Set<String> sometimes = new LinkedHashSet<>();
          said.forEach(sometimes::addAll);
          sometimes.removeAll(always);
          edges.add(
              new Edge(
                  move.from(),
                  move.to(),
                  move.heard(),
                  List.copyOf(always),
                  List.copyOf(sometimes)));
        });
    return new StateDiagram(title, states, edges);
  }

  /** Everything that the model does in a scope. */
  private static Set<Exchange> exchanges(Scope scope) {
    Device device = new Device(scope, Machines.REFERENCE);
    Set<Exchange> exchanges = new LinkedHashSet<>();
    Set<Long> seen = new HashSet<>(List.of(device.initial()));
    Deque<Long> next = new ArrayDeque<>(seen);
    while (!next.isEmpty()) {
      device.successors(
          next.remove(),
          (target, outcome, state) -> {
            exchanges.add(device.outcome(outcome).exchange());
            if (seen.add(state)) {
              next.add(state);
            }
          });
    }
    return exchanges;
  }

  private static Move move(ProxyExchange x, ResourceId resource) {
    Interest before = x.before().interest(resource);
    return Move.of(
        before,
        x.after().interest(resource),
        x,
        x.out().stream()
            .filter(envelope -> about(x.in().message(), before, envelope, resource))
            .map(Envelope::message));
  }

  /** Whether something the proxy says is about this resource. */
  private static boolean about(Message in, Interest before, Envelope said, ResourceId resource) {
    Message message = said.message();
    if (message instanceof Message.ToTarget ask) {
      return ask.resource().equals(resource);
    } else if (message instanceof TargetDied died) {
      return died.resource().equals(resource);
    } else if (message instanceof Released) {
      return in instanceof Release release && release.resource().equals(resource);
    } else if (message instanceof Granted granted) {
      return answers(in, before, said.channel(), granted.id(), resource);
    } else if (message instanceof Refused refused) {
      return answers(in, before, said.channel(), refused.id(), resource);
    }
    return false;
  }

  /** Whether the request with this id is for this resource: the one heard, or one that waits. */
  private static boolean answers(
      Message in, Interest before, Channel channel, long id, ResourceId resource) {
    boolean heard =
        in instanceof Request request && request.id() == id && request.resource().equals(resource);
    boolean waits =
        before instanceof Proxy.Asking asking
            && asking.waiting().stream()
                .anyMatch(w -> w.id() == id && Channel.of(w.domain()).equals(channel));
    return heard || waits;
  }

  private static Move move(TargetExchange x, Program program) {
    return Move.of(
        x.before().life(program),
        x.after().life(program),
        x,
        x.out().stream()
            .map(Envelope::message)
            .filter(
                said ->
                    Scene.about(said).filter(p -> p.program().equals(program)).isPresent()
                        || (said instanceof Died died && died.program().equals(program))
                        || resource(x.in().message(), said)
                            .flatMap(x.before().catalogue()::provider)
                            .filter(program::equals)
                            .isPresent()));
  }

  private static Move move(TargetExchange x, ResourceId resource) {
    boolean given = x.before().demand(resource) instanceof TargetOs.Given;
    return Move.of(
        x.before().demand(resource),
        x.after().demand(resource),
        x,
        x.out().stream()
            .map(Envelope::message)
            .filter(
                said ->
                    resource(x.in().message(), said).filter(resource::equals).isPresent()
                        || (said instanceof Died died
                            && given
                            && x.before()
                                .catalogue()
                                .provider(resource)
                                .filter(died.program()::equals)
                                .isPresent())));
  }

  /** The resource that something the target OS says is about. */
  private static Optional<ResourceId> resource(Message in, Message said) {
    if (said instanceof Provided provided) {
      return Optional.of(provided.resource());
    } else if (said instanceof StartFailed failed) {
      return Optional.of(failed.resource());
    } else if (said instanceof AccessGiven given) {
      return Optional.of(given.resource());
    } else if (said instanceof Message.FromProcess && in instanceof Use use) {
      return TargetOs.resource(use.handle());
    }
    return Optional.empty();
  }
}
