package dev.holdfast.conformance.subject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Listens at a socket, and serves one connection after the other. */
public final class Listener implements AutoCloseable {
  private final ServerSocketChannel channel;

  /** How each conversation ended: whether the kit said bye. */
  final BlockingQueue<Boolean> byes = new LinkedBlockingQueue<>();

  /** What is done with a connection. */
  interface Service {
    boolean serve(SocketChannel connection) throws IOException;
  }

  Listener(SocketAddress at, Service service) throws IOException {
    channel =
        at instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    channel.bind(at);
    Thread thread = new Thread(() -> accept(service), "listener");
    thread.setDaemon(true);
    thread.start();
  }

  /** Serves a subject, fresh for every connection. */
  public static Listener of(SocketAddress at, Supplier<Subject> subjects) throws IOException {
    return new Listener(
        at,
        connection -> {
          try (Subject subject = subjects.get()) {
            return SubjectServer.serve(
                subject, Channels.newInputStream(connection), Channels.newOutputStream(connection));
          }
        });
  }

  /** A right proxy. */
  public static Listener ofProxy(SocketAddress at) throws IOException {
    return of(at, () -> Served.named("built-in-proxy"));
  }

  /** Any free port of this machine. */
  public static SocketAddress tcp() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** A socket in a folder. */
  public static SocketAddress unix(Path folder) {
    return UnixDomainSocketAddress.of(folder.resolve("socket"));
  }

  /** Where it listens. */
  public Address address() throws IOException {
    return address(channel);
  }

  static Address address(ServerSocketChannel channel) throws IOException {
    return Address.of(
        channel.getLocalAddress() instanceof InetSocketAddress inet
            ? "tcp:localhost:" + inet.getPort()
            : "unix:" + channel.getLocalAddress());
  }

  private void accept(Service service) {
    try {
      while (true) {
        try (SocketChannel connection = channel.accept()) {
          byes.add(serve(service, connection));
        }
      }
    } catch (IOException e) {
      byes.clear(); // closed, and that is its end
    }
  }

  private static boolean serve(Service service, SocketChannel connection) {
    try {
      return service.serve(connection);
    } catch (IOException e) {
      return false; // the kit has gone
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
