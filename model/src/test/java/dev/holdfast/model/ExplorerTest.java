package dev.holdfast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.model.Explorer.Result;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplorerTest {
  private static Result explore(List<Scope> scopes) {
    return explore(scopes, 1);
  }

  private static Result explore(List<Scope> scopes, int threads) {
    Device device = new Device(scopes, Machines.REFERENCE);
    return new Explorer(device, 10_000_000, threads, found -> {}).explore();
  }

  /** The counts are part of the specification: a change of the machine changes them on purpose. */
  @ParameterizedTest
  @CsvSource({
    "unknown, 12225, 184389, 20",
    "two-targets, 60025, 439040, 34",
    "chain, 2776, 8459, 24",
    "groups, 753059, 5495518, 36",
    "hold, 666729, 8471711, 26",
  })
  void theReferenceKeepsEveryRule(String scope, long states, long transitions, int depth) {
    Result result = explore(Scopes.named(scope));
    assertEquals(List.of(), result.violations());
    assertEquals(
        List.of(states, transitions, (long) depth),
        List.of(result.states(), result.transitions(), (long) result.depth()));
  }

  /** No rule is kept only because nothing ever tests it. */
  @Test
  void everyRuleArisesAndEveryKindOfMessageFires() {
    Set<Rule> rules = EnumSet.noneOf(Rule.class);
    Set<String> kinds = new TreeSet<>();
    for (Scope scope :
        List.of(
            Scopes.tiny(),
            Scopes.named("unknown").get(0),
            Scopes.named("hold").get(0),
            Scopes.named("groups").get(0))) {
      Result result = explore(List.of(scope));
      assertEquals(List.of(), result.violations());
      result.rules().forEach((rule, tally) -> addIf(rules, rule, tally.arose() > 0));
      result.kinds().forEach((kind, times) -> addIf(kinds, kind, times > 0));
    }
    assertEquals(EnumSet.allOf(Rule.class), rules);
    assertEquals(new TreeSet<>(Messages.kinds()), kinds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "two-targets", "groups"})
  void anyNumberOfThreadsFindsTheSame(String scope) {
    Result result = explore(Scopes.named(scope));
    assertEquals(result, explore(Scopes.named(scope), 2));
    assertEquals(result, explore(Scopes.named(scope), 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aScopeThatIsTooLargeIsRefused(int threads) {
    Device device = new Device(Scopes.named("default"), Machines.REFERENCE);
    Explorer explorer = new Explorer(device, 1000, threads, found -> {});
    assertThrows(Explorer.TooLarge.class, explorer::explore);
  }

  private static <T> void addIf(Set<T> set, T value, boolean condition) {
    if (condition) {
      set.add(value);
    }
  }
}
