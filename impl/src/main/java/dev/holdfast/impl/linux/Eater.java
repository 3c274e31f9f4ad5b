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
  private int bites;

  /**
   * One that has not yet eaten.
   *
   * @param device the memory of the target OS
   * @throws IOException if it cannot have a group there
   */
  public Eater(MemoryGroup device) throws IOException {
    this.device = device;
    this.group = device.within("eater", Long.MAX_VALUE / 2);
  }

  /**
   * Eats until something is so.
   *
   * @param enough what it waits for
   * @return whether it is so; not, if the kernel has taken one of its own processes: then nobody
   *     else was left
   * @throws IOException if a process cannot be started
   */
  public boolean eatUntil(BooleanSupplier enough) throws IOException {
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
      // Slowly at the end: who is to say that it is enough needs some time, too.
      LockSupport.parkNanos(device.isNearlyFull() ? 20_000_000 : 1_000_000);
    }
    return true;
  }

  private Process start() throws IOException {
    int own = OomScores.protectThisProcess().floor();
    int needed = new OomScores(own, false).of(dev.holdfast.impl.Rank.NEEDED);
    return new ProcessBuilder(
            "/bin/sh",
            "-c",
            PROGRAM,
            "eater",
            Integer.toString(own + (needed - own) * 3 / 4),
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
