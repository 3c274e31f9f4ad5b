package dev.holdfast.model;

import java.util.function.Consumer;

/**
 * What an implementation of a proxy, a target OS or a whole device shows to the outside: messages
 * go in, messages come out, on the channels of the protocol.
 *
 * <p>{@link #deliver} may be called by several threads at once, but messages of one domain's
 * channel by one at a time, in order.
 */
public interface Port extends AutoCloseable {

  /**
   * Hands a message to the implementation. May return before everything it causes has happened.
   *
   * @param in a message for this implementation, on its channel
   */
  void deliver(Envelope in);

  /**
   * Waits until everything caused by what was delivered before has happened and been said. An
   * implementation that does all its work within {@link #deliver} has nothing to do here.
   *
   * @throws InterruptedException if the wait is interrupted
   */
  default void sync() throws InterruptedException {}

  /** Ends the implementation: its threads stop and it says nothing more. */
  @Override
  default void close() {}

  /** Makes fresh implementations. */
  @FunctionalInterface
  interface Factory {
    /**
     * A fresh implementation.
     *
     * @param catalogue what its target OS can start; a proxy may ignore it
     * @param said takes what it says; may be called by any thread, by one at a time for messages
     *     whose order matters
     * @return its port
     */
    Port open(Catalogue catalogue, Consumer<Envelope> said);
  }
}
