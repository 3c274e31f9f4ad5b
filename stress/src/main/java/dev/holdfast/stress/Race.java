package dev.holdfast.stress;

import dev.holdfast.model.Envelope;
import java.util.List;
import java.util.Set;

/**
 * Messages that reach an implementation at once.
 *
 * @param name what it is called
 * @param subject what hears them
 * @param before what it has heard, one message after the other
 * @param actors per thread what it then hears, in this order
 * @param after what it hears when all that is over: what it says to this shows its state
 */
record Race(
    String name,
    Subject subject,
    List<Envelope> before,
    List<List<Envelope>> actors,
    List<Envelope> after) {
  Race {
    before = List.copyOf(before);
    actors = List.copyOf(actors);
    after = List.copyOf(after);
  }

  /** What the model permits to come of it: of every order of the actors' messages. */
  Set<Result> permitted() {
    return subject.permitted(this);
  }

  @Override
  public String toString() {
    return name;
  }
}
