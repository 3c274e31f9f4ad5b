package dev.holdfast.conformance.report;

import dev.holdfast.model.Rule;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules that an implementation is known to break, so that a build can go on until they are
 * kept: a file with an id on each line, and remarks after {@code #}.
 *
 * @param rules the rules
 */
public record Baseline(Set<Rule> rules) {
  /** Keeps a copy of the set. */
  public Baseline {
    rules = Set.copyOf(rules);
  }

  /**
   * Reads a file.
   *
   * @param text its text
   * @return the baseline; one that lists nothing is fine
   * @throws FormException if a line is no rule's id
   */
  public static Baseline read(String text) throws FormException {
    Set<Rule> rules = EnumSet.noneOf(Rule.class);
    for (String line : text.lines().toList()) {
      String id = line.replaceFirst("#.*", "").strip();
      if (!id.isEmpty()) {
        rules.add(rule(id));
      }
    }
    return new Baseline(rules);
  }

  /**
   * What a report says is broken.
   *
   * @param report the text of a {@code report.json}
   * @return the baseline
   * @throws FormException if it is no report, or tells of more than broken rules
   */
  public static Baseline from(String report) throws FormException {
    return new Baseline(JsonReport.broken(report));
  }

  static Rule rule(String id) throws FormException {
    return Rule.of(id).orElseThrow(() -> new FormException("no rule is called '" + id + "'"));
  }

  /**
   * The text of the file.
   *
   * @return a line for every rule, with the rule's text as a remark
   */
  public String text() {
    return "# Rules that are known to be broken. When one is kept again, take it out.\n"
        + rules.stream()
            .sorted()
            .map(rule -> rule.id() + "  # " + rule.text() + "\n")
            .collect(Collectors.joining());
  }
}
