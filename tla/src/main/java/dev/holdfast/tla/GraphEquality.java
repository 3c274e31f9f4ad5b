package dev.holdfast.tla;

import dev.holdfast.model.Device;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Messages;
import dev.holdfast.model.Scope;
import dev.holdfast.tla.ProtocolGraph.Edge;
import dev.holdfast.tla.Translation.Said;
import dev.holdfast.tla.Translation.State;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether the specification and the executable model are the same machine: from every state that
 * both reach, the same messages may be heard, with the same answers, into the same states. States
 * are visited nearest first, so what differs is found where it first shows. To be used once.
 */
public final class GraphEquality {
  private final Device device;
  private final ProtocolGraph graph;

  private final Map<State, Integer> numbers = new HashMap<>();
  private final List<State> states = new ArrayList<>();
  private final Map<Said, Integer> exchangeNumbers = new HashMap<>();
  private final List<Said> exchanges = new ArrayList<>();

  private final Map<Long, Integer> modelNumbers = new HashMap<>();
  private final Map<Integer, Long> modelStates = new HashMap<>();
  private final Map<Integer, Integer> modelExchanges = new HashMap<>();
  private final Map<Integer, Integer> specNumbers = new HashMap<>();
  private final Map<Integer, Integer> specStates = new HashMap<>();

  private final Map<Integer, Long> parents = new HashMap<>();
  private final Map<Integer, Long> fired = new HashMap<>();

  /**
   * What was compared.
   *
   * @param states how many states
   * @param edges how many different steps lead from them
   * @param actions per action of the specification, as far as TLC tells them apart, how many steps
   *     it makes
   * @param kinds per kind of message how many steps hear or say it
   * @param difference the first difference, for people; empty if there is none
   */
  public record Result(
      long states,
      long edges,
      Map<String, Long> actions,
      Map<String, Long> kinds,
      Optional<String> difference) {}

  /**
   * A comparison.
   *
   * @param directory where the modules are
   * @param module the specification in bounds
   * @param config its configuration's file, relative to the directory
   * @param scope the scope that the configuration names
   * @param machines what the model is made of
   */
  public GraphEquality(
      Path directory, String module, String config, Scope scope, Machines machines) {
    device = new Device(scope, machines);
    graph = new ProtocolGraph(directory, module, config, scope);
  }

  /**
   * Compares.
   *
   * @return what was found; up to the first difference
   */
  public Result compare() {
    int model = ofModel(device.initial());
    int spec = ofSpec(graph.initial());
    if (model != spec) {
      return result(
          0,
          Optional.of("The initial states differ.\n" + both(states.get(model), states.get(spec))));
    }
    Deque<Integer> queue = new ArrayDeque<>(List.of(spec));
    Set<Integer> seen = new LinkedHashSet<>(queue);
    long edges = 0;
    while (!queue.isEmpty()) {
      int state = queue.remove();
      long[] ofModel = modelEdges(state);
      long[] ofSpec = specEdges(state);
      if (!Arrays.equals(ofModel, ofSpec)) {
        return result(edges, Optional.of(difference(state, ofModel, ofSpec)));
      }
      edges += ofModel.length;
      for (long edge : ofModel) {
        fired.merge(exchange(edge), 1L, Long::sum);
        if (seen.add(next(edge))) {
          parents.put(next(edge), edge(exchange(edge), state));
          queue.add(next(edge));
        }
      }
    }
    return result(edges, Optional.empty());
  }

  private Result result(long edges, Optional<String> difference) {
    Map<String, Long> kinds = new TreeMap<>();
    Messages.kinds().forEach(kind -> kinds.put(kind, 0L));
    fired.forEach(
        (number, times) -> {
          Said said = exchanges.get(number);
          count(kinds, said.in(), times);
          said.out().forEach(envelope -> count(kinds, envelope, times));
        });
    return new Result(states.size(), edges, new TreeMap<>(graph.actions()), kinds, difference);
  }

  private static void count(Map<String, Long> kinds, Envelope envelope, long times) {
    kinds.merge(envelope.message().getClass().getSimpleName(), times, Long::sum);
  }

  /** An exchange and a state in one number. */
  private static long edge(int exchange, int state) {
    return ((long) exchange << 32) | state;
  }

  private static int exchange(long edge) {
    return (int) (edge >>> 32);
  }

  private static int next(long edge) {
    return (int) edge;
  }

