package dev.holdfast.impl.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Raises real memory pressure: processes in a memory group that use more and more of it. Each is
 * small, and protected better than a needed target process and less than the proxy; so the kernel
 * takes target processes first. Not thread-safe.
 */
public final class Eater implements AutoCloseable {
  private static final int BITE = 1 << 20;
  private static final int BITES_PER_PROCESS = 16;

  /** {@code tail} keeps a line that does not end in its memory. */
  private static final String PROGRAM =
      "echo $1 >/proc/self/oom_score_adj && echo $$ >\"$2\" && exec tail";

  private final byte[] zeros = new byte[BITE];
  private final List<Process> processes = new ArrayList<>();
  private final MemoryGroup device;
  private final MemoryGroup group;
  private final OomScores scores;
  private int bites;

  /**
   * One that has not yet eaten.
   *
   * @param device the memory of the target OS
   * @param proxy its proxy, which is marked already
   * @throws IOException if it cannot have a group there, or the proxy is gone
   */
  public Eater(MemoryGroup device, ProcessHandle proxy) throws IOException {
    this.device = device;
    this.scores = OomScores.of(proxy);
    this.group = device.within("eater", Long.MAX_VALUE / 2);
  }

  /**
   * Eats until something is so; slowly at the end, for who is to say that it is needs some time.
   *
   * @param enough what it waits for
   * @return whether it is so; not, if the kernel has taken one of its own processes: then nobody
   *     else was left
   * @throws IOException if a process cannot be started
   */
  public boolean eatUntil(BooleanSupplier enough) throws IOException {
    return eat(enough, 20_000_000);
  }

  /**
   * Eats until something is so that is known at once, for example how much is in use.
   *
   * @param enough what it waits for
   * @return as {@link #eatUntil}
   * @throws IOException if a process cannot be started
   */
  public boolean eatFastUntil(BooleanSupplier enough) throws IOException {
    return eat(enough, 0);
  }

  private boolean eat(BooleanSupplier enough, long pauseWhenNearlyFull) throws IOException {
    while (!enough.getAsBoolean()) {
      if (!processes.stream().allMatch(Process::isAlive)) {
        return enough.getAsBoolean();
      }
      if (bites++ % BITES_PER_PROCESS == 0) {
        processes.add(start());
      }
      try {
        OutputStream last = processes.get(processes.size() - 1).getOutputStream();
        last.write(zeros);
        last.flush();
      } catch (IOException e) {
        return enough.getAsBoolean();
      }
      if (pauseWhenNearlyFull > 0 && device.isNearlyFull()) {
        LockSupport.parkNanos(pauseWhenNearlyFull);
      }
    }
    return true;
  }

  /**
   * Eats more, or gives back, until it has about so much; and keeps it.
   *
   * @param mib how many MiB, in steps of {@value #BITES_PER_PROCESS}
   * @return whether it has; not, if the kernel has taken one of its own processes: then nobody else
   *     was left
   * @throws IOException if a process cannot be started
   */
  public boolean resize(int mib) throws IOException {
    int wanted = mib / BITES_PER_PROCESS;
    processes.removeIf(process -> !process.isAlive());
    while (processes.size() > wanted) {
      processes.remove(processes.size() - 1).destroyForcibly();
    }
    while (processes.size() < wanted) {
      Process next = start();
      processes.add(next);
      try {
        for (int i = 0; i < BITES_PER_PROCESS; i++) {
          next.getOutputStream().write(zeros);
        }
        next.getOutputStream().flush();
      } catch (IOException e) {
        return false;
      }
    }
    return processes.stream().allMatch(Process::isAlive);
  }

  private Process start() throws IOException {
    int proxy = scores.floor();
    int needed = scores.of(dev.holdfast.impl.Rank.NEEDED);
    return new ProcessBuilder(
            "/bin/sh",
            "-c",
            PROGRAM,
            "eater",
            Integer.toString(proxy + (needed - proxy) * 3 / 4),
            group.members().toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Gives all of it back. */
  @Override
  public void close() throws IOException {
    processes.forEach(Process::destroyForcibly);
    group.remove();
  }
}
