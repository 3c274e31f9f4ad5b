package dev.holdfast.tla;

import dev.holdfast.model.Messages;
import dev.holdfast.model.Scope;
import dev.holdfast.tla.Translation.Said;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.OpDeclNode;
import tlc2.tool.Action;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.FP64;
import tlc2.value.impl.Value;
import util.ToolIO;
import util.UniqueString;

/**
 * The state graph of module Protocol in a scope, by TLC's own evaluator, in the words of the
 * executable model. TLC keeps much in static fields: one graph at a time, and not thread-safe.
 */
final class ProtocolGraph {
  private static final String OBSERVATION = "exchange";
  private static final Set<String> KINDS = Set.copyOf(Messages.kinds());

  static {
    FP64.Init(0);
    ToolIO.setMode(ToolIO.TOOL); // keeps what TLC says while it reads modules, and prints nothing
  }

  private final FastTool tlc;
  private final Translation translation;
  private final UniqueString[] names;
  private final int observation;
  private final List<Map<Value, Integer>> numbers = new ArrayList<>();
  private final List<List<Object>> values = new ArrayList<>();
  private final Map<List<Integer>, Integer> known = new HashMap<>();
  private final List<Known> states = new ArrayList<>();
  private final Map<Value, Said> exchanges = new HashMap<>();
  private final Map<String, Long> actions = new TreeMap<>();

  /** A state, and per variable the number of its value; the observation's is 0. */
  private record Known(TLCState state, List<Integer> parts) {}

  /**
   * A step.
   *
   * @param said what was heard and said
   * @param next the state afterwards, as a number
   */
  record Edge(Said said, int next) {}

  /**
   * Reads a module.
   *
   * @param directory where it is
   * @param module its name
   * @param config its configuration's file, relative to the directory
   * @param scope the scope that the configuration names
   */
  ProtocolGraph(Path directory, String module, String config, Scope scope) {
    translation = new Translation(scope);
    tlc =
        new FastTool(
            directory.toString(),
            module,
            config.replaceFirst("\\.cfg$", ""),
            new Modules(directory.toAbsolutePath()));
    OpDeclNode[] variables = TLCState.Empty.getVars();
    names = Arrays.stream(variables).map(OpDeclNode::getName).toArray(UniqueString[]::new);
    int at = -1;
    for (int i = 0; i < names.length; i++) {
      numbers.add(new HashMap<>());
      values.add(new ArrayList<>());
      if (names[i].toString().equals(OBSERVATION)) {
        at = i;
      }
    }
    observation = at;
    for (Action action : tlc.getActions()) {
      actions.put(action.getName().toString(), 0L);
    }
  }

  /** The only initial state, as a number. */
  int initial() {
    StateVec initial = tlc.getInitStates();
    if (initial.size() != 1) {
      throw new IllegalStateException("there are " + initial.size() + " initial states");
    }
    return number(initial.elementAt(0), null);
  }

  /** What a state is in the executable model; computed anew each time. */
  Translation.State state(int number) {
    List<Integer> parts = states.get(number).parts();
    Map<String, Object> state = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      if (i != observation) {
        state.put(names[i].toString(), values.get(i).get(parts.get(i)));
      }
    }
    return translation.state(
        name -> {
          Object value = state.get(name);
          if (value == null) {
            throw new IllegalStateException("no variable " + name);
          }
          return value;
        });
  }

  /** The steps from a state; one may occur several times. */
  List<Edge> edges(int number) {
    Known before = states.get(number);
    List<Edge> edges = new ArrayList<>();
    for (Action action : tlc.getActions()) {
      StateVec next = tlc.getNextStates(action, before.state());
      String name = action.getName().toString();
      actions.merge(name, (long) next.size(), Long::sum);
      for (int i = 0; i < next.size(); i++) {
        TLCState after = next.elementAt(i);
        Value exchange = (Value) after.lookup(names[observation]);
        Said said =
            exchanges.computeIfAbsent(exchange, any -> Translation.said(TlaValues.of(exchange)));
        String kind = said.in().message().getClass().getSimpleName();
        if (!kind.equals(name) && KINDS.contains(name)) {
          throw new IllegalStateException("action " + name + " hears a " + kind);
        }
        edges.add(new Edge(said, number(after, before)));
      }
    }
    return edges;
  }

  /** Per action, as TLC tells them apart, how many steps it has made so far. */
  Map<String, Long> actions() {
    return Map.copyOf(actions);
  }

  private int number(TLCState state, @Nullable Known before) {
    Integer[] parts = new Integer[names.length];
    for (int i = 0; i < names.length; i++) {
      if (i == observation) {
        parts[i] = 0;
        continue;
      }
      Value value = (Value) state.lookup(names[i]);
      // Most variables do not change in a step, and then even the object is the same.
      parts[i] =
          before != null && before.state().lookup(names[i]) == value
              ? before.parts().get(i)
              : number(i, value);
    }
    List<Integer> key = List.of(parts);
    Integer number = known.get(key);
    if (number == null) {
      number = states.size();
      known.put(key, number);
      states.add(new Known(state, key));
    }
    return number;
  }

  private int number(int variable, Value value) {
    Integer number = numbers.get(variable).get(value);
    if (number == null) {
      value.deepNormalize();
      number = values.get(variable).size();
      numbers.get(variable).put(value, number);
      values.get(variable).add(TlaValues.of(value));
    }
    return number;
  }
}
