package dev.holdfast.conformance.report;

/** A file that is not what it should be. The message is one sentence. */
public final class FormException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * What is wrong with a file.
   *
   * @param sentence what
   */
  public FormException(String sentence) {
    super(sentence);
  }

  /**
   * What is wrong: the same as the message, and never null.
   *
   * @return one sentence
   */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
