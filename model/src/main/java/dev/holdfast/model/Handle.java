package dev.holdfast.model;

/**
 * What lets an originating process talk to a target process directly (C7). Opaque: only the target
 * OS that minted it can tell what it stands for (HND-4).
 *
 * @param name 1 to 256 characters of {@code A-Z a-z 0-9 . _ : / # -}
 */
public record Handle(String name) implements Comparable<Handle> {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name has another form
   */
  public Handle {
    Names.check("handle", name, 256);
  }

  @Override
  public int compareTo(Handle other) {
    return this == other ? 0 : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
