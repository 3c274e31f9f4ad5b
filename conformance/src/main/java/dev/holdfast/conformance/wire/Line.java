package dev.holdfast.conformance.wire;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import java.util.List;

/** One line between the kit and a subject. */
public sealed interface Line {
  /** The version of the protocol that this is. */
  int VERSION = 1;

  /** A line that the kit says. */
  sealed interface FromKit extends Line {}

  /** A line that a subject says. */
  sealed interface FromSubject extends Line {}

  /**
   * A message of the protocol.
   *
   * @param envelope the message on its channel
   */
  record Said(Envelope envelope) implements FromKit, FromSubject {}

  /**
   * The kit's first line.
   *
   * @param version of the protocol
   */
  record Greeting(int version) implements FromKit {
    /** Checks the version. */
    public Greeting {
      checkPositive("version", version);
    }
  }

  /**
   * The subject's answer to it.
   *
   * @param version of the protocol
   * @param role what the subject is
   * @param name what it calls itself
   * @param capabilities what it can do beyond the rules; none are defined yet
   */
  record Hello(int version, Role role, String name, List<String> capabilities)
      implements FromSubject {
    /** Checks the version and keeps a copy of the list. */
    public Hello {
      checkPositive("version", version);
      capabilities = List.copyOf(capabilities);
    }
  }

  /**
   * Everything before is forgotten; a scenario begins.
   *
   * @param catalogue what the target OS can start
   */
  record Reset(Catalogue catalogue) implements FromKit {}

  /**
   * Asks for {@link Synced}.
   *
   * @param number names the question
   */
  record Sync(long number) implements FromKit {
    /** Checks the number. */
    public Sync {
      checkPositive("number", number);
    }
  }

  /**
   * Everything that the lines before {@link Sync} caused has been said.
   *
   * @param number names the question
   */
  record Synced(long number) implements FromSubject {
    /** Checks the number. */
    public Synced {
      checkPositive("number", number);
    }
  }

  /** The subject is to exit. */
  record Bye() implements FromKit {}

  private static void checkPositive(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, not " + value);
    }
  }
}
