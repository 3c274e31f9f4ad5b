package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * The concurrent proxy, with what each message makes it say. All of that is decided in the thread
 * that delivers the message; so each thread keeps its own, and nothing is said by another.
 */
final class Spoken {
  private final ThreadLocal<List<Envelope>> said = ThreadLocal.withInitial(ArrayList::new);

  private final ConcurrentProxy proxy =
      new ConcurrentProxy(
          new Outbox(message -> {}) {
            @Override
            void add(Object queue, Envelope message) {
              said.get().add(message);
            }

            @Override
            void drain() {}
          });

  Conversation.Said hear(Envelope in) {
    proxy.deliver(in);
    Conversation.Said all = new Conversation.Said(List.copyOf(said.get()));
    said.get().clear();
    return all;
  }

  Map<ResourceId, NavigableSet<OriginatingProcess>> association() {
    return proxy.association();
  }

  /** What is kept twice is the same, and what is counted is there; at rest. */
  void checkBooks() {
    Map<ResourceId, NavigableSet<OriginatingProcess>> pairs = proxy.association();
    assertEquals(pairs, proxy.associationByProcess());
    Map<ResourceId, Integer> sessions = new TreeMap<>();
    pairs.forEach(
        (resource, users) ->
            sessions.put(
                resource, (int) users.stream().map(OriginatingProcess::domain).distinct().count()));
    assertEquals(sessions, proxy.sessionCounts());
  }
}
