package dev.holdfast.conformance.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal.Breaks;
import dev.holdfast.conformance.zoo.Animal.Passes;
import dev.holdfast.conformance.zoo.Zoo.Score;
import dev.holdfast.model.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ZooTest {
  /** Surefire runs in the folder of the module. */
  private static final Path CONFORMANCE = Path.of("").toAbsolutePath();

  private final Zoo zoo = new Zoo(); // it makes the scenarios once
  private final Set<ProcessHandle> before =
      ProcessHandle.current().descendants().collect(Collectors.toSet());
  private boolean python;

  @BeforeAll
  void findPython() throws InterruptedException {
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
    assumeTrue(python, "python3 is not installed");
    judge(animal);
  }

  private void judge(Animal animal) {
    Score score = zoo.judge(animal);
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

  @Test
  void thereAreEnoughOfEachKind() {
    List<Animal> java = Zoo.java();
    assertTrue(java.stream().filter(a -> a.expected() instanceof Breaks).count() >= 16);
    assertTrue(java.stream().filter(a -> a.expected() instanceof Passes).count() >= 3);
    assertTrue(Zoo.children(CONFORMANCE).size() >= 8);
    for (Role role : List.of(Role.PROXY, Role.TARGET)) {
      List<Animal> ofRole = java.stream().filter(a -> a.role() == role).toList();
      assertTrue(ofRole.stream().anyMatch(a -> a.expected() instanceof Passes), role::name);
      assertTrue(ofRole.stream().anyMatch(a -> a.expected() instanceof Breaks), role::name);
    }
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
    try (Stream<Path> files = Files.list(CONFORMANCE.resolve("src/test/hostile"))) {
      Set<String> programs =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("[^_].*\\.(py|sh)"))
              .map(name -> name.replaceFirst("\\..*", ""))
              .collect(Collectors.toSet());
      programs.remove("slow_but_right"); // not wrong, only slow
      programs.add("overlooks-users"); // an example
      assertEquals(programs, animals);
    }
  }
}
