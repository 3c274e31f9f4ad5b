package dev.holdfast.conformance.report;

import java.util.List;

/** What findings rest on. */
public sealed interface Evidence {
  /**
   * Scenarios that subjects were told, by {@code holdfast check}.
   *
   * @param seed the seed of the random ones
   * @param arguments how a command line names the subject; empty for the built-in one
   */
  record Told(long seed, List<String> arguments) implements Evidence {
    /** Keeps a copy of the list. */
    public Told {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * What was recorded of devices, by whomever; read by {@code holdfast trace}.
   *
   * @param files the files' names
   * @param unlisted how many failures there are beyond those that are listed
   */
  record Recorded(List<String> files, long unlisted) implements Evidence {
    /** Keeps a copy of the list. */
    public Recorded {
      files = List.copyOf(files);
    }
  }
}
