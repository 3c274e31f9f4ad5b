package dev.holdfast.model;

/** Why something was refused, failed or called an error. A closed list: add, never reuse. */
public enum Reason {
  /** The message is not one that may be said here (REQ-1, SEC-2). */
  INVALID,
  /** No program of the target OS provides the resource (REQ-8). */
  UNKNOWN_RESOURCE,
  /** The target process died before it was given the resource (REQ-7). */
  START_FAILED,
  /**
   * Memory did not allow the start, or took the process before it was given the resource (MEM-6).
   */
  MEMORY,
  /** The process, or a later incarnation of its number, is known to have exited (REQ-9). */
  DEAD_PROCESS,
  /** No process is left that waits for the answer (REL-1, DTH-4). */
  CANCELLED,
  /** The target process died between providing the resource and the answer (DTH-3). */
  TARGET_DIED
}
