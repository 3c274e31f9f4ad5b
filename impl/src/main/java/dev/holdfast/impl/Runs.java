package dev.holdfast.impl;

import java.util.HashSet;
import java.util.Set;

/** What is known of the runs of one program. Guarded by the stop of all sessions. */
final class Runs {
  /** What the program has ever provided: never more than the target OS can provide. */
  final Set<Interest> provides = new HashSet<>();

  /** The highest generation known to have died, 0 if none (DTH-3). */
  int dead;
}
