package dev.holdfast.conformance.wire;

/** A line that is not one of the protocol. The message is one sentence that quotes the line. */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int QUOTED = 160;

  private final String reason;

  WireException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /**
   * What is wrong: the same as the message, and never null.
   *
   * @return one sentence
   */
  public String reason() {
    return reason;
  }

  /** The same, with the line that it is about. */
  WireException in(String line) {
    return new WireException(sentence(reason, line));
  }

  static String sentence(String reason, String line) {
    return reason + ", in the line " + quote(line);
  }

  /** Shortened, and in plain ASCII: a hostile line may hold anything. */
  private static String quote(String line) {
    StringBuilder quoted = new StringBuilder();
    line.chars()
        .limit(QUOTED)
        .forEach(
            c -> {
              if (c >= ' ' && c <= '~') {
                quoted.append((char) c);
              } else {
                quoted.append(String.format("\\u%04x", c));
              }
            });
    return line.length() > QUOTED
        ? quoted + "... (" + line.length() + " characters)"
        : quoted.toString();
  }
}
