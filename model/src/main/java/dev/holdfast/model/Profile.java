package dev.holdfast.model;

/** What a target OS does at CRITICAL when only protected processes remain (MEM-6). */
public enum Profile {
  /** It kills a needed target process and tells its users. */
  SHED,
  /** It kills nobody and reports that it is out of memory. */
  HOLD
}
