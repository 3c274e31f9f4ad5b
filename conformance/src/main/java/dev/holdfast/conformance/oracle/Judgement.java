package dev.holdfast.conformance.oracle;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Rule;
import java.util.List;

/** What the oracle makes of one batch. */
public sealed interface Judgement {
  /**
   * The model allows it.
   *
   * @param exchanges one way in which it can have come about, in order
   */
  record Explained(List<Exchange> exchanges) implements Judgement {}

  /**
   * The model forbids it.
   *
   * @param before what can be explained, in order
   * @param wrong the exchange in which the subject went wrong, with what it said
   * @param rules the rules that this exchange breaks
   * @param allowed what the model would have said instead
   */
  record Refuted(List<Exchange> before, Exchange wrong, List<Rule> rules, List<Envelope> allowed)
      implements Judgement {}

  /**
   * The search was given up.
   *
   * @param why one sentence
   */
  record Unsettled(String why) implements Judgement {}
}
