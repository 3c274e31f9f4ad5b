package dev.holdfast.conformance.check;

import dev.holdfast.conformance.check.Assignment.Until;
import dev.holdfast.conformance.check.Report.Ending;
import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.oracle.Judgement;
import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.oracle.Judgement.Unsettled;
import dev.holdfast.conformance.oracle.Oracle;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Shrinker;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Check.OnProxy;
import dev.holdfast.model.Check.OnTarget;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Checks one subject, once. Not thread-safe. */
public final class Checker {
  /** After so many bad scenarios nothing new is learned. */
  private static final int ENOUGH = 60;

  private final Subject subject;
  private final Assignment assignment;
  private final Tally tally;
  private final List<Failure> failures = new ArrayList<>();
  private final Map<Rule, Integer> beside = new EnumMap<>(Rule.class);
  private final Set<Handle> minted = new HashSet<>();
  private long messages;

  /**
   * A checker of every rule.
   *
   * @param subject what to check
   */
  public Checker(Subject subject) {
    this(subject, Assignment.everything());
  }

  /**
   * A checker.
   *
   * @param subject what to check
   * @param assignment what to find out
   */
  public Checker(Subject subject, Assignment assignment) {
    this.subject = subject;
    this.assignment = assignment;
    this.tally = new Tally(assignment.rules());
  }

  /**
   * Runs scenarios; stops when there is nothing more to learn.
   *
   * @param scenarios what to run
   * @param seed their seed, for the report
   * @param progress told of every scenario
   * @return what came of it
   */
  public Report run(List<Scenario> scenarios, long seed, LongConsumer progress) {
    return run(new Suite(scenarios, List.of()), seed, progress);
  }

  /**
   * Runs a suite; stops when there is nothing more to learn.
   *
   * @param suite what to run
   * @param seed its seed, for the report
   * @param progress told of every scenario
   * @return what came of it
   */
  public Report run(Suite suite, long seed, LongConsumer progress) {
    long start = System.nanoTime();
    List<Scenario> scenarios = suite.scenarios();
    Reach reach = new Reach(suite.goals());
    int done = 0;
    Ending ending = Ending.COMPLETE;
    for (Scenario scenario : scenarios) {
      Optional<Failure> failure =
          interrupted()
              ? Optional.empty()
              : run(
                  scenario,
                  exchange -> {
                    tally.count(exchange);
                    reach.happened(exchange);
                  });
      if (interrupted()) {
        ending = Ending.INTERRUPTED; // what a run under way has come to is not its own doing
        break;
      }
      failure.ifPresentOrElse(this::add, () -> reach.ran(scenario));
      progress.accept(++done);
      if (assignment.until() == Until.NOTHING_NEW && (failures.size() >= ENOUGH || hopeless())) {
        ending = done == scenarios.size() ? Ending.COMPLETE : Ending.NOTHING_NEW;
        break;
      }
    }
    List<Failure> smallest = smallest();
    Optional<Rule> primary =
        smallest.stream().map(Failure::rule).findFirst().orElse(Optional.empty());
    return new Report(
        subject.name(),
        subject.role(),
        seed,
        done,
        scenarios.size(),
        ending,
        messages,
        System.nanoTime() - start,
        lines(),
        reach.reached(),
        primary,
        smallest,
        beside);
  }

  /**
   * Runs one scenario, several times.
   *
   * @param scenario what to run
   * @param times how often at most; a subject that races, or mints a handle again, may fail later
   * @param progress told of every run
   * @return the first failure, not made any smaller; empty if there was none
   */
  public Optional<Failure> replay(Scenario scenario, int times, LongConsumer progress) {
    Optional<Failure> failure = Optional.empty();
    for (int i = 0; i < times && failure.isEmpty(); i++) {
      failure = run(scenario);
      progress.accept(i + 1L);
    }
    return failure;
  }

  private boolean interrupted() {
    return assignment.interrupted().getAsBoolean();
  }

  /** Keeps a failure, or only counts it if it is of a rule that is not to be judged. */
  private void add(Failure failure) {
    failure
        .rule()
        .filter(rule -> !assignment.rules().contains(rule))
        .ifPresentOrElse(rule -> beside.merge(rule, 1, Integer::sum), () -> failures.add(failure));
  }

  /** A conversation that broke down a few times will do so again. */
  private boolean hopeless() {
    return failures.stream().filter(failure -> failure.rule().isEmpty()).count() >= 3;
  }

  /** Runs one scenario; what went wrong, if anything did. */
  private Optional<Failure> run(Scenario scenario) {
    return run(scenario, exchange -> {});
  }

