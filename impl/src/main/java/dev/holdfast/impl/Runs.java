package dev.holdfast.impl;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of the runs of one program. Thread-safe.
 *
 * <p>A resource is listed before the dead generation is read, and the dead generation is written
 * before the list is read. So of a Provided and the Died of the same generation, at least one
 * notices the other, whichever comes first (DTH-3).
 */
final class Runs {
  /** What the program has ever provided: never more than the target OS can provide. */
  final Set<Interest> provides = ConcurrentHashMap.newKeySet();

  /** The highest generation known to have died, 0 if none. Written by one thread at a time. */
  volatile int dead;
}
