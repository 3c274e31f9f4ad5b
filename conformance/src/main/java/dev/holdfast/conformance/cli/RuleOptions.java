package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.check.Requirements;
import dev.holdfast.model.Conformance;
import dev.holdfast.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is judged: which of the rules, of which version. */
final class RuleOptions {
  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "Judge the rules of this level alone: claim, core, memory, failure, security or full"
              + " (${DEFAULT-VALUE}).")
  private Conformance level = Conformance.FULL;

  @Option(
      names = "--rule",
      paramLabel = "ID",
      description = "Judge this rule alone, for example REL-3; may be given several times.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--requirements",
      paramLabel = "VERSION",
      description =
          "Judge by this frozen set of rules, for example 1. Without it: by all rules there are.")
  private Optional<String> version = Optional.empty();

  /** For picocli. */
  RuleOptions() {}

  Requirements requirements() {
    return version
        .map(
            its ->
                Requirements.frozen(its)
                    .orElseThrow(
                        () ->
                            new UsageException(
                                "no requirements have the version '"
                                    + its
                                    + "'; there are "
                                    + String.join(", ", Requirements.FROZEN))))
        .orElseGet(Requirements::current);
  }

  Conformance level() {
    return level;
  }

  /** The rules to judge, in their order. */
  List<Rule> rules() {
    List<Rule> all = requirements().rules().stream().filter(level::asksFor).toList();
    List<Rule> named = ids.stream().map(RuleOptions::rule).toList();
    Optional<Rule> outside = named.stream().filter(rule -> !all.contains(rule)).findFirst();
    if (outside.isPresent()) {
      throw new UsageException(
          outside.get().id() + " is not in the requirements and level that are asked for");
    }
    return named.isEmpty() ? all : all.stream().filter(named::contains).toList();
  }

  static Rule rule(String id) {
    return Rule.of(id)
        .orElseThrow(
            () ->
                new UsageException(
                    "no rule is called '" + id + "'; 'holdfast spec' lists all of them"));
  }
}
