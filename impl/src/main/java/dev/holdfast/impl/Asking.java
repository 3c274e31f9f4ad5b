package dev.holdfast.impl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The requests that wait for one attempt (REQ-2). Most often that is one, of one process, for which
 * no table is made. Guarded as its {@link Interest}.
 */
final class Asking {
  /** Oldest first; those that were cancelled, too, as long as they are not the greater part. */
  private final List<Waiting> requests = new ArrayList<>(1);

  private int cancelled;

  /** For whom the first request waits; in the table, too, once there is one. */
  private int firstPid;

  private final Map<User, List<Waiting>> byUser = new HashMap<>(0);

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
    request.left++;
    if (requests.isEmpty()) {
      requests.add(request);
      firstPid = pid;
      return;
    }
    if (firstPid != 0) {
      index(requests.get(0), firstPid);
      firstPid = 0;
    }
    if (request.left == 1) {
      requests.add(request);
    }
    index(request, pid);
  }

  private void index(Waiting request, int pid) {
    byUser.computeIfAbsent(new User(request.session, pid), user -> new ArrayList<>(1)).add(request);
  }

  /** Tells those that wait, oldest first. */
  void forEach(Consumer<Waiting> action) {
    for (Waiting request : requests) {
      if (request.left > 0) {
        action.accept(request);
      }
    }
  }

  /** The process does not wait any more; tells the requests that it was the last of. */
  void leave(Session session, int pid, Consumer<Waiting> last) {
    if (firstPid == pid && requests.get(0).session == session) {
      firstPid = 0;
      leave(requests.get(0), last);
      return;
    }
    List<Waiting> its = byUser.getOrDefault(new User(session, pid), List.of());
    byUser.remove(new User(session, pid));
    its.forEach(request -> leave(request, last));
  }

  private void leave(Waiting request, Consumer<Waiting> last) {
    request.left--;
    if (request.left > 0) {
      return;
    }
    last.accept(request);
    cancelled++;
    if (cancelled * 2 > requests.size()) {
      requests.removeIf(its -> its.left == 0);
      cancelled = 0;
    }
  }
}
