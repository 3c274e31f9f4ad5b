package dev.holdfast.conformance.subject;

import dev.holdfast.conformance.subject.SubjectException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The child-process feed: a subject in any language, spoken to over its standard input and output.
 * Whatever the child does, every call ends within its deadline and a bounded amount of memory;
 * after a broken conversation the next {@link #reset} starts a fresh process.
 */
public final class ChildSubject extends LineSubject {
  /** An interpreter takes its time to start, however quick it is then. */
  private static final Duration SHORTEST_START = Duration.ofSeconds(10);

  /**
   * Starts the child and hears its hello.
   *
   * @param command the program and its arguments
   * @param deadline how long any answer may take
   * @throws SubjectException of kind NO_SUBJECT if it does not say hello
   */
  public ChildSubject(List<String> command, Duration deadline) throws SubjectException {
    super(
        () -> new Child(command),
        deadline.compareTo(SHORTEST_START) > 0 ? deadline : SHORTEST_START,
        deadline);
  }

  /** One process, its pipes, and the thread that carries what it complains. */
  private static final class Child implements Link {
    private final Family family;
    private final Process process;
    private final Tail complaints = new Tail();
    private final Thread listener;

    Child(List<String> command) throws SubjectException {
      try {
        family = new Family(command);
      } catch (IOException e) {
        throw new SubjectException(
            Kind.NO_SUBJECT, "it cannot be started: " + String.valueOf(e.getMessage()));
      }
      process = family.first();
      listener = Link.carrier(() -> Link.drain(process.getErrorStream(), complaints::drink));
    }

    @Override
    public InputStream from() {
      return process.getInputStream();
    }

    @Override
    public OutputStream to() {
      return process.getOutputStream();
    }

    @Override
    public SubjectException ended() throws InterruptedException {
      String how =
          process.waitFor(1, TimeUnit.SECONDS)
              ? "it ended with exit code " + process.exitValue()
              : "it closed its output and lived on";
      return new SubjectException(Kind.BROKE_OFF, how + complaint());
    }

    /** Standard error is shown, and never judged: a last word often says why. */
    @Override
    public String complaint() throws InterruptedException {
      listener.join(100); // what is said may still be in the pipe
      String line = complaints.lastLine();
      return line.isEmpty()
          ? ""
          : ", and said last on standard error: " + Conversation.shorten(line);
    }

    /** Kills what does not go. */
    @Override
    public void end() {
      family.end();
      try {
        process.getInputStream().close();
        process.getErrorStream().close();
      } catch (IOException e) {
        process.destroyForcibly(); // it is gone; nothing is left to read
      }
    }
  }
}
