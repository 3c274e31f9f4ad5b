package dev.holdfast.impl;

import java.util.concurrent.CountDownLatch;

/** Waiting where nothing may be thrown. */
final class Latches {
  private Latches() {}

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
