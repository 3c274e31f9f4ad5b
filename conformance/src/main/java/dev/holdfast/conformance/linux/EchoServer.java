package dev.holdfast.conformance.linux;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Sends back what it reads from a Unix socket, and nothing else: what any round trip costs. */
final class EchoServer implements AutoCloseable {
  private final ServerSocketChannel server;

  EchoServer(Path socket) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    daemon(this::serve);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "holdfast echo");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        daemon(() -> echo(connection));
      }
    } catch (IOException e) {
      // it is closed
    }
  }

  private static void echo(SocketChannel connection) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(4096);
    try (connection) {
      while (connection.read(bytes) >= 0) {
        bytes.flip();
        while (bytes.hasRemaining()) {
          connection.write(bytes);
        }
        bytes.clear();
      }
    } catch (IOException e) {
      // whoever it was is gone
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
