package dev.holdfast.impl;

import dev.holdfast.model.Cause;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;

/** Says nothing, so that what is measured is what is kept. Nothing that is measured is refused. */
final class Silent implements Voice {
  static {
    Outcome.values(); // known here, or the compiler calls what it could inline
    Reason.values();
  }

  @Override
  public void need(ResourceId resource, int attempt) {}

  @Override
  public void noLongerNeeded(ResourceId resource, int attempt) {}

  @Override
  public void granted(Domain domain, long id, Handle handle) {}

  @Override
  public void refused(Domain domain, long id, Reason reason) {
    throw new IllegalStateException("refused: " + reason);
  }

  @Override
  public void released(Domain domain, long id, Outcome outcome) {}

  @Override
  public void targetDied(
      Domain domain, ProcessId process, ResourceId resource, int generation, Cause cause) {}

  @Override
  public void error(Domain domain, Reason reason) {
    throw new IllegalStateException("error: " + reason);
  }
}
