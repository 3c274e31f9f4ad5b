package dev.holdfast.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Messages under way between proxy and target OS: none lost, none duplicated, any may overtake.
 *
 * @param messages what is under way, in an order that depends on the contents alone
 */
public record Bag(List<Message> messages) {
  /** Nothing under way. */
  public static final Bag EMPTY = new Bag(List.of());

  /** Keeps an immutable copy. */
  public Bag {
    messages = List.copyOf(messages);
  }

  /**
   * The bag with one message more.
   *
   * @param message what is sent
   * @return the new bag
   */
  public Bag plus(Message message) {
    if (messages.isEmpty()) {
      return new Bag(List.of(message));
    }
    List<Message> more = new ArrayList<>(messages);
    more.add(message);
    more.sort(Comparator.comparing(Message::toString));
    return new Bag(more);
  }

  /**
   * The bag with one message less.
   *
   * @param message what is delivered; it must be under way
   * @return the new bag
   */
  public Bag minus(Message message) {
    if (messages.size() == 1 && messages.get(0).equals(message)) {
      return EMPTY;
    }
    List<Message> less = new ArrayList<>(messages);
    if (!less.remove(message)) {
      throw new IllegalArgumentException("not under way: " + message);
    }
    return new Bag(less);
  }
}
