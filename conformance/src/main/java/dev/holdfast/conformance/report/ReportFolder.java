package dev.holdfast.conformance.report;

import dev.holdfast.conformance.report.Findings.Numbered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that a report is kept in. Each file is there as a whole or not at all; {@code
 * report.json} comes last, and what another report left there goes.
 */
public final class ReportFolder {
  private final Path folder;

  /**
   * A folder, which need not exist.
   *
   * @param folder where
   */
  public ReportFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Where a file of the report is.
   *
   * @param name its name
   * @return the path
   */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Writes a report.
   *
   * @param findings what to report
   * @throws IOException if that is not possible; what was there before may then be gone
   */
  public void write(Findings findings) throws IOException {
    Files.createDirectories(folder);
    Set<String> kept = new HashSet<>();
    if (findings.evidence() instanceof Evidence.Told) {
      for (Numbered found : findings.failures()) {
        put(found.file(), Replay.of(found.failure()).write());
        kept.add(found.file());
      }
    }
    put("index.html", Page.text(findings));
    put("junit.xml", JunitReport.text(findings));
    put("badge.svg", Badge.text(findings));
    put("report.json", JsonReport.text(findings));
    for (Path old : replays()) {
      if (!kept.contains(String.valueOf(old.getFileName()))) {
        Files.delete(old);
      }
    }
  }

  private List<Path> replays() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches("failure-\\d+\\.json"))
          .toList();
    }
  }

  private void put(String name, String text) throws IOException {
    Path whole = Files.writeString(folder.resolve("." + name + ".part"), text);
    Files.move(
        whole,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
