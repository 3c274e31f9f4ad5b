package dev.holdfast.conformance.oracle;

import dev.holdfast.model.Exchange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How a search got to where it is; paths that begin alike share what they have in common. */
sealed interface Path {
  /** Nothing has been heard yet. */
  record Start() implements Path {}

  /**
   * One exchange more.
   *
   * @param before the path up to it
   * @param due the exchange as the model has it
   * @param seen the same, with what was said in the order in which it was said
   * @param length how many exchanges there are
   */
  record Link(Path before, Exchange due, Exchange seen, int length) implements Path {}

  static Path start() {
    return new Start();
  }

  default int size() {
    return this instanceof Link link ? link.length() : 0;
  }

  default Path plus(Exchange due, Exchange seen) {
    return new Link(this, due, seen, size() + 1);
  }

  default List<Link> links() {
    Deque<Link> links = new ArrayDeque<>(size());
    for (Path path = this; path instanceof Link link; path = link.before()) {
      links.addFirst(link);
    }
    return List.copyOf(links);
  }

  default List<Exchange> exchanges() {
    return links().stream().map(Link::seen).toList();
  }
}
