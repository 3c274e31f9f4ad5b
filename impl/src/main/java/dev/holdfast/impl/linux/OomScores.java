package dev.holdfast.impl.linux;

import dev.holdfast.impl.Rank;
import dev.holdfast.model.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who goes first when the kernel runs out of memory: the scale of {@code oom_score_adj} from the
 * proxy, which goes last, to a process that nobody needs (MEM-2, MEM-3, MEM-5).
 *
 * <p>The kernel kills the process whose memory plus {@code oom_score_adj} thousandths of the
 * group's limit is the greatest. So a rank goes before the next if no process uses more than the
 * distance between the two; the ranks have equal distances, and a ceiling that is higher is
 * refused: by {@link Declaration} whatever the proxy's value, and by {@link #check} where that is
 * above 0.
 *
 * <p>To lower one's own value below the one that was inherited takes CAP_SYS_RESOURCE. Who does not
 * have it keeps the inherited value for the proxy and the ranks stand above that.
 *
 * @param floor the proxy's
 */
record OomScores(int floor) {
  /** From proxy to needed, to local, to unused. */
  static final int STEPS = 3;

  private static final int HIGHEST = 1000;

  /** Not -1000: then the kernel would have nobody left to kill, and stop the machine. */
  private static final int WANTED = -900;

  /**
   * Marks this process, the proxy (MEM-1).
   *
   * @throws IOException if the value cannot even be read
   */
  static OomScores protectThisProcess() throws IOException {
    try {
      Files.writeString(Path.of("/proc/self/oom_score_adj"), Integer.toString(WANTED));
    } catch (IOException e) {
      // without CAP_SYS_RESOURCE it keeps what it has inherited
    }
    return of(ProcessHandle.current());
  }

  /**
   * Those above a proxy that is marked already.
   *
   * @param proxy its process
   * @throws IOException if that is gone
   */
  static OomScores of(ProcessHandle proxy) throws IOException {
    Path file = Path.of("/proc/" + proxy.pid() + "/oom_score_adj");
    return new OomScores(Integer.parseInt(Files.readString(file).strip()));
  }

  /** Whether the proxy's is as low as it should be. */
  boolean lowered() {
    return floor <= WANTED;
  }

  /**
   * The highest ceiling with which a rank goes before the next.
   *
   * @param memory how many bytes all processes may use together
   * @return in bytes; no more than if the floor were 0, also where it is lower
   */
  long highestCeiling(long memory) {
    return (memory - memory / HIGHEST * Math.max(0, floor)) / STEPS;
  }

  /**
   * Whether all ranks keep their order.
   *
   * @throws IOException if a ceiling is too high for that
   */
  void check(Declaration declaration) throws IOException {
    long highest = highestCeiling(declaration.memory());
    for (Map.Entry<Program, Declaration.Command> program : declaration.programs().entrySet()) {
      if (program.getValue().ceiling() > highest) {
        throw new IOException(
            "the proxy's oom_score_adj is "
                + floor
                + " and cannot be lowered: then the order of victims can be held for ceilings up"
                + " to "
                + (highest >> 10)
                + " KiB, and that of "
                + program.getKey()
                + " is higher");
      }
    }
  }

  int of(Rank rank) {
    int steps =
        switch (rank) {
          case NEEDED -> 1;
          case LOCAL -> 2;
          case UNUSED -> STEPS;
        };
    return floor + (HIGHEST - floor) * steps / STEPS;
  }

  /** Of one that is told to end: it goes before all others. */
  static int ofLeaving() {
    return HIGHEST;
  }
}
