package dev.holdfast.mutation;

import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A subject that does all its work in {@link Port#deliver}, told in one thread, so that what comes
 * of a mutant is the same on every run.
 */
final class InTurn implements Subject {
  private final Role role;
  private final Port.Factory factory;
  private final UnaryOperator<List<Envelope>> order;
  private final List<Envelope> said = new ArrayList<>();
  private Port port = in -> {};

  /** A subject to which what races comes in this order. */
  InTurn(Role role, Port.Factory factory, UnaryOperator<List<Envelope>> order) {
    this.role = role;
    this.factory = factory;
    this.order = order;
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public String name() {
    return "a copy of the model's";
  }

  @Override
  public void reset(Catalogue catalogue) {
    port = factory.open(catalogue, said::add);
  }

  @Override
  public List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
    said.clear();
    try {
      order.apply(batch).forEach(port::deliver);
    } catch (RuntimeException e) {
      throw new SubjectException(SubjectException.Kind.BROKE_OFF, "it threw " + e);
    }
    return List.copyOf(said);
  }

  @Override
  public void close() {}
}
