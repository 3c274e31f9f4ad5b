package dev.holdfast.conformance.report;

import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.check.Requirements.Requirement;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.cli.Text;
import dev.holdfast.conformance.report.Findings.Numbered;
import dev.holdfast.model.Rule.Party;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Findings for people: the page {@code index.html}, in words. Its form is in {@code
 * src/main/jte/index.jte}.
 */
final class Page {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Page.class.getClassLoader(), Page.class.getPackageName());

  private final Findings findings;

  private Page(Findings findings) {
    this.findings = findings;
  }

  static String text(Findings findings) {
    return render("index.jte", Map.of("findings", findings, "page", new Page(findings)));
  }

  static String render(String template, Map<String, Object> what) {
    StringOutput out = new StringOutput();
    TEMPLATES.render(template, what, out);
    return out.toString();
  }

  /** Says without colour what the colour says. */
  String symbol(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "\u2713";
      case FAIL -> "\u2717";
      case NOT_APPLICABLE -> "\u2013";
      case NOT_RUN -> "\u25cb";
      case INCONCLUSIVE -> "?";
      case HARNESS_ERROR -> "!";
    };
  }

  String words(Verdict verdict) {
    return verdict == Verdict.NOT_APPLICABLE ? "n/a" : verdict.name().replace('_', ' ');
  }

  String lower(Enum<?> constant) {
    return JsonReport.lower(constant);
  }

  String summary() {
    return Text.printable(findings.sentence());
  }

  String started() {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT)
        .format(findings.started().atOffset(ZoneOffset.UTC));
  }

  String scenarios(Report report) {
    String run = Text.number(report.scenarios());
    return report.scenarios() == report.planned()
        ? run
        : run + " of " + Text.number(report.planned());
  }

  String seconds(Report report) {
    return String.format(Locale.ROOT, "%.1f", report.nanos() / 1e9);
  }

  String heading(Numbered found) {
    return found
            .failure()
            .rule()
            .map(rule -> rule.id() + FailureText.steps(rule))
            .orElse(
                findings.evidence() instanceof Evidence.Recorded
                    ? "the recording"
                    : "the conversation")
        + ", in the role "
        + lower(found.role());
  }

  Verdict verdict(Report report, Requirement asked) {
    return Optional.ofNullable(report.lines().get(asked.rule()))
        .map(Line::verdict)
        .orElse(Verdict.NOT_RUN);
  }

  /** What went wrong with a rule in a role. */
  Optional<Numbered> failure(Report report, Requirement asked) {
    return findings.failures().stream()
        .filter(found -> found.role() == report.role())
        .filter(found -> found.failure().rule().equals(Optional.of(asked.rule())))
        .findFirst();
  }

  String steps(Requirement asked) {
    return String.join(" ", asked.rule().claimSteps());
  }

  String party(Requirement asked) {
    return asked.party() == Party.TARGET ? "target OS" : lower(asked.party());
  }

  String meta(Requirement asked) {
    Line line = findings.line(asked.rule());
    return (asked.rule().claimSteps().isEmpty() ? "" : steps(asked) + " \u00b7 ")
        + lower(asked.level())
        + " \u00b7 "
        + party(asked)
        + " \u00b7 arose in "
        + Text.number(line.arose())
        + " of "
        + Text.count(line.checks(), "check");
  }

  String again(Numbered found) {
    return Text.printable(findings.again(found));
  }

  String sentence(Numbered found) {
    return Text.printable(findings.sentence(found.failure()));
  }

  String units() {
    return findings.evidence() instanceof Evidence.Recorded ? "Devices" : "Scenarios";
  }

  /** What stands above what was told, before the name of the scenario. */
  String told() {
    return findings.evidence() instanceof Evidence.Recorded
        ? "What was told since the sync before, in"
        : "The shortest scenario found,";
  }

  String seed() {
    return findings.evidence() instanceof Evidence.Told told ? " Seed " + told.seed() + "." : "";
  }

  String howAgain() {
    return findings.evidence() instanceof Evidence.Told told
        ? "Run it again (seed " + told.seed() + ")"
        : "Judge it again";
  }
}