  private long[] modelEdges(int state) {
    List<Long> edges = new ArrayList<>();
    device.successors(
        known(modelStates, state),
        (target, outcome, next) -> {
          int exchange = modelExchanges.computeIfAbsent(outcome, any -> number(said(outcome)));
          edges.add(edge(exchange, ofModel(next)));
        });
    return sorted(edges);
  }

  private long[] specEdges(int state) {
    List<Long> edges = new ArrayList<>();
    for (Edge edge : graph.edges(known(specStates, state))) {
      edges.add(edge(number(edge.said()), ofSpec(edge.next())));
    }
    return sorted(edges);
  }

  private static long[] sorted(List<Long> edges) {
    return edges.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
  }

  private static <V> V known(Map<Integer, V> map, int key) {
    return Optional.ofNullable(map.get(key)).orElseThrow();
  }

  private int number(Said said) {
    Integer number = exchangeNumbers.putIfAbsent(said, exchanges.size());
    if (number != null) {
      return number;
    }
    exchanges.add(said);
    return exchanges.size() - 1;
  }

  private int number(State state) {
    Integer number = numbers.putIfAbsent(state, states.size());
    if (number != null) {
      return number;
    }
    states.add(state);
    return states.size() - 1;
  }

  private Said said(int outcome) {
    Exchange exchange = device.outcome(outcome).exchange();
    return new Said(exchange.in(), exchange.out());
  }

  private int ofModel(long state) {
    Integer known = modelNumbers.get(state);
    if (known != null) {
      return known;
    }
    int number = number(new State(device.environment(state, 0), device.node(state, 0)));
    modelNumbers.put(state, number);
    modelStates.putIfAbsent(number, state);
    return number;
  }

  private int ofSpec(int state) {
    Integer known = specNumbers.get(state);
    if (known != null) {
      return known;
    }
    int number = number(graph.state(state));
    specNumbers.put(state, number);
    specStates.putIfAbsent(number, state);
    return number;
  }

  private String difference(int state, long[] ofModel, long[] ofSpec) {
    Set<Long> onlyModel = minus(ofModel, ofSpec);
    Set<Long> onlySpec = minus(ofSpec, ofModel);
    StringBuilder text = new StringBuilder("The specification and the model differ after\n");
    Deque<String> way = new ArrayDeque<>();
    for (Long at = parents.get(state); at != null; at = parents.get(next(at))) {
      way.addFirst("  " + exchanges.get(exchange(at)) + "\n");
    }
    way.forEach(text::append);
    // One pair: the first step of either for which the other does something else, or nothing.
    long first = (onlyModel.isEmpty() ? onlySpec : onlyModel).iterator().next();
    String in = exchanges.get(exchange(first)).in().toString();
    text.append("on hearing ").append(in).append('\n');
    steps("model", state, in, onlyModel, text);
    steps("specification", state, in, onlySpec, text);
    return text.append(
            String.format(
                "(in all %d steps of the model alone, %d of the specification alone)",
                onlyModel.size(), onlySpec.size()))
        .toString();
  }

  private static Set<Long> minus(long[] some, long[] others) {
    return Arrays.stream(some)
        .filter(edge -> Arrays.binarySearch(others, edge) < 0)
        .boxed()
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void steps(String whose, int from, String in, Set<Long> edges, StringBuilder text) {
    List<Long> alike =
        edges.stream().filter(e -> exchanges.get(exchange(e)).in().toString().equals(in)).toList();
    text.append("the ").append(whose).append(alike.isEmpty() ? " does nothing more\n" : " alone\n");
    for (long edge : alike) {
      text.append("  ").append(exchanges.get(exchange(edge))).append('\n');
      text.append(changes(states.get(from), states.get(next(edge))));
    }
  }

  /** The parts of a state that a step changes. */
  private static String changes(State before, State after) {
    List<String> was = parts(before);
    List<String> is = parts(after);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < was.size(); i++) {
      if (!was.get(i).equals(is.get(i))) {
        text.append("    before ").append(was.get(i)).append('\n');
        text.append("    after  ").append(is.get(i)).append('\n');
      }
    }
    return text.toString();
  }

  private static List<String> parts(State state) {
    return List.of(
        state.environment().toString(),
        state.node().proxy().toString(),
        state.node().target().toString(),
        "to target " + state.node().toTarget().messages().stream().map(Messages::text).toList(),
        "to proxy " + state.node().toProxy().messages().stream().map(Messages::text).toList());
  }

  private static String both(State model, State spec) {
    return "model:         " + parts(model) + "\nspecification: " + parts(spec);
  }
}
