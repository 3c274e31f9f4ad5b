package dev.holdfast.conformance.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.subject.SubjectException.Kind;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Port;
import dev.holdfast.model.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class CheckerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Envelope BOOT = new Envelope(Channel.ENVIRONMENT, new Message.Boot());
  private static final Envelope UP = a(new Message.DomainUp(1));

  private static Envelope a(Message.FromDomain message) {
    return new Envelope(Channel.of(new Domain("A")), message);
  }

  private static Scenario scenario(Envelope... told) {
    List<List<Envelope>> batches = new ArrayList<>();
    for (Envelope in : told) {
      batches.add(List.of(in));
    }
    return new Scenario("by hand", Catalogue.of("nav", "map"), batches);
  }

  private static Report check(Subject subject, List<Scenario> scenarios) {
    try (subject) {
      return new Checker(subject).run(scenarios, 1, done -> {});
    }
  }

  private static List<Scenario> walks(Role role, int count) {
    return IntStream.range(0, count).mapToObj(new Walks(role, 1)::walk).toList();
  }

  private static Subject reference(Role role) throws SubjectException {
    String name =
        switch (role) {
          case PROXY -> "one-thing-at-a-time-proxy";
          case TARGET -> "one-thing-at-a-time-target";
          case DEVICE -> "device-of-machines";
        };
    return Zoo.java().stream()
        .filter(animal -> animal.name().equals(name))
        .findFirst()
        .orElseThrow()
        .maker()
        .make();
  }

  private static Subject subject(Role role, Consumer<Envelope> deliver) {
    return new PortSubject(role, "by hand", (catalogue, said) -> deliver::accept, PATIENCE);
  }

  private static Report.Line line(Report report, Rule rule) {
    return Objects.requireNonNull(report.lines().get(rule));
  }

  private static Map<Verdict, List<Rule>> byVerdict(Report report) {
    return report.lines().entrySet().stream()
        .collect(
            Collectors.groupingBy(
                line -> line.getValue().verdict(),
                Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEVICE")
  void theReferencePasses(Role role) throws SubjectException {
    Suite suite = Suite.full(role, 5, new Suite.Extent(100, 4), done -> {});
    List<Scenario> scenarios = suite.scenarios();
    List<Long> progress = new ArrayList<>();
    Report report;
    try (Subject subject = reference(role)) {
      report = new Checker(subject).run(suite, 5, progress::add);
    }
    assertEquals(List.of(), report.failures());
    assertEquals(Verdict.PASS, report.verdict(), () -> byVerdict(report).toString());
    assertEquals(Optional.empty(), report.primary());
    assertEquals(role, report.role());
    assertEquals(5, report.seed());
    assertEquals(scenarios.size(), report.scenarios());
    assertEquals(LongStream.rangeClosed(1, scenarios.size()).boxed().toList(), progress);
    assertTrue(report.messages() > scenarios.stream().mapToInt(Scenario::messages).sum());
    report
        .lines()
        .forEach(
            (rule, line) -> {
              Verdict due = Checker.applies(rule, role) ? Verdict.PASS : Verdict.NOT_APPLICABLE;
              assertEquals(due, line.verdict(), rule::id);
              assertEquals(due == Verdict.PASS, line.arose() > 0, rule::id);
              assertTrue(line.checks() >= line.arose(), rule::id);
            });
    assertEquals(Rule.values().length, report.lines().size());
  }

  @ParameterizedTest
  @EnumSource
  void aFirstImpressionIsOfEveryRule(Role role) throws SubjectException {
    for (long seed = 1; seed <= 3; seed++) {
      List<Scenario> scenarios = Suite.quick(role, seed, 4).scenarios();
      try (Subject subject = reference(role)) {
        Report report = new Checker(subject).run(scenarios, seed, done -> {});
        assertEquals(Verdict.PASS, report.verdict(), () -> byVerdict(report).toString());
      }
      int messages = scenarios.stream().mapToInt(Scenario::messages).sum();
      assertTrue(messages < 8_000, () -> messages + " are not a few");
    }
  }

  @Test
  void everyRuleAppliesToSomeRoleAndToADeviceAllDo() {
    for (Rule rule : Rule.values()) {
      assertTrue(Checker.applies(rule, Role.DEVICE), rule::id);
      assertTrue(Checker.applies(rule, Role.PROXY) || Checker.applies(rule, Role.TARGET), rule::id);
    }
    assertFalse(Checker.applies(Rule.MEM_2, Role.PROXY));
    assertFalse(Checker.applies(Rule.REL_3, Role.TARGET));
  }

  @ParameterizedTest
  @EnumSource
  void whoeverSaysNothingFails(Role role) {
    Report report = check(subject(role, in -> {}), walks(role, 50));
    assertEquals(Verdict.FAIL, report.verdict());
    assertTrue(report.primary().isPresent());
    assertFalse(
        byVerdict(report).getOrDefault(Verdict.FAIL, List.of()).isEmpty(), report::toString);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverThrowsFails(Role role) {
    AtomicInteger told = new AtomicInteger();
    Report report =
        check(
            subject(
                role,
                in -> {
                  told.incrementAndGet();
                  throw new IllegalArgumentException("on purpose");
                }),
            walks(role, 5));
    assertEquals(Verdict.FAIL, report.verdict());
    assertEquals(Optional.of(Kind.BROKE_OFF), report.breakdown());
    assertEquals(Optional.empty(), report.primary());
    assertTrue(report.failures().get(0).sentence().contains("on purpose"));
    assertEquals(3, told.get(), "a few times is enough");
  }

  @Test
  void whoeverCannotBeOpenedFails() {
    Port.Factory factory =
        (catalogue, said) -> {
          throw new IllegalStateException("on purpose");
        };
    Report report =
        check(new PortSubject(Role.PROXY, "shut", factory, PATIENCE), List.of(scenario(UP)));
    assertEquals(Verdict.FAIL, report.verdict());
    assertEquals(Optional.of(Kind.BROKE_OFF), report.breakdown());
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void whoeverHangsProvesNothingWithinItsDeadline(Role role) {
    CountDownLatch end = new CountDownLatch(1);
    Port.Factory factory =
        (catalogue, said) ->
            in -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            };
    List<Scenario> scenarios = walks(role, 5);
    Report report =
        check(new PortSubject(role, "hanging", factory, Duration.ofMillis(300)), scenarios);
    end.countDown();
    assertEquals(Verdict.INCONCLUSIVE, report.verdict());
    assertEquals(Optional.of(Kind.SILENT), report.breakdown());
    assertFalse(report.failures().get(0).sentence().contains("within 0 s"), "that is no deadline");
  }

  /** What may be wrong with a port beside what it says. */
  private enum Odd {
    CLOSE_THROWS,
    SAYS_NULL,
    THROWS_IN_SYNC
  }

  @ParameterizedTest
  @EnumSource
  void whateverAPortDoesTheKitGoesOn(Odd odd) {
    Port.Factory factory =
        (catalogue, said) ->
            new Port() {
              @Override
              @SuppressWarnings("NullAway") // on purpose
              public void deliver(Envelope in) {
                if (odd == Odd.SAYS_NULL) {
                  said.accept(null);
                }
              }

              @Override
              public void sync() {
                if (odd == Odd.THROWS_IN_SYNC) {
                  throw new IllegalStateException("on purpose");
                }
              }

              @Override
              public void close() {
                if (odd == Odd.CLOSE_THROWS) {
                  throw new IllegalStateException("on purpose");
                }
              }
            };
    Report report =
        check(new PortSubject(Role.PROXY, "odd", factory, PATIENCE), walks(Role.PROXY, 5));
    assertEquals(Verdict.FAIL, report.verdict());
  }

  @Test
  void whatIsNotTheRolesToSayFails() {
    Port.Factory factory =
        (catalogue, said) ->
            in -> said.accept(new Envelope(Channel.SEEN, new Message.OutOfMemory()));
    Report report =
        check(new PortSubject(Role.PROXY, "odd", factory, PATIENCE), List.of(scenario(UP)));
    assertEquals(Verdict.FAIL, report.verdict());
    assertEquals(Optional.of(Kind.MALFORMED), report.breakdown());
  }

  @Test
  void whoeverSpeaksOutOfTurnFailsByARule() {
    Envelope early =
        new Envelope(Channel.of(new Domain("A")), new Message.Granted(1, new Handle("early")));
    Port.Factory factory = (catalogue, said) -> in -> said.accept(early);
    for (Role role : List.of(Role.PROXY, Role.DEVICE)) {
      Report report =
          check(new PortSubject(role, "early", factory, PATIENCE), List.of(scenario(UP)));
      assertEquals(Verdict.FAIL, report.verdict());
      assertTrue(report.primary().isPresent());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEVICE")
  void nothingCheckedIsNoPass(Role role) throws SubjectException {
    for (List<Scenario> nothing : List.of(List.<Scenario>of(), List.of(scenario()))) {
      Report report = check(reference(role), nothing);
      assertEquals(Verdict.NOT_RUN, report.verdict());
      assertNotEquals(0, report.verdict().exitCode());
      assertFalse(byVerdict(report).containsKey(Verdict.PASS));
    }
  }

  @Test
  void aRuleWhoseConditionNeverAroseIsNotRun() throws SubjectException {
    Report booted = check(reference(Role.TARGET), List.of(scenario(BOOT)));
    assertEquals(Verdict.NOT_RUN, booted.verdict());
    assertEquals(List.of(Rule.MEM_1), byVerdict(booted).get(Verdict.PASS));
    assertEquals(1, line(booted, Rule.MEM_2).checks());
    assertEquals(0, line(booted, Rule.MEM_2).arose());
    assertEquals(Verdict.NOT_RUN, line(booted, Rule.MEM_2).verdict());
    assertEquals(Verdict.NOT_APPLICABLE, line(booted, Rule.REL_3).verdict());

    Envelope malformed = a(new Message.Malformed("?"));
    Report up = check(reference(Role.PROXY), List.of(scenario(UP, malformed)));
    assertEquals(Verdict.NOT_RUN, up.verdict());
    assertEquals(List.of(Rule.SEC_2), byVerdict(up).get(Verdict.PASS));
    assertEquals(Verdict.NOT_RUN, line(up, Rule.REL_3).verdict());
    assertEquals(Verdict.NOT_APPLICABLE, line(up, Rule.MEM_2).verdict());
  }
}
