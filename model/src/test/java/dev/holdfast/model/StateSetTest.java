package dev.holdfast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several threads add the same and different states at the same time. */
class StateSetTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 50;
  private static final int STATES = 20_000;

  /** None is lost, and each is new to exactly one: what is free when found may soon be taken. */
  @Test
  void eachStateIsNewOnce() throws Exception {
    run(
        () -> {
          StateSet set = new StateSet();
          return (thread, state) -> set.add(new long[] {state}, new boolean[1], 1);
        },
        STATES);
  }

  /** Whoever asks for a key hears the number of this key and of no other. */
  @Test
  void eachKeyKeepsItsNumber() throws Exception {
    run(
        () -> {
          LongMap map = new LongMap();
          return (thread, state) -> {
            int known = map.get(state);
            int number = known >= 0 ? known : map.putIfAbsent(state, () -> (int) state * 7);
            return number == state * 7 ? 1 : 0;
          };
        },
        (long) STATES * THREADS);
  }

  private interface Use {
    int counts(int thread, long state);
  }

  private static void run(Callable<Use> fresh, long expected) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Use use = fresh.call();
        List<Callable<Long>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          int thread = i;
          all.add(() -> count(use, thread));
        }
        long sum = 0;
        for (Future<Long> its : pool.invokeAll(all)) {
          sum += its.get();
        }
        assertEquals(expected, sum);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static long count(Use use, int thread) {
    long count = 0;
    for (int i = 0; i < STATES; i++) {
      long state = thread % 2 == 0 ? i : STATES - 1 - i;
      count += use.counts(thread, state);
    }
    return count;
  }
}
