package dev.holdfast.conformance.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Suite;
import dev.holdfast.conformance.scenario.Coverage;
import dev.holdfast.conformance.scenario.Orders;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal.Breaks;
import dev.holdfast.conformance.zoo.Animal.Passes;
import dev.holdfast.conformance.zoo.Zoo.Score;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scopes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit judges every animal rightly: it rejects the wrong for the right reason. */
@StartsChildren
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class ZooTest {
  /** Surefire runs in the folder of the module. */
  private static final Path CONFORMANCE = Path.of("").toAbsolutePath();

  private final Map<String, Score> scores = new HashMap<>();
  private final Set<ProcessHandle> before =
      ProcessHandle.current().descendants().collect(Collectors.toSet());

  @BeforeAll
  void judgeAll() throws InterruptedException {
    List<Animal> animals = new ArrayList<>(Zoo.java());
    if (python()) {
      animals.addAll(Zoo.children(CONFORMANCE));
    }
    new Zoo().judge(animals, done -> {}).forEach(score -> scores.put(name(score), score));
  }

  private static String name(Score score) {
    return score.animal().name();
  }

  private static boolean python() throws InterruptedException {
    try {
      Process version =
          new ProcessBuilder("python3", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return version.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  void noAnimalIsLeft() throws Exception {
    for (ProcessHandle left : ProcessHandle.current().descendants().toList()) {
      if (!before.contains(left)) {
        left.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
      }
    }
  }

  static Stream<Named<Animal>> java() {
    return Zoo.java().stream().map(animal -> Named.of(animal.name(), animal));
  }

  static Stream<Named<Animal>> children() {
    return Zoo.children(CONFORMANCE).stream().map(animal -> Named.of(animal.name(), animal));
  }

  @ParameterizedTest
  @MethodSource("java")
  void anAnimalInJavaIsJudgedRightly(Animal animal) {
    judge(animal);
  }

  @ParameterizedTest
  @MethodSource("children")
  void anAnimalThatIsAProgramIsJudgedRightly(Animal animal) {
    assumeTrue(scores.containsKey(animal.name()), "python3 is not installed");
    judge(animal);
  }

  private void judge(Animal animal) {
    Score score = Objects.requireNonNull(scores.get(animal.name()));
    assertTrue(
        score.right(),
        () ->
            animal.expected()
                + " was expected, and found was "
                + score.found()
                + ", with "
                + score.others());
    assertFalse(score.found().isEmpty());
    if (animal.expected() instanceof Passes) {
      assertEquals(List.of(), score.others());
    }
  }

  static Stream<Named<Animal>> racing() {
    return java().filter(animal -> animal.getPayload().name().startsWith("race-"));
  }

  /** With one message at a time nothing is wrong with them. */
  @ParameterizedTest
  @MethodSource("racing")
  void whatGoesWrongInARaceGoesWrongInNoOther(Animal animal) throws SubjectException {
    Walks walks = new Walks(animal.role(), 7);
    List<Scenario> scenarios =
        new ArrayList<>(IntStream.range(0, 50).mapToObj(walks::walk).toList());
    for (Scope scope : Scopes.covering().subList(0, 2)) {
      scenarios.addAll(new Coverage(scope, 20_000).scenarios("c", animal.role(), done -> {}));
    }
    try (Subject subject = animal.maker().make()) {
      assertEquals(List.of(), new Checker(subject).run(scenarios, 7, done -> {}).failures());
    }
  }

  /** What depends on more than a state is found by telling every order, and that for certain. */
  @Test
  void whatNoStateShowsAnOrderDoes() throws SubjectException {
    Animal animal =
        Zoo.java().stream().filter(its -> its.name().equals(Incidents.GIVES_UP)).findAny().get();
    Suite states = Suite.full(animal.role(), 1, new Suite.Extent(0, 1), done -> {});
    try (Subject subject = animal.maker().make()) {
      assertEquals(List.of(), new Checker(subject).run(states, 1, done -> {}).failures());
    }
    List<Scenario> orders = Orders.scenarios(animal.role(), Orders.MESSAGES);
    try (Subject subject = animal.maker().make()) {
      Report report = new Checker(subject).run(orders, 1, done -> {});
      assertEquals(
          List.of(Rule.REQ_7), report.failures().stream().flatMap(f -> f.rule().stream()).toList());
      assertEquals(Orders.MESSAGES, report.failures().get(0).scenario().messages());
    }
  }

  /** What the README says of the zoo; that each is judged rightly, the other tests say. */
  @Test
  void theReadmeGivesTheScore() throws IOException {
    List<Animal> java = Zoo.java();
    List<Animal> children = Zoo.children(CONFORMANCE);
    long races = racing().count();
    long devices = wrong(java).filter(animal -> animal.role() == Role.DEVICE).count();
    long machines = wrong(java).count() - races - devices;
    long programs = wrong(children).count();
    long right = java.size() + children.size() - machines - races - devices - programs;
    assertTrue(machines + devices + races >= 45, () -> machines + " machines");
    assertTrue(races >= 8, () -> races + " races");
    assertTrue(programs >= 15, () -> programs + " programs");
    assertTrue(right >= 6, () -> right + " right ones");
    String score =
        String.format(
            Locale.ROOT,
            "of the %d animals of `zoo` (%d faulty machines, %d that are wrong only in a race,"
                + " %d faulty devices, %d programs, %d that are right in a way unlike ours) it"
                + " judges all as it must",
            java.size() + children.size(),
            machines,
            races,
            devices,
            programs,
            right);
    String readme = Files.readString(CONFORMANCE.resolve("../README.md")).replaceAll("\\s+", " ");
    assertTrue(readme.contains(score), score);
  }

  private static Stream<Animal> wrong(List<Animal> animals) {
    return animals.stream().filter(animal -> !(animal.expected() instanceof Passes));
  }

  @Test
  void everyRuleIsBrokenFirstBySomeAnimal() {
    Set<String> broken =
        Zoo.java().stream()
            .map(Animal::expected)
            .filter(Breaks.class::isInstance)
            .map(expected -> ((Breaks) expected).rule())
            .collect(Collectors.toSet());
    assertEquals(Arrays.stream(Rule.values()).map(Rule::id).collect(Collectors.toSet()), broken);
  }

  @Test
  void noTwoAnimalsHaveOneName() {
    List<String> names =
        Stream.concat(Zoo.java().stream(), Zoo.children(CONFORMANCE).stream())
            .map(Animal::name)
            .toList();
    assertEquals(names, names.stream().distinct().toList());
  }

  /** A program that is not there would be judged rightly, for the wrong reason. */
  @Test
  void everyHostileProgramIsAnAnimal() throws IOException {
    Set<String> animals =
        Zoo.children(CONFORMANCE).stream().map(Animal::name).collect(Collectors.toSet());
    Set<String> programs = new HashSet<>(Set.of("overlooks-users")); // an example
    for (String folder : List.of("hostile", "benign")) {
      try (Stream<Path> files = Files.list(CONFORMANCE.resolve("src/test/" + folder))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.matches("[^_].*\\.(py|sh)"))
            .map(name -> name.replaceFirst("\\..*", ""))
            .forEach(programs::add);
      }
    }
    programs.remove("slow_but_right"); // too slow for a zoo: see ChildSubjectTest
    assertEquals(programs, animals);
  }
}
