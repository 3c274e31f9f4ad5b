package dev.holdfast.conformance.subject;

import dev.holdfast.conformance.subject.SubjectException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The socket feed: a subject that already runs, in any language, spoken to over a connection. It
 * says the same as a child. Whatever it does, every call ends within its deadline and a bounded
 * amount of memory; after a broken conversation the next {@link #reset} connects again.
 */
public final class SocketSubject extends LineSubject {
  /**
   * Connects, and hears its hello.
   *
   * @param address where it listens
   * @param deadline how long it may take to accept, and any answer
   * @throws SubjectException of kind NO_SUBJECT if nobody listens, or it does not say hello
   */
  public SocketSubject(Address address, Duration deadline) throws SubjectException {
    super(() -> new Connection(address, deadline), deadline, deadline);
  }

  /** One connection. */
  private static final class Connection implements Link {
    private final Address address;
    private final SocketChannel channel;
    private final CountDownLatch closed = new CountDownLatch(1);

    Connection(Address address, Duration deadline) throws SubjectException {
      this.address = address;
      try {
        channel = open(address);
      } catch (IOException e) {
        throw nobody(Optional.ofNullable(e.getMessage()));
      }
      FutureTask<Boolean> connecting = new FutureTask<>(() -> channel.connect(address.socket()));
      Thread thread = new Thread(connecting, "holdfast-connect"); // it may block for minutes
      thread.setDaemon(true);
      thread.start();
      try {
        connecting.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        close();
        throw nobody(Optional.ofNullable(e.getCause()).map(Throwable::getMessage));
      } catch (TimeoutException e) {
        close();
        throw new SubjectException(
            Kind.NO_SUBJECT, "nobody accepts connections in time at " + address.text());
      } catch (InterruptedException e) {
        close();
        Thread.currentThread().interrupt();
        throw new SubjectException(Kind.NO_SUBJECT, "the check was interrupted");
      }
    }

    private static SocketChannel open(Address address) throws IOException {
      if (address.socket() instanceof UnixDomainSocketAddress) {
        return SocketChannel.open(StandardProtocolFamily.UNIX);
      }
      // Else a reset waits to travel with the batch after it, and for an acknowledgement.
      return SocketChannel.open().setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    private SubjectException nobody(Optional<String> why) {
      return new SubjectException(
          Kind.NO_SUBJECT,
          "nobody listens at " + address.text() + ": " + why.orElse("no reason given"));
    }

    /** Not that of {@code Channels}: in Java 17 nobody may write while it waits. */
    @Override
    public InputStream from() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int read = -1;
          try {
            read = channel.read(ByteBuffer.wrap(bytes, offset, length));
          } finally {
            if (read < 0) {
              closed.countDown();
            }
          }
          return read;
        }
      };
    }

    @Override
    public OutputStream to() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }
      };
    }

    /** Its exit code would tell whether it crashed; a connection that is gone does not. */
    @Override
    public SubjectException ended() {
      return new SubjectException(
          Kind.DISCONNECTED,
          "the connection to " + address.text() + " is gone, and it cannot be seen from here why");
    }

    @Override
    public String complaint() {
      return "";
    }

    @Override
    public void end() {
      try {
        closed.await(200, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      close();
    }

    private void close() {
      try {
        channel.close();
      } catch (IOException e) {
        closed.countDown(); // it is of no use any more, closed or not
      }
    }
  }
}
