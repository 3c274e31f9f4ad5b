package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.trace.Finding;
import dev.holdfast.conformance.trace.Judge;
import dev.holdfast.conformance.trace.Source;
import dev.holdfast.conformance.trace.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
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

  /** For picocli. */
  public TraceCommand() {}

  @Override
  public Integer call() {
    check();
    PrintWriter out = spec.commandLine().getOut();
    Judge judge = new Judge(finding -> say(out, finding));
    try (Interruption interruption = new Interruption()) {
      interruption.during(
          () -> {
            judge(judge);
            return true;
          });
      print(judge.trace(), out);
      out.flush();
    }
    return judge.trace().verdict().exitCode();
  }

  /** Judges one file. */
  static Trace judge(Path file, PrintWriter err) throws IOException, InterruptedException {
    long total = Files.size(file) / MEGABYTE;
    try (Progress progress = new Progress("judging", "megabyte", total, err)) {
      return Judge.judge(file, bytes -> progress.accept(bytes / MEGABYTE));
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
      show(finding, out);
      out.flush();
    }
  }

  private static void show(Finding finding, PrintWriter out) {
    String rules = finding.rules().isEmpty() ? "" : " " + finding.rules().get(0).id();
    Text.wrap(finding.verdict() + rules + ": " + Text.oneLine(finding.sentence()) + ".", Text.WIDTH)
        .forEach(out::println);
  }

  /** Prints a line for every rule, and what is wrong. */
  static void print(Trace trace, PrintWriter out) {
    Table table = Table.wrapping("rule", "verdict", "checks", "arose");
    trace
        .lines()
        .forEach((rule, line) -> table.row(rule.id(), line.verdict(), line.checks(), line.arose()));
    table.print(out);
    out.println();
    if (trace.findings().isEmpty()) {
      long silent =
          trace.lines().values().stream().filter(line -> line.verdict() == Verdict.NOT_RUN).count();
      String what =
          "no rule is broken in "
              + Text.count(trace.messages(), "message")
              + " of "
              + Text.count(trace.devices(), "device")
              + (silent == 0
                  ? ""
                  : "; of " + Text.count(silent, "rule") + " the condition never arose");
      Text.wrap(trace.verdict() + ": " + what + ".", Text.WIDTH).forEach(out::println);
      return;
    }
    trace.findings().forEach(finding -> show(finding, out));
    List<String> sums = new ArrayList<>();
    if (trace.unlisted() > 0) {
      sums.add("and " + Text.count(trace.unlisted(), "finding") + " more");
    }
    sums.add(
        Text.count(trace.messages(), "message")
            + " of "
            + Text.count(trace.devices(), "device")
            + " judged");
    Text.wrap(trace.verdict() + ": " + String.join("; ", sums) + ".", Text.WIDTH)
        .forEach(out::println);
  }
}
