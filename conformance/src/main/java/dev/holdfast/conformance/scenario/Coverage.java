package dev.holdfast.conformance.scenario;

import com.google.common.graph.MutableNetwork;
import com.google.common.graph.NetworkBuilder;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Device;
import dev.holdfast.model.Device.Outcome;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Machines;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Scenarios that together take every step of a small scope's state graph, as far as the subject's
 * role lets the kit choose it: for a proxy every message in every state of the proxy, for a target
 * OS every message in every state of the target OS, for a device every message from outside in
 * every state.
 */
public final class Coverage {
  private final MutableNetwork<List<Integer>, Edge> graph =
      NetworkBuilder.directed().allowsParallelEdges(true).allowsSelfLoops(true).build();
  private final List<Integer> initial;
  private final Scope scope;

  /** A step in the graph; the number makes parallel ones different. */
  private record Edge(int number, Outcome outcome) {}

  /**
   * The graph of a scope.
   *
   * @param scope a small scope
   * @param limit how many steps at most
   * @throws IllegalArgumentException if there are more
   */
  public Coverage(Scope scope, int limit) {
    this.scope = scope;
    Device device = new Device(scope, Machines.REFERENCE);
    initial = list(device.initial());
    graph.addNode(initial);
    Deque<List<Integer>> open = new ArrayDeque<>(List.of(initial));
    while (!open.isEmpty()) {
      List<Integer> state = open.poll();
      device.successors(
          state.stream().mapToInt(Integer::intValue).toArray(),
          (target, outcome, next) -> {
            List<Integer> after = list(next);
            if (graph.addNode(after)) {
              open.add(after);
            }
            graph.addEdge(state, after, new Edge(graph.edges().size(), outcome));
          });
      if (graph.edges().size() > limit) {
        throw new IllegalArgumentException("the scope has more than " + limit + " steps");
      }
    }
  }

  private static List<Integer> list(int[] state) {
    return Arrays.stream(state).boxed().toList();
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
   * @param role the subject's role
   * @return scenarios of one message a batch
   */
  public List<Scenario> scenarios(Role role) {
    Set<Object> left = new HashSet<>();
    graph.edges().forEach(edge -> goal(role, edge).ifPresent(left::add));
    List<Scenario> scenarios = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Edge> path = new ArrayList<>();
      List<Integer> at = initial;
      for (List<Edge> leg = leg(role, at, left); !leg.isEmpty(); leg = leg(role, at, left)) {
        path.addAll(leg);
        leg.forEach(edge -> goal(role, edge).ifPresent(left::remove));
        at = graph.incidentNodes(leg.get(leg.size() - 1)).target();
      }
      if (path.isEmpty()) {
        throw new IllegalStateException("a step that no path reaches");
      }
      List<List<Envelope>> batches =
          path.stream()
              .map(edge -> edge.outcome().exchange().in())
              .filter(role::hears)
              .map(List::of)
              .toList();
      scenarios.add(new Scenario("cover-" + scenarios.size(), scope.catalogue(), batches));
    }
    return scenarios;
  }

  /** What is covered by this step, if the role lets the kit choose it. */
  private Optional<Object> goal(Role role, Edge edge) {
    if (!role.hears(edge.outcome().exchange().in())) {
      return Optional.empty();
    }
    boolean byProxy = edge.outcome().exchange() instanceof ProxyExchange;
    return switch (role) {
      case PROXY -> byProxy ? Optional.of(edge.outcome().number()) : Optional.empty();
      case TARGET -> byProxy ? Optional.empty() : Optional.of(edge.outcome().number());
      case DEVICE -> Optional.of(edge.number());
    };
  }

  /** The shortest way to a step that is not covered, that step included. */
  private List<Edge> leg(Role role, List<Integer> from, Set<Object> left) {
    Map<List<Integer>, Edge> reached = new HashMap<>();
    Deque<List<Integer>> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      List<Integer> state = open.poll();
      for (Edge edge : graph.outEdges(state)) {
        if (goal(role, edge).filter(left::contains).isPresent()) {
          return way(from, state, edge, reached);
        }
        List<Integer> next = graph.incidentNodes(edge).target();
        if (!next.equals(from) && reached.putIfAbsent(next, edge) == null) {
          open.add(next);
        }
      }
    }
    return List.of();
  }

  private List<Edge> way(
      List<Integer> from, List<Integer> to, Edge last, Map<List<Integer>, Edge> reached) {
    List<Edge> way = new ArrayList<>(List.of(last));
    List<Integer> state = to;
    while (!state.equals(from)) {
      Edge edge = java.util.Objects.requireNonNull(reached.get(state));
      way.add(edge);
      state = graph.incidentNodes(edge).source();
    }
    Collections.reverse(way);
    return way;
  }
}
