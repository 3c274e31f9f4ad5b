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
    Device device = new Device(Scopes.named(fault.scope()), fault.machines());
    Explorer.Result result = new Explorer(device, 1_000_000, found -> {}).explore();
    Set<List<Rule>> broken =
        result.violations().stream().map(Explorer.Violation::rules).collect(Collectors.toSet());
    assertEquals(Set.of(List.of(fault.rule())), broken);
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
