package dev.holdfast.impl;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;

/** Short ways to put messages on their channels. */
final class Told {
  private Told() {}

  static Envelope by(Domain domain, Message message) {
    return new Envelope(Channel.of(domain), message);
  }

  static Envelope target(Message message) {
    return new Envelope(Channel.TARGET, message);
  }

  static Envelope environment(Message message) {
    return new Envelope(Channel.ENVIRONMENT, message);
  }

  static Envelope direct(Message message) {
    return new Envelope(Channel.DIRECT, message);
  }
}
