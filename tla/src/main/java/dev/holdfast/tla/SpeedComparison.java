package dev.holdfast.tla;

import dev.holdfast.model.Device;
import dev.holdfast.model.Explorer;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Scope;
import dev.holdfast.tla.Manifest.Build;
import dev.holdfast.tla.Manifest.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Measures how fast TLC explores the specification and how fast the explorer does the executable
 * model: the same scope, all rules checked by both, one thread each, one after the other; and what
 * a second thread gives the explorer.
 */
public final class SpeedComparison {
  /** Medians of so many runs of the explorer, in turn with one thread and two; TLC runs once. */
  private static final int ROUNDS = 9;

  /** So many before them, until its code has been compiled. */
  private static final int WARM_UP = 4;

  private SpeedComparison() {}

  /** One exploration. */
  private record Timed(long states, long steps, long bytes, double seconds) {
    double speed() {
      return steps / seconds;
    }
  }

  /**
   * Compares.
   *
   * @param args the name of a scope, "quiet" if none is given; the folder of the modules is the
   *     system property {@code holdfast.modules}, or this one
   * @throws IOException if the manifest cannot be read
   */
  public static void main(String[] args) throws IOException {
    String name = args.length > 0 ? args[0] : "quiet";
    Optional<Scope> scope = Optional.ofNullable(ScopesModule.scopes().get(name));
    if (args.length > 1 || scope.isEmpty()) {
      System.err.println("run: no scope is called '" + String.join(" ", args) + "'");
      System.exit(64);
    }
    Path directory = Path.of(System.getProperty("holdfast.modules", "")).toAbsolutePath();
    System.exit(compare(name, scope.orElseThrow(), directory) ? 0 : 1);
  }

  private static boolean compare(String name, Scope scope, Path directory) throws IOException {
    List<Timed> alone = new ArrayList<>();
    List<Timed> together = new ArrayList<>();
    for (int i = 0; i < WARM_UP; i++) {
      explore(scope, 1 + i % 2, "explorer, to warm up");
    }
    for (int i = 0; i < ROUNDS; i++) {
      alone.add(explore(scope, 1, "explorer, 1 thread"));
      together.add(explore(scope, 2, "explorer, 2 threads"));
    }
    Timed explorer = median(alone);
    System.out.printf(
        Locale.ROOT,
        "a second thread gives %.2f times the speed; %.1f bytes per state%n",
        median(together).speed() / explorer.speed(),
        explorer.bytes() / (double) explorer.states());

    Timed tlc = tlc(directory, name);
    boolean agree = explorer.states() == tlc.states() && explorer.steps() + 1 == tlc.steps();
    System.out.printf(
        Locale.ROOT,
        agree
            ? "both find the same number of states and steps, and no rule broken%n"
            : "THEY DO NOT AGREE%n");
    System.out.printf(
        Locale.ROOT, "the explorer is %.1f times as fast as TLC%n", explorer.speed() / tlc.speed());
    return agree;
  }

  private static Timed median(List<Timed> runs) {
    List<Timed> sorted = new ArrayList<>(runs);
    sorted.sort(java.util.Comparator.comparingDouble(Timed::speed));
    return sorted.get(sorted.size() / 2);
  }

  private static Timed explore(Scope scope, int threads, String who) {
    System.gc(); // what the run before has left is not to be paid for by this one
    long begun = System.nanoTime();
    Explorer explorer =
        new Explorer(
            new Device(scope, Machines.REFERENCE), Integer.MAX_VALUE, threads, found -> {});
    Explorer.Result result = explorer.explore();
    if (!result.violations().isEmpty()) {
      throw new IllegalStateException("the explorer finds a rule broken");
    }
    return line(who, result.states(), result.transitions(), explorer.bytes(), begun);
  }

  private static Timed tlc(Path directory, String scope) throws IOException {
    Path config = Files.createTempFile("holdfast", ".cfg");
    Thread clock = new Thread(SpeedComparison::tick);
    clock.setDaemon(true);
    clock.start();
    try {
      Configuration configuration =
          new Configuration(
              scope,
              "safety",
              "MCProtocol",
              scope,
              List.of(),
              Build.EXHAUSTIVE,
              Tlc.Verdict.HOLDS,
              "",
              0,
              0,
              0,
              0);
      Files.writeString(config, Manifest.read(directory).text(configuration));
      long begun = System.nanoTime();
      Tlc.Run run =
          new Tlc(directory, 1, List.of("-Xmx4g"), TimeUnit.DAYS.toSeconds(1))
              .check("MCProtocol", config.toString(), false);
      if (run.verdict() != Tlc.Verdict.HOLDS) {
        throw new IllegalStateException("TLC finds " + run.violated() + " broken");
      }
      return line("TLC, 1 worker", run.states(), run.generated(), 0, begun);
    } finally {
      clock.interrupt();
      Files.delete(config);
    }
  }

  /** Says that TLC is still at work. */
  private static void tick() {
    try {
      for (int minutes = 1; ; minutes++) {
        TimeUnit.MINUTES.sleep(1);
        System.err.println("TLC at work: " + minutes + " min");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Timed line(String who, long states, long steps, long bytes, long begun) {
    Timed timed = new Timed(states, steps, bytes, (System.nanoTime() - begun) / 1e9);
    System.out.printf(
        Locale.ROOT,
        "%-20s %,d states, %,d steps, %.1f s: %,.0f steps/s%n",
        who,
        states,
        steps,
        timed.seconds(),
        timed.speed());
    return timed;
  }
}
