package dev.holdfast.impl;

import dev.holdfast.model.ResourceId;
import java.util.Optional;

/**
 * The proxy's interest in one resource: idle, asking, or live. This is all that domains share.
 *
 * <p>Changed by who has its lock and that of a session, or has stopped all sessions; read by those,
 * and by who has the lock of a session that has users.
 */
final class Interest extends SpinLock {
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
  Optional<Access> access = Optional.empty();

  Interest(ResourceId resource, int number) {
    this.resource = resource;
    this.number = number;
  }

  void live(Access answer) {
    asking = Optional.empty();
    access = Optional.of(answer);
  }

  void idle() {
    sessions = 0;
    asking = Optional.empty();
    access = Optional.empty();
  }
}
