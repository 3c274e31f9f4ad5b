package dev.holdfast.tla;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Check;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Node;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Scope;
import dev.holdfast.tla.Manifest.Build;
import dev.holdfast.tla.Manifest.Configuration;
import dev.holdfast.tla.Tlc.Run;
import dev.holdfast.tla.Tlc.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * TLC finds what the manifest says, in every configuration; and what it finds broken, the model's
 * rules find broken too.
 */
class TlcTest {
  private static final String SAFETY = "safety";
  private static final String COORDINATION = "MCCoordination";

  /**
   * What is forgotten, or kept in the dark, is no matter of the exchange in which it happens: the
   * model's rules see it when it shows, TLA+'s where it happens.
   */
  private static final Set<String> UNSEEN =
      Set.of(
          "bugs/death-forgotten",
          "bugs/epoch-remembers",
          "bugs/exit-forgotten",
          "bugs/id-forgotten",
          "bugs/repeat-while-waiting",
          "bugs/takes-the-place");

  private static final boolean EXHAUSTIVE = Boolean.getBoolean("holdfast.exhaustive");
  private static final Tlc TLC = new Tlc(GeneratedFiles.DIRECTORY, 1, Tlc.BRIEF, 600);
  private static final Tlc LARGE =
      new Tlc(GeneratedFiles.DIRECTORY, 1, List.of("-Xmx3g"), 6 * 3600);

  /** From so many states on, to compile well is worth the time. */
  private static final long MANY = 200_000;

  private static final Map<String, Run> RUNS = new ConcurrentHashMap<>();
  private static final ExecutorService CHILDREN = Executors.newFixedThreadPool(2);

  @BeforeAll
  static void update() throws IOException {
    if (GeneratedFiles.UPDATE) {
      GeneratedFiles.write();
    }
  }

  @TestFactory
  Stream<DynamicTest> tlcFindsWhatTheManifestSays() throws IOException {
    Manifest manifest = Manifest.read(GeneratedFiles.DIRECTORY);
    List<Configuration> configurations =
        manifest.configurations().stream()
            .filter(its -> EXHAUSTIVE || its.build() == Build.DEFAULT)
            .toList();
    Map<String, Future<Run>> runs = new ConcurrentHashMap<>();
    for (Configuration its : configurations) {
      runs.put(
          its.name(),
          CHILDREN.submit(
              () ->
                  (its.generated() < MANY && its.build() == Build.DEFAULT ? TLC : LARGE)
                      .check(its.module(), its.file(), its.module().equals(COORDINATION))));
    }
    return configurations.stream()
        .map(
            its ->
                DynamicTest.dynamicTest(
                    its.name(), () -> judge(manifest, its, result(runs, its.name()))));
  }

