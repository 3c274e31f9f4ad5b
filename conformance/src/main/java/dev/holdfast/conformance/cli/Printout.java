package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.report.FailureText;
import dev.holdfast.conformance.report.Findings;
import dev.holdfast.conformance.report.Findings.Numbered;
import dev.holdfast.model.Rule;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Findings on a terminal. */
final class Printout {
  private final PrintWriter out;

  Printout(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints all of it.
   *
   * @param findings what was found
   * @param again the command line that runs a failure again
   */
  void print(Findings findings, Function<Numbered, String> again) {
    if (!findings.reports().isEmpty()) {
      rules(findings);
      out.println();
      subjects(findings);
      told(findings);
    }
    for (Numbered found : findings.failures()) {
      out.println();
      FailureText.lines(found.failure()).forEach(out::println);
      out.println("      again: " + again.apply(found));
    }
    out.println();
    Text.wrap(findings.verdict() + ": " + findings.sentence(), Text.WIDTH).forEach(out::println);
    findings
        .baselineSentence()
        .ifPresent(sentence -> Text.wrap(sentence, Text.WIDTH).forEach(out::println));
  }

  private void rules(Findings findings) {
    List<String> headings = new ArrayList<>(List.of("rule"));
    findings.reports().forEach(report -> headings.add(SubjectOptions.name(report.role())));
    headings.addAll(List.of("checks", "arose"));
    Table table = Table.wrapping(headings.toArray(String[]::new));
    for (Rule rule : findings.rules()) {
      List<Object> row = new ArrayList<>(List.of(rule.id()));
      findings.lines(rule).forEach(line -> row.add(line.verdict()));
      Line all = findings.line(rule);
      row.add(all.checks());
      row.add(all.arose());
      table.row(row.toArray());
    }
    table.print(out);
  }

  private void subjects(Findings findings) {
    Table table =
        Table.wrapping("role", "subject", "scenarios", "messages", "seed", "seconds", "verdict");
    for (Report report : findings.reports()) {
      table.row(
          SubjectOptions.name(report.role()),
          Text.cut(Text.oneLine(report.subject()), 20),
          (long) report.scenarios(),
          report.messages(),
          report.seed(),
          String.format(Locale.ROOT, "%.1f", report.nanos() / 1e9),
          report.verdict());
    }
    table.print(out);
    out.println(
        "requirements "
            + findings.requirements().version()
            + ", level "
            + findings.level().name().toLowerCase(Locale.ROOT));
  }

  private void told(Findings findings) {
    if (findings.goals().isEmpty()) {
      return;
    }
    List<String> headings = new ArrayList<>(List.of("told"));
    findings.reports().forEach(report -> headings.add(SubjectOptions.name(report.role())));
    Table table = Table.wrapping(headings.toArray(String[]::new));
    for (String goal : findings.goals()) {
      List<Object> row = new ArrayList<>(List.of(goal));
      row.addAll(findings.reached(goal));
      table.row(row.toArray());
    }
    out.println();
    table.print(out);
  }
}
