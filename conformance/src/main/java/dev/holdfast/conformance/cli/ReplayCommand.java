package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.report.FailureText;
import dev.holdfast.conformance.report.Replay;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Rule;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast replay}: runs a counterexample again. */
@Command(
    name = "replay",
    description =
        "Run a counterexample again, as a report keeps it in failure-N.json, against the built-in"
            + " implementation or any other of its role: does it still fail, and by the same rule?")
public final class ReplayCommand implements Callable<Integer> {
  /** A handle that comes back is seen in the second life. */
  private static final int TIMES = 2;

  /** What depends on who comes first may go well for a while. */
  private static final int TIMES_OF_A_RACE = 100;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SubjectOptions subject = new SubjectOptions();

  @Option(
      names = "--times",
      paramLabel = "N",
      converter = Count.class,
      description =
          "Run it so often at most (" + TIMES + "; " + TIMES_OF_A_RACE + " if channels race).")
  private Optional<Integer> times = Optional.empty();

  @Parameters(index = "0", paramLabel = "FILE", description = "The counterexample.")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The program to judge, and its arguments; write -- before it.")
  private List<String> command = List.of();

  /** For picocli. */
  public ReplayCommand() {}

  @Override
  public Integer call() {
    Replay replay = Files.replay(file);
    Role role = replay.recording().role();
    List<Candidate> candidates =
        subject.candidates(command).stream()
            .filter(candidate -> candidate.role().map(role::equals).orElse(true))
            .toList();
    if (candidates.isEmpty()) {
      throw new UsageException(file + " is for a " + SubjectOptions.name(role));
    }
    try (Subject opened = candidates.get(0).opening().open()) {
      if (opened.role() != role) {
        throw new UsageException(
            file
                + " is for a "
                + SubjectOptions.name(role)
                + ", and this is a "
                + SubjectOptions.name(opened.role()));
      }
      Scenario scenario = replay.told();
      int most = times.orElse(races(scenario) ? TIMES_OF_A_RACE : TIMES);
      try (Progress progress =
          new Progress("replaying", "run", most, spec.commandLine().getErr())) {
        return print(replay, new Checker(opened).replay(scenario, most, progress), most);
      }
    } catch (SubjectException e) {
      out()
          .println(
              "HARNESS_ERROR: there was nothing to judge, for " + Text.oneLine(e.sentence()) + ".");
      return Exit.INCONCLUSIVE;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static boolean races(Scenario scenario) {
    return scenario.batches().stream()
        .anyMatch(batch -> batch.stream().map(Envelope::channel).distinct().count() > 1);
  }

  private int print(Replay replay, Optional<Failure> failure, int most) {
    String before = replay.rule().map(Rule::id).orElse("the conversation");
    if (failure.isEmpty()) {
      out()
          .println(
              "PASS: it does not fail any more, by "
                  + before
                  + " or otherwise, in "
                  + Text.count(most, "run")
                  + ".");
      return Exit.PASS;
    }
    FailureText.lines(failure.get()).forEach(out()::println);
    out().println();
    String now = failure.get().rule().map(Rule::id).orElse("the conversation");
    Verdict verdict = failure.get().verdict();
    String how =
        failure.get().rule().equals(replay.rule())
            ? "it still fails, by " + before
            : "it fails no longer by " + before + ", but by " + now;
    out().println(verdict + ": " + how + ".");
    return verdict.exitCode();
  }
}
