package dev.holdfast.impl;

import dev.holdfast.model.Handle;
import dev.holdfast.model.Program;
import java.util.Optional;

/**
 * What lies beneath a process table and must change in the same instant as the table does. A table
 * calls it with its lock held, so whoever implements it must be quick and must not call back. A
 * table without processes has nothing beneath it: every method has a default that does nothing.
 */
public interface Kernel {
  /**
   * A running process has this rank from now on. Also said when it has just been started, before
   * Started is.
   *
   * @param program whose process
   * @param generation which run of it
   * @param rank how dear it is
   */
  default void ranked(Program program, int generation, Rank rank) {}

  /**
   * A handle is valid from now on; nobody has heard of it yet (HND-1).
   *
   * @param handle the handle
   * @param program whose process it leads to
   * @param generation which run of it
   */
  default void opened(Handle handle, Program program, int generation) {}

  /**
   * A handle is void from now on; nobody has heard of the reason yet (HND-5).
   *
   * @param handle the handle
   */
  default void closed(Handle handle) {}

  /**
   * Whom to take when a victim is due. Only a wish: who is of a higher rank than others is not
   * taken (MEM-5).
   *
   * @return the program whose process to take; empty if it does not matter
   */
  default Optional<Program> victim() {
    return Optional.empty();
  }
}
