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
import java.util.function.LongConsumer;

/**
 * Scenarios that together take every step of a small scope's state graph, as far as the subject's
 * role lets the kit choose it: for a proxy every message in every state of the proxy, for a target
 * OS every message in every state of the target OS, for a device every message from outside in
 * every state.
 */
public final class Coverage {
  private final MutableNetwork<List<Integer>, Integer> graph =
      NetworkBuilder.directed().allowsParallelEdges(true).allowsSelfLoops(true).build();

  /** What happens on an edge; edges are numbers, so that every run finds them in one order. */
  private final List<Outcome> outcomes = new ArrayList<>();

  private final List<Integer> initial;
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
            graph.addEdge(state, after, outcomes.size());
            outcomes.add(outcome);
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
      List<Integer> at = initial;
      for (List<Integer> leg = leg(role, at, left); !leg.isEmpty(); leg = leg(role, at, left)) {
        path.addAll(leg);
        leg.forEach(edge -> goal(role, edge).ifPresent(left::remove));
        at = graph.incidentNodes(leg.get(leg.size() - 1)).target();
      }
      progress.accept(scenarios.size());
      if (path.isEmpty()) {
        throw new IllegalStateException("a step that no path reaches");
      }
      List<List<Envelope>> batches =
          path.stream()
              .map(edge -> outcomes.get(edge).exchange().in())
              .filter(role::hears)
              .map(List::of)
              .toList();
      scenarios.add(new Scenario(name + scenarios.size(), scope.catalogue(), batches));
    }
    return scenarios;
  }

  /** What is covered by this step, if the role lets the kit choose it. */
  private Optional<Integer> goal(Role role, int edge) {
    Outcome outcome = outcomes.get(edge);
    if (!role.hears(outcome.exchange().in())) {
      return Optional.empty();
    }
    boolean byProxy = outcome.exchange() instanceof ProxyExchange;
    return switch (role) {
      case PROXY -> byProxy ? Optional.of(outcome.number()) : Optional.empty();
      case TARGET -> byProxy ? Optional.empty() : Optional.of(outcome.number());
      case DEVICE -> Optional.of(edge);
    };
  }

  /** The shortest way to a step that is not covered, that step included. */
  private List<Integer> leg(Role role, List<Integer> from, Set<Integer> left) {
    Map<List<Integer>, Integer> reached = new HashMap<>();
    Deque<List<Integer>> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      List<Integer> state = open.poll();
      for (int edge : graph.outEdges(state)) {
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

  private List<Integer> way(
      List<Integer> from, List<Integer> to, int last, Map<List<Integer>, Integer> reached) {
    List<Integer> way = new ArrayList<>(List.of(last));
    List<Integer> state = to;
    while (!state.equals(from)) {
      int edge = java.util.Objects.requireNonNull(reached.get(state));
      way.add(edge);
      state = graph.incidentNodes(edge).source();
    }
    Collections.reverse(way);
    return way;
  }
}
