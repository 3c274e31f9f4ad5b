package dev.holdfast.model;

import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.LocalDone;
import dev.holdfast.model.Message.LocalUse;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.TargetOs.Asked;
import dev.holdfast.model.TargetOs.Dying;
import dev.holdfast.model.TargetOs.Given;
import dev.holdfast.model.TargetOs.Leaving;
import dev.holdfast.model.TargetOs.Off;
import dev.holdfast.model.TargetOs.Rank;
import dev.holdfast.model.TargetOs.Running;
import dev.holdfast.model.TargetOs.Unneeded;
import java.util.List;
import java.util.Optional;

/**
 * What a target OS made of one message, in the words in which the rules speak of it.
 *
 * @param before the reference's state before
 * @param in what the target OS was told
 * @param out what it said and what was seen of it
 * @param after its state afterwards; the reference's where the target OS's own cannot be seen
 */
public record TargetExchange(TargetOs before, Envelope in, List<Envelope> out, TargetOs after)
    implements Exchange {

  <M extends Message> Optional<M> told(Class<M> kind) {
    return kind.isInstance(in.message()) && (before.accepting() || kind == Boot.class)
        ? Optional.of(kind.cast(in.message()))
        : Optional.empty();
  }

  /** The target OS boots, and with it the proxy (C1). */
  boolean boots() {
    return in.message() instanceof Boot && !before.accepting();
  }

  Optional<Program> provider(ResourceId resource) {
    return before.catalogue().provider(resource);
  }

  /** A Need of a resource that no program provides (REQ-8). */
  Optional<Need> unknownNeed() {
    Optional<Need> need = told(Need.class);
    return need.isPresent() && provider(need.get().resource()).isEmpty() ? need : Optional.empty();
  }

  /** A Need newer than what was seen. */
  Optional<Need> newNeed() {
    Optional<Need> need = told(Need.class);
    return need.isPresent()
            && need.get().attempt() > before.demand(need.get().resource()).attempt()
            && provider(need.get().resource()).isPresent()
        ? need
        : Optional.empty();
  }

  /** A new Need that finds its program's process in this condition. */
  boolean needFinds(Class<? extends TargetOs.Life> condition) {
    Optional<Need> need = newNeed();
    return need.isPresent()
        && condition.isInstance(before.life(provider(need.get().resource()).get()));
  }

  /** A Need that finds a process running that somebody else needs, or that is kept warm (REQ-4). */
  boolean needFindsRunningOfOthers() {
    return needFinds(Running.class)
        && before.rank(provider(newNeed().get().resource()).get()) != Rank.NEEDED;
  }

  /** A Need or NoLongerNeeded that has been overtaken by a newer one (END-4). */
  boolean outdated() {
    return told(Need.class)
            .filter(need -> unknownNeed().isEmpty() && newNeed().isEmpty())
            .isPresent()
        || told(NoLongerNeeded.class).filter(over -> closes().isEmpty()).isPresent();
  }

  /** A NoLongerNeeded that closes the attempt in force. */
  Optional<NoLongerNeeded> closes() {
    Optional<NoLongerNeeded> over = told(NoLongerNeeded.class);
    if (over.isEmpty()) {
      return over;
    }
    TargetOs.Demand demand = before.demand(over.get().resource());
    return demand instanceof Unneeded || over.get().attempt() < demand.attempt()
        ? Optional.empty()
        : over;
  }

  /** The running program of which this input takes a need away, by the proxy or a local user. */
  Optional<Program> relieved() {
    Optional<NoLongerNeeded> over = closes();
    Optional<Program> program =
        over.isPresent()
            ? provider(over.get().resource())
            : told(LocalDone.class).map(LocalDone::program).filter(before.localUse()::contains);
    return program.isPresent() && before.life(program.get()) instanceof Running
        ? program
        : Optional.empty();
  }

  /** Whether anybody needs the program when this input has taken its need away. */
  boolean stillNeeded(Program program) {
    Optional<ResourceId> closed = closes().map(NoLongerNeeded::resource);
    boolean byOthers = false;
    for (ResourceId resource : before.catalogue().resources(program)) {
      boolean itself = closed.isPresent() && closed.get().equals(resource);
      byOthers |= !itself && !(before.demand(resource) instanceof Unneeded);
    }
    boolean locally =
        before.localUse().contains(program)
            && told(LocalDone.class).filter(done -> done.program().equals(program)).isEmpty();
    return byOthers || locally;
  }

  /** A running program that nobody needs any more and that is not declared to be kept warm. */
  Optional<Program> endDue() {
    Optional<Program> program = relieved();
    return program.isPresent()
            && !stillNeeded(program.get())
            && !before.catalogue().keepsWarm().contains(program.get())
        ? program
        : Optional.empty();
  }

  /** The program whose process this input lets start, if memory allows, and which does not run. */
  Optional<Program> startWanted() {
    Optional<Gone> gone = gone();
    if (gone.isPresent()) {
      return gone.map(Gone::program).filter(program -> before.rank(program) != Rank.UNUSED);
    }
    Optional<Need> need = newNeed();
    Optional<Program> program =
        need.isPresent()
            ? provider(need.get().resource())
            : told(LocalUse.class).map(LocalUse::program).filter(this::listed);
    return program.isPresent() && before.life(program.get()) instanceof Off
        ? program
        : Optional.empty();
  }

  private boolean listed(Program program) {
    return before.catalogue().programs().containsKey(program);
  }

  /** Whether memory allows the start that this input asks for (MEM-6). */
  boolean mayStart() {
    if (gone().isEmpty()) {
      return before.mayStart();
    }
    var lives = new java.util.TreeMap<>(before.lives());
    lives.put(gone().get().program(), new Off(gone().get().generation()));
    return new TargetOs(
            before.catalogue(), true, before.scarce(), lives, before.demands(), before.localUse())
        .mayStart();
  }

  /** A start is asked for and memory allows it (REQ-3). */
  boolean startDue() {
    return startWanted().isPresent() && mayStart();
  }

  boolean starts(Program program) {
    return out.stream()
        .anyMatch(
            envelope ->
                envelope
                    .message()
                    .equals(new Started(program, before.life(program).generation() + 1)));
  }

  /** Access becomes possible to a resource that waits for it (C6). */
  Optional<Ready> accessDue() {
    return told(Ready.class)
        .filter(ready -> before.catalogue().resources(ready.program()).contains(ready.resource()))
        .filter(ready -> before.life(ready.program()).equals(new Running(ready.generation())))
        .filter(ready -> before.demand(ready.resource()) instanceof Asked);
  }

  /** A process that runs dies by itself. */
  Optional<Crashed> crash() {
    Optional<Crashed> crash = told(Crashed.class);
    return crash.isPresent()
            && before.life(crash.get().program()).equals(new Running(crash.get().generation()))
        ? crash
        : Optional.empty();
  }

  /** A process that was on its way out is gone. */
  Optional<Gone> gone() {
    Optional<Gone> gone = told(Gone.class);
    if (gone.isEmpty() && in.message() instanceof Crashed && crash().isEmpty()) {
      gone = told(Crashed.class).map(crash -> new Gone(crash.program(), crash.generation()));
    }
    return gone.isPresent() && isOnItsWayOut(gone.get()) ? gone : Optional.empty();
  }

  private boolean isOnItsWayOut(Gone gone) {
    TargetOs.Life life = before.life(gone.program());
    return life.generation() == gone.generation()
        && (life instanceof Leaving || life instanceof Dying);
  }

  boolean wasKilled(Gone gone) {
    return before.life(gone.program()) instanceof Dying;
  }

  /** Real pressure, not its end. */
  Optional<Level> pressure() {
    return told(Pressure.class).map(Pressure::level).filter(level -> level != Level.NONE);
  }

  boolean victimUnderWay() {
    return before.lives().values().stream().anyMatch(Dying.class::isInstance);
  }

  List<Victim.TargetProcess> victims() {
    return said(Killed.class).stream()
        .map(Killed::victim)
        .filter(Victim.TargetProcess.class::isInstance)
        .map(Victim.TargetProcess.class::cast)
        .toList();
  }

  /** Whether the program's process is needed, and for this: in use if provided, else starting. */
  boolean provides(Program program) {
    return before.catalogue().resources(program).stream()
        .anyMatch(resource -> before.demand(resource) instanceof Given);
  }

  boolean runsNeeded(boolean provided) {
    return before.lives().entrySet().stream()
        .anyMatch(
            entry ->
                entry.getValue() instanceof Running
                    && before.rank(entry.getKey()) == Rank.NEEDED
                    && provides(entry.getKey()) == provided);
  }

  /** The process that dies with this exchange, by itself or killed. */
  Optional<Program> dies() {
    return crash()
        .map(Crashed::program)
        .or(
            () ->
                pressure().isPresent()
                    ? victims().stream().map(Victim.TargetProcess::program).findFirst()
                    : Optional.empty());
  }

  Optional<Use> use() {
    return told(Use.class);
  }
}
