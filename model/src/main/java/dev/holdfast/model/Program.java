package dev.holdfast.model;

/**
 * What the target OS starts; one program may provide several resources.
 *
 * @param name 1 to 128 characters of {@code A-Z a-z 0-9 . _ : / # -}
 */
public record Program(String name) implements Comparable<Program> {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name has another form
   */
  public Program {
    Names.check("program", name, 128);
  }

  @Override
  public int compareTo(Program other) {
    return this == other ? 0 : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
