package dev.holdfast.model;

/**
 * A process outside the target OS, as the proxy knows it: the channel says the domain, the message
 * says the process identifier.
 *
 * @param domain whose process it is
 * @param id its identifier there
 */
public record OriginatingProcess(Domain domain, ProcessId id)
    implements Comparable<OriginatingProcess> {
  @Override
  public int compareTo(OriginatingProcess other) {
    int order = domain.compareTo(other.domain);
    return order == 0 ? id.compareTo(other.id) : order;
  }

  @Override
  public String toString() {
    return domain + ":" + id;
  }
}
