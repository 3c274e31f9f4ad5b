package dev.holdfast.impl.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Writes lines that end with a line feed. One thread at a time; another may read meanwhile. */
public final class LineWriter {
  // Not a stream of Channels: in Java 17 that would wait for whoever reads.
  private final SocketChannel channel;

  /**
   * A writer.
   *
   * @param channel where to
   */
  public LineWriter(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Writes a line, all of it.
   *
   * @param line the line, without its end
   * @throws IOException if nobody is there to read it
   */
  public void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
