package dev.holdfast.impl.linux;

import dev.holdfast.impl.InMemoryTargetOs;
import dev.holdfast.impl.Kernel;
import dev.holdfast.impl.Rank;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Level;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Port;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * A target OS whose processes are real. An {@link InMemoryTargetOs} decides everything that is for
 * the protocol to decide; this class does it to the processes, and tells the process table what
 * they do by themselves.
 *
 * <table>
 *   <caption>What is what</caption>
 *   <tr><td>Started</td><td>the program's command line is run, in a memory group of its own</td></tr>
 *   <tr><td>Ready</td><td>the process accepts connections on its socket</td></tr>
 *   <tr><td>access given, withdrawn</td><td>a link to the socket ({@link Handles})</td></tr>
 *   <tr><td>Ending, Killed</td><td>SIGTERM, and SIGKILL after a while; SIGKILL</td></tr>
 *   <tr><td>rank</td><td>{@code oom_score_adj} ({@link OomScores})</td></tr>
 *   <tr><td>Crashed, Gone</td><td>the process has exited, whatever the reason</td></tr>
 *   <tr><td>Pressure</td><td>the kernel has killed a process for want of memory, or a {@link
 *       PressureGauge} says so</td></tr>
 * </table>
 *
 * <p><b>The kernel chooses.</b> When it has killed a running process that the table could have
 * chosen as well, the table is told of pressure, at the lowest level that allows this victim, and
 * takes it. If another had to go before it, or if the process only wanted more than its own ceiling
 * while others had to go first, the process has died by itself as far as the protocol is concerned:
 * Crashed. Either way a {@link Notice.KernelKill} says what really happened.
 *
 * <p>Thread-safe. After Boot all facts are told by one thread.
 */
public final class LinuxTargetOs implements Port {
  /** How long a process that is told to end may take before it is killed. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How often a process that was started is asked whether it serves. */
  private static final Duration PAUSE = Duration.ofMillis(2);

