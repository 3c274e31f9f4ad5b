package dev.holdfast.conformance.scenario;

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
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Scenarios that together take every step of a small scope's state graph, as far as the subject's
 * role lets the kit choose it: for a proxy every message in every state of the proxy, for a target
 * OS every message in every state of the target OS, for a device every message from outside in
 * every state.
 */
public final class Coverage {
  /** Greater than any id that a scope uses. */
  private static final long QUESTIONS = 1_000;

  private static final int NONE = -1;

  /** By their numbers, in the order in which they were found. */
  private final List<Edge> edges = new ArrayList<>();

  /** Per state the numbers of the edges that begin there. */
  private final List<List<Integer>> out = new ArrayList<>();

  private final Device device;
  private final Scope scope;

  /**
   * From a state to a state, by an outcome of the device; all are numbers. State 0 is the first.
   */
  private record Edge(int from, int to, int outcome) {}

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
    Map<Long, Integer> numbers = new HashMap<>(Map.of(device.initial(), 0));
    Deque<Long> open = new ArrayDeque<>(numbers.keySet());
    while (!open.isEmpty()) {
      int from = out.size();
      List<Integer> its = new ArrayList<>();
      device.successors(
          open.remove(),
          (target, outcome, next) -> {
            int to =
                numbers.computeIfAbsent(
                    next,
                    any -> {
                      open.add(next);
                      return numbers.size();
                    });
            its.add(edges.size());
            edges.add(new Edge(from, to, outcome));
          });
      out.add(its);
      if (edges.size() > limit) {
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
    return edges.size();
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
    int[] goals = goals(role);
    BitSet left = new BitSet();
    Arrays.stream(goals).filter(goal -> goal != NONE).forEach(left::set);
    List<Scenario> scenarios = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Integer> path = new ArrayList<>();
      int at = 0;
      for (List<Integer> leg = leg(at, goals, left); !leg.isEmpty(); leg = leg(at, goals, left)) {
        path.addAll(leg);
        leg.stream().filter(edge -> goals[edge] != NONE).forEach(edge -> left.clear(goals[edge]));
        at = edges.get(leg.get(leg.size() - 1)).to();
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
    int[] goals = goals(role);
    Set<Set<Integer>> met = new HashSet<>();
    Map<Integer, List<Integer>> ways = new LinkedHashMap<>(Map.of(0, List.of()));
    Deque<Integer> open = new ArrayDeque<>(ways.keySet());
    while (!open.isEmpty()) {
      int state = open.remove();
      List<Integer> way = Objects.requireNonNull(ways.get(state));
      for (int edge : out.get(state)) {
        int next = edges.get(edge).to();
        if (!ways.containsKey(next)) {
          List<Integer> longer = new ArrayList<>(way);
          longer.add(edge);
          ways.put(next, longer);
          open.add(next);
        }
        for (int other : out.get(state)) {
          if (edge < other
              && goals[edge] != NONE
              && goals[other] != NONE
              && mayMeet(exchange(edge).in(), exchange(other).in())
              && met.add(Set.of(goals[edge], goals[other]))) {
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

  /**
   * What goes wrong around a subject, and when it can: all of it is told by {@link #scenarios}.
   *
   * @param role the subject's role
   * @return by the kind of mishap, the messages by which it is told, in the states in which they
   *     can be
   */
  public Map<String, Set<Told>> mishaps(Role role) {
    Map<String, Set<Told>> mishaps = new LinkedHashMap<>();
    int[] goals = goals(role);
    for (int edge = 0; edge < goals.length; edge++) {
      if (goals[edge] != NONE) {
        Exchange exchange = exchange(edge);
        for (String kind : Mishap.kinds(exchange)) {
          mishaps.computeIfAbsent(kind, any -> new HashSet<>()).add(Told.of(exchange));
        }
      }
    }
    return mishaps;
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
  private static boolean mayMeet(Envelope one, Envelope other) {
    Channel channel = one.channel();
    return !one.equals(other)
        && (channel.equals(Channel.TARGET) || !channel.equals(other.channel()));
  }

  private List<List<Envelope>> told(Role role, List<Integer> path) {
    return path.stream()
        .map(edge -> exchange(edge).in())
        .filter(role::hears)
        .map(List::of)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private Exchange exchange(int edge) {
    return device.outcome(edges.get(edge).outcome()).exchange();
  }

  /** What each edge covers, or {@link #NONE} where the role does not let the kit choose it. */
  private int[] goals(Role role) {
    return IntStream.range(0, edges.size()).map(edge -> goal(role, edge)).toArray();
  }

  private int goal(Role role, int edge) {
    if (!role.hears(exchange(edge).in())) {
      return NONE;
    }
    boolean byProxy = exchange(edge) instanceof ProxyExchange;
    return switch (role) {
      case PROXY -> byProxy ? edges.get(edge).outcome() : NONE;
      case TARGET -> byProxy ? NONE : edges.get(edge).outcome();
      case DEVICE -> edge;
    };
  }

  /** The shortest way to an edge whose goal is left, that edge included. */
  private List<Integer> leg(int from, int[] goals, BitSet left) {
    int[] by = new int[out.size()];
    Arrays.fill(by, NONE);
    int[] open = new int[out.size()];
    int reached = 0;
    open[reached++] = from;
    for (int i = 0; i < reached; i++) {
      for (int edge : out.get(open[i])) {
        if (goals[edge] != NONE && left.get(goals[edge])) {
          return way(from, edge, by);
        }
        int next = edges.get(edge).to();
        if (next != from && by[next] == NONE) {
          by[next] = edge;
          open[reached++] = next;
        }
      }
    }
    return List.of();
  }

  private List<Integer> way(int from, int last, int[] by) {
    List<Integer> way = new ArrayList<>(List.of(last));
    for (int state = edges.get(last).from(); state != from; ) {
      way.add(by[state]);
      state = edges.get(by[state]).from();
    }
    Collections.reverse(way);
    return way;
  }
}
