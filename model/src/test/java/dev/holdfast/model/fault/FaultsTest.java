package dev.holdfast.model.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.model.Device;
import dev.holdfast.model.Explorer;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Scopes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule bites: a machine that breaks it, and nothing else, is found out. */
class FaultsTest {
  static Stream<Fault> faults() {
    return Faults.all().stream();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void explorationReportsExactlyTheRuleThatIsBroken(Fault fault) {
    Explorer.Result result = explore(fault, 1);
    Set<List<Rule>> broken =
        result.violations().stream().map(Explorer.Violation::rules).collect(Collectors.toSet());
    assertEquals(Set.of(List.of(fault.rule())), broken);
  }

  private static Explorer.Result explore(Fault fault, int threads) {
    Device device = new Device(Scopes.named(fault.scope()), fault.machines());
    return new Explorer(device, 1_000_000, threads, found -> {}).explore();
  }

  @ParameterizedTest
  @MethodSource("someFaults")
  void anyNumberOfThreadsFindsTheSame(Fault fault) {
    Explorer.Result result = explore(fault, 1);
    assertEquals(result, explore(fault, 2));
    assertEquals(result, explore(fault, 3));
  }

  /** The first two show on steps, the others in states. */
  static Stream<Fault> someFaults() {
    Set<Rule> rules = EnumSet.of(Rule.REQ_3, Rule.ASC_1, Rule.LIV_1, Rule.LIV_2);
    return faults().filter(fault -> rules.contains(fault.rule()));
  }

  @Test
  void everyRuleHasAFault() {
    Set<Rule> rules = EnumSet.noneOf(Rule.class);
    faults().map(Fault::rule).forEach(rules::add);
    assertEquals(EnumSet.allOf(Rule.class), rules);
  }

  @Test
  void namesAreUnique() {
    assertEquals(Faults.all().size(), faults().map(Fault::name).distinct().count());
  }
}
