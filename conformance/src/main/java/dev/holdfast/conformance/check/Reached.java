package dev.holdfast.conformance.check;

/**
 * How much was told of something that is to be told completely.
 *
 * @param what what it is
 * @param told how much of it a subject was told
 * @param due how much there is
 */
public record Reached(String what, int told, int due) {
  /**
   * Whether nothing is missing.
   *
   * @return whether all of it was told
   */
  public boolean complete() {
    return told == due;
  }
}
