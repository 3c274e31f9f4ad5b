package dev.holdfast.tla;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs TLC as a child process, with a place of its own for its files: several may run at once.
 *
 * @param directory where the modules and configurations are
 * @param workers how many threads check; with more than one the counts of a run that ends early,
 *     and the depth, differ from run to run
 * @param options of the child's Java, its memory for instance; what takes seconds is quickest with
 *     {@link #BRIEF}
 * @param seconds how long a run may take
 */
public record Tlc(Path directory, int workers, List<String> options, long seconds) {
  /** For small configurations: to compile everything well would take longer than to check them. */
  public static final List<String> BRIEF = List.of("-Xmx1g", "-XX:TieredStopAtLevel=1");

  private static final Pattern COUNTS =
      Pattern.compile("(\\d+) states generated, (\\d+) distinct states found, .*");
  private static final Pattern DEPTH =
      Pattern.compile("The depth of the complete state graph search is (\\d+)\\.");
  private static final Pattern VIOLATED =
      Pattern.compile("Error: (?:Invariant|Action property) (\\w+) is violated.*");
  private static final Pattern ACTION =
      Pattern.compile("<(\\w+) line .* of module \\w+>: (\\d+):(\\d+)");
  private static final Pattern STATE = Pattern.compile("(?:State )?\\d+: <(.*)>");
  private static final Pattern VARIABLE = Pattern.compile("/\\\\ (\\w+) = (.*)");

  /** What became of a run. */
  public enum Verdict {
    /** Everything that was to be checked holds. */
    HOLDS,
    /** An invariant is violated. */
    INVARIANT_VIOLATED,
    /** A property of steps or of behaviours is violated. */
    PROPERTY_VIOLATED
  }

  /**
   * What a run found.
   *
   * @param verdict whether all holds
   * @param violated what is violated; empty if nothing is, or TLC does not name it
   * @param states how many distinct states were found
   * @param generated how many states were generated, initial ones included
   * @param depth how many states the longest of the shortest ways has
   * @param actions per action how many states it generated; empty unless asked for
   * @param trace the way to the violation; empty if there is none
   * @param printed the tuples that the modules print themselves, with PrintT
   * @param seconds how long it took, rounded up
   */
  public record Run(
      Verdict verdict,
      String violated,
      long states,
      long generated,
      int depth,
      Map<String, Long> actions,
      List<State> trace,
      List<Object> printed,
      long seconds) {}

  /**
   * A state of a trace.
   *
   * @param action what led to it, as TLC prints it
   * @param variables its variables; see {@link TlaValues} for how values are represented
   */
  public record State(String action, Map<String, Object> variables) {}

  /** Thrown when TLC gives no verdict: a wrong module or configuration, or no time left. */
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  /**
   * Checks a module.
   *
   * @param module its name
   * @param config the configuration's file, relative to the directory
   * @param coverage whether to count what each action generates; costs time
   * @return what was found
   * @throws Failed if there is no verdict
   */
  public Run check(String module, String config, boolean coverage) {
    try {
      Path own = Files.createTempDirectory("holdfast-tlc");
      try {
        return run(module, config, coverage, own);
      } finally {
        delete(own);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed("interrupted");
    }
  }

  private Run run(String module, String config, boolean coverage, Path own)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xss16m"));
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + own);
    command.addAll(List.of("-cp", jar().toString(), "tlc2.TLC", "-nowarning"));
    command.addAll(List.of("-workers", String.valueOf(workers), "-metadir", own + "/states"));
    if (coverage) {
      command.addAll(List.of("-coverage", "1000"));
    }
    command.addAll(List.of("-config", config, module));
    Path output = own.resolve("output.txt");
    long begun = System.nanoTime();
    Process child =
        new ProcessBuilder(command)
            .directory(directory.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!child.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new Failed(config + ": no verdict after " + seconds + " s");
      }
    } finally {
      child.destroyForcibly();
    }
    return read(
        config,
        child.exitValue(),
        Files.readAllLines(output),
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + 1);
  }

  private static Path jar() {
    try {
      return Path.of(tlc2.TLC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  static Run read(String config, int exit, List<String> lines, long seconds) {
    Verdict verdict =
        switch (exit) {
          case 0 -> Verdict.HOLDS;
          case 12 -> Verdict.INVARIANT_VIOLATED;
          case 13 -> Verdict.PROPERTY_VIOLATED;
          default ->
              throw new Failed(
                  config + ": TLC ended with " + exit + "\n" + String.join("\n", telling(lines)));
        };
    String violated = "";
    long states = -1;
    long generated = -1;
    int depth = -1;
    Map<String, Long> actions = new TreeMap<>();
    for (String line : lines) {
      Matcher counts = COUNTS.matcher(line);
      Matcher deep = DEPTH.matcher(line);
      Matcher named = VIOLATED.matcher(line);
      Matcher action = ACTION.matcher(line);
      if (counts.matches()) {
        generated = Long.parseLong(counts.group(1));
        states = Long.parseLong(counts.group(2));
      } else if (deep.matches()) {
        depth = Integer.parseInt(deep.group(1));
      } else if (named.matches() && violated.isEmpty()) {
        violated = named.group(1);
      } else if (action.matches()) {
        actions.merge(action.group(1), Long.valueOf(action.group(3)), Long::sum);
      }
    }
    if (states < 0) {
      throw new Failed(config + ": TLC counted nothing\n" + String.join("\n", telling(lines)));
    }
    List<Object> printed =
        lines.stream().filter(line -> line.startsWith("<<")).map(TlaValues::parse).toList();
    return new Run(
        verdict, violated, states, generated, depth, actions, trace(lines), printed, seconds);
  }

  /** Without the chatter at the start. */
  private static List<String> telling(List<String> lines) {
    int from = 0;
    while (from < lines.size() && !lines.get(from).contains("rror")) {
      from++;
    }
    from = from < lines.size() ? from : Math.max(0, lines.size() - 40);
    return lines.subList(from, Math.min(lines.size(), from + 40));
  }

  private static List<State> trace(List<String> lines) {
    List<State> trace = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher state = STATE.matcher(lines.get(i));
      if (!state.matches()) {
        continue;
      }
      Map<String, Object> variables = new LinkedHashMap<>();
      while (i + 1 < lines.size()) {
        Matcher variable = VARIABLE.matcher(lines.get(i + 1));
        if (!variable.matches()) {
          break;
        }
        i++;
        StringBuilder value = new StringBuilder(variable.group(2));
        while (i + 1 < lines.size() && lines.get(i + 1).startsWith(" ")) {
          value.append(lines.get(++i));
        }
        variables.put(variable.group(1), TlaValues.parse(value.toString()));
      }
      trace.add(new State(state.group(1), Collections.unmodifiableMap(variables)));
    }
    return List.copyOf(trace);
  }
}
