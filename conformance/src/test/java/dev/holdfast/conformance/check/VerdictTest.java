package dev.holdfast.conformance.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  @ParameterizedTest
  @CsvSource({
    "'', NOT_RUN",
    "NOT_APPLICABLE, NOT_RUN",
    "PASS, PASS",
    "NOT_RUN, NOT_RUN",
    "INCONCLUSIVE, INCONCLUSIVE",
    "HARNESS_ERROR, HARNESS_ERROR",
    "FAIL, FAIL",
    "PASS NOT_APPLICABLE, PASS",
    "NOT_APPLICABLE PASS PASS, PASS",
    "PASS NOT_RUN PASS, NOT_RUN",
    "NOT_RUN INCONCLUSIVE PASS, INCONCLUSIVE",
    "HARNESS_ERROR INCONCLUSIVE, HARNESS_ERROR",
    "FAIL HARNESS_ERROR PASS, FAIL",
    "PASS PASS FAIL, FAIL"
  })
  void aParentIsAsBadAsItsWorstChild(String children, Verdict worst) {
    List<Verdict> all =
        Arrays.stream(children.split(" ", -1))
            .filter(name -> !name.isEmpty())
            .map(Verdict::valueOf)
            .toList();
    assertEquals(worst, Verdict.worst(all));
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, 0",
    "FAIL, 1",
    "INCONCLUSIVE, 2",
    "HARNESS_ERROR, 2",
    "NOT_RUN, 2",
    "NOT_APPLICABLE, 2"
  })
  void onlyAPassExitsWith0AndOnlyAFailureWith1(Verdict verdict, int code) {
    assertEquals(code, verdict.exitCode());
  }
}
