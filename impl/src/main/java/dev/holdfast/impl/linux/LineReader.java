package dev.holdfast.impl.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads lines that end with a line feed, and are not longer than they may be. Not thread-safe. */
public final class LineReader {
  private final byte[] buffer = new byte[8192];
  private final InputStream in;
  private final int longest;
  private int begin;
  private int end;

  /**
   * A reader.
   *
   * @param in what to read
   * @param longest how many bytes a line may have without its end
   */
  public LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /**
   * The next line.
   *
   * @return the line without its end; empty when there is none: what does not end with a line feed
   *     was not said to the end, and is no line
   * @throws IOException if reading fails, or the line is too long
   */
  public Optional<String> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      for (int i = begin; i < end; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, begin, i - begin);
          begin = i + 1;
          check(line.size());
          return Optional.of(line.toString(UTF_8));
        }
      }
      line.write(buffer, begin, end - begin);
      check(line.size());
      begin = 0;
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        return Optional.empty();
      }
    }
  }

  private void check(int length) throws IOException {
    if (length > longest) {
      throw new IOException("a line is longer than " + longest + " bytes");
    }
  }
}
