package dev.holdfast.conformance.subject;

import dev.holdfast.conformance.subject.SubjectException.Kind;
import dev.holdfast.conformance.wire.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.Schema;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.model.Catalogue;
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
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The child-process feed: a subject in any language, spoken to over its standard input and output.
 * Whatever the child does, every call ends within its deadline and a bounded amount of memory;
 * after a broken conversation the next {@link #reset} starts a fresh process.
 */
public final class ChildSubject implements Subject {
  /** How much a child may say between two syncs, in bytes. */
  private static final long MAX_BATCH = 64L << 20;

  /** How many lines may wait to be read; a child that floods is made to wait. */
  private static final int MAX_WAITING = 64;

  /** How many messages a child may say between two syncs: more are judged by nobody in time. */
  private static final int MAX_MESSAGES = 10_000;

  private static final int MAX_RESTARTS = 50;

  /** An interpreter takes its time to start, however quick it is then. */
  private static final Duration SHORTEST_START = Duration.ofSeconds(10);

  private final List<String> command;
  private final Duration deadline;
  private Optional<Conversation> conversation;
  private final Line.Hello hello;
  private int restarts;

  /**
   * Starts the child and hears its hello.
   *
   * @param command the program and its arguments
   * @param deadline how long any answer may take
   * @throws SubjectException of kind NO_SUBJECT if it does not say hello
   */
  public ChildSubject(List<String> command, Duration deadline) throws SubjectException {
    this.command = List.copyOf(command);
    this.deadline = deadline;
    Conversation first = new Conversation();
    this.hello = first.hello();
    this.conversation = Optional.of(first);
  }

  @Override
  public Role role() {
    return hello.role();
  }

  @Override
  public String name() {
    return hello.name();
  }

  @Override
  public void reset(Catalogue catalogue) throws SubjectException {
    if (conversation.isEmpty()) {
      if (++restarts > MAX_RESTARTS) {
        throw new SubjectException(
            Kind.BROKE_OFF, "it had to be started again more than " + MAX_RESTARTS + " times");
      }
      Conversation fresh = new Conversation();
      if (!fresh.hello().role().equals(hello.role())) {
        fresh.end();
        throw new SubjectException(Kind.NO_SUBJECT, "it changed its role when started again");
      }
      conversation = Optional.of(fresh);
    }
    talk(
        c -> {
          c.tell(Wire.encode(new Line.Reset(catalogue)) + "\n");
          return List.of();
        });
  }

  @Override
  public List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
    return talk(c -> c.exchange(batch));
  }

  /** What is said in one conversation; a failure ends the conversation. */
  private interface Talk {
    List<Envelope> with(Conversation conversation) throws SubjectException;
  }

  private List<Envelope> talk(Talk talk) throws SubjectException {
    Conversation current =
        conversation.orElseThrow(
            () -> new SubjectException(Kind.BROKE_OFF, "the conversation is over"));
    try {
      return talk.with(current);
    } catch (SubjectException e) {
      conversation = Optional.empty();
      current.end();
      throw e;
    }
  }

  @Override
  public void close() {
    conversation.ifPresent(Conversation::end);
    conversation = Optional.empty();
  }

  /** What the reader has found. */
  private sealed interface Heard {
    record Text(String line, long bytes) implements Heard {}

    record Nonsense(String why) implements Heard {}

    record End() implements Heard {}
  }

  /** One process and the threads that carry its pipes. */
  private final class Conversation {
    private final Family family;
    private final Process process;
    private final Tail complaints = new Tail();
    private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(MAX_WAITING);
    private final BlockingQueue<String> toTell = new ArrayBlockingQueue<>(16);
    private final Thread reader;
    private final Thread writer;
    private final Thread listener;
    private long number;

    Conversation() throws SubjectException {
      try {
        family = new Family(command);
      } catch (IOException e) {
        throw new SubjectException(
            Kind.NO_SUBJECT, "it cannot be started: " + String.valueOf(e.getMessage()));
      }
      process = family.first();
      reader = carrier(() -> drain(process.getInputStream(), this::read));
      writer = carrier(this::write);
      listener = carrier(() -> drain(process.getErrorStream(), complaints::drink));
    }

    private Thread carrier(Runnable work) {
      Thread thread = new Thread(work, "holdfast-pipe");
      thread.setDaemon(true);
      thread.start();
      return thread;
    }

    /**
     * Holds the pipe's lock throughout: when the child exits, Java would take it to read all that
     * is left in the pipe into memory, which does not end where a grandchild floods it.
     */
    private static void drain(InputStream pipe, Consumer<InputStream> reader) {
      synchronized (pipe) {
        reader.accept(pipe);
      }
    }

    private void read(InputStream pipe) {
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
        heard.put(new Heard.End());
      } catch (IOException e) {
        heard.offer(new Heard.End());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the conversation is over
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
      try (OutputStream to = process.getOutputStream()) {
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

    Line.Hello hello() throws SubjectException {
      try {
        tell(Wire.encode(new Line.Greeting(1)) + "\n");
        Duration start = deadline.compareTo(SHORTEST_START) > 0 ? deadline : SHORTEST_START;
        Line.FromSubject first = next(System.nanoTime() + start.toNanos());
        if (first instanceof Line.Hello its) {
          if (its.version() != 1) {
            throw new SubjectException(
                Kind.NO_SUBJECT, "it speaks version " + its.version() + ", the kit version 1");
          }
          return its;
        }
        throw new SubjectException(Kind.NO_SUBJECT, "its first line is not a hello");
      } catch (SubjectException e) {
        end();
        throw new SubjectException(Kind.NO_SUBJECT, "it said no hello: " + e.sentence());
      }
    }

    void tell(String lines) throws SubjectException {
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
          if (!role().says(message.envelope())) {
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

    private Line.FromSubject next(long until) throws SubjectException {
      return decode(take(until).line());
    }

    private Line.FromSubject decode(String line) throws SubjectException {
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
          throw new SubjectException(Kind.SILENT, "it did not finish in time" + lastComplaint());
        }
        if (next instanceof Heard.Text text) {
          return text;
        }
        if (next instanceof Heard.Nonsense nonsense) {
          throw new SubjectException(Kind.MALFORMED, nonsense.why());
        }
        if (next instanceof Heard.End) {
          throw new SubjectException(Kind.BROKE_OFF, howItEnded() + lastComplaint());
        }
        throw new SubjectException(Kind.SILENT, "it did not answer in time" + lastComplaint());
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }

    private String howItEnded() throws InterruptedException {
      return process.waitFor(1, TimeUnit.SECONDS)
          ? "it ended with exit code " + process.exitValue()
          : "it closed its output and lived on";
    }

    /** Standard error is shown, and never judged: a last word often says why. */
    private String lastComplaint() throws InterruptedException {
      listener.join(100); // what is said may still be in the pipe
      String line = complaints.lastLine();
      return line.isEmpty() ? "" : ", and said last on standard error: " + shorten(line);
    }

    private SubjectException interrupted() {
      Thread.currentThread().interrupt();
      return new SubjectException(Kind.SILENT, "the check was interrupted");
    }

    /** Says bye, and kills what does not go. */
    void end() {
      toTell.offer(Wire.encode(new Line.Bye()) + "\n");
      family.end();
      reader.interrupt();
      writer.interrupt();
      try {
        process.getInputStream().close();
        process.getErrorStream().close();
      } catch (IOException e) {
        heard.clear(); // the process is gone; nothing is left to read
      }
    }

    private static String shorten(String line) {
      return line.length() <= 120 ? line : line.substring(0, 120) + "...";
    }
  }
}
