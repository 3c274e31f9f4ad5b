package dev.holdfast.model;

/**
 * A process identifier within one epoch of one domain. A reused {@code pid} with another {@code
 * incarnation} is a different process (ASC-2).
 *
 * @param pid the number the domain gives its process, 1 to 2^31-1
 * @param incarnation which life of that number this is, 1 to 2^31-1; a later life has a greater one
 */
public record ProcessId(int pid, int incarnation) implements Comparable<ProcessId> {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public ProcessId {
    Names.checkPositive("pid", pid);
    Names.checkPositive("incarnation", incarnation);
  }

  @Override
  public int compareTo(ProcessId other) {
    int order = Integer.compare(pid, other.pid);
    return order == 0 ? Integer.compare(incarnation, other.incarnation) : order;
  }

  @Override
  public String toString() {
    return pid + "." + incarnation;
  }
}
