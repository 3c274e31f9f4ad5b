package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.ChildSubject;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.InMemoryDevice;
import dev.holdfast.impl.InMemoryTargetOs;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import dev.holdfast.model.Rule;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast check}: judges the built-in implementation, or a program in any language. */
@Command(
    name = "check",
    description =
        "Judge an implementation, rule by rule: the built-in one, or the program that the"
            + " command after -- starts.")
public final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description =
          "Judge the built-in implementation in this role alone: proxy, target or device.")
  private Optional<String> role = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of the random scenarios (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--walks",
      paramLabel = "N",
      converter = Count.class,
      description =
          "So many random walks and as many races, beside the scenarios that cover the small"
              + " scopes (${DEFAULT-VALUE}).")
  private int walks = 400;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Run this scenario alone, as named in a failure.")
  private Optional<String> only = Optional.empty();

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      converter = Count.class,
      description = "How long any answer may take (${DEFAULT-VALUE}).")
  private int deadline = 10;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The program to judge, and its arguments; write -- before it.")
  private List<String> command = List.of();

  /** For picocli. */
  public CheckCommand() {}

  @Override
  public Integer call() {
    List<Report> reports = new ArrayList<>();
    try {
      if (command.isEmpty()) {
        for (Role its : roles()) {
          try (Subject subject = builtIn(its)) {
            reports.add(check(subject));
          }
        }
      } else {
        program(command.get(0));
        try (Subject subject = new ChildSubject(command, Duration.ofSeconds(deadline))) {
          if (role.isPresent() && roles().get(0) != subject.role()) {
            throw new UsageException(
                "the program says that it is a " + name(subject.role()) + ", not a " + role.get());
          }
          reports.add(check(subject));
        }
      }
    } catch (SubjectException e) {
      out()
          .println("HARNESS_ERROR: there was nothing to judge, for " + oneLine(e.sentence()) + ".");
      return Verdict.HARNESS_ERROR.exitCode();
    }
    return print(reports);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private List<Role> roles() {
    if (role.isEmpty()) {
      return List.of(Role.values());
    }
    return List.of(
        Arrays.stream(Role.values())
            .filter(its -> name(its).equals(role.get()))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "no role is called '"
                            + role.get()
                            + "'; there are proxy, target, device")));
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private Subject builtIn(Role its) {
    Port.Factory factory =
        switch (its) {
          case PROXY -> ConcurrentProxy::new;
          case TARGET -> InMemoryTargetOs::new;
          case DEVICE -> InMemoryDevice::new;
        };
    return new PortSubject(its, "built-in", factory, Duration.ofSeconds(deadline));
  }

  /** A program that is not there is wrong usage, not a wrong subject. */
  private static void program(String name) {
    boolean found =
        name.contains(File.separator)
            ? new File(name).canExecute()
            : Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> new File(folder, name).canExecute());
    if (!found) {
      throw new UsageException("cannot run '" + name + "': there is no such program");
    }
  }

  private Report check(Subject subject) {
    PrintWriter err = spec.commandLine().getErr();
    List<Scenario> scenarios;
    try (Progress progress =
        new Progress("preparing for a " + name(subject.role()), "scenario", -1, err)) {
      scenarios = Checker.scenarios(subject.role(), seed, walks, progress);
    }
    List<Scenario> chosen =
        scenarios.stream()
            .filter(scenario -> only.isEmpty() || scenario.name().equals(only.get()))
            .toList();
    if (chosen.isEmpty()) {
      throw new UsageException("no scenario is called '" + only.orElse("") + "'");
    }
    try (Progress progress =
        new Progress("checking a " + name(subject.role()), "scenario", chosen.size(), err)) {
      return new Checker(subject).run(chosen, seed, progress);
    }
  }

  private int print(List<Report> reports) {
    PrintWriter out = out();
    List<String> headings = new ArrayList<>(List.of("rule"));
    reports.forEach(report -> headings.add(name(report.role())));
    headings.addAll(List.of("checks", "arose"));
    Table table = Table.wrapping(headings.toArray(String[]::new));
    for (Rule rule : Rule.values()) {
      List<Line> lines =
          reports.stream().flatMap(r -> Optional.ofNullable(r.lines().get(rule)).stream()).toList();
      List<Object> row = new ArrayList<>(List.of(rule.id()));
      lines.forEach(line -> row.add(line.verdict()));
      row.add(lines.stream().mapToLong(Line::checks).sum());
      row.add(lines.stream().mapToLong(Line::arose).sum());
      table.row(row.toArray());
    }
    table.print(out);
    out.println();
    Table summary =
        Table.wrapping("role", "subject", "scenarios", "messages", "seed", "seconds", "verdict");
    for (Report report : reports) {
      summary.row(
          name(report.role()),
          Text.cut(oneLine(report.subject()), 20),
          (long) report.scenarios(),
          report.messages(),
          report.seed(),
          String.format(Locale.ROOT, "%.1f", report.nanos() / 1e9),
          report.verdict());
    }
    summary.print(out);
    reports.forEach(report -> report.failures().forEach(failure -> print(report, failure)));
    Verdict verdict = Verdict.worst(reports.stream().map(Report::verdict).toList());
    out.println();
    Text.wrap(verdict + ": " + why(verdict, reports), Text.WIDTH).forEach(out::println);
    return verdict.exitCode();
  }

  private static String why(Verdict verdict, List<Report> reports) {
    if (verdict == Verdict.PASS) {
      return "every rule that applies was checked, its condition arose, and it was kept.";
    }
    Optional<Failure> worst =
        reports.stream()
            .flatMap(report -> report.failures().stream())
            .filter(failure -> failure.verdict() == verdict)
            .findFirst();
    if (worst.isPresent()) {
      String what = worst.get().rule().map(rule -> rule.id() + " is broken: ").orElse("");
      return what + oneLine(worst.get().sentence()) + ".";
    }
    return "for some rules the condition never arose, so nothing is known of them: "
        + reports.stream()
            .flatMap(report -> report.lines().entrySet().stream())
            .filter(entry -> entry.getValue().verdict() == Verdict.NOT_RUN)
            .map(entry -> entry.getKey().id())
            .distinct()
            .collect(Collectors.joining(", "))
        + ".";
  }

  private void print(Report report, Failure failure) {
    PrintWriter out = out();
    out.println();
    String head =
        failure
            .rule()
            .map(rule -> failure.verdict() + " " + rule.id() + steps(rule) + " " + rule.text())
            .orElse(failure.verdict() + " " + oneLine(failure.sentence()) + ".");
    Text.wrap(head, Text.WIDTH).forEach(out::println);
    List<List<Envelope>> batches = failure.scenario().batches();
    if (failure.rule().isPresent()) {
      for (int i = 0; i < batches.size(); i++) {
        out.printf("%4d  %s%n", i + 1, Text.line(batches.get(i)));
      }
      out.println("      said:    " + Text.line(failure.said()));
      out.println("      allowed: " + Text.line(failure.allowed()));
    }
    out.println(
        "      again: conformance/holdfast check --seed "
            + report.seed()
            + " --walks "
            + walks
            + " --only "
            + failure.scenario().name()
            + (command.isEmpty()
                ? " --role " + name(report.role())
                : " -- " + String.join(" ", command)));
  }

  private static String steps(Rule rule) {
    return rule.claimSteps().isEmpty() ? "" : " [" + String.join(", ", rule.claimSteps()) + "]";
  }

  private static String oneLine(String text) {
    return Text.oneLine(text);
  }
}
