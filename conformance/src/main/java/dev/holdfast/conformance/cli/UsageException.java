package dev.holdfast.conformance.cli;

/**
 * The command line asks for what there is not. {@code holdfast} shows the message as one line and
 * exits with 64.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A wrong use of the command.
   *
   * @param message what is wrong and what would be right, in one line
   */
  public UsageException(String message) {
    super(message);
  }
}
