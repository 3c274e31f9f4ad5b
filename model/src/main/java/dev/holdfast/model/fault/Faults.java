package dev.holdfast.model.fault;

import java.util.List;
import java.util.stream.Stream;

/** All faults, by the rule they break. */
public final class Faults {
  private Faults() {}

  /**
   * The faults.
   *
   * @return at least one for every rule
   */
  public static List<Fault> all() {
    return Stream.concat(ProxyFaults.all().stream(), TargetFaults.all().stream())
        .sorted(java.util.Comparator.comparing(Fault::rule))
        .toList();
  }
}
