package dev.holdfast.conformance.report;

import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import java.util.List;

/** Says what no wire can carry, and breaks off every other time with a sentence full of markup. */
final class OddSubject implements Subject {
  private int life;

  @Override
  public Role role() {
    return Role.PROXY;
  }

  @Override
  public String name() {
    return "<odd> \u0007\ud800 ]]> & co.";
  }

  @Override
  public void reset(Catalogue catalogue) {
    life++;
  }

  @Override
  public List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
    if (life % 2 == 0) {
      throw new SubjectException(
          SubjectException.Kind.BROKE_OFF, "</pre><script>alert('odd')</script>\u0001 ]]>");
    }
    return List.of(
        new Envelope(
            Channel.of(new Domain("A")),
            new Message.Granted(Long.MAX_VALUE, new Handle("secret-" + System.nanoTime()))));
  }

  @Override
  public void close() {
    life = 0;
  }
}
