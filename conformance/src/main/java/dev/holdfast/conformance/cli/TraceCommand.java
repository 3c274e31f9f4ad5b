package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.linux.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast trace}: judges the recording of a device. */
@Command(name = "trace", description = "Judge the recording of a device, rule by rule.")
public final class TraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "What 'holdfast serve --record FILE' has written.")
  private Path file = Path.of("");

  /** For picocli. */
  public TraceCommand() {}

  @Override
  public Integer call() {
    try (Progress progress = new Progress("judging", "message", -1, spec.commandLine().getErr())) {
      Trace trace = Trace.judge(file, progress);
      print(trace, spec.commandLine().getOut());
      return trace.verdict().exitCode();
    } catch (IOException e) {
      throw new UsageException("cannot read '" + file + "'");
    }
  }

  /** Prints a line for every rule, and what is wrong. */
  static void print(Trace trace, PrintWriter out) {
    Table table = Table.wrapping("rule", "verdict", "checks", "arose");
    trace
        .lines()
        .forEach((rule, line) -> table.row(rule.id(), line.verdict(), line.checks(), line.arose()));
    table.print(out);
    out.println();
    long silent =
        trace.lines().values().stream()
            .filter(line -> line.verdict() == dev.holdfast.conformance.check.Verdict.NOT_RUN)
            .count();
    String what =
        trace
            .sentence()
            .orElse(
                "no rule is broken in "
                    + Text.count(trace.messages(), "message")
                    + (silent == 0
                        ? ""
                        : "; of " + Text.count(silent, "rule") + " the condition never arose"));
    Text.wrap(trace.verdict() + ": " + Text.oneLine(what) + ".", Text.WIDTH).forEach(out::println);
  }
}
