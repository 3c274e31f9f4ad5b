package dev.holdfast.conformance.scenario;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import java.util.List;

/**
 * What a subject is told, from a fresh state on.
 *
 * @param name what to call it
 * @param catalogue what the subject's target OS can start
 * @param batches what it is told before each sync; within a batch, channels race
 */
public record Scenario(String name, Catalogue catalogue, List<List<Envelope>> batches) {
  /** Keeps an immutable copy. */
  public Scenario {
    batches = batches.stream().map(List::copyOf).toList();
  }

  /**
   * The same with other batches.
   *
   * @param others the batches
   * @return the scenario
   */
  public Scenario with(List<List<Envelope>> others) {
    return new Scenario(name, catalogue, others);
  }

  /**
   * How much is told.
   *
   * @return the number of messages
   */
  public int messages() {
    return batches.stream().mapToInt(List::size).sum();
  }

  /**
   * Whether nothing races: each message has had its effect before the next is told. What a subject
   * says then does not depend on how its threads are scheduled.
   *
   * @return whether every batch is one message
   */
  public boolean inTurn() {
    return batches.stream().allMatch(batch -> batch.size() == 1);
  }
}
