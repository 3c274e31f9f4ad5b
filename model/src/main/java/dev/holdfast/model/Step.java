package dev.holdfast.model;

import java.util.List;

/**
 * What a machine makes of one message.
 *
 * @param <S> the machine's state
 * @param state the state afterwards
 * @param out what it says, in this order
 */
public record Step<S>(S state, List<Envelope> out) {
  /** Keeps a copy of the list. */
  public Step {
    out = List.copyOf(out);
  }
}
