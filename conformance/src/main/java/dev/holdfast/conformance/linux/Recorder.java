package dev.holdfast.conformance.linux;

import dev.holdfast.conformance.subject.RecordingWriter;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.conformance.wire.TraceWriter;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Port;
import java.io.Writer;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Records what a device is told and what it says, as a trace (PROTOCOL.md): a reset with the
 * catalogue, the messages, a sync after everything that a message caused, and at last a bye. It
 * lets one message at a time take effect; that is what makes the recording easy to judge.
 *
 * <p>If the file cannot be written any more, for example because the disk is full, the device goes
 * on, and the recording lacks its bye. Thread-safe.
 */
final class Recorder implements Port {
  private static final TraceWriter LINES = new TraceWriter(TraceLine.UNNAMED, Role.DEVICE);

  private final Object turn = new Object();
  private final RecordingWriter file;
  private final Port device;
  private boolean over;
  private long number;

  /**
   * A recorder, with the device that it records.
   *
   * @param file where to; closed with the recorder
   * @param factory makes the device
   * @param catalogue what it can start
   * @param said takes what it says
   * @param complaints told if the recording fails
   */
  Recorder(
      Writer file,
      Port.Factory factory,
      Catalogue catalogue,
      Consumer<Envelope> said,
      Consumer<String> complaints) {
    this.file = new RecordingWriter(file, complaints);
    write(LINES.begins(catalogue));
    this.device =
        factory.open(
            catalogue,
            message -> {
              write(LINES.passed(message));
              said.accept(message);
            });
  }

  @Override
  public void deliver(Envelope in) {
    synchronized (turn) {
      write(LINES.passed(in));
      device.deliver(in);
      try {
        device.sync();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      write(LINES.settled(++number));
    }
  }

  /**
   * Records that somebody uses a handle, past the device; unless a message takes effect meanwhile,
   * for then nobody could tell which came first.
   *
   * @param handle which
   * @param use does it
   * @return whether there was no such message
   * @throws TimeoutException if the use takes too long; then nothing is recorded
   */
  boolean use(Handle handle, Use use) throws TimeoutException {
    long before;
    synchronized (turn) {
      before = number;
    }
    Optional<Message.FromProcess> answer = use.once();
    synchronized (turn) {
      if (number == before && answer.isPresent()) {
        write(LINES.passed(new Envelope(Channel.DIRECT, new Message.Use(handle))));
        write(LINES.passed(new Envelope(Channel.DIRECT, answer.get())));
        write(LINES.settled(++number));
        return true;
      }
      return number == before;
    }
  }

  /** Uses a handle. */
  interface Use {
    /** The answer; empty if nobody answers, and then there is nothing to record. */
    Optional<Message.FromProcess> once() throws TimeoutException;
  }

  @Override
  public void sync() throws InterruptedException {
    device.sync();
  }

  private void write(String line) {
    synchronized (file) {
      if (!over) {
        file.write(line + "\n");
        file.flush();
      }
    }
  }

  @Override
  public void close() {
    synchronized (turn) {
      write(LINES.ends());
      synchronized (file) {
        over = true; // what is cleaned up now is no part of it
      }
    }
    device.close();
    file.close();
  }
}
