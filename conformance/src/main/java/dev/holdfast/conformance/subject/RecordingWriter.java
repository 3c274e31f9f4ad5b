package dev.holdfast.conformance.subject;

import java.io.IOException;
import java.io.Writer;
import java.util.function.Consumer;

/**
 * Where a recording goes. If it cannot be written any more, for example because the disk is full,
 * that is said once, nothing more is written, and whoever is recorded goes on: no method throws.
 * Thread-safe.
 */
public final class RecordingWriter extends Writer {
  private final Writer file;
  private final Consumer<String> complaints;
  private boolean complete = true;

  /**
   * A writer.
   *
   * @param file where to; closed with this
   * @param complaints told if it cannot be written any more
   */
  public RecordingWriter(Writer file, Consumer<String> complaints) {
    this.file = file;
    this.complaints = complaints;
  }

  private interface Step {
    void run() throws IOException;
  }

  private synchronized void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      if (complete) {
        complete = false;
        complaints.accept("nothing more is recorded: " + e.getMessage());
      }
    }
  }

  /**
   * Whether all has been written; only when it is closed that is certain.
   *
   * @return whether it has
   */
  public synchronized boolean isComplete() {
    return complete;
  }

  @Override
  public void write(char[] text, int from, int length) {
    if (isComplete()) {
      attempt(() -> file.write(text, from, length));
    }
  }

  @Override
  public void write(String text) {
    write(text.toCharArray(), 0, text.length());
  }

  @Override
  public void flush() {
    if (isComplete()) {
      attempt(file::flush);
    }
  }

  @Override
  public void close() {
    attempt(file::close);
  }
}
