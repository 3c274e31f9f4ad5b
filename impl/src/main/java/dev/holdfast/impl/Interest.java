package dev.holdfast.impl;

import dev.holdfast.model.ResourceId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * The proxy's interest in one resource: idle, asking, or live. This is all that domains share.
 *
 * <p>Guarded by its lock; but whether it is live may be read without.
 */
final class Interest extends SpinLock {
  private static final VarHandle ACCESS;

  static {
    try {
      ACCESS = MethodHandles.lookup().findVarHandle(Interest.class, "access", Optional.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final ResourceId resource;

  /** A number of its own, from 1. */
  final int number;

  /** The last attempt, 0 if there was none. */
  int attempt;

  /** How many sessions have users. Idle if none. */
  int sessions;

  /** While asking: who waits. */
  Optional<Asking> asking = Optional.empty();

  /** While live: what answered. */
  @SuppressWarnings("UnusedVariable") // by ACCESS
  private Optional<Access> access = Optional.empty();

  Interest(ResourceId resource, int number) {
    this.resource = resource;
    this.number = number;
  }

  /** What answered, with all that was written before it did; empty unless live. */
  @SuppressWarnings("unchecked")
  Optional<Access> access() {
    return (Optional<Access>) ACCESS.getAcquire(this);
  }

  void live(Optional<Access> answer) {
    asking = Optional.empty();
    ACCESS.setRelease(this, answer);
  }

  void idle() {
    asking = Optional.empty();
    sessions = 0;
    ACCESS.setRelease(this, Optional.empty());
  }
}
