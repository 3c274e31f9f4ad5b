package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Report.Ending;
import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.report.Findings;
import dev.holdfast.conformance.report.Findings.Numbered;
import dev.holdfast.conformance.trace.Finding;
import dev.holdfast.conformance.trace.Judge;
import dev.holdfast.conformance.trace.Source;
import dev.holdfast.conformance.trace.Trace;
import dev.holdfast.model.Rule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast trace}: judges what was recorded of running systems. */
@Command(
    name = "trace",
    description =
        "Judge what was recorded of running systems, rule by rule. PROTOCOL.md says what a trace"
            + " looks like; 'holdfast serve' and 'check --linux' write"
            + " one with --record FILE.")
public final class TraceCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1_000_000;
  private static final long PAUSE_MILLIS = 200;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "The traces, plain or compressed with gzip; - is standard input. Devices of different"
              + " files have nothing to do with each other.")
  private List<String> names = List.of();

  @Option(
      names = "--follow",
      description =
          "Go on reading what is appended to the one FILE, until interrupted (^C or SIGTERM); say"
              + " at once what is found.")
  private boolean follow;

  @Mixin private ReportOption report = new ReportOption();

  private final Instant started = Instant.now();

  /** For picocli. */
  public TraceCommand() {}

  @Override
  public Integer call() {
    check();
    PrintWriter out = spec.commandLine().getOut();
    Judge judge = new Judge(finding -> say(out, finding));
    try (Interruption interruption = new Interruption()) {
      report.begin(() -> Findings.unread(names, started));
      interruption.during(
          () -> {
            judge(judge);
            return true;
          });
      Ending ending = interruption.getAsBoolean() ? Ending.INTERRUPTED : Ending.RECORDED;
      Findings findings = Findings.of(judge.trace(), names, started, ending);
      print(findings, out);
      int code = report.end(findings);
      out.flush();
      return code;
    }
  }

  /** Judges one file. */
  static Findings judge(Path file, PrintWriter err) throws IOException, InterruptedException {
    Instant started = Instant.now();
    long total = Files.size(file) / MEGABYTE;
    try (Progress progress = new Progress("judging", "megabyte", total, err)) {
      Trace trace = Judge.judge(file, bytes -> progress.accept(bytes / MEGABYTE));
      return Findings.of(trace, List.of(file.toString()), started, Ending.RECORDED);
    }
  }

  private void check() {
    if (follow && (names.size() > 1 || names.get(0).equals("-"))) {
      throw new UsageException("--follow needs one file");
    }
    if (names.stream().filter("-"::equals).count() > 1) {
      throw new UsageException("standard input can be read once");
    }
    for (String name : names) {
      if (!name.equals("-")) {
        readable(Path.of(name));
      }
    }
  }

  private static void readable(Path file) {
    if (Files.isDirectory(file)) {
      throw new UsageException(file + " is a folder");
    }
    if (!Files.exists(file)) {
      throw new UsageException("there is no file " + file);
    }
    if (!Files.isReadable(file)) {
      throw new UsageException("cannot read " + file);
    }
  }

  private void judge(Judge judge) {
    long before = 0;
    try (Progress progress =
        new Progress("judging", "megabyte", total(), spec.commandLine().getErr())) {
      for (String name : names) {
        before += judge(judge, name, before, progress);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // as far as it has come
    }
  }

  private long judge(Judge judge, String name, long before, LongConsumer progress)
      throws InterruptedException {
    try (Source source = open(name)) {
      long[] read = {0};
      judge.judge(
          source,
          bytes -> {
            read[0] = bytes;
            if (!follow) {
              progress.accept((before + bytes) / MEGABYTE);
            }
          });
      return read[0];
    } catch (IOException e) {
      throw new UsageException(
          "cannot read " + name + ": " + Text.oneLine(String.valueOf(e.getMessage())));
    }
  }

  private Source open(String name) throws IOException {
    if (name.equals("-")) {
      return Source.of("standard input", System.in);
    }
    return follow
        ? Source.following(
            Path.of(name),
            () -> {
              TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
              return true;
            })
        : Source.of(Path.of(name));
  }

  /** How many megabytes there are, or -1. */
  private long total() {
    try {
      long bytes = 0;
      for (String name : names) {
        if (follow || name.equals("-") || !Files.isRegularFile(Path.of(name))) {
          return -1;
        }
        bytes += Files.size(Path.of(name));
      }
      return bytes / MEGABYTE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void say(PrintWriter out, Finding finding) {
    if (follow) {
      show(finding.failure(), finding.sentence(), out);
      out.flush();
    }
  }

  private static void show(Failure failure, String sentence, PrintWriter out) {
    String rule = failure.rule().map(its -> " " + its.id()).orElse("");
    Text.wrap(failure.verdict() + rule + ": " + Text.oneLine(sentence) + ".", Text.WIDTH)
        .forEach(out::println);
  }

  /** Prints a line for every rule, and what is wrong. */
  static void print(Findings findings, PrintWriter out) {
    Table table = Table.wrapping("rule", "verdict", "checks", "arose");
    for (Rule rule : findings.rules()) {
      Line line = findings.line(rule);
      table.row(rule.id(), line.verdict(), line.checks(), line.arose());
    }
    table.print(out);
    out.println();
    for (Numbered found : findings.failures()) {
      show(found.failure(), findings.sentence(found.failure()), out);
    }
    String sum = findings.failures().isEmpty() ? findings.sentence() : findings.judged();
    Text.wrap(findings.verdict() + ": " + sum, Text.WIDTH).forEach(out::println);
  }
}
