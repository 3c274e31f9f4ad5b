package dev.holdfast.impl;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Step;
import java.util.Map;
import java.util.NavigableSet;

/** The model, one message at a time. */
final class Sequential {
  private Proxy state = Proxy.NEW;

  Conversation.Said hear(Envelope in) {
    Step<Proxy> step = state.step(in);
    state = step.state();
    return new Conversation.Said(step.out());
  }

  Map<ResourceId, NavigableSet<OriginatingProcess>> association() {
    return ConcurrentProxyProperties.association(state);
  }
}
