package dev.holdfast.conformance.check;

import dev.holdfast.conformance.diagram.SequenceDiagram;
import dev.holdfast.conformance.oracle.Recording;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Rule;
import java.util.List;
import java.util.Optional;

/**
 * One scenario that did not end well. Handles are called as the model calls them; those that it
 * does not know have placeholders.
 *
 * @param verdict how it ended
 * @param rule the rule that was broken; empty if the conversation itself broke down
 * @param breakdown how the conversation broke down, if it did
 * @param sentence what happened, in one sentence
 * @param scenario the scenario, up to where it happened
 * @param allowed what the model would have said instead
 * @param said what the subject said instead
 * @param recording what was told and said, batch by batch, as far as it is known
 * @param diagram what happened, with the offence marked
 */
public record Failure(
    Verdict verdict,
    Optional<Rule> rule,
    Optional<SubjectException.Kind> breakdown,
    String sentence,
    Scenario scenario,
    List<Envelope> allowed,
    List<Envelope> said,
    Recording recording,
    SequenceDiagram diagram) {}
