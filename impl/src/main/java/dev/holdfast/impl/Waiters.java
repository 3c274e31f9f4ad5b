package dev.holdfast.impl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Several that wait for one attempt (REQ-2). Guarded as its {@link Interest}. */
final class Waiters {
  /** Oldest first; those that were cancelled, too, as long as they are not the greater part. */
  private final List<Waiting> requests = new ArrayList<>();

  private final Map<User, List<Waiting>> byUser = new HashMap<>();
  private int cancelled;

  /** A request that waits; compared by identity. */
  private static final class Waiting {
    final Session session;
    final long id;

    /** How many of its processes have neither exited nor released (REQ-6). */
    int left;

    Waiting(Session session, long id) {
      this.session = session;
      this.id = id;
    }
  }

  private record User(Session session, int pid) {}

  /** The request waits for this process, too. */
  void join(Session session, long id, int pid) {
    Waiting last = requests.isEmpty() ? null : requests.get(requests.size() - 1);
    Waiting request =
        last != null && last.session == session && last.id == id ? last : begun(session, id);
    request.left++;
    byUser.computeIfAbsent(new User(session, pid), user -> new ArrayList<>(1)).add(request);
  }

  private Waiting begun(Session session, long id) {
    Waiting request = new Waiting(session, id);
    requests.add(request);
    return request;
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  void forEach(Asking.Told told) {
    for (Waiting request : requests) {
      if (request.left > 0) {
        told.accept(request.session, request.id);
      }
    }
  }

  /** The sessions of those that wait, each once, in the order of their locks. */
  Session[] sessions() {
    List<Session> sessions = new ArrayList<>();
    for (Waiting request : requests) {
      if (request.left > 0 && !sessions.contains(request.session)) {
        sessions.add(request.session);
      }
    }
    sessions.sort(Session.ORDER);
    return sessions.toArray(new Session[0]);
  }

  /** The process does not wait any more; tells the requests that it was the last of. */
  void leave(Session session, int pid, LongConsumer last) {
    List<Waiting> its = byUser.getOrDefault(new User(session, pid), List.of());
    byUser.remove(new User(session, pid));
    for (Waiting request : its) {
      request.left--;
      if (request.left == 0) {
        last.accept(request.id);
        cancelled++;
      }
    }
    if (cancelled * 2 > requests.size()) {
      requests.removeIf(request -> request.left == 0);
      cancelled = 0;
    }
  }
}
