package dev.holdfast.conformance.subject;

import dev.holdfast.conformance.subject.SubjectException.Kind;
import dev.holdfast.conformance.wire.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A subject in any language, spoken to in lines. After a broken conversation the next {@link
 * #reset} begins a fresh one.
 */
public abstract sealed class LineSubject implements Subject permits ChildSubject, SocketSubject {
  private static final int MAX_RESTARTS = 50;

  private final Dialling dialling;
  private final Duration start;
  private final Duration deadline;
  private final Line.Hello hello;
  private Optional<Conversation> conversation;
  private Kind lastEnd = Kind.BROKE_OFF;
  private int restarts;

  /** Reaches the subject, again and again. */
  interface Dialling {
    /**
     * A fresh link.
     *
     * @throws SubjectException of kind NO_SUBJECT if there is nobody
     */
    Link dial() throws SubjectException;
  }

  /**
   * Reaches the subject and hears its hello.
   *
   * @param dialling reaches it
   * @param start how long its hello may take
   * @param deadline how long any other answer may take
   * @throws SubjectException of kind NO_SUBJECT if it does not say hello
   */
  LineSubject(Dialling dialling, Duration start, Duration deadline) throws SubjectException {
    this.dialling = dialling;
    this.start = start;
    this.deadline = deadline;
    Conversation first = new Conversation(dialling.dial(), start, deadline);
    this.hello = first.hello();
    this.conversation = Optional.of(first);
  }

  @Override
  public final Role role() {
    return hello.role();
  }

  @Override
  public final String name() {
    return hello.name();
  }

  @Override
  public final void reset(Catalogue catalogue) throws SubjectException {
    if (conversation.isEmpty()) {
      if (++restarts > MAX_RESTARTS) {
        throw new SubjectException(
            lastEnd, "its conversation had to be begun again more than " + MAX_RESTARTS + " times");
      }
      Conversation fresh = new Conversation(dialling.dial(), start, deadline);
      if (!fresh.hello().role().equals(hello.role())) {
        fresh.end();
        throw new SubjectException(Kind.NO_SUBJECT, "it changed its role between conversations");
      }
      conversation = Optional.of(fresh);
    }
    talk(
        c -> {
          c.tell(new Line.Reset(catalogue));
          return List.of();
        });
  }

  @Override
  public final List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
    return talk(c -> c.exchange(batch));
  }

  /** What is said in one conversation; a failure ends the conversation. */
  private interface Talk {
    List<Envelope> with(Conversation conversation) throws SubjectException;
  }

  private List<Envelope> talk(Talk talk) throws SubjectException {
    Conversation current =
        conversation.orElseThrow(() -> new SubjectException(lastEnd, "the conversation is over"));
    try {
      return talk.with(current);
    } catch (SubjectException e) {
      lastEnd = e.kind();
      close();
      throw e;
    }
  }

  @Override
  public final void close() {
    conversation.ifPresent(Conversation::end);
    conversation = Optional.empty();
  }
}
