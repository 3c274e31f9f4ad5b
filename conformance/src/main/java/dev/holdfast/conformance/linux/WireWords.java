package dev.holdfast.conformance.linux;

import dev.holdfast.conformance.wire.Line.Said;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.impl.linux.DomainWords;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import tools.jackson.databind.node.StringNode;

/**
 * What is said on a domain's socket are lines of the wire protocol (PROTOCOL.md).
 *
 * @param domain whose socket it is; what a line says of the channel is not looked at (SEC-1)
 */
record WireWords(Domain domain) implements DomainWords {
  @Override
  public Message.FromDomain read(String line) {
    try {
      if (Wire.decodeKit(line) instanceof Said said
          && said.envelope().message() instanceof Message.FromDomain message
          && !isOfTheConnection(message)) {
        return message;
      }
    } catch (WireException e) {
      // as any other text that is no message of a domain
    }
    return new Message.Malformed(StringNode.valueOf(line).toString());
  }

  /** A domain is up and down when its connection is, whatever it says. */
  private static boolean isOfTheConnection(Message message) {
    return message instanceof Message.DomainUp || message instanceof Message.DomainDown;
  }

  @Override
  public String write(Message.ToDomain message) {
    return Wire.encode(new Envelope(Channel.of(domain), message));
  }
}
