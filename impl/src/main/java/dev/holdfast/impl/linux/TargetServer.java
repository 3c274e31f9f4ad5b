package dev.holdfast.impl.linux;

import dev.holdfast.model.Handle;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A target process: it serves whoever has a valid handle, each connection in a thread of its own.
 * Lines of text come in and go out:
 *
 * <pre>
 * use HANDLE     ->  used GENERATION, or stale
 * echo           ->  echo
 * </pre>
 *
 * <p>A program in any language does as well if it listens on the socket that HOLDFAST_SOCKET names
 * and, for each use, serves it only if the link in HOLDFAST_HANDLES that is called as the SHA-256
 * of the handle leads to that socket ({@link Handles}).
 */
public final class TargetServer {
  private static final int LONGEST_LINE = 512;

  private final Path socket;
  private final Handles handles;
  private final String generation;

  private TargetServer(Path socket, Handles handles, String generation) {
    this.socket = socket;
    this.handles = handles;
    this.generation = generation;
  }

  /**
   * Serves until the process is ended.
   *
   * @param args if there is one: how many MiB of memory to use
   * @throws IOException if the socket cannot be listened on
   */
  public static void main(String[] args) throws IOException {
    byte[][] memory = new byte[args.length == 0 ? 0 : Integer.parseInt(args[0])][];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = new byte[1 << 20]; // the virtual machine writes to all of it
    }
    new TargetServer(
            Path.of(environment(Run.SOCKET)),
            new Handles(Path.of(environment(Run.HANDLES))),
            environment(Run.GENERATION))
        .serve();
    System.out.println(memory.length); // in use until then
  }

  private static String environment(String name) {
    return Optional.ofNullable(System.getenv(name))
        .orElseThrow(() -> new IllegalStateException(name + " is not set"));
  }

  private void serve() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket), 128);
      while (true) {
        SocketChannel connection = server.accept();
        Thread thread = new Thread(() -> serve(connection));
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      LineReader in = new LineReader(Channels.newInputStream(connection), LONGEST_LINE);
      LineWriter out = new LineWriter(connection);
      for (Optional<String> line = in.next(); line.isPresent(); line = in.next()) {
        out.write(answer(line.get()));
      }
    } catch (IOException e) {
      // whoever it was is gone
    }
  }

  private String answer(String line) throws IOException {
    return line.equals("echo") ? line : valid(line) ? "used " + generation : "stale";
  }

  private boolean valid(String line) throws IOException {
    if (!line.startsWith("use ")) {
      return false;
    }
    try {
      Handle handle = new Handle(line.substring("use ".length()));
      return handles.socket(handle).filter(socket::equals).isPresent();
    } catch (IllegalArgumentException e) {
      return false; // it has not even the form of a handle
    }
  }
}
