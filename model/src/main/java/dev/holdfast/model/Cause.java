package dev.holdfast.model;

/** What a target process died of (DTH-3). */
public enum Cause {
  /** It died by itself. */
  CRASHED,
  /** The target OS killed it for its memory (MEM-6). */
  MEMORY
}
