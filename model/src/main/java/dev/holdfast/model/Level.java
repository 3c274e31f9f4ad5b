package dev.holdfast.model;

/**
 * How badly the target OS wants memory, from not at all to at any price but the proxy's (MEM-2).
 */
public enum Level {
  /** No memory pressure. */
  NONE,
  /** Only processes that nobody needs may be killed. */
  LOW,
  /** Processes that only a local user needs may be killed, after those that nobody needs. */
  MEDIUM,
  /** As MEDIUM; when only protected processes remain, the {@link Profile} decides (MEM-6). */
  CRITICAL
}
