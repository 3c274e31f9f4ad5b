package dev.holdfast.conformance.subject;

/** The subject cannot go on with this scenario; the message is one sentence that says why. */
public final class SubjectException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What follows from it. */
  public enum Kind {
    /** It said something that the protocol does not have: it fails. */
    MALFORMED,
    /** It broke off in mid-conversation: it fails. */
    BROKE_OFF,
    /** The connection to it broke, which may be its fault or not: nothing is proved. */
    DISCONNECTED,
    /** It did not answer in time, which may be its fault or not: nothing is proved. */
    SILENT,
    /** It never was a subject: there was nothing to judge. */
    NO_SUBJECT
  }

  private final Kind kind;

  /**
   * An end.
   *
   * @param kind what follows from it
   * @param sentence what happened
   */
  public SubjectException(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  /**
   * What follows from it.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * What happened.
   *
   * @return one sentence
   */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
