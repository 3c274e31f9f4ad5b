package dev.holdfast.conformance.check;

import dev.holdfast.conformance.check.Suite.Goal;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Told;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps account of what a subject has been told of what is due. Not thread-safe. */
final class Reach {
  private final List<Goal> goals;

  /** What is told of here; a state is not looked up for what is not. */
  private final Set<Envelope> messages;

  private final Set<Object> done = new HashSet<>();

  Reach(List<Goal> goals) {
    this.goals = goals;
    this.messages =
        goals.stream()
            .flatMap(goal -> goal.due().stream())
            .filter(Told.class::isInstance)
            .map(due -> ((Told) due).in())
            .collect(Collectors.toSet());
  }

  void ran(Scenario scenario) {
    done.add(scenario.name());
  }

  void happened(Exchange exchange) {
    if (messages.contains(exchange.in())) {
      done.add(Told.of(exchange));
    }
  }

  /** What came of each goal. */
  List<Reached> reached() {
    return goals.stream()
        .map(
            goal ->
                new Reached(
                    goal.what(),
                    (int) goal.due().stream().filter(done::contains).count(),
                    goal.due().size()))
        .toList();
  }
}
