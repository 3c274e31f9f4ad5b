package dev.holdfast.impl;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for one attempt (REQ-2). Most often that is one, of one process, which
 * stands here; as soon as there is more, all stand in a {@link Waiters}. Guarded as its {@link
 * Interest}.
 */
final class Asking {
  static final Session[] NOBODY = {};

  private @Nullable Session session;
  private long id;
  private int pid;
  private @Nullable Waiters several;

  /** Hears which requests wait. */
  interface Told {
    /** Hears of one. */
    void accept(Session session, long id);
  }

  boolean isEmpty() {
    return session == null && several == null;
  }

  /** The request waits for this process, too. Of one session, later requests have higher ids. */
  void join(Session its, long request, int process) {
    if (isEmpty()) {
      session = its;
      id = request;
      pid = process;
      return;
    }
    if (several == null) {
      several = new Waiters();
    }
    if (session != null) {
      several.join(session, id, pid);
      session = null;
    }
    several.join(its, request, process);
  }

  /** Tells those that wait, oldest first. */
  void forEach(Told told) {
    if (session != null) {
      told.accept(session, id);
    } else if (several != null) {
      several.forEach(told);
    }
  }

  /** The sessions of those that wait, each once, in the order of their locks; not to be changed. */
  Session[] sessions() {
    if (session != null) {
      return session.alone;
    }
    return several == null ? NOBODY : several.sessions();
  }

  /** The process does not wait any more; tells the requests that it was the last of. */
  void leave(Session its, int process, LongConsumer last) {
    if (session == its && pid == process) {
      session = null;
      last.accept(id);
    } else if (several != null) {
      several.leave(its, process, last);
      if (several.isEmpty()) {
        several = null;
      }
    }
  }

  void clear() {
    session = null;
    several = null;
  }
}
