package dev.holdfast.impl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The requests that wait for one attempt (REQ-2). Guarded as its {@link Interest}. */
final class Asking {
  /** The requests without an answer, oldest first. */
  final Set<Waiting> waiting = new LinkedHashSet<>();

  private final Map<User, List<Waiting>> byUser = new HashMap<>();

  /** A request that waits; compared by identity. */
  static final class Waiting {
    final Session session;
    final long id;

    /** How many of its processes have neither exited nor released (REQ-6). */
    private int left;

    Waiting(Session session, long id) {
      this.session = session;
      this.id = id;
    }
  }

  private record User(Session session, int pid) {}

  /** The request waits for this process, too. */
  void join(Waiting request, int pid) {
    waiting.add(request);
    request.left++;
    byUser.computeIfAbsent(new User(request.session, pid), user -> new ArrayList<>(1)).add(request);
  }

  /** The process does not wait any more; returns the requests that it was the last of. */
  List<Waiting> leave(Session session, int pid) {
    List<Waiting> cancelled = new ArrayList<>(1);
    List<Waiting> its = byUser.getOrDefault(new User(session, pid), List.of());
    byUser.remove(new User(session, pid));
    for (Waiting request : its) {
      request.left--;
      if (request.left == 0) {
        waiting.remove(request);
        cancelled.add(request);
      }
    }
    return cancelled;
  }
}
