package dev.holdfast.model;

/**
 * One OS instance on the device. A domain is known by its channel; no message carries it (SEC-1).
 *
 * @param name 1 to 128 characters of {@code A-Z a-z 0-9 . _ : / # -}
 */
public record Domain(String name) implements Comparable<Domain> {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name has another form
   */
  public Domain {
    Names.check("domain", name, 128);
  }

  @Override
  public int compareTo(Domain other) {
    return this == other ? 0 : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
