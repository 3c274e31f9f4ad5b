package dev.holdfast.impl;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the runs of one program. */
final class Runs {
  /** What the program has ever provided: never more than the target OS can provide. */
  final Set<Interest> provides = ConcurrentHashMap.newKeySet();

  /**
   * The highest generation known to have died, 0 if none (DTH-3). Written while all sessions are
   * stopped; read by who has the lock of one.
   */
  int dead;
}