  private static Run result(Map<String, Future<Run>> runs, String name)
      throws InterruptedException {
    try {
      Future<Run> run = runs.get(name);
      assertTrue(run != null);
      return run.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static void judge(Manifest manifest, Configuration its, Run run) {
    // TLC does not name a property of behaviours: it is then the only one.
    List<String> checked = manifest.checked(its);
    String violated =
        run.verdict() != Verdict.HOLDS && run.violated().isEmpty() && checked.size() == 1
            ? checked.get(0)
            : run.violated();
    assertEquals(
        its.verdict() + " " + its.violates(), run.verdict() + " " + violated, () -> way(run));
    if (its.module().equals(COORDINATION)) { // of Protocol, GraphEqualityTest holds this
      assertTrue(run.actions().size() > 10);
      run.actions().forEach((name, times) -> assertTrue(times > 0, name + " never fires"));
    }
    RUNS.put(its.name(), run);
    if (!its.violates().isEmpty() && its.template().equals(SAFETY)) {
      Set<String> broken = brokenInTheModel(its, run);
      assertTrue(
          UNSEEN.contains(its.name()) || broken.stream().anyMatch(violated::startsWith),
          () -> "the model's rules find broken only " + broken + way(run));
    }
    if (!GeneratedFiles.UPDATE) {
      assertEquals(
          counts(its.states(), its.generated(), its.depth()),
          counts(run.states(), run.generated(), run.depth()));
    }
  }

  /**
   * The model's rules that judge the last exchange of a trace, and the state it leads to, wrong.
   */
  private static Set<String> brokenInTheModel(Configuration its, Run run) {
    Scope scope = Optional.ofNullable(ScopesModule.scopes().get(its.scope())).orElseThrow();
    Translation translation = new Translation(scope);
    Map<String, Object> before = run.trace().get(run.trace().size() - 2).variables();
    Map<String, Object> after = run.trace().get(run.trace().size() - 1).variables();
    Exchange last = translation.exchange(before, after);
    Node node =
        translation.state(name -> Optional.ofNullable(after.get(name)).orElseThrow()).node();
    Set<String> broken = new TreeSet<>();
    for (Rule rule : Rule.values()) {
      boolean holds = rule.holds(last);
      for (Check check : rule.checks()) {
        holds &= !(check instanceof Check.InState in) || in.holds().test(node);
        holds &= !(check instanceof Check.AtRest rest) || !node.atRest() || rest.holds().test(node);
      }
      if (!holds) {
        broken.add(rule.name());
      }
    }
    return broken;
  }

  private static String counts(long states, long generated, int depth) {
    return states + " states, " + generated + " generated, depth " + depth;
  }

  /** How the violation came about, in the words of the protocol. */
  private static String way(Run run) {
    return run.trace().stream()
        .flatMap(
            state ->
                Stream.ofNullable(state.variables().get("exchange"))
                    .flatMap(exchange -> Translation.observed(exchange).stream()))
        .map(said -> "  " + said + "\n")
        .collect(Collectors.joining("", "\n", ""));
  }

  @AfterAll
  static void writeCounts() throws IOException {
    CHILDREN.shutdownNow();
    if (GeneratedFiles.UPDATE) {
      Manifest manifest = Manifest.read(GeneratedFiles.DIRECTORY);
      List<Configuration> counted = new ArrayList<>();
      for (Configuration its : manifest.configurations()) {
        Run run = RUNS.get(its.name());
        counted.add(run == null ? its : its.counted(run));
      }
      GeneratedFiles.write(
          GeneratedFiles.DIRECTORY.resolve(Manifest.FILE),
          new Manifest(manifest.templates(), counted).json());
    }
  }

  @Test
  void noVerdictIsNeverAVerdict() {
    assertThrows(Tlc.Failed.class, () -> TLC.check("MCProtocol", "missing.cfg", false));
    assertThrows(Tlc.Failed.class, () -> Tlc.read("x", 150, List.of("Error: no such module"), 1));
    assertThrows(Tlc.Failed.class, () -> Tlc.read("x", 0, List.of(), 1));
  }

  @Test
  void aViolationIsNamedAndItsTraceRead() {
    Run run =
        Tlc.read(
            "x",
            13,
            List.of(
                "Error: Action property REQ_3 is violated.",
                "State 1: <Initial predicate>",
                "/\\ x = 0",
                "/\\ f = [ a |-> <<1, \"two\">>,",
                "  b |-> {TRUE, FALSE} ]",
                "",
                "State 2: <Up line 7, col 10 to line 7, col 191 of module M>",
                "/\\ x = -1",
                "/\\ f = (\"a\" :> [b |-> 2] @@ \"c-d\" :> {})",
                "8 states generated, 5 distinct states found, 2 states left on queue.",
                "The depth of the complete state graph search is 3."),
            7);
    assertEquals(
        new Run(
            Verdict.PROPERTY_VIOLATED,
            "REQ_3",
            5,
            8,
            3,
            Map.of(),
            List.of(
                new Tlc.State(
                    "Initial predicate",
                    Map.of("x", 0, "f", Map.of("a", List.of(1, "two"), "b", Set.of(true, false)))),
                new Tlc.State(
                    "Up line 7, col 10 to line 7, col 191 of module M",
                    Map.of("x", -1, "f", Map.of("a", Map.of("b", 2), "c-d", Set.of())))),
            List.of(),
            7),
        run);
  }
}
