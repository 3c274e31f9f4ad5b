package dev.holdfast.conformance.subject;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import java.util.List;

/** What is under test. Used by one thread. */
public interface Subject extends AutoCloseable {
  /**
   * What it is.
   *
   * @return its role
   */
  Role role();

  /**
   * What it calls itself.
   *
   * @return a name for reports
   */
  String name();

  /**
   * Puts it into a fresh state.
   *
   * @param catalogue what its target OS can start
   * @throws SubjectException if it cannot be brought there
   */
  void reset(Catalogue catalogue) throws SubjectException;

  /**
   * Tells it a batch and waits until everything caused by it has been said. Messages on different
   * channels may be told at the same time.
   *
   * @param batch what to tell it, in the order of each channel
   * @return what it said, in order
   * @throws SubjectException if it broke off, or did not finish in time
   */
  List<Envelope> exchange(List<Envelope> batch) throws SubjectException;

  @Override
  void close();
}
