package dev.holdfast.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What PIT has just found is what {@code survivors.txt} and the kit's README say. In that file an
 * empty line ends what is said of one mutant: its name, which is two lines, and why it is no fault.
 */
class SurvivorsTest {
  /** Surefire runs in the folder of the module. */
  private static final Path MODULE = Path.of("").toAbsolutePath();

  private static List<Mutant> mutants() throws Exception {
    return Mutant.read(
        MODULE.resolve("target/pit-reports/mutations.xml"),
        MODULE.resolve("target/generated-sources/machines/dev/holdfast/mutant"));
  }

  private static Map<String, String> reasons() throws IOException {
    return Arrays.stream(Files.readString(MODULE.resolve("survivors.txt")).split("\n\n", -1))
        .filter(entry -> !entry.startsWith("#"))
        .map(entry -> (entry + "\n\n").split("\n", 3))
        .collect(
            Collectors.toMap(
                lines -> lines[0] + "\n" + lines[1],
                lines -> lines[2].strip(),
                (one, other) -> {
                  throw new IllegalStateException("twice: " + one);
                },
                TreeMap::new));
  }

  @Test
  void theListNamesWhatTheKitAcceptsAndNothingElse() throws Exception {
    String accepted =
        mutants().stream()
            .filter(mutant -> !mutant.rejected())
            .map(Mutant::name)
            .sorted()
            .collect(Collectors.joining("\n\n"));
    assertEquals(accepted, String.join("\n\n", reasons().keySet()));
  }

  @Test
  void theListSaysWhy() throws IOException {
    reasons().forEach((name, reason) -> assertFalse(reason.isEmpty(), name));
  }

  @Test
  void theReadmeGivesTheScore() throws Exception {
    List<Mutant> mutants = mutants();
    long rejected = mutants.stream().filter(Mutant::rejected).count();
    assertTrue(rejected > 0);
    String score =
        String.format(
            Locale.ROOT,
            "Of %d mutants it rejects %d; the other %d are no faults",
            mutants.size(),
            rejected,
            mutants.size() - rejected);
    String readme =
        Files.readString(MODULE.resolve("../conformance/README.md")).replaceAll("\\s+", " ");
    assertTrue(readme.contains(score), score);
  }
}
