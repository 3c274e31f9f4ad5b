package dev.holdfast.tla;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Machines;
import dev.holdfast.model.Messages;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scopes;
import dev.holdfast.model.fault.Fault;
import dev.holdfast.model.fault.Faults;
import dev.holdfast.tla.GraphEquality.Result;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The specification and the executable model are the same machine. */
class GraphEqualityTest {
  private static final Map<String, Result> COMPARED = new TreeMap<>();

  /** The small scopes, and with -Pexhaustive a larger one. */
  static Stream<String> scopes() {
    Stream<String> larger =
        Boolean.getBoolean("holdfast.exhaustive") ? Stream.of("unknown") : Stream.empty();
    return Stream.concat(Scopes.focused().keySet().stream(), larger);
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void sameStatesAndSameSteps(String scope) {
    Result result = compare(scope, Machines.REFERENCE);
    assertEquals(Optional.empty(), result.difference());
    COMPARED.put(scope, result);
  }

  private static Result compare(String name, Machines machines) {
    Scope scope = Optional.ofNullable(ScopesModule.scopes().get(name)).orElseThrow();
    return new GraphEquality(
            GeneratedFiles.DIRECTORY, "MCProtocol", "scopes/" + name + ".cfg", scope, machines)
        .compare();
  }

  /** No equality is empty: everything that can be said was said somewhere. */
  @AfterAll
  static void everyActionFiresAndEveryKindOfMessageIsSaid() {
    long states = COMPARED.values().stream().mapToLong(Result::states).sum();
    long edges = COMPARED.values().stream().mapToLong(Result::edges).sum();
    System.out.printf("compared: %d scopes, %d states, %d steps%n", COMPARED.size(), states, edges);
    if (COMPARED.size() < Scopes.focused().size()) {
      return; // some failed, or were not asked for
    }
    Map<String, Long> fired = new TreeMap<>();
    for (Result result : COMPARED.values()) {
      result.actions().forEach((name, times) -> fired.merge(name, times, Long::sum));
      result.kinds().forEach((name, times) -> fired.merge(name, times, Long::sum));
    }
    Set<String> never = new TreeSet<>();
    fired.forEach((name, times) -> never.addAll(times > 0 ? Set.of() : Set.of(name)));
    assertEquals(Set.of(), never);
    assertTrue(fired.keySet().containsAll(Messages.kinds()));
  }

  /** A model that is wrong in one way is not the specification's. */
  @ParameterizedTest
  @CsvSource({
    "over-never-sent, again",
    "need-per-request, reused",
    "second-victim, victims",
  })
  void aWrongModelDiffers(String name, String scope) {
    Fault fault =
        Faults.all().stream().filter(its -> its.name().equals(name)).findFirst().orElseThrow();
    String difference = compare(scope, fault.machines()).difference().orElseThrow();
    assertTrue(difference.contains("on hearing"), difference);
  }
}
