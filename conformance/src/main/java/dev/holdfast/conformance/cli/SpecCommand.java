package dev.holdfast.conformance.cli;

import dev.holdfast.model.Check;
import dev.holdfast.model.ClaimStep;
import dev.holdfast.model.Conformance;
import dev.holdfast.model.Rule;
import dev.holdfast.model.fault.Fault;
import dev.holdfast.model.fault.Faults;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast spec}: what a rule says, and where it is checked. */
@Command(
    name = "spec",
    description = "Print what a rule says, whom it obliges, and where it is checked.")
public final class SpecCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RULE",
      arity = "0..*",
      description = "Ids of rules, for example REL-3. Without any: a table of all rules.")
  private List<String> ids = new ArrayList<>();

  /** For picocli. */
  public SpecCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Rule> rules = ids.stream().map(RuleOptions::rule).toList();
    if (rules.isEmpty()) {
      Table table = Table.cutting("rule", "obliges", "claim", "text");
      for (Rule rule : Rule.values()) {
        table.row(rule.id(), party(rule), String.join(" ", rule.claimSteps()), rule.text());
      }
      table.print(out);
    }
    for (int i = 0; i < rules.size(); i++) {
      out.print(i == 0 ? "" : System.lineSeparator());
      print(rules.get(i), out);
    }
    return Exit.PASS;
  }

  private static void print(Rule rule, PrintWriter out) {
    out.println(rule.id());
    Text.wrap(rule.text(), Text.WIDTH).forEach(out::println);
    out.println();

    Table table = Table.wrapping("", "");
    String label = "claim";
    for (String step : rule.claimSteps()) {
      ClaimStep its = ClaimStep.valueOf(step);
      table.row(label, step + " (" + its.who() + ") " + its.meaning());
      label = "";
    }
    if (rule.claimSteps().isEmpty()) {
      table.row(label, "none: completes what the claim leaves open");
    }
    table.row("obliges", party(rule));
    table.row("why", rule.why());
    table.row("TLA+", rule.name() + " in tla/Rules.tla");
    table.row("levels", levels(rule));
    table.row(
        "explore", String.join("; ", rule.checks().stream().map(SpecCommand::where).toList()));
    String roles = roles(rule).collect(Collectors.joining(", "));
    table.row("check", roles.isEmpty() ? "in no role: explore alone" : "in the roles " + roles);
    label = "faults";
    for (Fault fault : Faults.all().stream().filter(f -> f.rule() == rule).toList()) {
      table.row(label, fault.name() + ": " + fault.story());
      label = "";
    }
    table.print(out);
  }

  private static String party(Rule rule) {
    return rule.party().name().toLowerCase(Locale.ROOT);
  }

  /** The levels of conformance that ask for a rule. */
  private static String levels(Rule rule) {
    return Stream.of(Conformance.values())
        .filter(level -> level.asksFor(rule))
        .map(level -> level.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static String where(Check check) {
    if (check instanceof Check.OnProxy) {
      return "on every exchange of the proxy";
    }
    if (check instanceof Check.OnTarget) {
      return "on every exchange of the target OS";
    }
    return check instanceof Check.InState ? "in every state" : "in every state at rest";
  }

  /** The roles of a subject in which its messages tell whether it keeps the rule. */
  private static Stream<String> roles(Rule rule) {
    boolean onProxy = rule.checks().stream().anyMatch(Check.OnProxy.class::isInstance);
    boolean onTarget = rule.checks().stream().anyMatch(Check.OnTarget.class::isInstance);
    return Stream.of(
            onProxy ? "proxy" : "", onTarget ? "target" : "", onProxy || onTarget ? "device" : "")
        .filter(role -> !role.isEmpty());
  }
}
