package dev.holdfast.conformance.subject;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process and whatever it has started. None of them outlives the family's end, nor this program's
 * own. Where the system shows the environment of its processes (Linux), that holds for those too
 * who have left their parents and their session, unless they have dropped their environment.
 */
final class Family {
  private static final String MARK = "HOLDFAST_SUBJECT";
  private static final Path PROCESSES = Path.of("/proc");

  /** What runs away faster than it is found is given up after so many rounds of some ms each. */
  private static final int ROUNDS = 200;

  /** Starts the first as the head of a group of processes, where there is a program for it. */
  private static final List<String> SESSION =
      new File("/usr/bin/setsid").canExecute() ? List.of("/usr/bin/setsid") : List.of();

  private final Process first;
  private final String mark = MARK + "=" + UUID.randomUUID();
  private final Thread lastWill = new Thread(this::kill, "holdfast-last-will");

  /**
   * Starts the first.
   *
   * @param command the program and its arguments
   * @throws IOException if there is no such program
   */
  Family(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(SESSION.stream(), command.stream()).toList());
    builder.environment().put(MARK, mark.substring(MARK.length() + 1));
    first = builder.start();
    Runtime.getRuntime().addShutdownHook(lastWill);
  }

  Process first() {
    return first;
  }

  /** Waits a moment for the first to go by itself, then kills all. */
  void end() {
    try {
      first.waitFor(200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(lastWill);
    } catch (IllegalStateException e) {
      lastWill.interrupt(); // this program ends, and the last will kills the same
    }
  }

  private void kill() {
    List<ProcessHandle> known =
        Stream.concat(Stream.of(first.toHandle()), first.descendants()).toList();
    known.forEach(ProcessHandle::destroyForcibly);
    killGroup();
    List<ProcessHandle> marked = marked();
    for (int round = 0; round < ROUNDS && !marked.isEmpty(); round++) {
      marked.forEach(ProcessHandle::destroyForcibly);
      marked = marked();
    }
  }

  /** All at once: who forks without end has no time to. */
  private void killGroup() {
    if (SESSION.isEmpty()) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder("kill", "-KILL", "--", "-" + first.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor(1, TimeUnit.SECONDS);
    } catch (IOException e) {
      first.toHandle().destroyForcibly(); // no program to kill a group with: the first alone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Those who left the group. */
  private List<ProcessHandle> marked() {
    return Files.isDirectory(PROCESSES)
        ? ProcessHandle.allProcesses().filter(this::isMarked).toList()
        : List.of();
  }

  private boolean isMarked(ProcessHandle process) {
    try {
      Path environment = PROCESSES.resolve(process.pid() + "/environ");
      return ("\0" + Files.readString(environment, StandardCharsets.ISO_8859_1))
          .contains("\0" + mark + "\0");
    } catch (IOException e) {
      return false; // somebody else's, or gone
    }
  }
}
