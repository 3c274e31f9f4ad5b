package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.check.Suite;
import dev.holdfast.conformance.scenario.Orders;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.SystemScenarios;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** What the subject is told: which scenarios, and how many. */
final class ScenarioOptions {
  private static final int FEW = 24;
  private static final int QUICK_ORDERS = 4;
  private static final int MOST_ORDERS = 8;

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
          "So many random walks of each kind, beside the scenarios that cover the small"
              + " scopes (${DEFAULT-VALUE}).")
  private int walks = 400;

  @Option(
      names = "--orders",
      paramLabel = "N",
      converter = Count.class,
      description =
          "Every order of up to so many messages in small scopes (6, with --quick 4; at most 8):"
              + " one more makes about six times as many scenarios.")
  private Optional<Integer> orders = Optional.empty();

  @Option(
      names = "--quick",
      description =
          "A first impression in a few seconds: fewer random scenarios, and every order of fewer"
              + " messages.")
  private boolean quick;

  @Option(
      names = "--scenarios",
      paramLabel = "N",
      converter = Count.class,
      description = "At most so many scenarios, of all kinds.")
  private Optional<Integer> most = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description =
          "Only scenarios with this profile for CRITICAL memory pressure: SHED or HOLD. Without"
              + " it: both.")
  private Optional<Profile> profile = Optional.empty();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Run this scenario alone, as named in a failure.")
  private Optional<String> only = Optional.empty();

  /** For picocli. */
  ScenarioOptions() {}

  long seed() {
    return seed;
  }

  /**
   * The scenarios to run.
   *
   * @param role the subject's role
   * @param progress told how many there are, now and then
   * @return what to run, at least one scenario
   * @throws UsageException if there is none
   */
  Suite choose(Role role, LongConsumer progress) {
    int messages = orders.orElse(quick ? QUICK_ORDERS : Orders.MESSAGES);
    if (messages > MOST_ORDERS) {
      throw new UsageException(
          "--orders is at most " + MOST_ORDERS + ": there is no room for more scenarios");
    }
    Suite suite =
        quick
            ? Suite.quick(role, seed, messages)
            : Suite.full(role, seed, new Suite.Extent(walks, messages), progress);
    return suite.with(chosen(suite.scenarios()));
  }

  /**
   * The scenarios for a device that takes its time.
   *
   * @param possible which scenarios it can run
   * @return some of those about real systems, and about {@value #FEW} random ones
   */
  Suite few(Predicate<Scenario> possible) {
    List<Scenario> few = new ArrayList<>(SystemScenarios.all());
    few.removeIf(possible.negate());
    few.addAll(Suite.few(Role.DEVICE, seed, FEW / 2, FEW, possible));
    return new Suite(chosen(few), List.of());
  }

  private List<Scenario> chosen(List<Scenario> all) {
    List<Scenario> chosen =
        all.stream()
            .filter(scenario -> only.isEmpty() || scenario.name().equals(only.get()))
            .filter(s -> profile.isEmpty() || s.catalogue().profile() == profile.get())
            .toList();
    if (chosen.isEmpty()) {
      throw new UsageException(
          "no scenario is called '" + only.orElse("") + "', or it has not this profile");
    }
    return sample(chosen, most.orElse(chosen.size()));
  }

  /** Evenly from the whole, so that there are some of every kind. */
  private static List<Scenario> sample(List<Scenario> all, int most) {
    if (most >= all.size()) {
      return all;
    }
    List<Scenario> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) ((long) i * all.size() / most)));
    }
    return some;
  }

  /** What must stand on a command line for a scenario to be found again by its name. */
  List<String> again(String name) {
    List<String> words = new ArrayList<>(List.of("--seed", String.valueOf(seed)));
    words.addAll(quick ? List.of("--quick") : List.of("--walks", String.valueOf(walks)));
    orders.ifPresent(messages -> words.addAll(List.of("--orders", String.valueOf(messages))));
    words.addAll(List.of("--only", name));
    return words;
  }
}
