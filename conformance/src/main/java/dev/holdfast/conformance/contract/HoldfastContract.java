package dev.holdfast.conformance.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Suite;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.scenario.Orders;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Port;
import dev.holdfast.model.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What an implementation in Java has to keep, as JUnit tests: one for every rule that applies to
 * its role, with the rule's id and text as its name, and one for the conversation as a whole.
 *
 * <pre>{@code
 * class MyProxyTest extends HoldfastContract {
 *   MyProxyTest() {
 *     super(Role.PROXY, MyProxy::new);
 *   }
 * }
 * }</pre>
 *
 * <p>Needs JUnit Jupiter on the test class path.
 */
public abstract class HoldfastContract {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Role role;
  private final Port.Factory factory;

  /**
   * The contract of one implementation.
   *
   * @param role what it is
   * @param factory makes a fresh one for every scenario
   */
  protected HoldfastContract(Role role, Port.Factory factory) {
    this.role = role;
    this.factory = factory;
  }

  /**
   * The seed of the random scenarios.
   *
   * @return 1, unless overridden
   */
  protected long seed() {
    return 1;
  }

  /**
   * How many random walks of each kind, beside the scenarios that cover the small scopes.
   *
   * @return 400, unless overridden
   */
  protected int walks() {
    return 400;
  }

  /**
   * Every order of up to so many messages is told, in small scopes.
   *
   * @return {@value Orders#MESSAGES}, unless overridden
   */
  protected int messages() {
    return Orders.MESSAGES;
  }

  /**
   * Runs all scenarios, and makes a test of what came of each rule.
   *
   * @return one test per rule, and one for the conversation
   */
  @TestFactory
  protected Stream<DynamicTest> rules() {
    Report report;
    try (Subject subject = new PortSubject(role, getClass().getSimpleName(), factory, DEADLINE)) {
      Suite.Extent extent = new Suite.Extent(walks(), messages());
      report =
          new Checker(subject)
              .run(Suite.full(role, seed(), extent, done -> {}), seed(), done -> {});
    }
    Stream<DynamicTest> conversation =
        Stream.of(
            DynamicTest.dynamicTest(
                "the conversation", () -> assertEquals("", explain(report, Optional.empty()))));
    Stream<DynamicTest> rules =
        Arrays.stream(Rule.values())
            .filter(rule -> Checker.applies(rule, role))
            .map(
                rule ->
                    DynamicTest.dynamicTest(
                        rule.id() + ": " + rule.text(),
                        () -> {
                          assertEquals("", explain(report, Optional.of(rule)));
                          assertEquals(
                              Optional.of(Verdict.PASS),
                              Optional.ofNullable(report.lines().get(rule))
                                  .map(Report.Line::verdict));
                        }));
    return Stream.concat(conversation, rules);
  }

  private static String explain(Report report, Optional<Rule> rule) {
    return report.failures().stream()
        .filter(failure -> failure.rule().equals(rule))
        .map(HoldfastContract::explain)
        .findFirst()
        .orElse("");
  }

  private static String explain(Failure failure) {
    StringBuilder text = new StringBuilder(failure.sentence()).append("; told, batch by batch:");
    failure.scenario().batches().forEach(batch -> text.append("\n  ").append(batch));
    return text.toString();
  }
}
