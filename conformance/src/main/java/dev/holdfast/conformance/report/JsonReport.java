package dev.holdfast.conformance.report;

import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.check.Requirements.Requirement;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.report.Findings.Numbered;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Findings for machines: {@code report.json}, as {@code report.schema.json} has it. */
final class JsonReport {
  private JsonReport() {}

  static String text(Findings findings) {
    ObjectNode root = Form.REPORT.begin();
    root.put("verdict", findings.verdict().name());
    root.put("requirements", findings.requirements().version());
    root.put("level", lower(findings.level()));
    evidence(root, findings.evidence());
    root.put("interrupted", findings.interrupted());
    findings.trouble().ifPresent(trouble -> root.put("trouble", trouble));
    findings
        .baseline()
        .ifPresent(
            known -> {
              ObjectNode node = root.putObject("baseline");
              node.put("verdict", findings.settled(known).name());
              ArrayNode ids = node.putArray("rules");
              known.rules().stream().sorted().forEach(rule -> ids.add(rule.id()));
            });
    root.put("started", findings.started().toString());
    ArrayNode subjects = root.putArray("subjects");
    findings.reports().forEach(report -> subjects.add(subject(report)));
    ArrayNode rules = root.putArray("rules");
    findings.asked().forEach(requirement -> rules.add(rule(findings, requirement)));
    ArrayNode failures = root.putArray("failures");
    findings.failures().forEach(failure -> failures.add(failure(findings, failure)));
    return Json.text(root);
  }

  private static void evidence(ObjectNode root, Evidence evidence) {
    if (evidence instanceof Evidence.Told told) {
      root.put("command", "check").put("seed", told.seed());
      told.arguments().forEach(root.putArray("arguments")::add);
    } else if (evidence instanceof Evidence.Recorded recorded) {
      root.put("command", "trace").put("unlisted", recorded.unlisted());
      recorded.files().forEach(root.putArray("arguments")::add);
    }
  }

  private static ObjectNode subject(Report report) {
    ObjectNode node = Json.object();
    node.put("role", lower(report.role()));
    node.put("name", report.subject());
    node.put("verdict", report.verdict().name());
    node.put("scenarios", report.scenarios());
    node.put("planned", report.planned());
    node.put("ending", report.ending().name());
    node.put("messages", report.messages());
    node.put("seconds", Math.round(report.nanos() / 1e8) / 10.0);
    ArrayNode reached = node.putArray("reached");
    report
        .reached()
        .forEach(
            its ->
                reached
                    .addObject()
                    .put("what", its.what())
                    .put("told", its.told())
                    .put("due", its.due()));
    ObjectNode beside = node.putObject("brokenBeside");
    report.beside().forEach((rule, times) -> beside.put(rule.id(), times));
    return node;
  }

  private static ObjectNode rule(Findings findings, Requirement requirement) {
    ObjectNode node = Json.object();
    node.put("id", requirement.rule().id());
    node.put("text", requirement.rule().text());
    ArrayNode steps = node.putArray("claimSteps");
    requirement.rule().claimSteps().forEach(steps::add);
    node.put("level", lower(requirement.level()));
    node.put("party", lower(requirement.party()));
    line(node, findings.line(requirement.rule()));
    ArrayNode roles = node.putArray("roles");
    List<Line> lines = findings.lines(requirement.rule());
    for (int i = 0; i < lines.size(); i++) {
      Role role = findings.reports().get(i).role();
      line(roles.addObject().put("role", lower(role)), lines.get(i));
    }
    return node;
  }

  private static void line(ObjectNode node, Line line) {
    node.put("verdict", line.verdict().name());
    node.put("checks", line.checks());
    node.put("arose", line.arose());
  }

  private static ObjectNode failure(Findings findings, Numbered numbered) {
    ObjectNode node = Json.object();
    node.put("verdict", numbered.failure().verdict().name());
    numbered.failure().rule().ifPresent(rule -> node.put("rule", rule.id()));
    numbered.failure().breakdown().ifPresent(kind -> node.put("breakdown", kind.name()));
    node.put("role", lower(numbered.role()));
    node.put("sentence", numbered.failure().sentence());
    node.put("scenario", numbered.failure().scenario().name());
    node.set("batches", Replay.batches(numbered.failure().recording()));
    node.set("said", Json.messages(numbered.failure().said()));
    node.set("allowed", Json.messages(numbered.failure().allowed()));
    if (findings.evidence() instanceof Evidence.Told) {
      node.put("replay", numbered.file());
    }
    return node;
  }

  /**
   * The rules that a report says are broken.
   *
   * @param text a report
   * @return the rules
   * @throws FormException if it is no report, or if it tells of more than broken rules
   */
  static Set<Rule> broken(String text) throws FormException {
    JsonNode report = Form.REPORT.read(text);
    for (JsonNode failure : report.get("failures")) {
      if (!failure.has("rule")) {
        throw new FormException(
            "more than a rule is broken: " + failure.get("sentence").stringValue());
      }
    }
    Set<Rule> broken = EnumSet.noneOf(Rule.class);
    for (JsonNode rule : report.get("rules")) {
      if (rule.get("verdict").stringValue().equals(Verdict.FAIL.name())) {
        broken.add(Baseline.rule(rule.get("id").stringValue()));
      }
    }
    return broken;
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
