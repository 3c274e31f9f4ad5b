package dev.holdfast.model;

import java.util.ArrayList;
import java.util.List;

/** What a machine says in one step, so far: most often nothing, or one thing. Not thread-safe. */
final class Sayings {
  private List<Envelope> all = List.of();

  void add(Envelope envelope) {
    if (all.isEmpty()) {
      all = List.of(envelope);
    } else {
      all = all.size() == 1 ? new ArrayList<>(all) : all;
      all.add(envelope);
    }
  }

  /** All of it, in the order in which it was said. */
  List<Envelope> inOrder() {
    return all;
  }
}
