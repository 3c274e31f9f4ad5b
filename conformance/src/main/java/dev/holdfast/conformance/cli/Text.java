package dev.holdfast.conformance.cli;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How things are written on a terminal of {@value #WIDTH} columns. */
public final class Text {
  /** How wide a line may be. */
  public static final int WIDTH = 80;

  private Text() {}

  /**
   * Breaks a text between words.
   *
   * @param text the text
   * @param width how wide a line may be; a longer word has a line of its own
   * @return the lines, at least one
   */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /**
   * Cuts a text short.
   *
   * @param text the text
   * @param width how wide it may be
   * @return the text, or its beginning and three dots
   */
  public static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 3)) + "...";
  }

  /**
   * Makes a text fit for one line of a terminal.
   *
   * @param text any text
   * @return the text, a blank for every run of control characters
   */
  public static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /**
   * Makes a text fit for XML and HTML, whatever a subject has put into it.
   *
   * @param text any text
   * @return the text, with a question mark for every character that XML does not have
   */
  public static String printable(String text) {
    return text.replaceAll("[^\\n\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
  }

  /**
   * A command line that a shell takes apart again into these words.
   *
   * @param words the command and its arguments
   * @return one line, quoted where that is needed
   */
  public static String command(List<String> words) {
    return words.stream()
        .map(
            word ->
                word.matches("[A-Za-z0-9_./:=@%+,-]+")
                    ? word
                    : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /**
   * A number with thousands separators.
   *
   * @param number the number
   * @return for example {@code 12,225}
   */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * A number of things.
   *
   * @param number how many
   * @param thing what, in the singular
   * @return for example {@code 2 domains}
   */
  public static String count(long number, String thing) {
    boolean hisses = thing.endsWith("s") || thing.endsWith("sh");
    String plural = thing + (hisses ? "es" : "s");
    return number(number) + " " + (number == 1 ? thing : plural);
  }

  /**
   * An exchange as one line.
   *
   * @param exchange what was heard and said
   * @return for example {@code A Request(1, [1.1], map) -> target Need(map, 1)}
   */
  public static String line(Exchange exchange) {
    return exchange.in() + " -> " + line(exchange.out());
  }

  /**
   * Messages as one line.
   *
   * @param messages the messages, on their channels
   * @return for example {@code target Need(map, 1); A Error(INVALID)}
   */
  public static String line(List<Envelope> messages) {
    return messages.isEmpty()
        ? "(nothing)"
        : messages.stream().map(Envelope::toString).collect(Collectors.joining("; "));
  }

  /** What went wrong, in words: of many exceptions the message is the name of a file alone. */
  static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "there is a file of that name";
    }
    return e instanceof FileSystemException its && its.getReason() != null
        ? its.getReason()
        : String.valueOf(e.getMessage());
  }
}
