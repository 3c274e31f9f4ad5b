package dev.holdfast.impl.linux;

import dev.holdfast.model.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How badly memory is wanted.
 *
 * <table>
 *   <caption>Levels</caption>
 *   <tr><th>level</th><th>a group's usage, of its limit</th><th>else the machine's PSI: time in
 *       which some, or all, processes waited for memory, of the last ten seconds</th></tr>
 *   <tr><td>LOW</td><td>80 %</td><td>some 5 %</td></tr>
 *   <tr><td>MEDIUM</td><td>90 %</td><td>some 20 %</td></tr>
 *   <tr><td>CRITICAL</td><td>97 %</td><td>all 10 %</td></tr>
 * </table>
 *
 * <p>Usage is what could not be had back for the asking. It is preferred where there is a group,
 * for it is about these processes alone and is never out of date.
 */
public sealed interface PressureGauge {
  /** How often it is worth reading. */
  Duration PERIOD = Duration.ofMillis(100);

  /**
   * Now.
   *
   * @return the level; NONE if there is nothing to be read any more
   */
  Level read();

  /**
   * The best gauge that there is.
   *
   * @param group the target OS's, if it has one
   * @param limit how many bytes may be used in it
   * @return the gauge; empty if there is neither a group nor PSI
   */
  static Optional<PressureGauge> of(Optional<MemoryGroup> group, long limit) {
    return group.isPresent()
        ? Optional.of(new Usage(group.get(), limit))
        : Optional.<PressureGauge>of(new Stalls(Path.of("/proc/pressure/memory")))
            .filter(stalls -> Files.isReadable(Path.of("/proc/pressure/memory")));
  }

  /**
   * A group's usage against its limit.
   *
   * @param group whose
   * @param limit in bytes
   */
  record Usage(MemoryGroup group, long limit) implements PressureGauge {
    @Override
    public Level read() {
      try {
        return level(group.usage() * 100 / limit);
      } catch (IOException e) {
        return Level.NONE; // the group is being removed
      }
    }

    static Level level(long percent) {
      return percent >= 97
          ? Level.CRITICAL
          : percent >= 90 ? Level.MEDIUM : percent >= 80 ? Level.LOW : Level.NONE;
    }
  }

  /**
   * The kernel's account of who waited for memory (PSI).
   *
   * @param file where it says so
   */
  record Stalls(Path file) implements PressureGauge {
    @Override
    public Level read() {
      try {
        return level(Files.readAllLines(file));
      } catch (IOException e) {
        return Level.NONE; // switched off while this runs
      }
    }

    static Level level(List<String> lines) {
      double some = share(lines, "some");
      return share(lines, "full") >= 10
          ? Level.CRITICAL
          : some >= 20 ? Level.MEDIUM : some >= 5 ? Level.LOW : Level.NONE;
    }

    private static double share(List<String> lines, String who) {
      String before = who + " avg10=";
      return lines.stream()
          .filter(line -> line.startsWith(before))
          .map(line -> line.substring(before.length()))
          .mapToDouble(rest -> Double.parseDouble(rest.substring(0, rest.indexOf(' '))))
          .findFirst()
          .orElse(0);
    }
  }
}
