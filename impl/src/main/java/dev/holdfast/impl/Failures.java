package dev.holdfast.impl;

/** Shows what was thrown where nobody can catch it. */
final class Failures {
  private Failures() {}

  /** Hands it to the current thread's handler of uncaught exceptions, and returns. */
  static void show(Throwable thrown) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    } catch (Throwable ignored) {
      // As the virtual machine itself does: there is nobody left to tell.
    }
  }
}
