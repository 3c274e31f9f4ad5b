package dev.holdfast.tla.proof;

import java.util.List;

/** What a variable of a formula may stand for. */
public enum Sort {
  /** Originating processes; any number of them. */
  PROCESS,
  /** Resources; any number of them. */
  RESOURCE,
  /** Programs; any number of them. */
  PROGRAM,
  /** Generations: the integers. */
  GENERATION,
  /** Attempts: the integers. */
  ATTEMPT,
  /** What a program's process is doing. */
  LIFE("off", "running", "leaving", "dying"),
  /** Levels of memory pressure. */
  LEVEL("NONE", "LOW", "MEDIUM", "CRITICAL");

  private final List<String> names;

  Sort(String... names) {
    this.names = List.of(names);
  }

  /**
   * The values of a sort that is a list of names.
   *
   * @return the names; empty for the other sorts
   */
  public List<String> names() {
    return names;
  }

  /**
   * Whether it is the integers.
   *
   * @return whether it counts something
   */
  public boolean counts() {
    return this == GENERATION || this == ATTEMPT;
  }
}
