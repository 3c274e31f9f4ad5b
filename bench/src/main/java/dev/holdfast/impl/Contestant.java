package dev.holdfast.impl;

import com.google.common.util.concurrent.Striped;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;

/** Keeps pairs of processes and resources; one lane per domain, each used by one thread. */
interface Contestant {
  /** What one domain does. */
  interface Lane {
    /** The process uses the resource from now on, or still. */
    void request(int pid, int resource);

    /** The process does not use it any more. */
    void release(int pid, int resource);
  }

  /** The lane of a domain, from 0. */
  Lane lane(int number);

  /** A new one, by name, for resources numbered below a bound. */
  static Contestant of(String name, int resources) {
    return switch (name) {
      case "holdfast" -> new Holdfast(resources);
      case "floor" -> new Floor();
      case "one lock" -> new OneLock();
      case "compute" -> new Compute();
      case "striped" -> new Stripes();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Whose pid, where domains share one table. */
  record User(int domain, int pid) {}

  /** The implementation; the target OS answers each Need at once. */
  final class Holdfast implements Contestant {
    private static final Program PROGRAM = new Program("program");
    private static final Handle HANDLE = new Handle("handle");

    private final Association association = new Association(new Silent());
    private final Runs program = association.runs(PROGRAM);
    private final Interest[] interests;

    Holdfast(int resources) {
      interests =
          IntStream.range(0, resources)
              .mapToObj(i -> association.interest(new ResourceId("resource-" + i)))
              .toArray(Interest[]::new);
    }

    @Override
    public Lane lane(int number) {
      Domain domain = new Domain("domain-" + number);
      association.domainUp(domain, 1);
      return new Its(association.session(domain).orElseThrow());
    }

    private final class Its implements Lane {
      private final Session session;
      private long id;

      Its(Session session) {
        this.session = session;
      }

      @Override
      public void request(int pid, int resource) {
        Interest interest = interests[resource];
        session.request(++id, pid, 1, interest);
        if (!interest.isLive()) {
          association.provided(interest, interest.attempt, program, 1, HANDLE);
        }
      }

      @Override
      public void release(int pid, int resource) {
        session.release(++id, pid, 1, interests[resource]);
      }
    }
  }

  /** The floor: a concurrent set of pairs, and nothing else. It knows no first and no last. */
  final class Floor implements Contestant {
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();

    private record Pair(int domain, int pid, int resource) {}

    @Override
    public Lane lane(int number) {
      return new Lane() {
        @Override
        public void request(int pid, int resource) {
          pairs.add(new Pair(number, pid, resource));
        }

        @Override
        public void release(int pid, int resource) {
          pairs.remove(new Pair(number, pid, resource));
        }
      };
    }
  }

  /** One map of sets, and one lock. */
  final class OneLock implements Contestant {
    private final Map<Integer, Set<User>> users = new HashMap<>();

    @Override
    public Lane lane(int number) {
      return new Lane() {
        @Override
        public void request(int pid, int resource) {
          synchronized (users) {
            users.computeIfAbsent(resource, r -> new HashSet<>()).add(new User(number, pid));
          }
        }

        @Override
        public void release(int pid, int resource) {
          synchronized (users) {
            Set<User> its = users.get(resource);
            its.remove(new User(number, pid));
            if (its.isEmpty()) {
              users.remove(resource);
            }
          }
        }
      };
    }
  }

  /** A concurrent map of sets, changed under the lock of the map's bin. */
  final class Compute implements Contestant {
    private final Map<Integer, Set<User>> users = new ConcurrentHashMap<>();

    @Override
    public Lane lane(int number) {
      return new Lane() {
        @Override
        public void request(int pid, int resource) {
          users.compute(
              resource,
              (r, before) -> {
                Set<User> its = before == null ? new HashSet<>() : before;
                its.add(new User(number, pid));
                return its;
              });
        }

        @Override
        public void release(int pid, int resource) {
          users.computeIfPresent(
              resource,
              (r, its) -> {
                its.remove(new User(number, pid));
                return its.isEmpty() ? null : its;
              });
        }
      };
    }
  }

  /** A concurrent map of sets, changed under one of several locks. */
  final class Stripes implements Contestant {
    private final Map<Integer, Set<User>> users = new ConcurrentHashMap<>();
    private final Striped<Lock> locks = Striped.lock(64);

    @Override
    public Lane lane(int number) {
      return new Lane() {
        @Override
        public void request(int pid, int resource) {
          Lock lock = locks.get(resource);
          lock.lock();
          try {
            users.computeIfAbsent(resource, r -> new HashSet<>()).add(new User(number, pid));
          } finally {
            lock.unlock();
          }
        }

        @Override
        public void release(int pid, int resource) {
          Lock lock = locks.get(resource);
          lock.lock();
          try {
            Set<User> its = users.get(resource);
            its.remove(new User(number, pid));
            if (its.isEmpty()) {
              users.remove(resource);
            }
          } finally {
            lock.unlock();
          }
        }
      };
    }
  }
}
