package dev.holdfast.conformance.oracle;

import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a subject, in the model's words.
 *
 * @param role what the subject is
 * @param catalogue what its target OS can start
 * @param batches what it was told and what it said
 */
public record Recording(Role role, Catalogue catalogue, List<Batch> batches) {
  /** Keeps an immutable copy. */
  public Recording {
    batches = List.copyOf(batches);
  }

  /**
   * What went to and fro between two syncs.
   *
   * @param told what the subject was told, in the order of each channel
   * @param said what it said, in order
   */
  public record Batch(List<Envelope> told, List<Envelope> said) {
    /** Keeps immutable copies. */
    public Batch {
      told = List.copyOf(told);
      said = List.copyOf(said);
    }
  }

  /**
   * What the oracle made of a run.
   *
   * @param recording the run, up to the batch that decided
   * @param judgement what it made of the last batch; without any, there is nothing to explain
   */
  public record Judged(Recording recording, Judgement judgement) {}

  /**
   * Runs a scenario until its end, or until the oracle does not explain a batch.
   *
   * @param subject who is told
   * @param scenario what
   * @return the run and what the oracle made of it
   * @throws SubjectException if the conversation breaks down
   */
  public static Judged of(Subject subject, Scenario scenario) throws SubjectException {
    subject.reset(scenario.catalogue());
    List<Batch> batches = new ArrayList<>();
    Oracle oracle = new Oracle(subject.role(), scenario.catalogue(), batches::add);
    Judgement judgement = new Explained(List.of());
    for (List<Envelope> told : scenario.batches()) {
      judgement =
          oracle.judge(told, subject.exchange(told.stream().map(oracle::toSubject).toList()));
      if (!(judgement instanceof Explained)) {
        break;
      }
    }
    return new Judged(new Recording(subject.role(), scenario.catalogue(), batches), judgement);
  }

  /**
   * Has a fresh oracle judge these batches, until it does not explain one.
   *
   * @return what it judged, and what it made of it
   */
  public Judged judged() {
    List<Batch> judged = new ArrayList<>();
    Oracle oracle = new Oracle(role, catalogue, judged::add);
    Judgement judgement = new Explained(List.of());
    for (Batch batch : batches) {
      judgement = oracle.judge(batch.told(), batch.said());
      if (!(judgement instanceof Explained)) {
        break;
      }
    }
    return new Judged(new Recording(role, catalogue, judged), judgement);
  }
}
