package dev.holdfast.impl.linux;

import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.Used;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an originating process has to a target process: a connection to its own socket (C7, HND-2).
 * One use at a time; not thread-safe.
 */
public final class DirectConnection implements AutoCloseable {
  private static final int LONGEST_LINE = 512;

  private final SocketChannel channel;
  private final LineReader in;

  private DirectConnection(SocketChannel channel) {
    this.channel = channel;
    this.in = new LineReader(Channels.newInputStream(channel), LONGEST_LINE);
  }

  /**
   * Connects to where a handle leads.
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
   * @return {@link Used}, or {@link Stale} also if the process is gone
   */
  public static Message.FromProcess use(Handles handles, Handle handle) {
    return attempt(handles, handle).orElse(new Stale());
  }

  /**
   * Uses a handle once, by a connection for that alone.
   *
   * @param handles where handles are looked up
   * @param handle which
   * @return the answer; empty if the handle is valid, and its process is gone all the same: then it
   *     has just died, and nobody has noticed yet
   */
  public static Optional<Message.FromProcess> attempt(Handles handles, Handle handle) {
    try {
      if (handles.socket(handle).isEmpty()) {
        return Optional.of(new Stale());
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    Optional<DirectConnection> connection = open(handles, handle);
    if (connection.isEmpty()) {
      return Optional.empty();
    }
    try (DirectConnection open = connection.get()) {
      return open.say("use " + handle).map(DirectConnection::read);
    }
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
    return answer.startsWith("used ")
        ? new Used(Integer.parseInt(answer.substring("used ".length())))
        : new Stale();
  }

  /**
   * Says a line.
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
