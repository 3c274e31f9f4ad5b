package dev.holdfast.conformance.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.diagram.StateDiagram.Edge;
import dev.holdfast.model.Device;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Explorer;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scopes;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateDiagramTest {
  private static final StateDiagram INTEREST = StateDiagram.interest();
  private static final StateDiagram LIFE = StateDiagram.life();
  private static final StateDiagram DEMAND = StateDiagram.demand();

  static Stream<StateDiagram> diagrams() {
    return Stream.of(INTEREST, LIFE, DEMAND);
  }

  private static Set<String> changes(StateDiagram diagram) {
    return diagram.edges().stream()
        .filter(edge -> !edge.from().equals(edge.to()))
        .map(edge -> edge.from() + " " + edge.to() + " " + edge.heard())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Machines that are watched while they are explored do what is drawn, and nothing else. */
  @Test
  void theEdgesAreWhatTheModelDoes() {
    Set<String> interest = new TreeSet<>();
    Set<String> life = new TreeSet<>();
    Set<String> demand = new TreeSet<>();
    Machines watched =
        new Machines(
            (before, in) -> {
              Step<Proxy> step = before.step(in);
              Proxy after = step.state();
              for (ResourceId r : after.resources().keySet()) {
                note(interest, in, before.interest(r), after.interest(r));
              }
              return step;
            },
            (before, in) -> {
              List<Step<TargetOs>> steps = before.steps(in);
              for (Step<TargetOs> step : steps) {
                TargetOs after = step.state();
                after.lives().keySet().forEach(p -> note(life, in, before.life(p), after.life(p)));
                after
                    .demands()
                    .keySet()
                    .forEach(r -> note(demand, in, before.demand(r), after.demand(r)));
              }
              return steps;
            });
    for (Scope scope : Scopes.covering()) {
      new Explorer(new Device(scope, watched), 100_000, 1, found -> {}).explore();
    }
    assertEquals(interest, changes(INTEREST));
    assertEquals(life, changes(LIFE));
    assertEquals(demand, changes(DEMAND));
  }

  private static void note(Set<String> changes, Envelope in, Object before, Object after) {
    if (before.getClass() != after.getClass()) {
      changes.add(
          before.getClass().getSimpleName()
              + " "
              + after.getClass().getSimpleName()
              + " "
              + in.message().getClass().getSimpleName());
    }
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void everyEdgeIsDrawnAndLegible(StateDiagram diagram) throws Exception {
    Drawing drawing = Drawing.read(diagram.svg());
    drawing.assertLegible();
    assertEquals(
        diagram.edges().stream().map(Edge::heard).sorted().toList(),
        drawing.texts("mono", "ink").stream().sorted().toList());
    assertEquals(
        diagram.edges().stream()
            .flatMap(
                edge ->
                    Stream.concat(
                        edge.always().stream(), edge.sometimes().stream().map(s -> "[" + s + "]")))
            .sorted()
            .toList(),
        drawing.texts("mono", "direct").stream()
            .flatMap(text -> Stream.of(text.replace("→ ", "").split(" ", -1)))
            .sorted()
            .toList());
    long arrows =
        diagram.edges().stream()
            .filter(edge -> !edge.from().equals(edge.to()))
            .map(edge -> edge.from() + " " + edge.to())
            .distinct()
            .count();
    assertEquals(arrows + 1, drawing.strokes().size(), "one for each pair of states, one to enter");
  }

  @Test
  void whatIsSaidIsToldApart() {
    assertTrue(
        INTEREST
            .edges()
            .contains(new Edge("Live", "Idle", "Died", List.of("TargetDied"), List.of())));
    assertTrue(
        LIFE.edges()
            .contains(
                new Edge(
                    "Running",
                    "Dying",
                    "Pressure",
                    List.of("Killed"),
                    List.of("StartFailed", "Died"))));
    assertTrue(
        DEMAND
            .edges()
            .contains(
                new Edge(
                    "Asked", "Given", "Ready", List.of("AccessGiven", "Provided"), List.of())));
  }

  @Test
  void theSameIsDrawnTheSame() {
    assertEquals(INTEREST.svg(), StateDiagram.interest().svg());
  }
}
