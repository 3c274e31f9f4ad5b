package dev.holdfast.conformance.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.subject.SubjectException.Kind;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Reason;
import dev.holdfast.model.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the child does, the kit ends in time and leaves no process behind. */
@StartsChildren
@Timeout(120)
class ChildSubjectTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Catalogue CATALOGUE = Catalogue.of("nav", "map");
  private static final Envelope MALFORMED =
      new Envelope(Channel.of(new Domain("A")), new Message.Malformed("{}"));
  private static final Envelope INVALID =
      new Envelope(Channel.of(new Domain("A")), new Message.Error(Reason.INVALID));

  private static final String HELLO =
      "{\"control\":\"hello\",\"version\":1,\"role\":\"proxy\",\"name\":\"x\","
          + "\"capabilities\":[]}";

  private final Set<ProcessHandle> before = descendants();

  @BeforeAll
  static void python() throws InterruptedException {
    boolean python;
    try {
      Process version =
          new ProcessBuilder("python3", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      python = version.waitFor() == 0;
    } catch (IOException e) {
      python = false;
    }
    assumeTrue(python, "python3 is not installed");
  }

  private static Set<ProcessHandle> descendants() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  private List<ProcessHandle> started() {
    return descendants().stream().filter(handle -> !before.contains(handle)).toList();
  }

  /** What was killed may take a moment to be gone. */
  @AfterEach
  void noProcessIsLeft() throws Exception {
    for (ProcessHandle left : started()) {
      left.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  private static List<String> python(String program) {
    return List.of("python3", "-B", program);
  }

  private static Subject example() throws SubjectException {
    return new ChildSubject(python("examples/python/proxy.py"), PATIENCE);
  }

  private static Report check(Subject subject, List<Scenario> scenarios) {
    try (subject) {
      return new Checker(subject).run(scenarios, 1, done -> {});
    }
  }

  /** No races: which rules' conditions arise in one is left to chance. */
  private static List<Scenario> walks(int count) {
    Walks walks = new Walks(Role.PROXY, 42);
    return IntStream.range(0, count).mapToObj(walks::walk).toList();
  }

  private static Subject inJava(String name) throws SubjectException {
    return Zoo.java().stream()
        .filter(animal -> animal.name().equals(name))
        .findFirst()
        .orElseThrow()
        .maker()
        .make();
  }

  @Test
  void theExampleSaysWhatItIsAndAnswers() throws SubjectException {
    try (Subject example = example()) {
      assertEquals(Role.PROXY, example.role());
      assertEquals("example in Python", example.name());
      for (int i = 0; i < 3; i++) {
        example.reset(CATALOGUE);
        assertEquals(List.of(INVALID), example.exchange(List.of(MALFORMED)));
        assertEquals(List.of(), example.exchange(List.of()));
      }
      assertEquals(1, started().size(), "a reset needs no new process");
    }
  }

  @Test
  void bothFeedsGiveEveryScenarioTheSameVerdict() throws SubjectException {
    try (Subject child = example();
        Subject java = inJava("one-thing-at-a-time-proxy")) {
      for (Scenario scenario : walks(50)) {
        Report one = new Checker(child).run(List.of(scenario), 1, done -> {});
        Report other = new Checker(java).run(List.of(scenario), 1, done -> {});
        assertEquals(List.of(), one.failures(), scenario::toString);
        assertEquals(other.verdict(), one.verdict(), scenario::toString);
        assertEquals(other.lines().keySet(), one.lines().keySet());
        other
            .lines()
            .forEach(
                (rule, line) -> {
                  Report.Line its = one.lines().get(rule);
                  assertTrue(
                      its != null && its.verdict() == line.verdict(),
                      () -> rule.id() + " in " + scenario);
                });
      }
    }
  }

  @Test
  void bothFeedsBlameTheSameRule() throws SubjectException {
    List<Scenario> walks = walks(60);
    Subject faulty = new ChildSubject(python("examples/python/faulty.py"), PATIENCE);
    for (Report report : List.of(check(faulty, walks), check(inJava("over-with-users"), walks))) {
      assertEquals(Verdict.FAIL, report.verdict());
      assertEquals(Optional.of(Rule.REL_3), report.primary());
    }
  }

  static Stream<String> hostile() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/hostile"))) {
      return files
          .map(Path::toString)
          .filter(name -> name.matches(".*/[a-z]\\w*\\.(py|sh)"))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** After each, {@link #noProcessIsLeft}; in time is within the limit of the class. */
  @ParameterizedTest
  @MethodSource("hostile")
  void whateverTheChildDoesTheKitEndsInTime(String program) {
    Duration deadline = Duration.ofSeconds(1);
    List<String> command = program.endsWith(".py") ? python(program) : List.of("sh", program);
    List<Scenario> walks = walks(3);
    try (Subject subject = new ChildSubject(command, deadline)) {
      Report report = new Checker(subject).run(walks, 1, done -> {});
      assertNotEquals(Verdict.PASS, report.verdict());
    } catch (SubjectException e) {
      assertEquals(Kind.NO_SUBJECT, e.kind());
    }
  }

  /** They are no children of a child by then, so they are found by what they have inherited. */
  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(
      strings = {
        "grandchild_holds_pipe.sh",
        "daemon_holds_pipe.py",
        "daemon_floods.py",
        "forks.py"
      })
  void aGrandchildOutlivesNobody(String program) throws Exception {
    String mark = "OF_THIS_TEST=" + UUID.randomUUID();
    String path = "src/test/hostile/" + program;
    List<String> command = new ArrayList<>(List.of("env", mark));
    command.addAll(path.endsWith(".py") ? python(path) : List.of("sh", path));
    try (Subject subject = new ChildSubject(command, Duration.ofSeconds(2))) {
      assertThrows(SubjectException.class, () -> exchange(subject));
    }
    List<ProcessHandle> left = marked(mark);
    left.forEach(ProcessHandle::destroyForcibly);
    assertEquals(List.of(), left.stream().map(ProcessHandle::info).toList());
  }

  private static List<ProcessHandle> marked(String mark) {
    return ProcessHandle.allProcesses().filter(process -> hasInherited(process, mark)).toList();
  }

  private static boolean hasInherited(ProcessHandle process, String mark) {
    try {
      Path environment = Path.of("/proc", String.valueOf(process.pid()), "environ");
      return Files.readString(environment, StandardCharsets.ISO_8859_1).contains(mark);
    } catch (IOException e) {
      return false; // somebody else's, or gone
    }
  }

  @Test
  void whatAChildSaidLastOnStandardErrorIsShown() throws SubjectException {
    try (Subject subject =
        new ChildSubject(python("src/test/hostile/dies_at_reset.py"), PATIENCE)) {
      SubjectException e = assertThrows(SubjectException.class, () -> exchange(subject));
      assertEquals(Kind.BROKE_OFF, e.kind());
      assertTrue(
          e.sentence()
              .endsWith("with exit code 1, and said last on standard error: no resource left"),
          e::sentence);
    }
  }

  @Test
  void aChildIsStartedAgainSoOftenAndNoMore() throws SubjectException {
    try (Subject subject =
        new ChildSubject(List.of("sh", "-c", "read l; echo '" + HELLO + "'; read l"), PATIENCE)) {
      int lives = 0;
      SubjectException last = assertThrows(SubjectException.class, () -> exchange(subject));
      while (last.sentence().startsWith("it ended") && lives < 1000) {
        lives++;
        last = assertThrows(SubjectException.class, () -> exchange(subject));
      }
      assertEquals(51, lives);
      assertTrue(last.sentence().contains("more than 50 times"), last::sentence);
    }
  }

  private static void exchange(Subject subject) throws SubjectException {
    subject.reset(CATALOGUE);
    subject.exchange(List.of(MALFORMED));
  }

  @Test
  void aResetAfterACrashStartsAFreshProcess() throws SubjectException {
    try (Subject subject =
        new ChildSubject(python("src/test/hostile/crashes_at_message_n.py"), PATIENCE)) {
      subject.reset(CATALOGUE);
      Set<Long> first = pids();
      SubjectException crash =
          assertThrows(
              SubjectException.class,
              () -> {
                for (int i = 0; i < 100; i++) {
                  subject.exchange(List.of(MALFORMED));
                }
              });
      assertEquals(Kind.BROKE_OFF, crash.kind());
      assertTrue(crash.sentence().contains("exit code 3"), crash::sentence);
      SubjectException over =
          assertThrows(SubjectException.class, () -> subject.exchange(List.of(MALFORMED)));
      assertEquals(Kind.BROKE_OFF, over.kind());
      subject.reset(CATALOGUE);
      assertEquals(List.of(INVALID), subject.exchange(List.of(MALFORMED)));
      assertFalse(first.isEmpty());
      assertTrue(pids().stream().noneMatch(first::contains));
    }
  }

  private Set<Long> pids() {
    return started().stream()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  @Test
  void whatIsNoProgramIsNoSubject() {
    SubjectException e =
        assertThrows(
            SubjectException.class,
            () -> new ChildSubject(List.of("./no-such-program"), PATIENCE).close());
    assertEquals(Kind.NO_SUBJECT, e.kind());
  }

  @Test
  void aSlowChildThatIsRightIsNotRejected() throws SubjectException {
    Report report =
        check(new ChildSubject(python("src/test/benign/slow_but_right.py"), PATIENCE), walks(10));
    assertEquals(List.of(), report.failures());
    assertEquals(10, report.scenarios());
  }
}
