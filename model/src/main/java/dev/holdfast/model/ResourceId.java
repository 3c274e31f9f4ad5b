package dev.holdfast.model;

/**
 * A resource identifier: what a request asks for (C2) and a release gives back (C9).
 *
 * @param name 1 to 128 characters of {@code A-Z a-z 0-9 . _ : / # -}
 */
public record ResourceId(String name) implements Comparable<ResourceId> {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name has another form
   */
  public ResourceId {
    Names.check("resource", name, 128);
  }

  @Override
  public int compareTo(ResourceId other) {
    return this == other ? 0 : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
