package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.zoo.Animal;
import dev.holdfast.conformance.zoo.Zoo;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast zoo}: judges implementations of known worth, and prints the kit's own score. */
@Command(
    name = "zoo",
    description = "Judge implementations of known worth: is each rejected for the rule it breaks?")
public final class ZooCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--only", paramLabel = "NAME", description = "Judge this animal alone.")
  private Optional<String> only = Optional.empty();

  /** For picocli. */
  public ZooCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Animal> animals = new ArrayList<>(Zoo.java());
    Optional<Path> home = home();
    home.ifPresent(folder -> animals.addAll(Zoo.children(folder)));
    List<Animal> chosen =
        animals.stream().filter(a -> only.isEmpty() || a.name().equals(only.get())).toList();
    if (chosen.isEmpty()) {
      throw new UsageException("no animal is called '" + only.orElse("") + "'");
    }
    List<Zoo.Score> scores = judged(chosen);
    Table table = Table.cutting("", "animal", "role", "found", "with it");
    for (Zoo.Score score : scores) {
      table.row(
          score.right() ? "ok" : "WRONG",
          score.animal().name(),
          score.animal().role().name().toLowerCase(Locale.ROOT),
          Text.cut(Text.oneLine(score.found()), 26),
          String.join(" ", score.others()));
    }
    long right = scores.stream().filter(Zoo.Score::right).count();
    table.print(out);
    out.println();
    out.println(right + " of " + chosen.size() + " judged as they must be.");
    Zoo.Score slowest = Collections.max(scores, Comparator.comparingLong(Zoo.Score::nanos));
    out.printf(
        Locale.ROOT,
        "The slowest to judge was %s: %.1f s.%n",
        slowest.animal().name(),
        slowest.nanos() / 1e9);
    if (home.isEmpty()) {
      out.println("NOT RUN: the programs in other languages, for python3 or they are not here.");
      return Exit.INCONCLUSIVE;
    }
    return right == chosen.size() ? Exit.PASS : Exit.FAIL;
  }

  private List<Zoo.Score> judged(List<Animal> animals) {
    try (Progress progress =
        new Progress("judging", "animal", animals.size(), spec.commandLine().getErr())) {
      return new Zoo().judge(animals, progress);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The folder with the programs, if they and what they run on are here. */
  private static Optional<Path> home() {
    boolean python =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(folder -> new File(folder, "python3").canExecute());
    return Optional.ofNullable(System.getProperty("holdfast.home"))
        .map(root -> Path.of(root, "conformance"))
        .filter(folder -> python && Files.isDirectory(folder.resolve("examples")));
  }
}
