package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.report.Findings;
import dev.holdfast.conformance.report.ReportFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where findings are left, if anywhere. */
final class ReportOption {
  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Leave a report in this folder: index.html to read, report.json, junit.xml and badge.svg"
              + " for machines, and of a check failure-N.json to replay. It is written at the"
              + " beginning, too, and when interrupted.")
  private Optional<Path> folder = Optional.empty();

  /** For picocli. */
  ReportOption() {}

  /** The folder, if one is wanted. */
  Optional<ReportFolder> folder() {
    return folder.map(ReportFolder::new);
  }

  /**
   * Writes what stays if the command is ended by force; if it cannot be written, nothing is lost.
   */
  void begin(Supplier<Findings> nothing) {
    try {
      if (folder.isPresent()) {
        new ReportFolder(folder.get()).write(nothing.get());
      }
    } catch (IOException e) {
      throw new UsageException("cannot write a report to " + folder.orElseThrow() + ": " + e);
    }
  }

  /**
   * Writes what was found.
   *
   * @return the code to exit with
   */
  int end(Findings findings) {
    try {
      if (folder.isPresent()) {
        ReportFolder report = new ReportFolder(folder.get());
        report.write(findings);
        spec.commandLine().getOut().println("The report: " + report.file("index.html"));
      }
      return findings.exitCode();
    } catch (IOException e) {
      spec.commandLine().getErr().println("holdfast: the report could not be written: " + e);
      return Exit.INCONCLUSIVE;
    }
  }
}
