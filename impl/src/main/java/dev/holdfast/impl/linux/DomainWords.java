package dev.holdfast.impl.linux;

import dev.holdfast.model.Message;

/** How messages between an originating OS and the proxy are spelled, one line each. */
public interface DomainWords {
  /**
   * Reads what a domain said.
   *
   * @param line any text
   * @return the message; {@link Message.Malformed} if it is none that a domain may say
   */
  Message.FromDomain read(String line);

  /**
   * Spells what is said to a domain.
   *
   * @param message the message
   * @return a line, without its end
   */
  String write(Message.ToDomain message);
}
