package dev.holdfast.impl.linux;

import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.Used;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an originating process has to a target process: a connection to its own socket (C7, HND-2).
 * One use at a time; not thread-safe, but for {@link #close}, which ends a wait for an answer. A
 * target process may be anybody's program: it may never answer, or say what makes no sense.
 */
public final class DirectConnection implements AutoCloseable {
  private static final int LONGEST_LINE = 512;
  private static final Pattern USED = Pattern.compile("used ([0-9]{1,9})");

  private final SocketChannel channel;
  private final LineReader in;

  private DirectConnection(SocketChannel channel) {
    this.channel = channel;
    this.in = new LineReader(Channels.newInputStream(channel), LONGEST_LINE);
  }

  /**
   * Connects to where a handle leads, however long that takes.
   *
   * @param handles where handles are looked up
   * @param handle the handle
   * @return the connection; empty if the handle is stale
   */
  public static Optional<DirectConnection> open(Handles handles, Handle handle) {
    try {
      Optional<Path> socket = handles.socket(handle);
      return socket.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new DirectConnection(SocketChannel.open(UnixDomainSocketAddress.of(socket.get()))));
    } catch (IOException e) {
      return Optional.empty(); // its process is gone
    }
  }

  /**
   * Uses a handle once, by a connection for that alone.
   *
   * @param handles where handles are looked up
   * @param handle which
   * @return {@link Used}, or {@link Stale} also if the process is gone, or has not answered within
   *     {@link LinuxTargetOs#PATIENCE}
   */
  public static Message.FromProcess use(Handles handles, Handle handle) {
    try {
      return attempt(handles, handle, LinuxTargetOs.PATIENCE).orElse(new Stale());
    } catch (TimeoutException e) {
      return new Stale();
    }
  }

  /**
   * Uses a handle once, by a connection for that alone.
   *
   * @param handles where handles are looked up
   * @param handle which
   * @param deadline how long it may take
   * @return the answer; empty if the handle is valid, and its process is gone all the same: then it
   *     has just died, and nobody has noticed yet
   * @throws TimeoutException if the process is there and has not answered in time; the message is
   *     one sentence
   */
  public static Optional<Message.FromProcess> attempt(
      Handles handles, Handle handle, Duration deadline) throws TimeoutException {
    Optional<Path> socket;
    try {
      socket = handles.socket(handle);
    } catch (IOException e) {
      return Optional.empty();
    }
    return socket.isEmpty()
        ? Optional.of(new Stale())
        : ask(socket.get(), "use " + handle, deadline).map(DirectConnection::read);
  }

  private static Optional<String> ask(Path socket, String line, Duration deadline)
      throws TimeoutException {
    Optional<String> answer = Optional.empty();
    CompletableFuture<Void> over =
        new CompletableFuture<Void>().orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
    try (DirectConnection connection =
        new DirectConnection(SocketChannel.open(StandardProtocolFamily.UNIX))) {
      connection.closeWhen(over);
      connection.channel.connect(UnixDomainSocketAddress.of(socket));
      answer = connection.say(line);
    } catch (IOException e) {
      // its process is gone, or time is over
    }
    boolean inTime = over.complete(null);
    if (answer.isEmpty() && !inTime) {
      throw new TimeoutException(
          "the target process at "
              + socket
              + " has not answered a use within "
              + deadline.toMillis()
              + " ms");
    }
    return answer;
  }

  private void closeWhen(CompletableFuture<Void> over) {
    CompletableFuture<Void> unused = over.whenComplete((answered, late) -> close());
  }

  /**
   * Uses a handle.
   *
   * @param handle which
   * @return {@link Used}, or {@link Stale} also if the process is gone
   */
  public Message.FromProcess use(Handle handle) {
    return say("use " + handle).map(DirectConnection::read).orElse(new Stale());
  }

  private static Message.FromProcess read(String answer) {
    Matcher used = USED.matcher(answer);
    return used.matches() ? new Used(Integer.parseInt(used.group(1))) : new Stale();
  }

  /**
   * Says a line, and waits for the answer as long as it takes.
   *
   * @param line the line, without its end
   * @return the answer; empty if the process is gone
   */
  public Optional<String> say(String line) {
    try {
      new LineWriter(channel).write(line);
      return in.next();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // then it is closed
    }
  }
}
