package dev.holdfast.conformance.scenario;

import dev.holdfast.conformance.oracle.World;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Environment;
import dev.holdfast.model.Environment.Move;
import dev.holdfast.model.Environment.Side;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.LocalDone;
import dev.holdfast.model.Message.LocalUse;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Scope;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What may be told at a moment though an {@link Environment} does not: what speaks of a generation,
 * attempt or program that does not fit, comes before the target OS boots, or again; and a boot of a
 * domain whose going down nobody has noticed. The protocol says what becomes of each: mostly
 * nothing.
 */
final class Strays {
  private static final Program NOBODY = new Program("nobody");

  private final Environment environment;
  private final World world;
  private final Scope scope;

  Strays(Environment environment, World world, Scope scope) {
    this.environment = environment;
    this.world = world;
    this.scope = scope;
  }

  /** What may be told now; some of it may fit after all. */
  List<Move> all() {
    List<Move> all = new ArrayList<>();
    if (!world.target().accepting()) {
      scope.levels().forEach(level -> happens(new Pressure(level), all));
      scope.catalogue().programs().keySet().forEach(p -> happens(new LocalUse(p), all));
      return all;
    }
    happens(new Boot(), all);
    happens(new LocalUse(NOBODY), all);
    happens(new LocalDone(NOBODY), all);
    scope.catalogue().programs().keySet().forEach(program -> ofProgram(program, all));
    environment.sides().forEach((domain, side) -> boots(domain, side, all));
    return all;
  }

  private void ofProgram(Program program, List<Move> all) {
    int last = Math.max(1, world.target().life(program).generation());
    happens(new LocalDone(program), all);
    for (int generation = Math.max(1, last - 1); generation <= last + 1; generation++) {
      happens(new Crashed(program, generation), all);
      happens(new Gone(program, generation), all);
      for (ResourceId resource : scope.catalogue().resources(program)) {
        happens(new Ready(program, generation, resource), all);
      }
    }
    scope.catalogue().programs().values().stream()
        .flatMap(List::stream)
        .forEach(anyones -> happens(new Ready(program, last, anyones), all));
    for (ResourceId resource : scope.catalogue().resources(program)) {
      int attempt = world.proxy().interest(resource).attempt() + 1;
      says(
          new Provided(resource, attempt, program, last, TargetOs.handle(resource, attempt, last)),
          all);
      says(new StartFailed(resource, attempt, Reason.START_FAILED), all);
    }
  }

  /** Up again, and nobody has said that it was down. */
  private void boots(Domain domain, Side side, List<Move> all) {
    if (side.up()) {
      NavigableMap<Domain, Side> sides = new TreeMap<>(environment.sides());
      sides.put(domain, new Side(side.epoch() + 1, true, 0, side.left(), new TreeSet<>()));
      all.add(
          new Move(
              new Environment(sides, environment.crashes(), environment.localUses()),
              new Envelope(Channel.of(domain), new DomainUp(side.epoch() + 1))));
    }
  }

  private void happens(Message.FromEnvironment message, List<Move> all) {
    all.add(new Move(environment, new Envelope(Channel.ENVIRONMENT, message)));
  }

  private void says(Message.FromTarget message, List<Move> all) {
    all.add(new Move(environment, new Envelope(Channel.TARGET, message)));
  }
}
