package dev.holdfast.conformance.subject;

import dev.holdfast.conformance.subject.SubjectException.Kind;
import dev.holdfast.conformance.wire.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.Schema;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.model.Envelope;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One conversation in lines over a {@link Link}, and the threads that carry them. Whatever the
 * subject does, every call ends within its deadline and a bounded amount of memory. Used by one
 * thread; after an exception it can only be ended.
 */
final class Conversation {
  /** How much a subject may say between two syncs, in bytes. */
  private static final long MAX_BATCH = 64L << 20;

  /** How many lines may wait to be read; a subject that floods is made to wait. */
  private static final int MAX_WAITING = 64;

  /** How many messages a subject may say between two syncs: more are judged by nobody in time. */
  private static final int MAX_MESSAGES = 10_000;

  private final Link link;
  private final Duration deadline;
  private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(MAX_WAITING);
  private final BlockingQueue<String> toTell = new ArrayBlockingQueue<>(16);
  private final List<Thread> carriers;
  private final Line.Hello hello;
  private long number;

  /** What the reader has found. */
  private sealed interface Heard {
    record Text(String line, long bytes) implements Heard {}

    record Nonsense(String why) implements Heard {}

    record End() implements Heard {}
  }

  /**
   * Begins a conversation.
   *
   * @param link to whom; ended if there is no hello, and with the conversation
   * @param start how long the hello may take
   * @param deadline how long any other answer may take
   * @throws SubjectException of kind NO_SUBJECT if there is no hello
   */
  Conversation(Link link, Duration start, Duration deadline) throws SubjectException {
    this.link = link;
    this.deadline = deadline;
    carriers =
        List.of(Link.carrier(() -> Link.drain(link.from(), this::read)), Link.carrier(this::write));
    try {
      hello = greet(System.nanoTime() + start.toNanos());
    } catch (SubjectException e) {
      end();
      throw new SubjectException(Kind.NO_SUBJECT, "it said no hello: " + e.sentence());
    }
  }

  private void read(InputStream pipe) {
    try {
      readLines(pipe);
      heard.put(new Heard.End());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the conversation is over
    }
  }

  private void readLines(InputStream pipe) throws InterruptedException {
    try (InputStream from = new BufferedInputStream(pipe, 1 << 16)) {
      byte[] line = new byte[256];
      int length = 0;
      for (int next = from.read(); next >= 0; next = from.read()) {
        if (next == '\n') {
          heard.put(line(line, length));
          length = 0;
        } else if (length == Wire.MAX_LINE) {
          heard.put(
              new Heard.Nonsense(
                  "a line is longer than "
                      + Wire.MAX_LINE
                      + " bytes: "
                      + new String(line, 0, 60, StandardCharsets.UTF_8)
                      + "..."));
          return;
        } else {
          if (length == line.length) {
            line = Arrays.copyOf(line, length * 2);
          }
          line[length++] = (byte) next;
        }
      }
    } catch (IOException e) {
      // What cannot be read any more has ended.
      return;
    }
  }

  private static Heard line(byte[] line, int length) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length)).toString();
      return new Heard.Text(text, length);
    } catch (CharacterCodingException e) {
      return new Heard.Nonsense(
          "a line is not in UTF-8: "
              + shorten(new String(line, 0, length, StandardCharsets.UTF_8)));
    }
  }

  private void write() {
    try (OutputStream to = link.to()) {
      while (true) {
        to.write(toTell.take().getBytes(StandardCharsets.UTF_8));
        to.flush();
      }
    } catch (IOException e) {
      // It no longer reads. What it fails to answer is noticed by whoever waits for it.
      Thread.currentThread().interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the conversation is over
    }
  }

  private Line.Hello greet(long until) throws SubjectException {
    tell(new Line.Greeting(Line.VERSION));
    if (!(decode(take(until).line()) instanceof Line.Hello its)) {
      throw new SubjectException(Kind.MALFORMED, "its first line is not a hello");
    }
    if (its.version() != Line.VERSION) {
      throw new SubjectException(
          Kind.MALFORMED,
          "it speaks version " + its.version() + ", the kit version " + Line.VERSION);
    }
    return its;
  }

  /** How the subject introduced itself. */
  Line.Hello hello() {
    return hello;
  }

  void tell(Line line) throws SubjectException {
    tell(Wire.encode(line) + "\n");
  }

  private void tell(String lines) throws SubjectException {
    try {
      if (!toTell.offer(lines, deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SubjectException(Kind.SILENT, "it stopped reading");
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
    if (heard.peek() instanceof Heard.Text early) {
      throw new SubjectException(
          Kind.MALFORMED, "it spoke on without cause after synced: " + shorten(early.line()));
    }
    StringBuilder lines = new StringBuilder();
    batch.forEach(in -> lines.append(Wire.encode(in)).append('\n'));
    tell(lines.append(Wire.encode(new Line.Sync(++number))).append('\n').toString());
    List<Envelope> said = new ArrayList<>();
    Role role = hello.role();
    long until = System.nanoTime() + deadline.toNanos();
    long bytes = 0;
    while (true) {
      Heard.Text text = take(until);
      bytes += text.bytes();
      if (bytes > MAX_BATCH) {
        throw new SubjectException(
            Kind.MALFORMED, "it said more than " + (MAX_BATCH >> 20) + " MiB before synced");
      }
      Line.FromSubject line = decode(text.line());
      if (line instanceof Line.Said message) {
        if (!role.says(message.envelope())) {
          throw new SubjectException(
              Kind.MALFORMED, "it said what its role does not have: " + shorten(text.line()));
        }
        said.add(message.envelope());
        if (said.size() > MAX_MESSAGES) {
          throw new SubjectException(
              Kind.MALFORMED, "it said more than " + MAX_MESSAGES + " messages before synced");
        }
      } else if (line instanceof Line.Synced synced && synced.number() == number) {
        return said;
      } else {
        throw new SubjectException(
            Kind.MALFORMED,
            "it should have said synced " + number + ", and said " + shorten(text.line()));
      }
    }
  }

  private static Line.FromSubject decode(String line) throws SubjectException {
    try {
      return Schema.decode(line);
    } catch (WireException e) {
      throw new SubjectException(Kind.MALFORMED, e.reason());
    }
  }

  private Heard.Text take(long until) throws SubjectException {
    try {
      Heard next = heard.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (System.nanoTime() > until) {
        throw new SubjectException(Kind.SILENT, "it did not finish in time" + link.complaint());
      }
      if (next instanceof Heard.Text text) {
        return text;
      }
      if (next instanceof Heard.Nonsense nonsense) {
        throw new SubjectException(Kind.MALFORMED, nonsense.why());
      }
      if (next instanceof Heard.End) {
        throw link.ended();
      }
      throw new SubjectException(Kind.SILENT, "it did not answer in time" + link.complaint());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static SubjectException interrupted() {
    Thread.currentThread().interrupt();
    return new SubjectException(Kind.SILENT, "the check was interrupted");
  }

  /** Says bye, and ends the link. */
  void end() {
    toTell.offer(Wire.encode(new Line.Bye()) + "\n");
    link.end();
    carriers.forEach(Thread::interrupt);
  }

  static String shorten(String line) {
    return line.length() <= 120 ? line : line.substring(0, 120) + "...";
  }
}
