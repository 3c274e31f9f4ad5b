package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.linux.Rehearsal;
import dev.holdfast.conformance.linux.View;
import dev.holdfast.conformance.report.Findings;
import dev.holdfast.impl.linux.Declaration;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast demo}: real processes under real memory pressure, and what came of it. */
@Command(
    name = "demo",
    description =
        "On Linux: run a proxy, two domains and target processes, each a real process, and take"
            + " their memory away until the kernel kills. Ends with the verdict of the recording,"
            + " and with what was measured. The domains' direct use of handles does not pass"
            + " through the proxy: of the recording only a witness's is a part, and theirs is"
            + " judged in the table below it.")
public final class DemoCommand implements Callable<Integer> {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LINE_PAUSE = TimeUnit.SECONDS.toNanos(2);
  private static final long ROUND = TimeUnit.SECONDS.toNanos(3);

  /** How many of 20 target processes fit, round after round: with few hardly any is idle. */
  private static final List<Integer> ROOM = List.of(5, 3, 8, 2, 6, 4);

  private static final String HEADING = String.format("%-7s%6s  %s", "program", "run", "users of");

  private final Screen screen = new Screen(System.err);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--kills",
      paramLabel = "N",
      converter = Count.class,
      description = "Until the kernel has killed so many target processes (${DEFAULT-VALUE}).")
  private int kills = 10;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = Count.class,
      description = "But no longer than this (${DEFAULT-VALUE}).")
  private int seconds = 60;

  @Option(
      names = "--programs",
      paramLabel = "N",
      converter = Count.class,
      description = "With so many programs, each of some 50 MiB (${DEFAULT-VALUE}).")
  private int programs = 6;

  /** For picocli. */
  public DemoCommand() {}

  @Override
  public Integer call() {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new UsageException("the demo needs Linux");
    }
    try (Rehearsal rehearsal = begin()) {
      return perform(rehearsal);
    } catch (IOException | Declaration.WrongException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.INCONCLUSIVE;
    }
  }

  /** Says nothing more after an interruption, which takes everything away. */
  private int perform(Rehearsal rehearsal)
      throws IOException, Declaration.WrongException, InterruptedException {
    try {
      boolean survived = run(rehearsal);
      List<String> seen = survived ? rehearsal.finish() : List.of();
      return rehearsal.isClosed() ? Exit.INCONCLUSIVE : report(rehearsal, survived, seen);
    } catch (IOException | RuntimeException e) {
      if (rehearsal.isClosed()) {
        return Exit.INCONCLUSIVE;
      }
      throw e;
    }
  }

  private Rehearsal begin() {
    try {
      return new Rehearsal(programs);
    } catch (IOException e) {
      throw new UsageException("the demo cannot begin: " + Text.why(e));
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Until there were enough kills, or the time is over; whether the proxy has survived it. */
  private boolean run(Rehearsal rehearsal) throws IOException, Declaration.WrongException {
    rehearsal.remarks().forEach(this::wrapped);
    wrapped(
        "The proxy, the domains A and B and "
            + Text.count(programs + 2, "program")
            + " are real processes. "
            + (rehearsal.memory().isPresent()
                ? "Only some fit into the memory that is left, so the kernel kills."
                : "NOT RUN: real memory pressure, for there is no memory group."));
    out().println();
    Declaration declaration = rehearsal.declared();
    long begun = System.nanoTime();
    long due = begun;
    View view = new View();
    int round = 0;
    try (BufferedReader recording = Files.newBufferedReader(rehearsal.recording())) {
      while (rehearsal.proxyLives()
          && rehearsal.kills(any -> true) < kills
          && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(seconds)) {
        if (System.nanoTime() - begun >= round * ROUND) {
          rehearsal.leaveRoomFor(ROOM.get(round++ % ROOM.size()));
        }
        LockSupport.parkNanos(PAUSE);
        view.read(recording);
        long second = (System.nanoTime() - begun) / 1_000_000_000;
        if (Screen.TERMINAL) {
          screen.draw(picture(rehearsal, declaration, view, second));
        } else if (System.nanoTime() - due >= 0) {
          due = System.nanoTime() + LINE_PAUSE;
          wrapped(line(rehearsal, declaration, view, second));
        }
      }
    }
    if (Screen.TERMINAL) {
      screen.draw(List.of());
    }
    return rehearsal.proxyLives();
  }

  private void wrapped(String text) {
    Text.wrap(text, Text.WIDTH).forEach(out()::println);
    out().flush();
  }

  /** For example {@code 12 s kills 7 (2 in use) 301 of 640 MiB}. */
  private static String summary(Rehearsal rehearsal, Declaration declaration, long second)
      throws IOException {
    String memory =
        rehearsal.memory().isPresent()
            ? (rehearsal.memory().get().usage() >> 20)
                + " of "
                + (declaration.memory() >> 20)
                + " MiB"
            : "no memory group";
    return second
        + " s  kills "
        + rehearsal.kills(any -> true)
        + " ("
        + rehearsal.kills(kill -> kill.contains("needed"))
        + " in use)  "
        + memory;
  }

  private static String line(Rehearsal rehearsal, Declaration declaration, View view, long second)
      throws IOException {
    String running =
        view.running().entrySet().stream()
            .map(
                run ->
                    run.getKey()
                        + "#"
                        + run.getValue()
                        + ":"
                        + resources(declaration, run.getKey()).stream()
                            .mapToInt(view::userCount)
                            .sum())
            .collect(Collectors.joining("  "));
    return summary(rehearsal, declaration, second) + "  program#run:users  " + running;
  }

  private static List<ResourceId> resources(Declaration declaration, Program program) {
    return Optional.ofNullable(declaration.programs().get(program))
        .map(Declaration.Command::resources)
        .orElse(List.of());
  }

  /** All programs in two columns, with the users of each resource; above them the summary. */
  private static List<String> picture(
      Rehearsal rehearsal, Declaration declaration, View view, long second) throws IOException {
    List<String> cells = new ArrayList<>();
    for (Program program : declaration.programs().keySet()) {
      Optional<Integer> run = Optional.ofNullable(view.running().get(program));
      String users =
          resources(declaration, program).stream()
              .map(resource -> resource + " " + view.userCount(resource))
              .collect(Collectors.joining(", "));
      cells.add(String.format("%-7s%6s  %s", program, run.map(it -> "#" + it).orElse("-"), users));
    }
    int rows = (cells.size() + 1) / 2;
    List<String> lines = new ArrayList<>();
    lines.add(summary(rehearsal, declaration, second));
    lines.add(String.format("%-39s %s", HEADING, HEADING));
    for (int i = 0; i < rows; i++) {
      String right = i + rows < cells.size() ? cells.get(i + rows) : "";
      lines.add(String.format("%-39s %s", cells.get(i), right));
    }
    return lines;
  }

  private int report(Rehearsal rehearsal, boolean survived, List<String> seen)
      throws IOException, InterruptedException {
    PrintWriter out = out();
    out.println();
    Findings trace = TraceCommand.judge(rehearsal.recording(), spec.commandLine().getErr());
    TraceCommand.print(trace, out);
    View view = new View();
    try (BufferedReader recording = Files.newBufferedReader(rehearsal.recording())) {
      view.read(recording);
    }
    long wrong = seen.stream().filter(line -> isWrong(view, line)).count();
    long disorder = rehearsal.kills(k -> k.contains("out-of-order") && k.contains("device"));
    List<String> left = rehearsal.left();
    out.println();
    Table.wrapping("", "")
        .row("killed by the kernel: target processes", rehearsal.kills(any -> true))
        .row("  of these in use", rehearsal.kills(k -> k.contains("needed")))
        .row("  of these for their own ceiling", rehearsal.kills(k -> k.contains("ceiling")))
        .row("  in use although one was idle", disorder)
        .row("users told of a death", view.deathsTold())
        .row("the proxy killed", survived ? 0L : 1L)
        .row("uses of a handle that were served", count(seen, "used"))
        .row("  by a wrong generation", wrong)
        .row("  after the handle was stale", count(seen, "late"))
        .row("conversations that broke down", count(seen, "broken"))
        .row("processes and memory groups left", (long) left.size())
        .print(out);
    out.println();
    Table times = Table.wrapping("in microseconds", "samples", "median", "99 %");
    time(times, seen, "start", "request that starts a process");
    time(times, seen, "running", "request of what runs");
    time(times, seen, "direct", "use of a handle, direct");
    time(times, seen, "echo", "echo on the same socket");
    time(times, seen, "bare", "bare echo, another process");
    times.print(out);
    out.println();
    left.forEach(this::wrapped);
    rehearsal.remarks().stream().skip(1).limit(10).forEach(this::wrapped);
    boolean right =
        survived
            && wrong == 0
            && disorder == 0
            && count(seen, "late") == 0
            && count(seen, "broken") == 0
            && left.isEmpty();
    Verdict verdict =
        !right
            ? Verdict.FAIL
            : rehearsal.kills(any -> true) == 0
                ? Verdict.worst(List.of(trace.verdict(), Verdict.INCONCLUSIVE))
                : trace.verdict();
    wrapped(
        verdict
            + ": "
            + (rehearsal.kills(any -> true) == 0
                ? "the kernel killed nobody, so nothing was seen of memory pressure."
                : "what was recorded is "
                    + trace.verdict()
                    + ", and the proxy was hit "
                    + (survived ? 0 : 1)
                    + " times."));
    return verdict.exitCode();
  }

  private static boolean isWrong(View view, String line) {
    String[] words = line.split(" ", -1);
    return words[0].equals("used")
        && !view.generation(new Handle(words[1]))
            .filter(generation -> generation == Integer.parseInt(words[2]))
            .isPresent();
  }

  private static long count(List<String> seen, String word) {
    return seen.stream().filter(line -> line.startsWith(word + " ")).count();
  }

  private static void time(Table table, List<String> seen, String word, String what) {
    long[] nanos =
        seen.stream()
            .filter(line -> line.startsWith(word + " "))
            .mapToLong(line -> Long.parseLong(line.substring(word.length() + 1)))
            .sorted()
            .toArray();
    if (nanos.length > 0) {
      table.row(
          what,
          (long) nanos.length,
          nanos[nanos.length / 2] / 1000,
          nanos[(int) (nanos.length * 0.99)] / 1000);
    }
  }
}
