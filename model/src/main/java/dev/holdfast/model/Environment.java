package dev.holdfast.model;

import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.LocalDone;
import dev.holdfast.model.Message.LocalUse;
import dev.holdfast.model.Message.Malformed;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.TargetOs.Asked;
import dev.holdfast.model.TargetOs.Life;
import dev.holdfast.model.TargetOs.Off;
import dev.holdfast.model.TargetOs.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that acts on one target OS and its proxy from outside: the originating OSes and their
 * processes, local users, memory, and the life of the target processes. Within its {@link Scope} it
 * may do anything at any time.
 *
 * <p>A domain's channel needs no state here. It is FIFO, and what a domain says depends on nothing
 * it hears; so saying and hearing can be one move: every order of hearing that the channel allows
 * is an order of such moves, and what is unread at DomainDown is what was never said. What the
 * proxy answers changes no state and is judged when it is said.
 *
 * @param sides what each domain has done in its epoch
 * @param crashes how many deaths are left
 * @param localUses how many local uses are left
 */
public record Environment(NavigableMap<Domain, Side> sides, int crashes, int localUses) {
  /** What is no word of a domain; on the wire each is what the message is. */
  private static final List<String> NO_WORDS =
      List.of(
          "{}",
          "42",
          "{\"type\":\"Bogus\"}",
          "{\"type\":\"Request\",\"id\":-1}",
          "{\"type\":\"Granted\",\"id\":1,\"handle\":\"mine\"}");

  /** Keeps an immutable copy. */
  public Environment {
    sides = Sorted.copy(sides);
  }

  /**
   * What a domain has done.
   *
   * @param epoch its boot, 0 before the first
   * @param up whether it is up
   * @param ids how many ids it has used in this epoch
   * @param left how many more requests and releases it may say, in this epoch or a later one
   * @param exited the processes whose exit it has told
   */
  public record Side(int epoch, boolean up, long ids, int left, NavigableSet<ProcessId> exited) {
    /** Keeps an immutable copy. */
    public Side {
      exited = Sorted.copy(exited);
    }
  }

  /**
   * Something that happens.
   *
   * @param after the environment afterwards
   * @param in the message that it sends
   */
  public record Move(Environment after, Envelope in) {}

  /**
   * The environment before anything has happened.
   *
   * @param scope its bounds
   * @return the environment, all domains down
   */
  public static Environment of(Scope scope) {
    TreeMap<Domain, Side> sides = new TreeMap<>();
    scope
        .originators()
        .forEach(
            (domain, bounds) ->
                sides.put(domain, new Side(0, false, 0, bounds.ids(), new TreeSet<>())));
    return new Environment(sides, scope.crashes(), scope.localUses());
  }

  /**
   * What the originating OSes may say to the proxy now.
   *
   * @param scope the bounds
   * @return the moves, in an order that depends on the arguments alone
   */
  public List<Move> sayings(Scope scope) {
    List<Move> moves = new ArrayList<>();
    for (Map.Entry<Domain, Side> entry : sides.entrySet()) {
      sayings(scope, entry.getKey(), entry.getValue(), moves);
    }
    return moves;
  }

