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
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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

  private static final int MAX_RESTARTS = 50;

  /** Starts the child as the first of a group of processes, where there is a program for it. */
  private static final List<String> SESSION =
      new File("/usr/bin/setsid").canExecute() ? List.of("/usr/bin/setsid") : List.of();

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

    record TooLong(String beginning) implements Heard {}

    record End() implements Heard {}
  }

  /** One process and the threads that carry its pipes. */
  private final class Conversation {
    private final Process process;
    private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(MAX_WAITING);
    private final BlockingQueue<String> toTell = new ArrayBlockingQueue<>(16);
    private final List<Thread> carriers;
    private long number;

    Conversation() throws SubjectException {
      try {
        process =
            new ProcessBuilder(Stream.concat(SESSION.stream(), command.stream()).toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (IOException e) {
        throw new SubjectException(
            Kind.NO_SUBJECT, "it cannot be started: " + String.valueOf(e.getMessage()));
      }
      carriers = List.of(carrier(this::read), carrier(this::write));
      carriers.forEach(Thread::start);
    }

    private Thread carrier(Runnable work) {
      Thread thread = new Thread(work, "holdfast-pipe");
      thread.setDaemon(true);
      return thread;
    }

    private void read() {
      try (InputStream from = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
        byte[] line = new byte[256];
        int length = 0;
        for (int next = from.read(); next >= 0; next = from.read()) {
          if (next == '\n') {
            heard.put(new Heard.Text(new String(line, 0, length, StandardCharsets.UTF_8), length));
            length = 0;
          } else if (length == Wire.MAX_LINE) {
            heard.put(new Heard.TooLong(new String(line, 0, 60, StandardCharsets.UTF_8)));
            return;
          } else {
            if (length == line.length) {
              line = java.util.Arrays.copyOf(line, length * 2);
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
          throw new SubjectException(Kind.SILENT, "it did not finish in time");
        }
        if (next instanceof Heard.Text text) {
          return text;
        }
        if (next instanceof Heard.TooLong line) {
          throw new SubjectException(
              Kind.MALFORMED,
              "a line is longer than " + Wire.MAX_LINE + " bytes: " + line.beginning() + "...");
        }
        if (next instanceof Heard.End) {
          throw new SubjectException(Kind.BROKE_OFF, "it ended" + exitCode());
        }
        throw new SubjectException(Kind.SILENT, "it did not answer in time");
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }

    private String exitCode() throws InterruptedException {
      return process.waitFor(1, TimeUnit.SECONDS) ? " with exit code " + process.exitValue() : "";
    }

    private SubjectException interrupted() {
      Thread.currentThread().interrupt();
      return new SubjectException(Kind.SILENT, "the check was interrupted");
    }

    /** Says bye, and kills what does not go: the child and its descendants. */
    void end() {
      toTell.offer(Wire.encode(new Line.Bye()) + "\n");
      List<ProcessHandle> family =
          Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
      try {
        process.waitFor(200, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      family.forEach(ProcessHandle::destroyForcibly);
      killGroup();
      carriers.forEach(Thread::interrupt);
      try {
        process.getInputStream().close();
      } catch (IOException e) {
        heard.clear(); // the process is gone; nothing is left to read
      }
    }

    /** Whom the child left behind is no descendant any more, but still of its group. */
    private void killGroup() {
      if (SESSION.isEmpty()) {
        return;
      }
      try {
        Process kill =
            new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        kill.waitFor(1, TimeUnit.SECONDS);
      } catch (IOException e) {
        process.destroyForcibly(); // no program to kill a group with: the child alone
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static String shorten(String line) {
      return line.length() <= 120 ? line : line.substring(0, 120) + "...";
    }
  }
}
