package dev.holdfast.impl.linux;

import dev.holdfast.impl.Rank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who goes first when the kernel runs out of memory: the scale of {@code oom_score_adj} from the
 * proxy, which goes last, to a process that nobody needs (MEM-2, MEM-3, MEM-5).
 *
 * <p>The kernel kills the process whose memory plus {@code oom_score_adj} thousandths of the
 * group's limit is the greatest. So a rank goes before the next if no process uses more than the
 * distance between the two; the ranks have equal distances, and {@link Declaration} refuses a
 * higher ceiling than the smallest distance that there can be.
 *
 * <p>To lower one's own value below the one that was inherited takes CAP_SYS_RESOURCE. Who does not
 * have it keeps the inherited value for the proxy and the ranks stand above that.
 *
 * @param floor the proxy's
 * @param lowered whether the proxy's is as low as it should be
 */
record OomScores(int floor, boolean lowered) {
  /** From proxy to needed, to local, to unused. */
  static final int STEPS = 3;

  private static final int HIGHEST = 1000;

  /** Not -1000: then the kernel would have nobody left to kill, and stop the machine. */
  private static final int WANTED = -900;

  private static final Path OWN = Path.of("/proc/self/oom_score_adj");

  /**
   * Marks this process, the proxy (MEM-1).
   *
   * @throws IOException if the value cannot even be read, or is too high to set others above it
   */
  static OomScores protectThisProcess() throws IOException {
    try {
      Files.writeString(OWN, Integer.toString(WANTED));
      return new OomScores(WANTED, true);
    } catch (IOException e) { // without CAP_SYS_RESOURCE
      int inherited = Integer.parseInt(Files.readString(OWN).strip());
      if (inherited > 0) {
        throw new IOException(
            "the proxy's oom_score_adj is "
                + inherited
                + " and cannot be lowered: above 0 the order of victims cannot be held",
            e);
      }
      return new OomScores(inherited, false);
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