  /**
   * How long a process may take until it serves, and to answer a use, where nothing else is said.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So long before a process is seen to have exited the kernel may have chosen it. */
  private static final Duration NEWS = Duration.ofMillis(500);

  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final Declaration declaration;
  private final Directory directory;
  private final Optional<MemoryGroup> group;
  private final Duration deadline;
  private final Consumer<Envelope> facts;
  private final Consumer<Envelope> said;
  private final Consumer<Notice> notices;
  private final OomScores scores;
  private final InMemoryTargetOs table;
  private final ScheduledExecutorService environment =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "holdfast processes");
            thread.setDaemon(true);
            return thread;
          });

  private final Map<Program, Standing> standings = new ConcurrentHashMap<>();
  private final Map<Program, Run> runs = new ConcurrentHashMap<>();

  /**
   * How dear a run is, and since when; before that it may have been of another rank.
   *
   * @param since as of {@link System#nanoTime}
   */
  private record Standing(int generation, Rank rank, Optional<Rank> before, long since) {
    static Standing of(int generation, Rank rank) {
      return new Standing(generation, rank, Optional.empty(), System.nanoTime());
    }

    Standing then(Standing next) {
      return generation != next.generation
          ? next
          : rank == next.rank
              ? this
              : new Standing(generation, next.rank, Optional.of(rank), next.since);
    }

    /** Whether it was idle at the time, and has been since. */
    boolean idleSince(long time) {
      return rank == Rank.UNUSED && since - time < 0;
    }

    /** Whether it was idle at some instant after that time. */
    boolean idleAfter(long time) {
      return rank == Rank.UNUSED || (before.equals(Optional.of(Rank.UNUSED)) && since - time > 0);
    }
  }

  /** Not yet told: the kernel has killed a process, which was seen to have exited at a time. */
  private record Killing(Run run, Run.Death death, long time) {}

  // What follows is read and written by the environment's thread alone.
  private final Set<Run> serving = new HashSet<>();
  private final Set<Run> killed = new HashSet<>();
  private final List<Killing> kernelKills = new ArrayList<>();
  private Level level = Level.NONE;

  private volatile boolean booted;

  /** Whom the kernel has killed: read by the table when it is told of that. */
  private volatile Optional<Program> victim = Optional.empty();

  /**
   * A target OS that has not booted.
   *
   * @param declaration what it can start
   * @param directory where its sockets are; closed with it
   * @param group the memory of all its processes; removed with it. Empty if the machine has none:
   *     then the protocol runs all the same, but no ceiling is enforced
   * @param deadline how long a process may take until it serves, and to answer a use
   * @param facts takes what the environment says, on {@link Channel#ENVIRONMENT}, and must {@link
   *     #deliver} it, at once or after others
   * @param said takes what it says and what is seen of it, by one thread at a time
   * @param notices takes what else is to be known; called by any thread, and must be quick
   * @throws IOException if this process cannot be marked as the proxy, or has inherited so high a
   *     mark that a ceiling is too high; then directory and group are given up, too
   */
  public LinuxTargetOs(
      Declaration declaration,
      Directory directory,
      Optional<MemoryGroup> group,
      Duration deadline,
      Consumer<Envelope> facts,
      Consumer<Envelope> said,
      Consumer<Notice> notices)
      throws IOException {
    this.declaration = declaration;
    this.directory = directory;
    this.group = group;
    this.deadline = deadline;
    this.facts = facts;
    this.said = said;
    this.notices = notices;
    this.scores = protect(declaration, directory, group);
    this.table = new InMemoryTargetOs(declaration.catalogue(), new Beneath(), this::hear);
    if (!scores.lowered()) {
      remark(
          "oom_score_adj cannot be lowered here (CAP_SYS_RESOURCE): the proxy keeps "
              + scores.floor()
              + ", needed target processes get "
              + scores.of(Rank.NEEDED)
              + ", others up to "
              + scores.of(Rank.UNUSED));
    }
  }

  private static OomScores protect(
      Declaration declaration, Directory directory, Optional<MemoryGroup> group)
      throws IOException {
    try {
      OomScores scores = OomScores.protectThisProcess();
      scores.check(declaration);
      return scores;
    } catch (IOException e) {
      if (group.isPresent()) {
        group.get().remove();
      }
      directory.close();
      throw e;
    }
  }

  /**
   * Makes target OSes that have booted, for use without anything between them and what happens to
   * their processes.
   *
   * @param declaration what they can start
   * @param at the directory for their sockets, made if it is not there
   * @param notices takes what else is to be known
   * @return makes one; fails with {@link UncheckedIOException} if the directory cannot be had
   */
  public static Port.Factory factory(Declaration declaration, Path at, Consumer<Notice> notices) {
    return factory(declaration, at, notices, LinuxTargetOs::watch, PATIENCE);
  }

  static Port.Factory factory(
      Declaration declaration,
      Path at,
      Consumer<Notice> notices,
      Consumer<LinuxTargetOs> whenBooted,
      Duration deadline) {
    return (catalogue, said) -> {
      try {
        Directory directory = Directory.take(at, declaration);
        Loop facts = new Loop();
        LinuxTargetOs targetOs =
            new LinuxTargetOs(
                declaration,
                directory,
                directory.group(declaration.memory(), notices),
                deadline,
                facts,
                said,
                notices);
        facts.to = targetOs;
        targetOs.boot();
        whenBooted.accept(targetOs);
        return targetOs;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Facts that nobody hears but the target OS itself. */
  private static final class Loop implements Consumer<Envelope> {
    private volatile Port to = in -> {};

    @Override
    public void accept(Envelope fact) {
      to.deliver(fact);
    }
  }

  /** C1: when this returns it starts what is needed; what was needed before is not heard. */
  public void boot() {
    fact(new Boot());
  }

  /** From now on it looks for memory pressure, and frees memory before the kernel has to. */
  public void watch() {
    PressureGauge.of(group, declaration.memory()).ifPresent(this::watch);
  }

  /** Also when it could not be read, or nobody could be told: that may not last. */
  void watch(PressureGauge gauge) {
    schedule(
        () -> {
          try {
            look(gauge);
          } finally {
            watch(gauge);
          }
        },
        PressureGauge.PERIOD);
  }

  private void look(PressureGauge gauge) {
    Level now = gauge.read();
    if (now != Level.NONE || level != Level.NONE) {
      level = now;
      fact(new Pressure(now));
    }
  }

  @Override
  public void deliver(Envelope in) {
    if (in.message() instanceof Use use) {
      if (booted) { // before that nobody is there to answer
        said.accept(new Envelope(Channel.DIRECT, used(use.handle())));
      }
      return;
    }
    if (in.message() instanceof Boot) {
      booted = true;
    }
    table.deliver(in);
    if (in.message() instanceof Need need) {
      later(
          () ->
              serving.stream()
                  .filter(run -> command(run.program).resources().contains(need.resource()))
                  .findFirst()
                  .ifPresent(run -> ready(run, need.resource())));
    }
  }

  /** Of a process that is gone, or does not answer, a handle is as good as void. */
  private Message.FromProcess used(Handle handle) {
    try {
      return DirectConnection.attempt(directory.handles(), handle, deadline).orElse(new Stale());
    } catch (TimeoutException e) {
      remark(String.valueOf(e.getMessage()));
      return new Stale();
    }
  }

  /** Waits until nothing that was decided is left to say; processes may still be under way. */
  @Override
  public void sync() throws InterruptedException {
    table.sync();
  }

  /** Kills all target processes, and removes what there is of them. */
  @Override
  public void close() {
    table.close();
    environment.shutdownNow();
    try {
      if (!environment.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
        remark("a target process does not end");
      }
      Directory.targetProcesses(directory.path()).forEach(ProcessHandle::destroyForcibly);
      runs.values().forEach(Run::kill);
      CompletableFuture.allOf(
              runs.values().stream().map(Run::exited).toArray(CompletableFuture<?>[]::new))
          .get(CLOSING.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      remark("a target process does not end");
    }
    runs.values().forEach(this::bury); // each: one that does not end may be in nobody's way
    try {
      if (group.isPresent()) {
        group.get().remove();
      }
    } catch (IOException e) {
      remark("cannot clean up: " + e);
    }
    directory.close();
  }

  /** What the process table changes in the same instant as itself. */
  private final class Beneath implements Kernel {
    @Override
    public void ranked(Program program, int generation, Rank rank) {
      standings.merge(program, Standing.of(generation, rank), Standing::then);
      Optional.ofNullable(runs.get(program))
          .filter(run -> run.generation == generation)
          .ifPresent(LinuxTargetOs.this::score);
    }

    @Override
    public void opened(Handle handle, Program program, int generation) {
      try {
        directory.handles().open(handle, directory.socket(program, generation));
      } catch (IOException e) { // a full disk: nobody could use it
        remark("a handle cannot be written, so " + program + " is ended: " + e);
        Optional.ofNullable(runs.get(program)).ifPresent(Run::kill);
      }
    }

    @Override
    public void closed(Handle handle) {
      try {
        directory.handles().close(handle);
      } catch (IOException e) {
        remark("a handle cannot be withdrawn: " + e);
      }
    }

    @Override
    public Optional<Program> victim() {
      return victim;
    }
  }

  /** Whoever comes last has read the newest rank. */
  private void score(Run run) {
    score(run, () -> scores.of(rank(run.program)));
  }

  /**
   * One that has just exited has no place in the order any more, and nobody is to suffer for it.
   */
  private void score(Run run, IntSupplier score) {
    synchronized (run) {
      try {
        run.score(score.getAsInt());
      } catch (IOException e) {
        schedule(() -> stillThere(run, e), NEWS);
      }
    }
  }

  private void stillThere(Run run, IOException e) {
    if (runs.containsValue(run)) {
      remark("the oom_score_adj of " + run.program + " cannot be set: " + e);
    }
  }

  private Rank rank(Program program) {
    return Optional.ofNullable(standings.get(program)).map(Standing::rank).orElse(Rank.NEEDED);
  }

  // ---------------------------------------------------------------- what the table decides

  private void hear(Envelope message) {
    if (message.message() instanceof Started it) {
      later(() -> start(it.program(), it.generation()));
    } else if (message.message() instanceof Ending it) {
      later(() -> run(it.program(), it.generation()).ifPresent(this::end));
    } else if (message.message() instanceof Killed it
        && it.victim() instanceof Victim.TargetProcess process) {
      later(() -> run(process.program(), process.generation()).ifPresent(this::kill));
    }
    said.accept(message);
  }

  private Optional<Run> run(Program program, int generation) {
    return Optional.ofNullable(runs.get(program)).filter(run -> run.generation == generation);
  }

  private Declaration.Command command(Program program) {
    return java.util.Objects.requireNonNull(declaration.programs().get(program));
  }

  private void start(Program program, int generation) {
    try {
      Run run =
          Run.start(
              program, generation, command(program), scores.of(rank(program)), group, directory);
      runs.put(program, run);
      score(run); // it may have changed since
      CompletableFuture<Void> unused = run.exited().thenRun(() -> exitedAt(run, System.nanoTime()));
      poll(run, System.nanoTime());
    } catch (IOException e) {
      remark(program + " cannot be started: " + e);
      fact(new Crashed(program, generation));
    }
  }

  private void poll(Run run, long begun) {
    if (!runs.containsValue(run)) {
      return; // it has exited
    }
    if (run.serves()) {
      serving.add(run);
      command(run.program).resources().forEach(resource -> ready(run, resource));
    } else if (System.nanoTime() - begun > deadline.toNanos()) {
      remark(run.program + " does not serve within " + deadline.toMillis() + " ms");
      run.kill();
    } else {
      schedule(() -> poll(run, begun), PAUSE);
    }
  }

  private void end(Run run) {
    score(run, OomScores::ofLeaving);
    run.terminate();
    schedule(run::kill, GRACE);
  }

  private void kill(Run run) {
    killed.add(run);
    run.kill();
  }

  // ---------------------------------------------------------------- what processes do

  private void fact(Message.FromEnvironment message) {
    facts.accept(new Envelope(Channel.ENVIRONMENT, message));
  }

  private void ready(Run run, ResourceId resource) {
    fact(new Ready(run.program, run.generation, resource));
  }

  private void exitedAt(Run run, long time) {
    later(() -> exited(run, time));
  }

  private void exited(Run run, long time) {
    Run.Death death = bury(run);
    if (!serving.remove(run) && death == Run.Death.ITS_OWN && !run.told()) {
      remark(
          run.program
              + " has exited before it served"
              + directory.lastWords(run.program).map(words -> ": " + words).orElse(""));
    }
    runs.remove(run.program, run);
    killed.remove(run);
    if (death == Run.Death.ITS_OWN) {
      fact(new Crashed(run.program, run.generation));
    } else {
      kernelKills.add(new Killing(run, death, time));
    }
    List<Killing> all =
        kernelKills.stream().sorted(Comparator.comparing(its -> rank(its.run.program))).toList();
    kernelKills.clear();
    all.forEach(this::settle);
  }

  /**
   * Told in the order of ranks, which is that of the kernel's choices; and not while one that the
   * table has killed has not exited, for it takes no second victim before that (MEM-5).
   */
  private void settle(Killing killing) {
    boolean later =
        runs.values().stream()
            .anyMatch(
                run -> !run.lives() && rank(run.program).compareTo(rank(killing.run.program)) < 0);
    if (later || !killed.isEmpty()) {
      kernelKills.add(killing);
    } else {
      killedByKernel(killing.run, killing.death, killing.time);
    }
  }

  private Run.Death bury(Run run) {
    try {
      return run.bury();
    } catch (IOException e) {
      remark("what is left of " + run.program + " cannot be removed: " + e);
      return Run.Death.ITS_OWN;
    }
  }

  private void killedByKernel(Run run, Run.Death death, long time) {
    Rank rank = rank(run.program);
    Optional<Level> from = table.victimFrom(run.program, run.generation);
    notices.accept(
        new Notice.KernelKill(
            run.program,
            run.generation,
            death == Run.Death.CEILING,
            rank == Rank.NEEDED,
            from.isPresent() || inOrder(run, time - NEWS.toNanos())));
    if (from.isPresent()) {
      victim = Optional.of(run.program);
      fact(new Pressure(from.get().compareTo(level) > 0 ? from.get() : level));
      victim = Optional.empty();
    }
    fact(new Crashed(run.program, run.generation));
    if (from.isPresent()) {
      fact(new Pressure(Level.NONE));
      level = Level.NONE;
    }
  }

  /** In the environment's thread, which survives whatever happens. */
  private void later(Runnable work) {
    schedule(work, Duration.ZERO);
  }

  private void schedule(Runnable work, Duration pause) {
    try {
      Future<?> unused =
          environment.schedule(
              () -> {
                try {
                  work.run();
                } catch (RuntimeException | Error e) {
                  remark("internal error: " + e);
                }
              },
              pause.toNanos(),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // it is closed: nothing happens any more
    }
  }

  /** Whether it may have been idle when it was chosen, soon after a time, or no other was. */
  private boolean inOrder(Run run, long time) {
    return Optional.ofNullable(standings.get(run.program))
            .filter(its -> its.generation() == run.generation && its.idleAfter(time))
            .isPresent()
        || standings.entrySet().stream()
            .filter(other -> other.getValue().idleSince(time))
            .flatMap(other -> run(other.getKey(), other.getValue().generation()).stream())
            .noneMatch(Run::lives);
  }

  private void remark(String sentence) {
    notices.accept(new Notice.Remark(sentence));
  }
}
