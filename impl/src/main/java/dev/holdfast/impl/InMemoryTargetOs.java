package dev.holdfast.impl;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Level;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.LocalDone;
import dev.holdfast.model.Message.LocalUse;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.OutOfMemory;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Port;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A target OS whose processes are entries of a table, for any number of threads. What the processes
 * do by themselves ({@link Ready}, {@link Crashed}, {@link Gone}) comes from the environment as
 * messages.
 *
 * <p><b>Algorithm.</b> One lock guards the process table, and one message is one critical section;
 * {@link Use} alone does without (HND-2).
 *
 * <ul>
 *   <li>A program's process is off, running, leaving (told to end) or dying (killed). A Need starts
 *       one only if it is off (REQ-3, REQ-4); what comes while it is on its way out waits for its
 *       exit (END-3).
 *   <li>Of a resource the highest attempt seen is kept, and whether it is in force; nothing older
 *       has an effect (END-4).
 *   <li>The processes are listed by standing: off, dying, leaving, and those that run by rank:
 *       unused, used locally, needed by the proxy. The first rank that is not empty holds the next
 *       victim (MEM-5), and whether a start is allowed is a look at the lists (MEM-6). The proxy is
 *       in no list, so no pressure finds it (MEM-2). What is asked for counts as needed, so what is
 *       starting is protected (MEM-4).
 *   <li>A program that the catalogue declares to be kept warm is kept until memory is wanted
 *       (END-1).
 *   <li>What a message causes is put into an {@link Outbox} at the instant at which it takes
 *       effect, and said without the lock: of one program in the order in which it was decided, so
 *       that a run is seen to exit before the next one starts (REQ-3), access to be given before it
 *       is provided (HND-1), and all of that before its death. Programs do not wait for each
 *       other's listeners; what is said of two of them has no order. Answers to uses, which do not
 *       say what they answer, are in the order of the uses.
 * </ul>
 *
 * <p><b>Why one lock.</b> Whom pressure kills and whether anything may start depends on every
 * process (MEM-5, MEM-6): with a lock per program both would have to stop all of them. Under the
 * lock nothing is called but the outbox, which waits for nobody. So it takes 2.1 million messages a
 * second of lives of processes, by one thread or by two, and 7.8 or 11.6 million uses ({@code
 * bench}, Lives; two cores, others at work too): more than any device can start processes.
 *
 * <p><b>Linearisation points.</b> A message takes effect at one instant, when {@link #deliver}
 * holds the lock. A Use that succeeds takes effect when it finds its handle in the table of valid
 * handles, without the lock. A Use that does not find it looks again under the lock, and takes
 * effect there.
 *
 * <p><b>Memory ordering.</b> The process table is read and written under the lock. The table of
 * handles is a {@link ConcurrentHashMap} written under the lock: a handle is entered before the
 * {@link Provided} that first shows it is said (HND-1), and taken out before anything is said that
 * tells of its end (HND-3, HND-5). So whoever has heard of the end finds the handle void. A death
 * voids several handles, one after the other; because a Stale is only decided under the lock,
 * nobody finds one of them void and another one valid afterwards.
 *
 * <p><b>Bounds.</b> Memory grows with the catalogue, not with what is asked: nothing is kept of
 * unknown names (REQ-8). A Need or NoLongerNeeded costs the logarithm of the catalogue, a death
 * also what is needed of its program, a victim is found in constant time.
 *
 * <p>Thread-safe. Before {@link Boot} nothing else has an effect (MEM-1). Messages that are not for
 * a target OS are ignored. Which channel a message comes on is not looked at: whoever carries it
 * must see to that, as {@link InMemoryDevice} does.
 */
public final class InMemoryTargetOs implements Port {
  /** 192 bits: no guess has a chance (HND-4). */
  private static final int HANDLE_BYTES = 24;

  private final Object lock = new Object();
  private final Profile profile;
  private final Map<Program, TargetProcess> processes = new HashMap<>();
  private final Map<ResourceId, Demand> demands = new HashMap<>();

  /** Every process is in the list of its standing, and in no other. */
  private final Map<Standing, NavigableSet<TargetProcess>> lists = new EnumMap<>(Standing.class);

  /** Handles that are valid now, with the generation that each reaches. */
  private final Map<Handle, Integer> handles = new ConcurrentHashMap<>();

  private final SecureRandom random = new SecureRandom();
  private final Outbox outbox;
  private final Kernel kernel;
  private Level level = Level.NONE;
  private boolean accepting;

  /** Where a process stands; of those that run, how dear it is, cheapest first. */
  private enum Standing {
    OFF,
    DYING,
    LEAVING,
    UNUSED,
    LOCAL,
    NEEDED;

    static Standing of(Rank rank) {
      return switch (rank) {
        case UNUSED -> UNUSED;
        case LOCAL -> LOCAL;
        case NEEDED -> NEEDED;
      };
    }
  }

  /** One program's process, or what is left of the last one. */
  private static final class TargetProcess {
    final Program program;
    final boolean keptWarm;

    /** What the proxy needs of it, in the catalogue's order. */
    final NavigableSet<Demand> inForce = new TreeSet<>(Comparator.comparingInt(d -> d.position));

    Standing standing = Standing.OFF;
    int generation;
    boolean usedLocally;

    TargetProcess(Program program, boolean keptWarm) {
      this.program = program;
      this.keptWarm = keptWarm;
    }

    /** How dear it is, if it runs. */
    Rank rank() {
      return !inForce.isEmpty() ? Rank.NEEDED : usedLocally ? Rank.LOCAL : Rank.UNUSED;
    }

    boolean runs() {
      return standing.compareTo(Standing.UNUSED) >= 0;
    }
  }

  /** What the proxy needs of one resource. In force while its process lists it. */
  private static final class Demand {
    final ResourceId resource;
    final TargetProcess process;
    final int position;

    /** The highest attempt seen; the one in force, if one is. */
    int attempt;

    /** Present while access is given. */
    Optional<Handle> given = Optional.empty();

    Demand(ResourceId resource, TargetProcess process, int position) {
      this.resource = resource;
      this.process = process;
      this.position = position;
    }

    boolean asked() {
      return process.inForce.contains(this) && given.isEmpty();
    }
  }

  /**
   * A target OS that has not booted. Fits {@link Port.Factory}.
   *
   * @param catalogue what it can start
   * @param said takes what it says and what is seen of it, on {@link Channel#TARGET}, {@link
   *     Channel#SEEN} and {@link Channel#DIRECT}; what is said of one program, and what is said to
   *     those who use handles, by one thread at a time; it may block, throw, or call {@link
   *     #deliver}
   */
  public InMemoryTargetOs(Catalogue catalogue, Consumer<Envelope> said) {
    this(catalogue, new Kernel() {}, said);
  }

  /**
   * A target OS that has not booted, whose entries stand for something.
   *
   * @param catalogue what it can start
   * @param kernel told of ranks and handles the moment they change
   * @param said takes what it says, as above
   */
  public InMemoryTargetOs(Catalogue catalogue, Kernel kernel, Consumer<Envelope> said) {
    this.kernel = kernel;
    outbox = new Outbox(said);
    profile = catalogue.profile();
    for (Standing standing : Standing.values()) {
      lists.put(standing, new TreeSet<>(Comparator.comparing(p -> p.program)));
    }
    catalogue
        .programs()
        .forEach(
            (program, resources) -> {
              TargetProcess process =
                  new TargetProcess(program, catalogue.keepsWarm().contains(program));
              processes.put(program, process);
              all(process.standing).add(process);
              for (ResourceId resource : resources) {
                demands.put(resource, new Demand(resource, process, demands.size()));
              }
            });
  }

  /**
   * Takes one message. When this returns the message has had its effect; what it caused may still
   * be on its way to the consumer if another thread is calling that.
   *
   * @param in a message for a target OS
   */
  @Override
  public void deliver(Envelope in) {
    Message message = in.message();
    if (message instanceof Use use) {
      use(use.handle());
    } else if (message instanceof Ready ready) {
      Handle handle = mint(); // before the lock: random numbers take their time
      synchronized (lock) {
        ready(ready, handle);
      }
    } else {
      synchronized (lock) {
        hear(message);
      }
    }
    outbox.drain();
  }

  /**
   * Waits until nothing is left to say. While other threads go on delivering this may not be for a
   * long time.
   *
   * @throws IllegalStateException if called by the consumer, which would wait for itself
   */
  @Override
  public void sync() throws InterruptedException {
    outbox.awaitSaid();
  }

  /**
   * Ends the target OS: it says nothing more. Waits for a call of the consumer that is under way,
   * unless this is called by the consumer itself.
   */
  @Override
  public void close() {
    outbox.close();
  }

  /**
   * From which level of pressure on a process may be the next victim.
   *
   * @param program whose process
   * @param generation which run of it
   * @return the level; empty if it does not run, if others go first, or if none may go (MEM-5,
   *     MEM-6)
   */
  public Optional<Level> victimFrom(Program program, int generation) {
    synchronized (lock) {
      return process(program)
          .filter(process -> process.runs() && process.generation == generation)
          .filter(process -> all(Standing.DYING).isEmpty())
          .filter(process -> lowest().filter(its -> its.standing == process.standing).isPresent())
          .flatMap(
              process ->
                  Arrays.stream(Level.values())
                      .filter(wanted -> mayKill(process.rank(), wanted))
                      .findFirst());
    }
  }

  /** How many processes run, are leaving or dying, for tests. */
  int processCount() {
    synchronized (lock) {
      return processes.size() - all(Standing.OFF).size();
    }
  }

  /** How many handles are valid, for tests. */
  int handleCount() {
    return handles.size();
  }

  /** Does something as if it were one very long message, for tests. */
  void whileBusy(Runnable work) {
    synchronized (lock) {
      work.run();
    }
  }

  /** Under the lock: what is said of a program is said in the order in which it was decided. */
  private void show(TargetProcess process, Message.OfTargetOs message) {
    outbox.add(process.program, new Envelope(Channel.SEEN, message));
  }

  private void show(Message.OfTargetOs message) {
    outbox.add(Channel.SEEN, new Envelope(Channel.SEEN, message));
  }

  private void answer(TargetProcess process, Message.FromTarget message) {
    outbox.add(process.program, new Envelope(Channel.TARGET, message));
  }

  private NavigableSet<TargetProcess> all(Standing standing) {
    return Objects.requireNonNull(lists.get(standing));
  }

  private void hear(Message message) {
    if (!accepting) {
      if (message instanceof Boot) {
        boot();
      }
    } else if (message instanceof Need need) {
      need(need);
    } else if (message instanceof NoLongerNeeded over) {
      noLongerNeeded(over);
    } else if (message instanceof Pressure pressure) {
      pressure(pressure.level());
    } else if (message instanceof LocalUse use) {
      process(use.program()).ifPresent(this::localUse);
    } else if (message instanceof LocalDone done) {
      process(done.program()).ifPresent(this::localDone);
    } else if (message instanceof Crashed crashed) {
      process(crashed.program()).ifPresent(process -> crashed(process, crashed.generation()));
    } else if (message instanceof Gone gone) {
      process(gone.program()).ifPresent(process -> gone(process, gone.generation()));
    }
  }

  private Optional<TargetProcess> process(Program program) {
    return Optional.ofNullable(processes.get(program));
  }

  /** C1, MEM-1. */
  private void boot() {
    accepting = true;
    show(new Message.ProxyProtected());
    show(new Message.Accepting());
  }

  // ---------------------------------------------------------------- what the proxy says

  /** C4. */
  private void need(Need need) {
    Optional<Demand> known = Optional.ofNullable(demands.get(need.resource()));
    if (known.isEmpty()) { // REQ-8
      Message unknown = new StartFailed(need.resource(), need.attempt(), Reason.UNKNOWN_RESOURCE);
      outbox.add(need.resource(), new Envelope(Channel.TARGET, unknown));
      return;
    }
    Demand demand = known.get();
    if (need.attempt() <= demand.attempt) { // END-4
      return;
    }
    withdraw(demand); // a newer attempt replaces one that is in force
    demand.attempt = need.attempt();
    demand.process.inForce.add(demand);
    list(demand.process);
    if (demand.process.standing == Standing.OFF) {
      start(demand.process);
    } // else it is given access when it is ready, or starts anew when this one has gone
  }

  /** C10. Closes the attempt it names and any older one; an older name closes nothing (END-4). */
  private void noLongerNeeded(NoLongerNeeded over) {
    Optional<Demand> known = Optional.ofNullable(demands.get(over.resource()));
    if (known.isPresent() && over.attempt() >= known.get().attempt) {
      Demand demand = known.get();
      demand.attempt = over.attempt();
      if (demand.process.inForce.contains(demand)) {
        withdraw(demand);
        endIfUnused(demand.process);
      }
    }
  }

  /** The attempt in force, if one is, is over; its handle is void (HND-5). */
  private void withdraw(Demand demand) {
    demand.given.ifPresent(this::close);
    demand.given = Optional.empty();
    demand.process.inForce.remove(demand);
    list(demand.process);
  }

  /** C11: END-1, END-2, LIV-2. Only called when the process has just lost a need. */
  private void endIfUnused(TargetProcess process) {
    if (process.standing == Standing.UNUSED && !process.keptWarm) {
      move(process, Standing.LEAVING);
      show(process, new Ending(process.program, process.generation));
    }
  }

  // ---------------------------------------------------------------- lives

  /** C5, REQ-3; or MEM-6: the start is refused, and whoever waits for it is told. */
  private void start(TargetProcess process) {
    if (mayStart()) {
      process.generation++;
      moveToRank(process);
      show(process, new Started(process.program, process.generation));
    } else {
      process.usedLocally = false;
      fail(process, Reason.MEMORY);
    }
  }

  /**
   * MEM-6: when memory is wanted, only while a process remains that is not protected, or is on its
   * way out.
   */
  private boolean mayStart() {
    return level.compareTo(Level.MEDIUM) < 0
        || EnumSet.range(Standing.DYING, Standing.LOCAL).stream().anyMatch(s -> !all(s).isEmpty());
  }

  /** REQ-7: the attempts that wait for the process are over. */
  private void fail(TargetProcess process, Reason reason) {
    for (Demand demand : List.copyOf(process.inForce)) {
      if (demand.given.isEmpty()) {
        withdraw(demand);
        answer(process, new StartFailed(demand.resource, demand.attempt, reason));
      }
    }
  }

  private void localUse(TargetProcess process) {
    process.usedLocally = true;
    list(process);
    if (process.standing == Standing.OFF) {
      start(process);
    }
  }

  private void localDone(TargetProcess process) {
    if (process.usedLocally) {
      process.usedLocally = false;
      list(process);
      endIfUnused(process);
    }
  }

  /** C6, then C7's first half: access before the answer (HND-1). */
  private void ready(Ready ready, Handle handle) {
    Optional<Demand> asked =
        Optional.ofNullable(demands.get(ready.resource()))
            .filter(demand -> demand.process.program.equals(ready.program()))
            .filter(demand -> demand.process.runs())
            .filter(demand -> demand.process.generation == ready.generation())
            .filter(Demand::asked);
    if (asked.isPresent()) {
      Demand demand = asked.get();
      demand.given = Optional.of(handle);
      handles.put(handle, ready.generation());
      kernel.opened(handle, ready.program(), ready.generation());
      show(demand.process, new AccessGiven(ready.program(), ready.generation(), ready.resource()));
      answer(
          demand.process,
          new Provided(
              ready.resource(), demand.attempt, ready.program(), ready.generation(), handle));
    }
  }

  private void crashed(TargetProcess process, int generation) {
    if (process.runs() && process.generation == generation) {
      show(process, new Exited(process.program, generation));
      move(process, Standing.OFF);
      bury(process, Cause.CRASHED);
    } else {
      gone(process, generation);
    }
  }

  /** What was asked for while the process was on its way out gets the next generation (END-3). */
  private void gone(TargetProcess process, int generation) {
    boolean onItsWayOut =
        process.standing == Standing.LEAVING || process.standing == Standing.DYING;
    if (onItsWayOut && process.generation == generation) {
      show(process, new Exited(process.program, generation));
      move(process, Standing.OFF);
      if (process.rank() != Rank.UNUSED) {
        start(process);
      }
    }
  }

  /** DTH-3: its users hear Died, those who waited for it StartFailed; nothing restarts silently. */
  private void bury(TargetProcess process, Cause cause) {
    boolean used = false;
    for (Demand demand : List.copyOf(process.inForce)) {
      if (demand.given.isPresent()) {
        withdraw(demand);
        used = true;
      }
    }
    if (used) {
      answer(process, new Died(process.program, process.generation, cause));
    }
    fail(process, cause == Cause.MEMORY ? Reason.MEMORY : Reason.START_FAILED);
    process.usedLocally = false;
  }

  // ---------------------------------------------------------------- memory

  /** MEM-3 to MEM-6: one victim of the lowest rank, if that may be touched at this level. */
  private void pressure(Level wanted) {
    level = wanted;
    if (wanted == Level.NONE || !all(Standing.DYING).isEmpty()) { // MEM-5
      return;
    }
    Optional<TargetProcess> victim = lowest().filter(process -> mayKill(process.rank(), wanted));
    if (victim.isPresent()) {
      kill(chosen(victim.get()));
    } else if (wanted == Level.CRITICAL) {
      show(new OutOfMemory());
    }
  }

  /** The running process to go first. */
  private Optional<TargetProcess> lowest() {
    return EnumSet.range(Standing.UNUSED, Standing.NEEDED).stream()
        .flatMap(standing -> all(standing).stream())
        .findFirst();
  }

  private boolean mayKill(Rank rank, Level wanted) {
    return switch (rank) {
      case UNUSED -> wanted.compareTo(Level.LOW) >= 0;
      case LOCAL -> wanted.compareTo(Level.MEDIUM) >= 0;
      case NEEDED -> wanted == Level.CRITICAL && profile == Profile.SHED;
    };
  }

  /** Of those of one rank, the one that the kernel chooses. */
  private TargetProcess chosen(TargetProcess first) {
    return kernel
        .victim()
        .flatMap(this::process)
        .filter(process -> process.standing == first.standing)
        .orElse(first);
  }

  private void kill(TargetProcess process) {
    Victim victim = new Victim.TargetProcess(process.program, process.generation);
    show(process, new Killed(victim, level));
    move(process, Standing.DYING);
    bury(process, Cause.MEMORY);
  }

  private void move(TargetProcess process, Standing standing) {
    all(process.standing).remove(process);
    all(standing).add(process);
    process.standing = standing;
  }

  /** Called whenever what a process is needed for may have changed. */
  private void list(TargetProcess process) {
    if (process.runs()) {
      moveToRank(process);
    }
  }

  /** It runs, at the rank that it has now. */
  private void moveToRank(TargetProcess process) {
    move(process, Standing.of(process.rank()));
    kernel.ranked(process.program, process.generation, process.rank());
  }

  // ---------------------------------------------------------------- handles

  private void close(Handle handle) {
    handles.remove(handle);
    kernel.closed(handle);
  }

  private Handle mint() {
    byte[] bytes = new byte[HANDLE_BYTES];
    random.nextBytes(bytes);
    return new Handle(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** HND-2: without the lock, if the handle is valid; else it looks again under the lock. */
  private void use(Handle handle) {
    if (!used(handle)) {
      synchronized (lock) {
        if (!used(handle) && accepting) {
          outbox.add(Channel.DIRECT, new Envelope(Channel.DIRECT, new Stale()));
        }
      }
    }
  }

  private boolean used(Handle handle) {
    Optional<Integer> generation = Optional.ofNullable(handles.get(handle));
    generation.ifPresent(
        it -> outbox.add(Channel.DIRECT, new Envelope(Channel.DIRECT, new Used(it))));
    return generation.isPresent();
  }
}
