package dev.holdfast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Explorer.Result;
import dev.holdfast.model.Scope.Originator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the focused scopes are for: every two features meet in one that can be explored whole. */
class FocusedScopesTest {
  /** Something that the protocol has to cope with, if a scope allows it. */
  private enum Feature {
    PID_REUSE(s -> originators(s).anyMatch(o -> pids(o).size() < o.processes().size())),
    NAMESAKES(
        s ->
            originators(s).flatMap(o -> o.processes().stream()).distinct().count()
                < originators(s).mapToInt(o -> o.processes().size()).sum()),
    TWO_RESOURCES_OF_A_PROGRAM(
        s -> programs(s).stream().anyMatch(its -> asked(s, its).size() >= 2)),
    TWO_PROGRAMS(
        s ->
            programs(s).stream()
                    .filter(its -> s.localUses() > 0 || !asked(s, its).isEmpty())
                    .count()
                >= 2),
    GROUPS(s -> s.groups() && originators(s).anyMatch(o -> pids(o).size() >= 2)),
    EXITS(s -> originators(s).anyMatch(o -> !o.exits().isEmpty())),
    RESTART(s -> originators(s).anyMatch(o -> o.boots() >= 2)),
    CRASH(s -> s.crashes() > 0),
    LOCAL_USE(s -> s.localUses() > 0),
    ALL_LEVELS(s -> s.levels().containsAll(EnumSet.allOf(Level.class))),
    KEPT_WARM(s -> !s.catalogue().keepsWarm().isEmpty()),
    HOLD(s -> critical(s) && s.catalogue().profile() == Profile.HOLD),
    SHED(s -> critical(s) && s.catalogue().profile() == Profile.SHED),
    UNKNOWN_RESOURCE(s -> s.asks().stream().anyMatch(r -> s.catalogue().provider(r).isEmpty())),
    HOSTILE_WORDS(Scope::hostile),
    USES(Scope::uses),
    CROWD(
        s ->
            s.originators().size() >= 2
                && originators(s).mapToInt(o -> pids(o).size()).sum() >= 3
                && s.catalogue().programs().size() >= 2
                && programs(s).stream().mapToInt(its -> asked(s, its).size()).sum() >= 3);

    private final Predicate<Scope> in;

    Feature(Predicate<Scope> in) {
      this.in = in;
    }

    private static boolean critical(Scope scope) {
      return scope.levels().contains(Level.CRITICAL);
    }

    private static Stream<Originator> originators(Scope scope) {
      return scope.originators().values().stream();
    }

    private static Collection<List<ResourceId>> programs(Scope scope) {
      return scope.catalogue().programs().values();
    }

    private static List<ResourceId> asked(Scope scope, List<ResourceId> resources) {
      return resources.stream().filter(scope.asks()::contains).toList();
    }

    private static Set<Integer> pids(Originator originator) {
      return originator.processes().stream().map(ProcessId::pid).collect(Collectors.toSet());
    }
  }

  @Test
  void everyTwoFeaturesMeet() {
    Set<String> apart = new TreeSet<>();
    for (Feature one : Feature.values()) {
      for (Feature other : Feature.values()) {
        if (one.compareTo(other) < 0
            && Scopes.focused().values().stream()
                .noneMatch(scope -> one.in.test(scope) && other.in.test(scope))) {
          apart.add(one + " and " + other);
        }
      }
    }
    // A target OS has one profile.
    assertEquals(Set.of("HOLD and SHED"), apart);
  }

  /** Small enough to be explored by slower tools than this one. */
  @Test
  void theyAreSmallAndTheReferenceKeepsEveryRuleInThem() {
    long all = 0;
    List<String> large = new ArrayList<>();
    for (var entry : Scopes.focused().entrySet()) {
      Device device = new Device(entry.getValue(), Machines.REFERENCE);
      Result result = new Explorer(device, 30_000, 1, found -> {}).explore();
      assertEquals(List.of(), result.violations(), entry.getKey());
      all += result.transitions();
      if (result.transitions() > 150_000) {
        large.add(entry.getKey() + " " + result.transitions());
      }
    }
    assertEquals(List.of(), large);
    assertTrue(all <= 700_000, () -> "too much in all");
  }

  /** A domain that never lets go of anything shows little. */
  @Test
  void inEachSomethingIsLetGo() {
    Set<String> never = new HashSet<>(Scopes.focused().keySet());
    Scopes.focused()
        .forEach(
            (name, scope) -> {
              if (scope.localUses() > 0
                  || Feature.EXITS.in.test(scope)
                  || Feature.CRASH.in.test(scope)
                  || Feature.RESTART.in.test(scope)
                  || Feature.originators(scope).anyMatch(o -> o.ids() >= 2)) {
                never.remove(name);
              }
            });
    assertEquals(Set.of(), never);
  }
}
