package dev.holdfast.impl;

import dev.holdfast.model.Handle;
import dev.holdfast.model.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * The proxy's interest in one resource: idle, asking, or live. This is all that domains share.
 *
 * <p>Changed by who has its lock and those of all sessions that have users, or that of one which
 * comes or leaves; read by who has its lock, or that of a session that has users.
 */
final class Interest extends SpinLock {
  final ResourceId resource;

  /** A number of its own, from 1. */
  final int number;

  /** The last attempt, 0 if there was none. */
  int attempt;

  /** How many sessions have users. Idle if none. */
  int sessions;

  /** Who waits; nobody but while asking. */
  final Asking asking = new Asking();

  /** While live: the way to the target process; else null. */
  @Nullable Handle handle;

  /** What answered last, of which {@link #generation} runs while live; null if nothing ever did. */
  @Nullable Runs program;

  int generation;

  Interest(ResourceId resource, int number) {
    this.resource = resource;
    this.number = number;
  }

  /** The sessions that wait for an answer to an attempt, in the order of their locks. */
  Session[] waiting(int answered) {
    return attempt == answered ? asking.sessions() : Asking.NOBODY;
  }

  boolean isLive() {
    return handle != null;
  }

  /** A running process provides it. */
  void live(Runs its, int run, Handle way) {
    asking.clear();
    if (program != its) {
      program = its;
      its.provides.add(this);
    }
    generation = run;
    handle = way;
  }

  /** Whether this run of the program provides it. */
  boolean isOf(Runs its, int run) {
    return isLive() && program == its && generation == run;
  }

  void idle() {
    sessions = 0;
    asking.clear();
    handle = null;
  }
}
