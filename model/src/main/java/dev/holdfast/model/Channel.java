package dev.holdfast.model;

/**
 * Where a message travels. The channel, never the message, says who speaks (SEC-1); the message's
 * own kind says in which direction.
 */
public sealed interface Channel {
  /** Between proxy and target OS: nothing lost or duplicated, but messages may overtake. */
  Channel TARGET = new Target();

  /** From the environment to the target OS. */
  Channel ENVIRONMENT = new Environment();

  /** From an originating process straight to a target process, and back. */
  Channel DIRECT = new Direct();

  /** What an observer sees of the target OS. */
  Channel SEEN = new Seen();

  /**
   * Between one originating OS and the proxy: FIFO and lossless within an epoch; at DomainDown what
   * is unread is lost.
   *
   * @param domain the originating OS
   */
  record OfDomain(Domain domain) implements Channel {
    @Override
    public String toString() {
      return domain.toString();
    }
  }

  /** See {@link Channel#TARGET}. */
  record Target() implements Channel {
    @Override
    public String toString() {
      return "target";
    }
  }

  /** See {@link Channel#ENVIRONMENT}. */
  record Environment() implements Channel {
    @Override
    public String toString() {
      return "environment";
    }
  }

  /** See {@link Channel#DIRECT}. */
  record Direct() implements Channel {
    @Override
    public String toString() {
      return "direct";
    }
  }

  /** See {@link Channel#SEEN}. */
  record Seen() implements Channel {
    @Override
    public String toString() {
      return "seen";
    }
  }

  /**
   * The channel of an originating OS.
   *
   * @param domain the originating OS
   * @return its channel to and from the proxy
   */
  static Channel of(Domain domain) {
    return new OfDomain(domain);
  }
}
