package dev.holdfast.conformance.subject;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** Two streams, and a subject at their other end. */
interface Link {
  /** What the subject says. */
  InputStream from();

  /** What the subject hears. */
  OutputStream to();

  /**
   * What it means that the subject says no more, though nobody bade it goodbye.
   *
   * @return an end that says how it came about, as far as can be seen
   * @throws InterruptedException if the caller is to stop while it looks
   */
  SubjectException ended() throws InterruptedException;

  /**
   * What the subject has said elsewhere, and may say why it is silent.
   *
   * @return the end of a sentence; empty if there is nothing
   * @throws InterruptedException if the caller is to stop while it looks
   */
  String complaint() throws InterruptedException;

  /** Gives the subject, which was told bye, 0.2 s to go by itself; then both streams are closed. */
  void end();

  /** Starts a thread that carries what is said. */
  static Thread carrier(Runnable work) {
    Thread thread = new Thread(work, "holdfast-pipe");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Reads a pipe and holds its lock throughout: when a child exits, Java would take it to read all
   * that is left in the pipe into memory, which does not end where a grandchild floods it.
   */
  static void drain(InputStream pipe, Consumer<InputStream> reader) {
    synchronized (pipe) {
      reader.accept(pipe);
    }
  }
}