  private Optional<Failure> run(Scenario scenario, Consumer<Exchange> explaining) {
    Story story = new Story(scenario, subject.role());
    Oracle oracle = new Oracle(subject.role(), scenario.catalogue(), story::hear);
    try {
      subject.reset(scenario.catalogue());
      for (int i = 0; i < scenario.batches().size(); i++) {
        List<Envelope> told = scenario.batches().get(i);
        List<Envelope> said = subject.exchange(told.stream().map(oracle::toSubject).toList());
        messages += told.size() + said.size();
        Judgement judgement = oracle.judge(told, said);
        Scenario sofar = scenario.with(scenario.batches().subList(0, i + 1));
        if (judgement instanceof Explained explained) {
          story.add(explained.exchanges());
          explained.exchanges().forEach(explaining);
        } else if (judgement instanceof Refuted refuted) {
          story.add(refuted.before());
          return Optional.of(story.refuted(sofar, refuted, blame(sofar, refuted, story)));
        } else if (judgement instanceof Unsettled unsettled) {
          return Optional.of(story.unsettled(sofar, unsettled, said));
        }
      }
      return mintedBefore(oracle) ? Optional.of(story.mintedBefore()) : Optional.empty();
    } catch (SubjectException e) {
      return Optional.of(story.brokeDown(e));
    }
  }

  /** A handle that an earlier life minted too can be guessed (HND-4). */
  private boolean mintedBefore(Oracle oracle) {
    boolean again = false;
    for (Handle handle : oracle.minted()) {
      again |= !minted.add(handle);
    }
    return again;
  }

  /** The rule to blame: the likeliest one; but if that is not to be judged, another broken one. */
  private Optional<Rule> blame(Scenario sofar, Refuted refuted, Story story) {
    Refuted whole =
        new Refuted(story.exchanges(), refuted.wrong(), refuted.rules(), refuted.allowed());
    Optional<Rule> likeliest = new Diagnosis(sofar, whole, this::probe).rule();
    return likeliest
        .filter(rule -> !assignment.rules().contains(rule))
        .flatMap(no -> refuted.rules().stream().filter(assignment.rules()::contains).findFirst())
        .or(() -> likeliest);
  }

  /** What the subject answers last; what it has minted is used by its own name for it. */
  private List<Envelope> probe(Scenario scenario) {
    Oracle oracle = new Oracle(subject.role(), scenario.catalogue(), batch -> {});
    boolean explained = true;
    try {
      subject.reset(scenario.catalogue());
      List<Envelope> said = List.of();
      for (List<Envelope> told : scenario.batches()) {
        said = subject.exchange(told.stream().map(oracle::toSubject).toList());
        explained = explained && oracle.judge(told, said) instanceof Explained;
      }
      return said;
    } catch (SubjectException e) {
      return List.of();
    }
  }

  /**
   * Per rule the smallest scenario that breaks it. The rule that most scenarios break comes first:
   * it explains best what is wrong. Whether a race goes wrong is not the same each time, so races
   * count only where nothing else tells.
   */
  private List<Failure> smallest() {
    Map<Optional<Rule>, List<Failure>> byRule = new LinkedHashMap<>();
    failures.forEach(f -> byRule.computeIfAbsent(f.rule(), any -> new ArrayList<>()).add(f));
    Comparator<Failure> inTurn = Comparator.comparing(f -> !f.scenario().inTurn());
    Comparator<Failure> shortest = inTurn.thenComparingInt(f -> f.scenario().messages());
    return byRule.values().stream()
        .sorted(
            Comparator.comparing(
                    (List<Failure> all) -> explained(all.get(0).rule(), byRule.keySet()))
                .thenComparing(all -> -all.stream().filter(f -> f.scenario().inTurn()).count())
                .thenComparing(all -> -all.size()))
        .map(all -> shrunk(all.stream().min(shortest).orElseThrow()))
        .toList();
  }

  /**
   * A NoLongerNeeded too early takes another's pair for its own only if it is not just too early.
   */
  private static boolean explained(Optional<Rule> rule, Set<Optional<Rule>> all) {
    return rule.filter(Diagnosis.MISTAKEN::contains).isPresent()
        && all.contains(Optional.of(Rule.REL_3));
  }

  private Failure shrunk(Failure failure) {
    if (failure.rule().isEmpty()) {
      return failure;
    }
    Failure[] last = {failure};
    new Shrinker(200)
        .shrink(
            failure.scenario(),
            smaller -> {
              Optional<Failure> again = interrupted() ? Optional.empty() : run(smaller);
              boolean same = again.isPresent() && again.get().rule().equals(failure.rule());
              if (same) {
                last[0] = again.get();
              }
              return same;
            });
    return last[0];
  }

  private Map<Rule, Line> lines() {
    return tally.lines(
        subject.role(),
        failures.stream().map(Failure::rule).flatMap(Optional::stream).collect(Collectors.toSet()));
  }

  /**
   * Whether a rule obliges subjects of a role.
   *
   * @param rule the rule
   * @param role the role
   * @return whether it does, wholly or for its share
   */
  public static boolean applies(Rule rule, Role role) {
    return rule.checks().stream()
        .anyMatch(
            check ->
                (check instanceof OnProxy && role != Role.TARGET)
                    || (check instanceof OnTarget && role != Role.PROXY));
  }
}
