package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import java.util.Optional;

/**
 * A subject that has not been opened yet.
 *
 * @param role its role; empty if only the subject itself can tell
 * @param opening opens it
 */
record Candidate(Optional<Role> role, Opening opening) {
  /** Opens a subject. */
  interface Opening {
    Subject open() throws SubjectException;
  }
}
