package dev.holdfast.impl;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for sections that are short and call nobody, in one int of the object that it guards.
 *
 * <p>Taking it is one compare-and-set, which acquires; letting go is one store, which releases: so
 * what one holder wrote the next one sees. Nobody is woken, so no wake-up is lost: who finds it
 * taken looks again, first at once, then after a pause. Not reentrant, and not fair.
 */
abstract class SpinLock extends Padding {
  private static final VarHandle HELD;
  private static final int SPINS = 100;
  private static final long PAUSE_NANOS = 20_000;

  static {
    try {
      HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("UnusedVariable") // by HELD
  private boolean held;

  final void lock() {
    if (!HELD.compareAndSet(this, false, true)) {
      await();
    }
  }

  final void unlock() {
    HELD.setRelease(this, false);
  }

  private void await() {
    for (int tries = 1; ; tries++) {
      if (tries < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, PAUSE_NANOS); // the holder may have lost its processor
      }
      if (!(boolean) HELD.getOpaque(this) && HELD.compareAndSet(this, false, true)) {
        return;
      }
    }
  }
}
