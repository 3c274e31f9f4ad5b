package dev.holdfast.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one machine made of one message: the smallest thing a rule can judge. The state before is
 * always the reference's, so that an exchange of any implementation can be judged by what it was
 * told and what it said.
 */
public sealed interface Exchange permits ProxyExchange, TargetExchange {
  /**
   * What it was told.
   *
   * @return the message
   */
  Envelope in();

  /**
   * What it said.
   *
   * @return the messages, in order
   */
  List<Envelope> out();

  /**
   * What it said of one kind.
   *
   * @param <M> the kind
   * @param kind the kind
   * @return the messages, in order
   */
  default <M extends Message> List<M> said(Class<M> kind) {
    List<M> said = List.of();
    for (Envelope envelope : out()) {
      if (kind.isInstance(envelope.message())) {
        said = said.isEmpty() ? new ArrayList<>(out().size()) : said;
        said.add(kind.cast(envelope.message()));
      }
    }
    return said;
  }

  /**
   * Whether it said a message of a kind that matches.
   *
   * @param <M> the kind
   * @param kind the kind
   * @param matching which of them
   * @return whether there is one
   */
  default <M extends Message> boolean says(Class<M> kind, Predicate<M> matching) {
    for (Envelope envelope : out()) {
      if (kind.isInstance(envelope.message()) && matching.test(kind.cast(envelope.message()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it said exactly this, in any order.
   *
   * @param messages the messages
   * @return whether it did
   */
  default boolean saysOnly(Envelope... messages) {
    return sameMessages(out(), List.of(messages));
  }

  /**
   * Whether two lists hold the same messages, in any order.
   *
   * @param some messages
   * @param others more messages
   * @return whether they are the same
   */
  static boolean sameMessages(List<Envelope> some, List<Envelope> others) {
    if (some.size() != others.size()) {
      return false;
    }
    var left = new ArrayList<>(others);
    return some.stream().allMatch(left::remove);
  }
}
