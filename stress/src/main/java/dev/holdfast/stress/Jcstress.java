package dev.holdfast.stress;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * What jcstress, in virtual machines of its own, has seen of races.
 *
 * @param counts how often which end of a race was seen
 * @param trouble what went wrong; empty if nothing did
 */
record Jcstress(Map<String, Long> counts, List<String> trouble) {
  /**
   * Runs races. If interrupted, it ends what it started.
   *
   * @param directory where all that is written goes; emptied first
   * @param overlay folders of classes that come before all others
   * @param options for jcstress
   * @param races which, by name; all if there is none
   * @return what was seen
   */
  static Jcstress run(Path directory, List<Path> overlay, String options, String... races)
      throws IOException, InterruptedException, ClassNotFoundException {
    empty(directory);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("-cp");
    command.add(
        Stream.concat(
                overlay.stream().map(Path::toString),
                Stream.of(System.getProperty("java.class.path", "")))
            .collect(Collectors.joining(File.pathSeparator)));
    command.add("org.openjdk.jcstress.Main");
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(
        List.of("-r", "report", "-jvmArgs", "-Dholdfast.races=" + String.join(",", races)));
    Path log = directory.resolve("log.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit;
    try {
      exit = process.waitFor();
    } finally { // interrupted if a race hangs
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    Map<String, Long> counts = new TreeMap<>();
    List<String> trouble = new ArrayList<>();
    for (TestResult result : results(directory)) {
      result.getStateKeys().forEach(end -> counts.merge(end, result.getCount(end), Long::sum));
      if (result.status() != Status.NORMAL) {
        trouble.add(result.status() + ": " + result.getMessages() + result.getVmErr());
      }
    }
    boolean bad = counts.keySet().stream().anyMatch(end -> !end.contains(Run.AS_THE_MODEL));
    if (counts.isEmpty() || (exit != 0) != bad) {
      trouble.add("jcstress ended with " + exit + ", see " + log);
    }
    return new Jcstress(counts, trouble);
  }

  /** How the model never ends a race, but the implementation did, and how often. */
  Map<String, Long> forbidden(String race) {
    return select(race + Run.UNLIKE_THE_MODEL);
  }

  /** How the model, too, ends a race, and how often the implementation did. */
  Map<String, Long> permitted(String race) {
    return select(race + Run.AS_THE_MODEL);
  }

  /** Per end of a race how often it was seen: those that the model permits, and all others seen. */
  String table(Race race) {
    Map<String, Long> ends = new TreeMap<>();
    race.permitted().forEach(end -> ends.put(race.name() + Run.AS_THE_MODEL + end, 0L));
    ends.putAll(permitted(race.name()));
    ends.putAll(forbidden(race.name()));
    return ends.entrySet().stream()
        .map(end -> String.format(Locale.ROOT, "%,12d times %s%n", end.getValue(), end.getKey()))
        .collect(Collectors.joining());
  }

  private Map<String, Long> select(String prefix) {
    Map<String, Long> selected = new TreeMap<>(counts);
    selected.keySet().removeIf(end -> !end.startsWith(prefix));
    return selected;
  }

  private static List<TestResult> results(Path directory)
      throws IOException, ClassNotFoundException {
    InProcessCollector collector = new InProcessCollector();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".bin.gz")).toList()) {
        DiskReadCollector reader = new DiskReadCollector(file.toString(), collector);
        reader.dump();
        reader.close();
      }
    }
    return List.copyOf(collector.getTestResults());
  }

  private static void empty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(directory);
  }
}
