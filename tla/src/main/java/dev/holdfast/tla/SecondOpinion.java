package dev.holdfast.tla;

import dev.holdfast.conformance.oracle.Recording;
import dev.holdfast.model.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Holds recordings of the conformance kit against the TLA+ specification: TLC decides what the
 * kit's oracle decides from the Java model.
 *
 * <p>Immutable and thread-safe; every run of TLC is a process of its own.
 *
 * @param specification the directory of the modules, Trace among them
 * @param seconds how long each may take
 */
public record SecondOpinion(Path specification, long seconds) {
  /**
   * Judges recordings. Those of one catalogue are judged together, by one run of TLC.
   *
   * @param recordings runs of subjects, in the model's words
   * @return for each how many of its batches, from the first on, the specification explains: where
   *     these are not all, it refutes the next
   * @throws IllegalArgumentException if a number in a recording is too great for TLC, or a domain
   *     is called like another channel
   * @throws Tlc.Failed if TLC gives no verdict
   */
  public List<Integer> explained(List<Recording> recordings) {
    return explained(recordings, "Trace", "");
  }

  /**
   * The same by another module that extends Trace.
   *
   * @param more lines for the end of the configuration
   */
  List<Integer> explained(List<Recording> recordings, String module, String more) {
    Map<Catalogue, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < recordings.size(); i++) {
      alike.computeIfAbsent(recordings.get(i).catalogue(), any -> new ArrayList<>()).add(i);
    }
    Integer[] explained = new Integer[recordings.size()];
    alike.entrySet().parallelStream()
        .forEach(
            some -> {
              List<Integer> places = some.getValue();
              List<Recording> its = places.stream().map(recordings::get).toList();
              Map<Integer, Integer> furthest =
                  furthest(new TraceData(some.getKey(), its), module, more);
              for (int i = 0; i < places.size(); i++) {
                explained[places.get(i)] = furthest.getOrDefault(i + 1, 0);
              }
            });
    return List.of(explained);
  }

  /** Per recording, by its number from 1, the last batch that is explained. */
  private Map<Integer, Integer> furthest(TraceData data, String module, String more) {
    try {
      Path own = Files.createTempDirectory("holdfast-trace");
      try {
        copyModules(own);
        Files.writeString(own.resolve("TraceData.tla"), data.text());
        Files.writeString(own.resolve("Trace.cfg"), TraceData.config() + more);
        Tlc tlc = new Tlc(own, 1, Tlc.BRIEF, seconds);
        Tlc.Run run = tlc.check(module, "Trace.cfg", false);
        if (run.verdict() != Tlc.Verdict.HOLDS) {
          throw new Tlc.Failed(module + ": " + run.violated() + " is violated");
        }
        Map<Integer, Integer> furthest = new HashMap<>();
        for (Object printed : run.printed()) {
          List<?> explained = (List<?>) printed;
          furthest.merge((Integer) explained.get(1), (Integer) explained.get(2), Math::max);
        }
        return furthest;
      } finally {
        delete(own);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copyModules(Path to) throws IOException {
    try (Stream<Path> files = Files.list(specification)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
