package dev.holdfast.conformance.check;

import dev.holdfast.conformance.diagram.SequenceDiagram;
import dev.holdfast.conformance.diagram.SequenceDiagram.Mark;
import dev.holdfast.conformance.diagram.SequenceDiagram.Turn;
import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.oracle.Judgement.Unsettled;
import dev.holdfast.conformance.oracle.Recording;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run of a scenario, told as a failure once it has come to a bad end. Not thread-safe. */
final class Story {
  private final Scenario scenario;
  private final Role role;
  private final List<Recording.Batch> batches = new ArrayList<>();
  private final List<Exchange> exchanges = new ArrayList<>();

  Story(Scenario scenario, Role role) {
    this.scenario = scenario;
    this.role = role;
  }

  /** What was told and said, right or not. */
  void hear(Recording.Batch batch) {
    batches.add(batch);
  }

  private Recording recording() {
    return new Recording(role, scenario.catalogue(), batches);
  }

  /** What has happened since, and was right. */
  void add(List<Exchange> more) {
    exchanges.addAll(more);
  }

  /** What has happened so far, and was right. */
  List<Exchange> exchanges() {
    return exchanges;
  }

  Failure refuted(Scenario sofar, Refuted refuted, Optional<Rule> rule) {
    Placeholders placeholders = new Placeholders();
    Recording recording = placeholders.in(recording());
    List<Envelope> said = placeholders.in(List.of(), refuted.wrong().out());
    String sentence =
        "after "
            + refuted.wrong().in()
            + " it said "
            + text(said)
            + ", where the model allows "
            + text(refuted.allowed());
    List<Turn> turns = turns();
    turns.add(new Turn(refuted.wrong().in(), said));
    String caption =
        rule.map(its -> its.id() + ": ").orElse("") + "allowed is " + text(refuted.allowed());
    Mark mark = new Mark(turns.size() - 1, surplus(said, refuted.allowed()), caption);
    return new Failure(
        Verdict.FAIL,
        rule,
        Optional.empty(),
        sentence,
        sofar,
        refuted.allowed(),
        said,
        recording,
        new SequenceDiagram(title(rule), turns, Optional.of(mark)));
  }

  Failure unsettled(Scenario sofar, Unsettled unsettled, List<Envelope> said) {
    return brokenOff(
        Verdict.INCONCLUSIVE, Optional.empty(), unsettled.why(), sofar, recording(), said);
  }

  Failure brokeDown(SubjectException e) {
    Verdict verdict =
        switch (e.kind()) {
          case MALFORMED, BROKE_OFF -> Verdict.FAIL;
          case SILENT, DISCONNECTED -> Verdict.INCONCLUSIVE;
          case NO_SUBJECT -> Verdict.HARNESS_ERROR;
        };
    if (batches.size() < scenario.batches().size()) {
      hear(new Recording.Batch(scenario.batches().get(batches.size()), List.of()));
    }
    return brokenOff(
        verdict, Optional.of(e.kind()), e.sentence(), scenario, recording(), List.of());
  }

  private Failure brokenOff(
      Verdict verdict,
      Optional<SubjectException.Kind> kind,
      String sentence,
      Scenario sofar,
      Recording recording,
      List<Envelope> said) {
    List<Turn> turns = turns();
    if (!recording.batches().isEmpty()) {
      List<Envelope> last = recording.batches().get(recording.batches().size() - 1).told();
      last.forEach(in -> turns.add(new Turn(in, List.of())));
    }
    SequenceDiagram diagram = new SequenceDiagram(title(Optional.empty()), turns, Optional.empty());
    return new Failure(
        verdict,
        Optional.empty(),
        kind,
        sentence,
        sofar,
        List.of(),
        said,
        new Placeholders().in(recording),
        turns.isEmpty() ? diagram : diagram.marked(sentence));
  }

  Failure mintedBefore() {
    List<Turn> turns = turns();
    Optional<Mark> mark = Optional.empty();
    for (int i = 0; i < turns.size(); i++) {
      List<Envelope> out = turns.get(i).out();
      for (int j = 0; j < out.size(); j++) {
        if (out.get(j).message() instanceof Provided) {
          mark = Optional.of(new Mark(i, Optional.of(j), "HND-4: an earlier life minted it too"));
        }
      }
    }
    return new Failure(
        Verdict.FAIL,
        Optional.of(Rule.HND_4),
        Optional.empty(),
        "a handle can be guessed, for an earlier life minted the same",
        scenario,
        List.of(),
        List.of(),
        new Placeholders().in(recording()),
        new SequenceDiagram(title(Optional.of(Rule.HND_4)), turns, mark));
  }

  private List<Turn> turns() {
    return new ArrayList<>(exchanges.stream().map(x -> new Turn(x.in(), x.out())).toList());
  }

  private static String title(Optional<Rule> rule) {
    return rule.map(its -> its.id() + " is broken").orElse("The conversation broke down");
  }

  /** The first that was said and not allowed. */
  private static Optional<Integer> surplus(List<Envelope> said, List<Envelope> allowed) {
    List<Envelope> left = new ArrayList<>(allowed);
    for (int i = 0; i < said.size(); i++) {
      if (!left.remove(said.get(i))) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static String text(List<Envelope> out) {
    return out.isEmpty()
        ? "nothing"
        : out.stream().limit(8).map(Envelope::toString).collect(Collectors.joining("; "))
            + (out.size() > 8 ? "; and " + (out.size() - 8) + " more" : "");
  }
}
