package dev.holdfast.model;

import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.LocalDone;
import dev.holdfast.model.Message.LocalUse;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Victim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The target OS as a pure machine: it starts a target process when none provides what the proxy
 * needs (C4 to C6), ends it when nobody needs it (C11), and under memory pressure kills by rank,
 * the proxy never (MEM-2).
 *
 * @param catalogue what it can start
 * @param accepting whether it has booted: the proxy is protected and accepts requests (MEM-1)
 * @param scarce whether memory pressure was last reported at MEDIUM or above (MEM-6)
 * @param lives what is known of each program's process
 * @param demands what the proxy needs of each resource
 * @param localUse the programs that a local user needs
 */
public record TargetOs(
    Catalogue catalogue,
    boolean accepting,
    boolean scarce,
    Map<Program, Life> lives,
    Map<ResourceId, Demand> demands,
    Set<Program> localUse) {

  private static final Pattern MINTED = Pattern.compile("(.+)#\\d{1,9}#(\\d{1,9})");

  /** Keeps immutable copies. */
  public TargetOs {
    lives = Tree.of(lives);
    demands = Tree.of(demands);
    localUse = Members.of(localUse);
  }

  /**
   * A target OS that has not booted.
   *
   * @param catalogue what it can start
   * @return the target OS
   */
  public static TargetOs off(Catalogue catalogue) {
    return new TargetOs(catalogue, false, false, Map.of(), Map.of(), Set.of());
  }

  /** One program's process, or what is left of the last one. */
  public sealed interface Life {
    /**
     * The newest generation.
     *
     * @return 0 before the first
     */
    int generation();
  }

  /**
   * No process of the program exists.
   *
   * @param generation the last one, which has exited
   */
  public record Off(int generation) implements Life {
    private static final Off NEW = new Off(0);
  }

  /**
   * The process was started and not told to end.
   *
   * @param generation which run
   */
  public record Running(int generation) implements Life {}

  /**
   * The process was told to end and has not exited (C11).
   *
   * @param generation which run
   */
  public record Leaving(int generation) implements Life {}

  /**
   * The process was killed for its memory and has not exited (MEM-5).
   *
   * @param generation which run
   */
  public record Dying(int generation) implements Life {}

  /** What the proxy needs of one resource. */
  public sealed interface Demand {
    /**
     * The highest attempt seen. Whenever an attempt is in force it is this one: a newer Need
     * replaces it, a newer NoLongerNeeded closes it.
     *
     * @return the attempt, from 1; 0 if none was seen
     */
    int attempt();
  }

  /**
   * No attempt is in force.
   *
   * @param attempt the highest seen: nothing older has an effect any more (END-4)
   */
  public record Unneeded(int attempt) implements Demand {
    private static final Unneeded NEW = new Unneeded(0);
  }

  /**
   * The attempt is in force and the resource not yet provided.
   *
   * @param attempt the attempt
   */
  public record Asked(int attempt) implements Demand {}

  /**
   * The attempt is in force and the resource provided.
   *
   * @param attempt the attempt
   */
  public record Given(int attempt) implements Demand {}

  /** How dear a running process is; victims are chosen from the lowest up (MEM-3 to MEM-5). */
  public enum Rank {
    /** Nobody needs it: it is kept warm. */
    UNUSED,
    /** Only a local user needs it. */
    LOCAL,
    /** The proxy needs it: protected, just below the proxy itself. */
    NEEDED
  }

  /**
   * What is known of a program's process.
   *
   * @param program which
   * @return its life, off at generation 0 if it never ran
   */
  public Life life(Program program) {
    return lives.getOrDefault(program, Off.NEW);
  }

  /**
   * What the proxy needs of a resource.
   *
   * @param resource which
   * @return its demand, none at attempt 0 if it was never needed
   */
  public Demand demand(ResourceId resource) {
    return demands.getOrDefault(resource, Unneeded.NEW);
  }

  /**
   * Whether the proxy needs anything of a program (C4).
   *
   * @param program which
   * @return whether an attempt on one of its resources is in force
   */
  public boolean needed(Program program) {
    for (ResourceId resource : catalogue.resources(program)) {
      if (!(demand(resource) instanceof Unneeded)) {
        return true;
      }
    }
    return false;
  }

  /**
   * How dear a program's process is.
   *
   * @param program which
   * @return its rank
   */
  public Rank rank(Program program) {
    return needed(program) ? Rank.NEEDED : localUse.contains(program) ? Rank.LOCAL : Rank.UNUSED;
  }

  /**
   * The lowest rank among the running processes.
   *
   * @return empty if none runs
   */
  public Optional<Rank> lowestRank() {
    return lives.keySet().stream()
        .filter(program -> life(program) instanceof Running)
        .map(this::rank)
        .min(Rank::compareTo);
  }

  /**
   * Whether memory allows a start (MEM-6): below MEDIUM always; from MEDIUM on while a process
   * remains that is not protected, or is on its way out.
   *
   * @return whether a target process may be started now
   */
  public boolean mayStart() {
    return !scarce
        || lives.entrySet().stream()
            .anyMatch(
                entry ->
                    entry.getValue() instanceof Running
                        ? rank(entry.getKey()) != Rank.NEEDED
                        : !(entry.getValue() instanceof Off));
  }

  /**
   * The handle of one access; the same for no other (HND-3, HND-5).
   *
   * @param resource to what
   * @param attempt for which attempt
   * @param generation by which run of its program
   * @return the model's name for it; an implementation mints an unguessable one (HND-4)
   */
  public static Handle handle(ResourceId resource, int attempt, int generation) {
    return new Handle(resource + "#" + attempt + "#" + generation);
  }

  /**
   * What the model's name for a handle was minted for.
   *
   * @param handle any handle
   * @return the resource, or empty if it is not such a name
   */
  public static Optional<ResourceId> resource(Handle handle) {
    Matcher name = MINTED.matcher(handle.name());
    return name.matches() ? Optional.of(new ResourceId(name.group(1))) : Optional.empty();
  }

  /**
   * By which generation the model's name for a handle was minted.
   *
   * @param handle any handle
   * @return the generation, or empty if it is not such a name
   */
  public static OptionalInt generation(Handle handle) {
    Matcher name = MINTED.matcher(handle.name());
    return name.matches() ? OptionalInt.of(Integer.parseInt(name.group(2))) : OptionalInt.empty();
  }

  /**
   * The generation that a handle reaches now.
   *
   * @param handle any handle, made-up ones included
   * @return empty if the handle is stale
   */
  public OptionalInt reaches(Handle handle) {
    for (Map.Entry<ResourceId, Demand> entry : demands.entrySet()) {
      if (entry.getValue() instanceof Given given) {
        int generation = life(catalogue.provider(entry.getKey()).orElseThrow()).generation();
        if (handle(entry.getKey(), given.attempt(), generation).equals(handle)) {
          return OptionalInt.of(generation);
        }
      }
    }
    return OptionalInt.empty();
  }

  /**
   * What the target OS does with one message. A message that is not for a target OS, is on another
   * channel than its own, or comes before {@link Boot}, has no effect.
   *
   * @param in the message
   * @return every permitted outcome, the one that this model prefers first; more than one where the
   *     protocol leaves a choice: which of several victims of one rank, and whether a program that
   *     may be kept warm is
   */
  public List<Step<TargetOs>> steps(Envelope in) {
    if (in.channel() instanceof Channel.Environment) {
      return hearEnvironment(in.message());
    } else if (in.channel() instanceof Channel.Target && accepting) {
      return hearProxy(in.message());
    } else if (in.channel() instanceof Channel.Direct && accepting) {
      return hearProcess(in.message());
    }
    return List.of(new Step<>(this, List.of()));
  }

  private List<Step<TargetOs>> hearEnvironment(Message message) {
    if (!accepting) {
      return List.of(message instanceof Boot ? boot() : new Step<>(this, List.of()));
    }
    if (message instanceof Pressure pressure) {
      return pressure(pressure.level());
    }
    Turn turn = new Turn(this);
    if (message instanceof LocalUse use) {
      turn.localUse(use.program());
    } else if (message instanceof LocalDone done) {
      turn.localUse = turn.localUse.without(done.program());
      return ends(turn, Optional.of(done.program()));
    } else if (message instanceof Ready ready) {
      turn.ready(ready);
    } else if (message instanceof Crashed crashed) {
      turn.crashed(crashed);
    } else if (message instanceof Gone gone) {
      turn.gone(gone);
    }
    return List.of(turn.done());
  }

  private List<Step<TargetOs>> hearProxy(Message message) {
    Turn turn = new Turn(this);
    if (message instanceof Need need) {
      turn.need(need);
    } else if (message instanceof NoLongerNeeded over) {
      turn.noLongerNeeded(over);
      return ends(turn, catalogue.provider(over.resource()));
    }
    return List.of(turn.done());
  }

  private List<Step<TargetOs>> hearProcess(Message message) {
    Turn turn = new Turn(this);
    if (message instanceof Use use) {
      turn.use(use.handle());
    }
    return List.of(turn.done());
  }

  /** C1: the proxy is protected before it accepts its first request (MEM-1). */
  private Step<TargetOs> boot() {
    return new Step<>(
        new TargetOs(catalogue, true, scarce, lives, demands, localUse),
        List.of(
            new Envelope(Channel.SEEN, new Message.ProxyProtected()),
            new Envelope(Channel.SEEN, new Message.Accepting())));
  }

  /** C11: a process that nobody needs is ended (END-1, END-2, LIV-2), or kept warm if declared. */
  private List<Step<TargetOs>> ends(Turn turn, Optional<Program> candidate) {
    TargetOs kept = turn.now();
    if (candidate.isEmpty()
        || !(kept.life(candidate.get()) instanceof Running running)
        || rank(candidate.get()) == Rank.UNUSED // nothing has changed for it
        || kept.rank(candidate.get()) != Rank.UNUSED) {
      return List.of(turn.done());
    }
    Program program = candidate.get();
    List<Step<TargetOs>> outcomes = new ArrayList<>();
    if (catalogue.keepsWarm().contains(program)) {
      outcomes.add(turn.done());
    }
    turn.lives = turn.lives.with(program, new Leaving(running.generation()));
    turn.show(new Message.Ending(program, running.generation()));
    outcomes.add(turn.done());
    return outcomes;
  }

  /** MEM-3 to MEM-6: one victim of the lowest rank, if that may be touched at this level. */
  private List<Step<TargetOs>> pressure(Level wanted) {
    boolean scarcer = wanted.compareTo(Level.MEDIUM) >= 0;
    TargetOs pressed = new TargetOs(catalogue, accepting, scarcer, lives, demands, localUse);
    boolean waiting = lives.values().stream().anyMatch(life -> life instanceof Dying);
    if (wanted == Level.NONE || waiting) {
      return List.of(new Step<>(pressed, List.of()));
    }
    Optional<Rank> lowest = lowestRank().filter(rank -> mayKill(rank, wanted));
    if (lowest.isEmpty()) {
      Turn turn = new Turn(pressed);
      if (wanted == Level.CRITICAL) {
        turn.show(new Message.OutOfMemory());
      }
      return List.of(turn.done());
    }
    List<Step<TargetOs>> outcomes = new ArrayList<>();
    for (Program program : lives.keySet()) {
      if (life(program) instanceof Running running && rank(program) == lowest.get()) {
        Turn turn = new Turn(pressed);
        turn.kill(program, running.generation(), wanted);
        outcomes.add(turn.done());
      }
    }
    return outcomes;
  }

  /**
   * Whether a process of this rank may be a victim at this level, when none of a lower rank is left
   * (MEM-3, MEM-5, MEM-6).
   *
   * @param rank the process's rank
   * @param level the pressure
   * @return whether it may be killed
   */
  public boolean mayKill(Rank rank, Level level) {
    return switch (rank) {
      case UNUSED -> level.compareTo(Level.LOW) >= 0;
      case LOCAL -> level.compareTo(Level.MEDIUM) >= 0;
      case NEEDED -> level == Level.CRITICAL && catalogue.profile() == Profile.SHED;
    };
  }

  /** One step under way: working copies of the state, and what has been said so far. */
  private static final class Turn {
    private final TargetOs before;
    private Tree<Program, Life> lives;
    private Tree<ResourceId, Demand> demands;
    private Members<Program> localUse;
    private final Sayings out = new Sayings();

    Turn(TargetOs before) {
      this.before = before;
      lives = Tree.of(before.lives);
      demands = Tree.of(before.demands);
      localUse = Members.of(before.localUse);
    }

    TargetOs now() {
      return new TargetOs(
          before.catalogue, before.accepting, before.scarce, lives, demands, localUse);
    }

    Step<TargetOs> done() {
      return new Step<>(now(), out.inOrder());
    }

    void show(Message.OfTargetOs message) {
      out.add(new Envelope(Channel.SEEN, message));
    }

    void answer(Message.FromTarget message) {
      out.add(new Envelope(Channel.TARGET, message));
    }

    Life life(Program program) {
      return lives.getOrDefault(program, Off.NEW);
    }

    Demand demand(ResourceId resource) {
      return demands.getOrDefault(resource, Unneeded.NEW);
    }

    /** C4. A Need not newer than what was seen has no effect (END-4). */
    void need(Need need) {
      Optional<Program> provider = before.catalogue.provider(need.resource());
      if (provider.isEmpty()) { // REQ-8
        answer(new StartFailed(need.resource(), need.attempt(), Reason.UNKNOWN_RESOURCE));
      } else if (need.attempt() > demand(need.resource()).attempt()) {
        boolean allowed = now().mayStart();
        demands = demands.with(need.resource(), new Asked(need.attempt()));
        if (life(provider.get()) instanceof Off off) {
          start(provider.get(), off, allowed);
        } // else it is given access when it is ready, or starts anew when this one has gone
      }
    }

    /** C5, REQ-3; or MEM-6: the start is refused, and whoever waits for it is told. */
    void start(Program program, Off off, boolean allowed) {
      if (allowed) {
        lives = lives.with(program, new Running(off.generation() + 1));
        show(new Message.Started(program, off.generation() + 1));
      } else {
        localUse = localUse.without(program);
        fail(program, Reason.MEMORY);
      }
    }

    /** REQ-7: the attempts that wait for the program are over. */
    void fail(Program program, Reason reason) {
      for (ResourceId resource : before.catalogue.resources(program)) {
        if (demand(resource) instanceof Asked asked) {
          demands = demands.with(resource, new Unneeded(asked.attempt()));
          answer(new StartFailed(resource, asked.attempt(), reason));
        }
      }
    }

    /** C10. Closes the attempt it names and any older one; an older name closes nothing (END-4). */
    void noLongerNeeded(NoLongerNeeded over) {
      if (before.catalogue.provider(over.resource()).isPresent()
          && over.attempt() >= demand(over.resource()).attempt()) {
        demands = demands.with(over.resource(), new Unneeded(over.attempt()));
      }
    }

    void localUse(Program program) {
      if (before.catalogue.programs().containsKey(program)) {
        boolean allowed = now().mayStart();
        localUse = localUse.with(program);
        if (life(program) instanceof Off off) {
          start(program, off, allowed);
        }
      }
    }

    /** C6, then C7's first half: access before the answer (HND-1). */
    void ready(Ready ready) {
      boolean its = before.catalogue.resources(ready.program()).contains(ready.resource());
      if (its
          && life(ready.program()).equals(new Running(ready.generation()))
          && demand(ready.resource()) instanceof Asked asked) {
        demands = demands.with(ready.resource(), new Given(asked.attempt()));
        show(new AccessGiven(ready.program(), ready.generation(), ready.resource()));
        answer(
            new Provided(
                ready.resource(),
                asked.attempt(),
                ready.program(),
                ready.generation(),
                handle(ready.resource(), asked.attempt(), ready.generation())));
      }
    }

    void crashed(Crashed crashed) {
      if (life(crashed.program()).equals(new Running(crashed.generation()))) {
        show(new Exited(crashed.program(), crashed.generation()));
        lives = lives.with(crashed.program(), new Off(crashed.generation()));
        bury(crashed.program(), crashed.generation(), Cause.CRASHED);
      } else {
        gone(new Gone(crashed.program(), crashed.generation()));
      }
    }

    void kill(Program program, int generation, Level level) {
      show(new Killed(new Victim.TargetProcess(program, generation), level));
      lives = lives.with(program, new Dying(generation));
      bury(program, generation, Cause.MEMORY);
    }

    /**
     * DTH-3: its users hear Died, those who waited for it StartFailed; nothing restarts silently.
     */
    void bury(Program program, int generation, Cause cause) {
      boolean used = false;
      for (ResourceId resource : before.catalogue.resources(program)) {
        if (demand(resource) instanceof Given given) {
          demands = demands.with(resource, new Unneeded(given.attempt()));
          used = true;
        }
      }
      if (used) {
        answer(new Died(program, generation, cause));
      }
      fail(program, cause == Cause.MEMORY ? Reason.MEMORY : Reason.START_FAILED);
      localUse = localUse.without(program);
    }

    /** What was asked for while the process was on its way out gets the next generation (END-3). */
    void gone(Gone gone) {
      Life life = life(gone.program());
      boolean leaving = life instanceof Leaving || life instanceof Dying;
      if (leaving && life.generation() == gone.generation()) {
        show(new Exited(gone.program(), gone.generation()));
        Off off = new Off(gone.generation());
        lives = lives.with(gone.program(), off);
        TargetOs now = now();
        if (now.rank(gone.program()) != Rank.UNUSED) {
          start(gone.program(), off, now.mayStart());
        }
      }
    }

    void use(Handle handle) {
      OptionalInt generation = before.reaches(handle);
      Message answer =
          generation.isPresent() ? new Message.Used(generation.getAsInt()) : new Message.Stale();
      out.add(new Envelope(Channel.DIRECT, answer));
    }
  }
}
