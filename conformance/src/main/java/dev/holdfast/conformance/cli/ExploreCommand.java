package dev.holdfast.conformance.cli;

import dev.holdfast.model.Device;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Explorer;
import dev.holdfast.model.Explorer.Result;
import dev.holdfast.model.Explorer.Violation;
import dev.holdfast.model.Machines;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scope.Originator;
import dev.holdfast.model.Scopes;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetExchange;
import dev.holdfast.model.fault.Fault;
import dev.holdfast.model.fault.Faults;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast explore}: visits every state of a scope of the model, and checks every rule. */
@Command(
    name = "explore",
    description = "Visit every state of a scope of the reference model, and check every rule.")
public final class ExploreCommand implements Callable<Integer> {
  /** Every kind of message must fire in this one. */
  private static final String DEFAULT = "default";

  /** Beyond so many threads the memory is what they wait for. */
  private static final int MANY = 8;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--scope",
      paramLabel = "NAME",
      description = "What to explore; 'default' if neither this nor a fault is named. See --list.")
  private Optional<String> scope = Optional.empty();

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description =
          "Explore with a faulty machine, in the scope where it shows. 'holdfast spec RULE' names"
              + " the faults that break a rule.")
  private Optional<String> fault = Optional.empty();

  @Option(
      names = "--max-states",
      paramLabel = "N",
      converter = Count.class,
      description = "Give up beyond so many states (${DEFAULT-VALUE}).")
  private int limit = 20_000_000;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Count.class,
      description =
          "How many threads explore: by default one for each processor, at most "
              + MANY
              + ". What is found is the same for any number.")
  private int threads = Math.min(Runtime.getRuntime().availableProcessors(), MANY);

  @Option(names = "--list", description = "List the scopes, and explore none.")
  private boolean list;

  /** For picocli. */
  public ExploreCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<Fault> wrong = fault.map(ExploreCommand::fault);
    String name = scope.or(() -> wrong.map(Fault::scope)).orElse(DEFAULT);
    List<Scope> scopes = scopes(name);
    if (list) {
      Table table = Table.wrapping("", "");
      Scopes.all().forEach((its, bounds) -> table.row(its, describe(bounds)));
      table.print(out);
      return Exit.PASS;
    }

    Device device = new Device(scopes, wrong.map(Fault::machines).orElse(Machines.REFERENCE));
    long begun = System.nanoTime();
    Explorer explorer;
    Result result;
    try (Progress progress = new Progress("exploring " + name, "state", -1, err)) {
      explorer = new Explorer(device, limit, threads, progress);
      result = explorer.explore();
    } catch (Explorer.TooLarge e) {
      err.println("holdfast: inconclusive: " + e.getMessage() + "; --max-states allows more");
      return Exit.INCONCLUSIVE;
    }
    double seconds = Math.max(1e-9, (System.nanoTime() - begun) / 1e9);

    Table head = Table.wrapping("", "");
    head.row("scope", name + ": " + describe(scopes));
    wrong.ifPresent(its -> head.row("fault", its.name() + ": " + its.story()));
    head.row("states", Text.number(result.states()));
    head.row("transitions", Text.number(result.transitions()));
    head.row("depth", Text.number(result.depth()));
    head.row("time", String.format(Locale.ROOT, "%.1f s", seconds));
    head.row(
        "speed",
        rate(result.states(), seconds, "states")
            + ", "
            + rate(result.transitions(), seconds, "transitions"));
    head.row("threads", Text.number(threads));
    head.row(
        "memory",
        Text.number(Math.round((double) explorer.bytes() / result.states())) + " bytes/state");
    head.print(out);
    out.println();
    if (!result.violations().isEmpty()) {
      return violations(result, out);
    }
    tables(result, out);
    return verdict(name, result, wrong.isPresent(), out);
  }

  private static Fault fault(String name) {
    return Faults.all().stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no fault is called '"
                        + name
                        + "'; there are "
                        + Faults.all().stream()
                            .map(Fault::name)
                            .collect(Collectors.joining(", "))));
  }

  private static List<Scope> scopes(String name) {
    if (!Scopes.all().containsKey(name)) {
      throw new UsageException(
          "no scope is called '"
              + name
              + "'; there are "
              + String.join(", ", Scopes.all().keySet()));
    }
    return Scopes.named(name);
  }

  private static String rate(long number, double seconds, String what) {
    return Text.number(Math.round(number / seconds)) + " " + what + "/s";
  }

  private static void tables(Result result, PrintWriter out) {
    // Two kinds in a row, to be read downwards.
    List<String> kinds = List.copyOf(result.kinds().keySet());
    Map<String, Long> fired = result.kinds();
    Table table = Table.wrapping("message", "fired", "", "message", "fired");
    int half = (kinds.size() + 1) / 2;
    for (int i = 0; i < half; i++) {
      String left = kinds.get(i);
      String right = half + i < kinds.size() ? kinds.get(half + i) : "";
      Object times = right.isEmpty() ? "" : fired.getOrDefault(right, 0L);
      table.row(left, fired.getOrDefault(left, 0L), "", right, times);
    }
    table.print(out);
    out.println();
    Table rules = Table.wrapping("rule", "checks", "arose");
    result.rules().forEach((rule, tally) -> rules.row(rule.id(), tally.checks(), tally.arose()));
    rules.print(out);
    out.println();
  }

  private static int verdict(String scope, Result result, boolean faulty, PrintWriter out) {
    List<String> never = result.neverFired();
    say("never fired in this scope: ", never, out);
    say(
        "never arose in this scope: ",
        result.rules().entrySet().stream()
            .filter(entry -> entry.getValue().arose() == 0)
            .map(entry -> entry.getKey().id())
            .toList(),
        out);
    if (scope.equals(DEFAULT) && !never.isEmpty()) {
      out.println("FAIL: the exploration is vacuous, for every kind of message must fire in it.");
      return Exit.FAIL;
    }
    out.println(
        "PASS: no rule is broken in any state or on any step"
            + (faulty ? "; the fault does not show in this scope." : "."));
    return Exit.PASS;
  }

  private static void say(String what, List<String> names, PrintWriter out) {
    if (!names.isEmpty()) {
      Text.wrap(what + String.join(", ", names), Text.WIDTH).forEach(out::println);
    }
  }

  private static String ids(List<Rule> rules) {
    return rules.isEmpty()
        ? "a deviation that no rule names"
        : rules.stream().map(Rule::id).collect(Collectors.joining(", "));
  }

  /** Prints one violation of each set of rules. */
  private static int violations(Result result, PrintWriter out) {
    Map<List<Rule>, List<Violation>> byRules =
        result.violations().stream()
            .collect(
                Collectors.groupingBy(Violation::rules, LinkedHashMap::new, Collectors.toList()));
    byRules.values().forEach(alike -> violation(alike, out));
    say("FAIL: ", byRules.keySet().stream().map(ExploreCommand::ids).toList(), out);
    return Exit.FAIL;
  }

  /** Prints the first of several violations of the same rules. */
  private static void violation(List<Violation> alike, PrintWriter out) {
    Violation first = alike.get(0);
    if (first.rules().isEmpty()) {
      out.println("A machine deviates from the reference, and no rule says so.");
    }
    for (Rule rule : first.rules()) {
      Text.wrap(rule.id() + " is broken. " + rule.text(), Text.WIDTH).forEach(out::println);
    }
    List<Exchange> trace = first.trace();
    out.println();
    for (int i = 0; i < trace.size(); i++) {
      out.printf("%3d  %s%n", i + 1, Text.line(trace.get(i)));
    }
    allowed(trace.get(trace.size() - 1)).forEach(way -> out.println("     allowed: " + way));
    if (alike.size() > 1) {
      out.println("     (one of " + Text.number(alike.size()) + " traces of this length)");
    }
    out.println();
  }

  /** What the reference would have said instead; nothing if it would have said the same. */
  private static List<String> allowed(Exchange last) {
    List<List<Envelope>> ways;
    if (last instanceof ProxyExchange its) {
      ways = List.of(its.before().step(its.in()).out());
    } else if (last instanceof TargetExchange its) {
      ways = its.before().steps(its.in()).stream().map(Step::out).toList();
    } else {
      throw new AssertionError(last);
    }
    boolean right = ways.stream().anyMatch(way -> Exchange.sameMessages(way, last.out()));
    return right ? List.of() : ways.stream().map(Text::line).distinct().toList();
  }

  private static String describe(List<Scope> scopes) {
    if (scopes.size() == 1) {
      return describe(scopes.get(0));
    }
    String each =
        scopes.stream().distinct().map(ExploreCommand::describe).collect(Collectors.joining(" / "));
    return scopes.size() + " target OSes, each: " + each;
  }

  private static String describe(Scope scope) {
    Collection<Originator> originators = scope.originators().values();
    long resources = originators.stream().flatMap(o -> o.asks().stream()).distinct().count();
    long programs = scope.catalogue().programs().size();
    String bounds =
        Stream.of(
                Text.count(originators.size(), "domain"),
                Text.count(sum(originators, o -> numbers(o)), "process"),
                Text.count(sum(originators, o -> o.processes().size()), "incarnation"),
                Text.count(programs, "program"),
                Text.count(resources, "resource"),
                Text.count(sum(originators, Originator::ids), "id"),
                Text.count(sum(originators, Originator::boots), "boot"),
                Text.count(scope.crashes(), "crash"),
                Text.count(scope.localUses(), "local use"),
                Text.count(scope.levels().size(), "level"))
            .collect(Collectors.joining(", "));
    return bounds
        + "; profile "
        + scope.catalogue().profile()
        + (scope.catalogue().keepsWarm().isEmpty() ? "" : ", keeps warm")
        + (scope.groups() ? ", requests for two" : "")
        + (scope.hostile() ? ", hostile words" : "")
        + (scope.uses() ? ", handles used" : "");
  }

  private static int sum(Collection<Originator> originators, ToIntFunction<Originator> what) {
    return originators.stream().mapToInt(what).sum();
  }

  private static int numbers(Originator originator) {
    return (int) originator.processes().stream().map(ProcessId::pid).distinct().count();
  }
}
