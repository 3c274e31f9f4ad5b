package dev.holdfast.conformance.diagram;

import dev.holdfast.conformance.cli.Text;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A trace as a sequence diagram: who said what to whom, in which order it was heard. A message
 * between proxy and target OS leaves in the row in which it is said and arrives in the row in which
 * it is heard, so that messages that overtake each other cross; one that is never heard ends open.
 *
 * <p>Immutable. The same diagram is drawn byte for byte the same.
 *
 * @param title what it shows, in a few words
 * @param turns what happened, in order
 * @param mark what is wrong, if anything is
 */
public record SequenceDiagram(String title, List<Turn> turns, Optional<Mark> mark) {
  /**
   * Keeps a copy of the list.
   *
   * @throws IllegalArgumentException if the mark is on a turn that is not there
   */
  public SequenceDiagram {
    turns = List.copyOf(turns);
    if (mark.isPresent() && (mark.get().turn() < 0 || mark.get().turn() >= turns.size())) {
      throw new IllegalArgumentException("there is no turn " + mark.get().turn());
    }
  }

  /**
   * What one part heard, and what it said and was seen to do then.
   *
   * @param in the message heard
   * @param out the messages said, in order
   */
  public record Turn(Envelope in, List<Envelope> out) {
    /** Keeps a copy of the list. */
    public Turn {
      out = List.copyOf(out);
    }

    Stream<Envelope> all() {
      return Stream.concat(Stream.of(in), out.stream());
    }
  }

  /**
   * What is wrong.
   *
   * @param turn in which turn, from 0
   * @param said which of the messages said in it, from 0; empty for the turn as a whole
   * @param caption what to write there, for example the id of a rule
   */
  public record Mark(int turn, Optional<Integer> said, String caption) {}

  /**
   * A diagram without a mark.
   *
   * @param title what it shows, in a few words
   * @param trace what happened, in order
   * @return the diagram
   */
  public static SequenceDiagram of(String title, List<Exchange> trace) {
    return new SequenceDiagram(
        title, trace.stream().map(x -> new Turn(x.in(), x.out())).toList(), Optional.empty());
  }

  /**
   * The same with a mark.
   *
   * @param what what is wrong
   * @return the diagram
   * @throws IllegalArgumentException if there is no such turn
   */
  public SequenceDiagram marked(Mark what) {
    return new SequenceDiagram(title, turns, Optional.of(what));
  }

  /**
   * The same with its last turn marked.
   *
   * @param caption what to write there, for example the id of a rule
   * @return the diagram
   * @throws IllegalArgumentException if there is no turn
   */
  public SequenceDiagram marked(String caption) {
    return marked(new Mark(turns.size() - 1, Optional.empty(), caption));
  }

  /**
   * The diagram as a picture: SVG that needs nothing else, on light and on dark ground.
   *
   * @return a whole XML document, without a declaration
   */
  public String svg() {
    return svg("");
  }

  /**
   * The same, to stand with others in one page.
   *
   * @param name what its ids begin with; another in each diagram of a page
   * @return a whole XML document, without a declaration
   */
  public String svg(String name) {
    return new SequenceSvg(this).draw(name);
  }

  /**
   * The diagram in plain ASCII, for a terminal. Each message stands to the right of its arrow; one
   * between proxy and target OS carries the same letters where it leaves and where it arrives.
   *
   * @return lines of at most {@value Text#WIDTH} columns, as long as there are at most 13 lanes and
   *     the title holds no longer word
   */
  public String text() {
    return new SequenceText(this).print();
  }

  /** What happens, in words. */
  List<String> story() {
    List<String> story = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      story.add((i + 1) + ". " + turn.in() + " -> " + Text.line(turn.out()));
    }
    mark.ifPresent(m -> story.add("Marked in " + (m.turn() + 1) + ": " + m.caption()));
    return story;
  }

  boolean marks(Scene.Row row) {
    return mark.isPresent()
        && mark.get().turn() == row.turn()
        && mark.get().said().map(said -> said == row.said()).orElse(true);
  }
}
