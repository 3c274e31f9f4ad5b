package dev.holdfast.conformance.linux;

import dev.holdfast.impl.linux.DirectConnection;
import dev.holdfast.impl.linux.Handles;
import dev.holdfast.impl.linux.Notice;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Uses every handle when it is provided, when it is void, and when the next one of its resource is
 * provided, and one that is made up; so that the recording shows whom they reach (HND-2 to HND-5).
 * Originating processes use theirs without anybody's knowledge; this one's uses are the same, and
 * are recorded. It goes straight to the target process, in a thread of its own: one that does not
 * answer keeps only this one waiting, until a deadline, and that is said. Thread-safe.
 */
final class Witness implements AutoCloseable {
  /** Who has so many to use does not look at more; a recording shows enough without them. */
  private static final int MOST = 1000;

  /** So often is a use tried again because something else happened meanwhile. */
  private static final int TRIES = 20;

  private final Handles handles;
  private final Recorder recorder;
  private final Duration deadline;
  private final Consumer<Notice> notices;
  private final Map<ResourceId, Handle> newest = new ConcurrentHashMap<>();
  private final Map<ResourceId, Program> providers = new ConcurrentHashMap<>();
  private final BlockingQueue<Handle> due = new LinkedBlockingQueue<>(MOST);
  private final Thread thread = new Thread(this::watch, "holdfast witness");

  /**
   * Uses handles from now on.
   *
   * @param handles where they are looked up
   * @param recorder records it
   * @param deadline how long a use may take
   * @param notices told if one takes longer
   */
  Witness(Handles handles, Recorder recorder, Duration deadline, Consumer<Notice> notices) {
    this.handles = handles;
    this.recorder = recorder;
    this.deadline = deadline;
    this.notices = notices;
    due.add(new Handle("made-up"));
    thread.setDaemon(true);
    thread.start();
  }

  /** Hears what the device says, in order. */
  void hear(Envelope said) {
    Message message = said.message();
    if (message instanceof Provided it) {
      providers.put(it.resource(), it.program());
      Optional.ofNullable(newest.put(it.resource(), it.handle())).ifPresent(due::offer);
      due.offer(it.handle());
    } else if (message instanceof NoLongerNeeded it) {
      Optional.ofNullable(newest.get(it.resource())).ifPresent(due::offer);
    } else if (message instanceof Died it) {
      providers.entrySet().stream()
          .filter(provider -> provider.getValue().equals(it.program()))
          .flatMap(provider -> Optional.ofNullable(newest.get(provider.getKey())).stream())
          .forEach(due::offer);
    }
  }

  private void watch() {
    try {
      while (true) {
        use(due.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the device ends
    }
  }

  private void use(Handle handle) {
    try {
      int tries = 0;
      while (!recorder.use(handle, () -> DirectConnection.attempt(handles, handle, deadline))
          && ++tries < TRIES) {
        // something else happened meanwhile
      }
    } catch (TimeoutException e) {
      notices.accept(new Notice.Remark(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
