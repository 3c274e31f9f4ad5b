package dev.holdfast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Check.OnExchange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleTest {
  @ParameterizedTest
  @EnumSource(Rule.class)
  void saysWhatAndWhy(Rule rule) {
    assertFalse(rule.text().isBlank());
    assertFalse(rule.why().isBlank());
    assertEquals(Optional.of(rule), Rule.of(rule.id()));
  }

  /** So an exchange is counted once for a rule, whatever is heard. */
  @ParameterizedTest
  @EnumSource(Rule.class)
  void hasOneCheckOfEachMachine(Rule rule) {
    List<? extends Class<?>> kinds = rule.checks().stream().map(Check::getClass).toList();
    assertEquals(Set.copyOf(kinds).size(), kinds.size());
    for (Check check : rule.checks()) {
      if (check instanceof OnExchange<?> its) {
        List<Class<?>> heard = its.heard().stream().flatMap(Messages::leaves).toList();
        assertEquals(Set.copyOf(heard).size(), heard.size());
      }
    }
  }

  /** A higher level never asks for less, and the highest for everything. */
  @Test
  void levelsOfConformanceGrow() {
    List<Rule> core = Conformance.CORE.rules();
    assertTrue(core.containsAll(Conformance.CLAIM.rules()));
    for (Conformance level :
        List.of(Conformance.MEMORY, Conformance.FAILURE, Conformance.SECURITY)) {
      assertTrue(level.rules().containsAll(core), level.name());
      assertTrue(level.rules().size() > core.size(), level.name());
    }
    assertEquals(List.of(Rule.values()), Conformance.FULL.rules());
  }
}
