package dev.holdfast.conformance.scenario;

import com.google.common.graph.MutableNetwork;
import com.google.common.graph.NetworkBuilder;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Device;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Scenarios that together take every step of a small scope's state graph, as far as the subject's
 * role lets the kit choose it: for a proxy every message in every state of the proxy, for a target
 * OS every message in every state of the target OS, for a device every message from outside in
 * every state.
 */
public final class Coverage {
  /** Greater than any id that a scope uses. */
  private static final long QUESTIONS = 1_000;

  private final MutableNetwork<Long, Integer> graph =
      NetworkBuilder.directed().allowsParallelEdges(true).allowsSelfLoops(true).build();

  /**
   * The number of the outcome on an edge; edges are numbers, so that every run finds them in one
   * order.
   */
  private final List<Integer> outcomes = new ArrayList<>();

  private final Device device;
  private final long initial;
  private final Scope scope;

  /**
   * The graph of a scope.
   *
   * @param scope a small scope
   * @param limit how many steps at most
   * @throws IllegalArgumentException if there are more
   */
  public Coverage(Scope scope, int limit) {
    this.scope = scope;
    device = new Device(scope, Machines.REFERENCE);
    initial = device.initial();
    graph.addNode(initial);
    Deque<Long> open = new ArrayDeque<>(List.of(initial));
    while (!open.isEmpty()) {
      long state = open.poll();
      device.successors(
          state,
          (target, outcome, next) -> {
            if (graph.addNode(next)) {
              open.add(next);
            }
            graph.addEdge(state, next, outcomes.size());
            outcomes.add(outcome);
          });
      if (graph.edges().size() > limit) {
        throw new IllegalArgumentException("the scope has more than " + limit + " steps");
      }
    }
  }

  /**
   * How many steps the graph has.
   *
   * @return the number of edges
   */
  public int steps() {
    return graph.edges().size();
  }

  /**
   * The scenarios for a role.
   *
   * @param name how their names begin
   * @param role the subject's role
   * @param progress told how many there are, now and then
   * @return scenarios of one message a batch
   */
  public List<Scenario> scenarios(String name, Role role, LongConsumer progress) {
    Set<Integer> left = new HashSet<>();
    graph.edges().forEach(edge -> goal(role, edge).ifPresent(left::add));
    List<Scenario> scenarios = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Integer> path = new ArrayList<>();
      long at = initial;
      for (List<Integer> leg = leg(role, at, left); !leg.isEmpty(); leg = leg(role, at, left)) {
        path.addAll(leg);
        leg.forEach(edge -> goal(role, edge).ifPresent(left::remove));
        at = graph.incidentNodes(leg.get(leg.size() - 1)).target();
      }
      progress.accept(scenarios.size());
      if (path.isEmpty()) {
        throw new IllegalStateException("a step that no path reaches");
      }
      scenarios.add(new Scenario(name + scenarios.size(), scope.catalogue(), told(role, path)));
    }
    return scenarios;
  }

  /**
   * Scenarios in which every two messages that may meet, meet once: for a proxy in every state of
   * the proxy, for a target OS in every state of the target OS.
   *
   * @param name how their names begin
   * @param role the subject's role
   * @return scenarios with one batch of two messages, and then, for a proxy, a release of every
   *     pair there is, so that it shows what it holds; none for a device, whose parts the kit does
   *     not tell one by one
   */
  public List<Scenario> races(String name, Role role) {
    if (role == Role.DEVICE) {
      return List.of();
    }
    List<Scenario> races = new ArrayList<>();
    Set<Set<Integer>> met = new HashSet<>();
    Map<Long, List<Integer>> ways = new LinkedHashMap<>(Map.of(initial, List.of()));
    Deque<Long> open = new ArrayDeque<>(ways.keySet());
    while (!open.isEmpty()) {
      long state = open.remove();
      List<Integer> way = Objects.requireNonNull(ways.get(state));
      for (int edge : graph.outEdges(state)) {
        long next = graph.incidentNodes(edge).target();
        if (!ways.containsKey(next)) {
          List<Integer> longer = new ArrayList<>(way);
          longer.add(edge);
          ways.put(next, longer);
          open.add(next);
        }
        for (int other : graph.outEdges(state)) {
          if (mayMeet(role, edge, other) && met.add(goals(role, edge, other))) {
            List<List<Envelope>> batches = told(role, way);
            batches.add(List.of(exchange(edge).in(), exchange(other).in()));
            batches.addAll(questions(role));
            races.add(new Scenario(name + races.size(), scope.catalogue(), batches));
          }
        }
      }
    }
    return races;
  }

  private List<List<Envelope>> questions(Role role) {
    List<List<Envelope>> questions = new ArrayList<>();
    if (role == Role.PROXY) {
      scope
          .originators()
          .forEach(
              (domain, its) -> {
                for (ProcessId process : its.processes()) {
                  for (ResourceId resource : its.asks()) {
                    Release release = new Release(QUESTIONS + questions.size(), process, resource);
                    questions.add(List.of(new Envelope(Channel.of(domain), release)));
                  }
                }
              });
    }
    return questions;
  }

  /** On one channel the kit gives the order, unless it is one where messages overtake. */
  private boolean mayMeet(Role role, int edge, int other) {
    Channel channel = exchange(edge).in().channel();
    return edge < other
        && goal(role, edge).isPresent()
        && goal(role, other).isPresent()
        && !exchange(edge).in().equals(exchange(other).in())
        && (channel.equals(Channel.TARGET) || !channel.equals(exchange(other).in().channel()));
  }

  private Set<Integer> goals(Role role, int edge, int other) {
    return Set.of(goal(role, edge).orElseThrow(), goal(role, other).orElseThrow());
  }

  private List<List<Envelope>> told(Role role, List<Integer> path) {
    return path.stream()
        .map(edge -> exchange(edge).in())
        .filter(role::hears)
        .map(List::of)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private Exchange exchange(int edge) {
    return device.outcome(outcomes.get(edge)).exchange();
  }

  /** What is covered by this step, if the role lets the kit choose it. */
  private Optional<Integer> goal(Role role, int edge) {
    if (!role.hears(exchange(edge).in())) {
      return Optional.empty();
    }
    boolean byProxy = exchange(edge) instanceof ProxyExchange;
    return switch (role) {
      case PROXY -> byProxy ? Optional.of(outcomes.get(edge)) : Optional.empty();
      case TARGET -> byProxy ? Optional.empty() : Optional.of(outcomes.get(edge));
      case DEVICE -> Optional.of(edge);
    };
  }

  /** The shortest way to a step that is not covered, that step included. */
  private List<Integer> leg(Role role, long from, Set<Integer> left) {
    Map<Long, Integer> reached = new HashMap<>();
    Deque<Long> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      long state = open.poll();
      for (int edge : graph.outEdges(state)) {
        if (goal(role, edge).filter(left::contains).isPresent()) {
          return way(from, state, edge, reached);
        }
        long next = graph.incidentNodes(edge).target();
        if (next != from && reached.putIfAbsent(next, edge) == null) {
          open.add(next);
        }
      }
    }
    return List.of();
  }

  private List<Integer> way(long from, long to, int last, Map<Long, Integer> reached) {
    List<Integer> way = new ArrayList<>(List.of(last));
    long state = to;
    while (state != from) {
      int edge = Objects.requireNonNull(reached.get(state));
      way.add(edge);
      state = graph.incidentNodes(edge).source();
    }
    Collections.reverse(way);
    return way;
  }
}
