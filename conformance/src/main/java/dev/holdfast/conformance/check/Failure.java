package dev.holdfast.conformance.check;

import dev.holdfast.conformance.diagram.SequenceDiagram;
import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.oracle.Recording;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

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
    SequenceDiagram diagram) {
  /** How many exchanges before the offence are drawn, at most, of what was recorded. */
  private static final int DRAWN = 100;

  /**
   * A rule was broken in a run that others have driven. Of such a run no more is known than what
   * was told and said since the sync before.
   *
   * @param where in which run, and where in it
   * @param role what the subject is
   * @param catalogue what its target OS can start
   * @param refuted what the oracle makes of it
   * @return the failure
   */
  public static Failure overheard(String where, Role role, Catalogue catalogue, Refuted refuted) {
    List<Exchange> last =
        Stream.concat(refuted.before().stream(), Stream.of(refuted.wrong())).toList();
    Recording.Batch batch =
        new Recording.Batch(
            last.stream().map(Exchange::in).filter(role::hears).toList(),
            last.stream().flatMap(exchange -> exchange.out().stream()).toList());
    Scenario scenario = new Scenario(where, catalogue, List.of(batch.told()));
    Story story = new Story(scenario, role);
    story.hear(batch);
    int before = refuted.before().size();
    story.add(refuted.before().subList(Math.max(0, before - DRAWN), before));
    return story.refuted(scenario, refuted, refuted.rules().stream().findFirst());
  }

  /**
   * Nobody can tell whether a run that others have driven kept the rules.
   *
   * @param where in which run, and where in it
   * @param why in one sentence
   * @return the failure
   */
  public static Failure unclear(String where, String why) {
    Catalogue none = new Catalogue(new TreeMap<>(), Set.of(), Profile.SHED);
    return new Failure(
        Verdict.INCONCLUSIVE,
        Optional.empty(),
        Optional.empty(),
        why,
        new Scenario(where, none, List.of()),
        List.of(),
        List.of(),
        new Recording(Role.DEVICE, none, List.of()),
        new SequenceDiagram(where, List.of(), Optional.empty()));
  }
}
