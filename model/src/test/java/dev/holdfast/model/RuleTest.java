package dev.holdfast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
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
