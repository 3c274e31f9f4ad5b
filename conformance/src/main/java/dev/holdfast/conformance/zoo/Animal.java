package dev.holdfast.conformance.zoo;

import dev.holdfast.conformance.subject.ChildSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A subject whose worth is known.
 *
 * @param name what it is called
 * @param role what it is
 * @param story what it does, in one sentence
 * @param expected what the kit must find
 * @param maker makes it
 */
public record Animal(String name, Role role, String story, Expected expected, Maker maker) {
  /** What the kit must find. */
  public sealed interface Expected {
    /**
     * It is accepted.
     *
     * @return the expectation
     */
    static Expected pass() {
      return new Passes();
    }
  }

  /** It passes every rule that applies. */
  public record Passes() implements Expected {}

  /**
   * It fails, for this rule before any other.
   *
   * @param rule the id of the primary rule
   */
  public record Breaks(String rule) implements Expected {}

  /**
   * The conversation with it breaks down in one of these ways.
   *
   * @param kinds how
   */
  public record BreaksDown(Set<SubjectException.Kind> kinds) implements Expected {}

  /** Makes a subject. */
  @FunctionalInterface
  public interface Maker {
    /**
     * A fresh one.
     *
     * @return the subject
     * @throws SubjectException if it does not even start
     */
    Subject make() throws SubjectException;
  }

  /**
   * Starts a program.
   *
   * @param command the program and its arguments
   * @param patience how long any answer may take
   */
  public record Program(List<String> command, Duration patience) implements Maker {
    /** Keeps a copy of the list. */
    public Program {
      command = List.copyOf(command);
    }

    @Override
    public Subject make() throws SubjectException {
      return new ChildSubject(command, patience);
    }
  }
}
