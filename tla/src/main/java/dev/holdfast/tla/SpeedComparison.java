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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures how fast TLC explores the specification and how fast the explorer does the executable
 * model: the same scope, one thread each, all rules checked by both, one after the other.
 */
public final class SpeedComparison {
  private SpeedComparison() {}

  /**
   * Compares.
   *
   * @param args the folder of the modules, and the name of a scope; "quiet" if none is given
   * @throws IOException if the manifest cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: SpeedComparison FOLDER-OF-THE-MODULES [SCOPE]");
      System.exit(64);
    }
    String name = args.length > 1 ? args[1] : "quiet";
    Scope scope =
        Optional.ofNullable(ScopesModule.scopes().get(name))
            .orElseThrow(() -> new IllegalArgumentException("no scope is called " + name));
    long begun = System.nanoTime();
    Explorer.Result model =
        new Explorer(new Device(scope, Machines.REFERENCE), Integer.MAX_VALUE, 1, found -> {})
            .explore();
    double modelSpeed = line("explorer", model.states(), model.transitions(), begun);

    Path directory = Path.of(args[0]).toAbsolutePath();
    begun = System.nanoTime();
    Tlc.Run spec = check(directory, name);
    double specSpeed = line("TLC", spec.states(), spec.generated(), begun);
    if (model.states() != spec.states() || spec.verdict() != Tlc.Verdict.HOLDS) {
      System.out.println("they do not agree: TLC says " + spec.verdict());
      System.exit(1);
    }
    System.out.printf(
        Locale.ROOT,
        "both find %,d states, and no rule broken; the explorer is %.1f times as fast%n",
        model.states(),
        modelSpeed / specSpeed);
  }

  private static Tlc.Run check(Path directory, String scope) throws IOException {
    Path config = Files.createTempFile("holdfast", ".cfg");
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
      return new Tlc(directory, 1, List.of("-Xmx4g"), 24 * 3600)
          .check("MCProtocol", config.toString(), false);
    } finally {
      Files.delete(config);
    }
  }

  private static double line(String who, long states, long generated, long begun) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-8s  %,d states, %,d steps in %.1f s: %,.0f steps/s%n",
        who,
        states,
        generated,
        seconds,
        generated / seconds);
    return generated / seconds;
  }
}
