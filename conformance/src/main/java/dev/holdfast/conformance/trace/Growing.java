package dev.holdfast.conformance.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The bytes of a file to which others append. Not thread-safe. */
public final class Growing extends InputStream {
  private final FileChannel file;
  private final Patience patience;

  /** What to do at the end of what there is. */
  @FunctionalInterface
  public interface Patience {
    /**
     * Waits until there may be more.
     *
     * @return false if nothing more is wanted
     * @throws InterruptedException if nothing more is wanted, too
     */
    boolean waits() throws InterruptedException;
  }

  Growing(Path file, Patience patience) throws IOException {
    this.file = FileChannel.open(file);
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    while (true) {
      int got = file.read(ByteBuffer.wrap(bytes, from, length));
      if (got >= 0) {
        return got;
      }
      if (file.size() < file.position()) {
        throw new IOException("it has become shorter");
      }
      try {
        if (!patience.waits()) {
          return -1;
        }
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
