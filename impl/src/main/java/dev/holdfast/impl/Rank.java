package dev.holdfast.impl;

/** How dear a running target process is, cheapest first (MEM-3 to MEM-6). */
public enum Rank {
  /** Nobody needs it: it is kept warm, or on its way out. */
  UNUSED,
  /** Only local users of the target OS need it. */
  LOCAL,
  /** The proxy needs it: it is used from outside, or starting to be. */
  NEEDED
}
