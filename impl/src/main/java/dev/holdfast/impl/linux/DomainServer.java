package dev.holdfast.impl.linux;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Port;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;

/**
 * Where one originating OS is heard: a socket of its own, so that its name is never a matter of
 * what it says (SEC-1). A connection is one boot of the domain: when it opens the domain is up,
 * when it ends, for whatever reason, the domain is down (DTH-2). There is one at a time; who
 * connects besides is shown out, and so is another user's process. The kernel ends the connection
 * of a process that dies, whatever it died of; its process handle would tell no more, and Java does
 * not give a peer's process identifier. Thread-safe.
 */
public final class DomainServer implements AutoCloseable {
  private static final int BACKLOG = 16;

  private final Domain domain;
  private final DomainWords words;
  private final Port device;
  private final Consumer<Notice> notices;
  private final ServerSocketChannel server;
  private final String owner;
  private Optional<DomainConnection> current = Optional.empty();
  private int epoch;

  /**
   * Listens from now on.
   *
   * @param domain who is heard here
   * @param sockets the directory for the socket, which is called as the domain is
   * @param words how messages are spelled
   * @param device hears what the domain says
   * @param notices takes what else is to be known
   * @throws IOException if the socket cannot be listened on
   */
  public DomainServer(
      Domain domain, Path sockets, DomainWords words, Port device, Consumer<Notice> notices)
      throws IOException {
    this.domain = domain;
    this.words = words;
    this.device = device;
    this.notices = notices;
    this.owner = Files.getOwner(sockets).getName();
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(sockets.resolve(domain.name())), BACKLOG);
    daemon("listens", this::listen);
  }

  private void daemon(String what, Runnable work) {
    Thread thread = new Thread(work, "holdfast " + domain + " " + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    while (server.isOpen()) {
      try {
        greet(server.accept());
      } catch (IOException e) {
        if (server.isOpen()) { // too many files are open: somebody will close one
          notices.accept(new Notice.Remark("a connection of " + domain + " is lost: " + e));
          java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
      }
    }
  }

  private synchronized void greet(SocketChannel channel) throws IOException {
    String peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    if (current.isPresent() || !peer.equals(owner)) {
      channel.close();
      return;
    }
    DomainConnection connection = new DomainConnection(channel);
    current = Optional.of(connection);
    daemon("says", connection::write);
    daemon("is heard", () -> hear(connection, ++epoch));
  }

  private void hear(DomainConnection connection, int boot) {
    try {
      say(new DomainUp(boot));
      for (Optional<String> line = connection.next(); line.isPresent(); line = connection.next()) {
        say(words.read(line.get()));
      }
    } catch (IOException e) {
      notices.accept(new Notice.Remark(domain + " is cut off: " + e.getMessage()));
    } finally {
      connection.close();
      say(new DomainDown());
      forget();
    }
  }

  private void say(Message.FromDomain message) {
    device.deliver(new Envelope(Channel.of(domain), message));
  }

  /** Only when nothing that was meant for this boot can be said to the next. */
  private void forget() {
    try {
      device.sync();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      current = Optional.empty();
    }
  }

  /**
   * Says something to the domain, if it is there. Does not wait for it to listen.
   *
   * @param message what to say
   */
  public void tell(Message.ToDomain message) {
    Optional<DomainConnection> connection;
    synchronized (this) {
      connection = current;
    }
    connection.ifPresent(its -> its.add(words.write(message)));
  }

  /** Hears nobody any more. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // then it is closed
    }
    Optional<DomainConnection> last;
    synchronized (this) {
      last = current;
    }
    last.ifPresent(DomainConnection::close);
  }
}