  private void sayings(Scope scope, Domain domain, Side side, List<Move> moves) {
    Scope.Originator bounds = scope.originator(domain);
    if (!side.up()) {
      if (side.epoch() < bounds.boots()) {
        Side booted = new Side(side.epoch() + 1, true, 0, side.left(), new TreeSet<>());
        moves.add(say(domain, booted, new DomainUp(side.epoch() + 1)));
      }
      if (scope.hostile()) {
        ProcessId process = bounds.processes().first();
        ResourceId resource = bounds.asks().first();
        moves.add(say(domain, side, new Request(1, List.of(process), resource)));
        moves.add(say(domain, side, new Release(1, process, resource)));
        moves.add(say(domain, side, new ProcessExited(process)));
        moves.add(say(domain, side, new DomainDown()));
      }
      return;
    }
    if (side.left() > 0) {
      long id = side.ids() + 1;
      Side used = new Side(side.epoch(), true, id, side.left() - 1, side.exited());
      scope.requests(domain, id).forEach(request -> moves.add(say(domain, used, request)));
      for (ProcessId process : bounds.processes()) {
        for (ResourceId resource : bounds.asks()) {
          moves.add(say(domain, used, new Release(id, process, resource)));
        }
      }
      if (scope.hostile()) {
        moves.add(say(domain, used, new Request(id, List.of(), bounds.asks().first())));
        int pid = bounds.processes().first().pid();
        List<ProcessId> twice = List.of(new ProcessId(pid, 1), new ProcessId(pid, 2));
        moves.add(say(domain, used, new Request(id, twice, bounds.asks().first())));
      }
    }
    for (ProcessId process : bounds.exits()) {
      if (!side.exited().contains(process)) {
        TreeSet<ProcessId> exited = new TreeSet<>(side.exited());
        exited.add(process);
        Side told = new Side(side.epoch(), true, side.ids(), side.left(), exited);
        moves.add(say(domain, told, new ProcessExited(process)));
      }
    }
    if (side.epoch() < bounds.boots()) {
      Side down = new Side(side.epoch(), false, 0, side.left(), new TreeSet<>());
      moves.add(say(domain, down, new DomainDown()));
    }
    if (scope.hostile()) {
      int rotating = (int) (side.ids() + side.exited().size() + side.epoch()) % NO_WORDS.size();
      moves.add(say(domain, side, new Malformed(NO_WORDS.get(rotating))));
      moves.add(say(domain, side, new DomainUp(side.epoch())));
      if (side.ids() > 0) {
        ProcessId one = bounds.processes().first();
        ResourceId resource = bounds.asks().first();
        moves.add(say(domain, side, new Request(side.ids(), List.of(one), resource)));
        moves.add(say(domain, side, new Release(side.ids(), one, resource)));
      }
    }
  }

  private Move say(Domain domain, Side side, Message.FromDomain message) {
    TreeMap<Domain, Side> after = new TreeMap<>(sides);
    after.put(domain, side);
    return new Move(
        new Environment(after, crashes, localUses), new Envelope(Channel.of(domain), message));
  }

  /**
   * What may happen to the target OS now.
   *
   * @param scope the bounds
   * @param target the target OS
   * @return the moves, in an order that depends on the arguments alone
   */
  public List<Move> happenings(Scope scope, TargetOs target) {
    List<Move> moves = new ArrayList<>();
    if (!target.accepting()) {
      moves.add(happen(this, new Message.Boot()));
      return moves;
    }
    scope.levels().forEach(level -> moves.add(happen(this, new Pressure(level))));
    for (Program program : scope.catalogue().programs().keySet()) {
      lifeOf(program, target, moves);
    }
    if (scope.uses()) {
      handles(scope, target).stream()
          .map(handle -> new Move(this, new Envelope(Channel.DIRECT, new Use(handle))))
          .forEach(moves::add);
    }
    return moves;
  }

  private void lifeOf(Program program, TargetOs target, List<Move> moves) {
    Life life = target.life(program);
    int generation = life.generation();
    if (localUses > 0 && !target.localUse().contains(program)) {
      Environment after = new Environment(sides, crashes, localUses - 1);
      moves.add(happen(after, new LocalUse(program)));
    }
    if (target.localUse().contains(program)) {
      moves.add(happen(this, new LocalDone(program)));
    }
    if (!(life instanceof Off) && crashes > 0) {
      Environment after = new Environment(sides, crashes - 1, localUses);
      moves.add(happen(after, new Crashed(program, generation)));
    }
    if (life instanceof Running) {
      for (ResourceId resource : target.catalogue().resources(program)) {
        if (target.demand(resource) instanceof Asked) {
          moves.add(happen(this, new Ready(program, generation, resource)));
        }
      }
    } else if (!(life instanceof Off)) {
      moves.add(happen(this, new Gone(program, generation)));
    }
  }

  private static Move happen(Environment after, Message.FromEnvironment message) {
    return new Move(after, new Envelope(Channel.ENVIRONMENT, message));
  }

  /** Handles of now and of just before, and one that was never minted. */
  private static List<Handle> handles(Scope scope, TargetOs target) {
    TreeSet<Handle> handles = new TreeSet<>();
    handles.add(new Handle("made-up"));
    for (ResourceId resource : scope.asks()) {
      int attempt = target.demand(resource).attempt();
      int generation =
          target.catalogue().provider(resource).map(p -> target.life(p).generation()).orElse(0);
      for (int a = Math.max(1, attempt - 1); a <= attempt; a++) {
        for (int g = Math.max(1, generation - 1); g <= generation; g++) {
          handles.add(TargetOs.handle(resource, a, g));
        }
      }
    }
    return List.copyOf(handles);
  }
}
