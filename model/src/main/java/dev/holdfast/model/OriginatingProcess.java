package dev.holdfast.model;

import java.util.Comparator;

/**
 * A process outside the target OS, as the proxy knows it: the channel says the domain, the message
 * says the process identifier.
 *
 * @param domain whose process it is
 * @param id its identifier there
 */
public record OriginatingProcess(Domain domain, ProcessId id)
    implements Comparable<OriginatingProcess> {
  private static final Comparator<OriginatingProcess> ORDER =
      Comparator.comparing(OriginatingProcess::domain).thenComparing(OriginatingProcess::id);

  @Override
  public int compareTo(OriginatingProcess other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return domain + ":" + id;
  }
}
