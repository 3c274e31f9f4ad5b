package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.report.Baseline;
import dev.holdfast.conformance.report.FormException;
import dev.holdfast.model.Rule;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast baseline}: accepts what a report says is broken, for the time being. */
@Command(
    name = "baseline",
    description =
        "Accept the rules that a report says are broken: write them to a file for 'holdfast check"
            + " --baseline'.")
public final class BaselineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "REPORT",
      required = true,
      description = "A report.json that 'holdfast check --report' has left.")
  private Path report = Path.of("");

  /** For picocli. */
  public BaselineCommand() {}

  @Override
  public Integer call() {
    try {
      Baseline baseline = Baseline.from(Files.text(report));
      Files.write(file, baseline.text());
      String ids =
          baseline.rules().stream().sorted().map(Rule::id).collect(Collectors.joining(", "));
      String known = Text.count(baseline.rules().size(), "rule");
      Text.wrap(file + " lists " + known + (ids.isEmpty() ? "." : ": " + ids + "."), Text.WIDTH)
          .forEach(spec.commandLine().getOut()::println);
      return Exit.PASS;
    } catch (FormException e) {
      throw new UsageException("cannot accept " + report + ": " + e.sentence());
    }
  }
}
