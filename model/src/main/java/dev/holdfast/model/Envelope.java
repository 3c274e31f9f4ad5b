package dev.holdfast.model;

/**
 * A message on its channel.
 *
 * @param channel where it travels
 * @param message what it says
 */
public record Envelope(Channel channel, Message message) {
  @Override
  public String toString() {
    return channel + " " + Messages.text(message);
  }
}
