package dev.holdfast.conformance.check;

import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Rule;
import java.util.List;
import java.util.Optional;

/**
 * One scenario that did not end well.
 *
 * @param verdict how it ended
 * @param rule the rule that was broken; empty if the conversation itself broke down
 * @param breakdown how the conversation broke down, if it did
 * @param sentence what happened, in one sentence
 * @param scenario the scenario, up to where it happened
 * @param allowed what the model would have said instead
 * @param said what the subject said instead
 */
public record Failure(
    Verdict verdict,
    Optional<Rule> rule,
    Optional<SubjectException.Kind> breakdown,
    String sentence,
    Scenario scenario,
    List<Envelope> allowed,
    List<Envelope> said) {}
