package dev.holdfast.conformance.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Requirements.Requirement;
import dev.holdfast.model.Rule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequirementsTest {
  /** What was frozen stays as it was, byte by byte: add a version, never change one. */
  private static final Map<String, String> DIGESTS =
      Map.of("1", "cded6080336b80959a0081acd7c5e3bd0ea54c4ac1f1f044c2ea36f1048b8b0d");

  static List<String> versions() {
    return Requirements.FROZEN;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void whatWasFrozenIsAsItWas(String version) throws Exception {
    byte[] text = Requirements.text(version).getBytes(StandardCharsets.UTF_8);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    assertEquals(Optional.ofNullable(DIGESTS.get(version)), Optional.of(digest));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void noRuleOfAFrozenSetHasAnotherLevelOrPartyToday(String version) {
    Requirements frozen = Requirements.frozen(version).orElseThrow();
    assertEquals(version, frozen.version());
    assertEquals(frozen.rules().stream().map(Requirement::of).toList(), frozen.all());
    assertEquals(frozen.rules(), frozen.rules().stream().distinct().sorted().toList());
  }

  @Test
  void theFirstHoldsWhatThereWasThen() {
    Requirements first = Requirements.frozen("1").orElseThrow();
    assertEquals(37, first.all().size());
    assertTrue(Requirements.frozen("0").isEmpty());
  }

  @Test
  void whatIsJudgedByDefaultIsNamedAfterAFrozenSetOnlyIfItIsThat() {
    Requirements current = Requirements.current();
    assertEquals(Arrays.asList(Rule.values()), current.rules());
    boolean frozen = Requirements.frozen(current.version()).isPresent();
    assertEquals(!frozen, current.version().endsWith("-draft"));
    if (frozen) {
      assertEquals(Requirements.frozen(current.version()), Optional.of(current));
    }
  }
}
