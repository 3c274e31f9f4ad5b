package dev.holdfast.conformance.cli;

/** What {@code holdfast} exits with. */
public final class Exit {
  /** Everything was checked and is right. */
  public static final int PASS = 0;

  /** Something is wrong with what was checked. */
  public static final int FAIL = 1;

  /** Nothing can be said, or Holdfast itself went wrong. */
  public static final int INCONCLUSIVE = 2;

  /** The command line is wrong. */
  public static final int USAGE = 64;

  private Exit() {}
}
