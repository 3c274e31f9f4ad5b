package dev.holdfast.impl.linux;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A connection of an originating OS: lines in, lines out, neither waiting for the other. */
final class DomainConnection {
  /** As long as a line of the wire protocol may be. */
  private static final int LONGEST_LINE = 1 << 20;

  /** Who has not read so many lines does not listen. */
  private static final int UNREAD = 100_000;

  private final SocketChannel channel;
  private final LineReader in;
  private final LineWriter out;
  private final BlockingQueue<String> unread = new LinkedBlockingQueue<>(UNREAD);

  DomainConnection(SocketChannel channel) {
    this.channel = channel;
    this.out = new LineWriter(channel);
    this.in = new LineReader(Channels.newInputStream(channel), LONGEST_LINE);
  }

  Optional<String> next() throws IOException {
    return in.next();
  }

  /** Says a line later; one who does not listen is cut off, and loses what was not read. */
  void add(String line) {
    if (!unread.offer(line)) {
      close();
    }
  }

  /** Says what is to be said, until it is closed. */
  void write() {
    try {
      while (channel.isOpen()) {
        out.write(unread.take());
      }
    } catch (IOException e) {
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // then it is closed
    }
    if (!unread.offer("")) { // wakes the one who says
      unread.clear();
    }
  }
}
