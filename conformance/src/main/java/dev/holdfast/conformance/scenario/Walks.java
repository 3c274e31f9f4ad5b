package dev.holdfast.conformance.scenario;

import dev.holdfast.conformance.oracle.World;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Environment;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.Profile;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scopes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Random walks through the model of a whole device, told to a subject as far as its role hears
 * them. The same seed and role give the same scenarios on every machine.
 */
public final class Walks {
  /** In so many scenarios a condition is to arise. */
  private static final int ENOUGH = 2;

  /** After so many walks a condition that has not arisen will not. */
  private static final int MANY = 2_000;

  /** What is told on the way. */
  private enum Kind {
    WALK,
    RACE,
    STRAY
  }

  private final Role role;
  private final long seed;

  /**
   * Walks for a role.
   *
   * @param role the subject's role
   * @param seed any number
   */
  public Walks(Role role, long seed) {
    this.role = role;
    this.seed = seed;
  }

  /**
   * One walk, a message a batch.
   *
   * @param number which, from 0
   * @return a scenario of up to 40 messages
   */
  public Scenario walk(int number) {
    return new Walk(Kind.WALK, number).scenario("walk-" + number);
  }

  /**
   * One walk with batches in which channels race.
   *
   * @param number which, from 0
   * @return a scenario; for a proxy or a target OS its last batch races, for a device any may
   */
  public Scenario race(int number) {
    return new Walk(Kind.RACE, ~number).scenario("race-" + number);
  }

  /**
   * One walk, a message a batch, in which many a message does not fit (see {@link Strays}).
   *
   * @param number which, from 0
   * @return a scenario of up to 40 messages
   */
  public Scenario stray(int number) {
    return new Walk(Kind.STRAY, number).scenario("stray-" + number);
  }

  /**
   * A few walks in which the condition of each of these rules arises more than once, if that takes
   * no more than {@value #MANY} walks to find.
   *
   * @param rules the rules
   * @param least so many walks in any case
   * @param possible which walks may be chosen
   * @return walks of one message a batch, as {@link #walk} has them
   */
  public List<Scenario> walks(Set<Rule> rules, int least, Predicate<Scenario> possible) {
    List<Scenario> chosen = new ArrayList<>();
    Map<Rule, Integer> arose = new EnumMap<>(Rule.class);
    for (int i = 0; i < MANY; i++) {
      Set<Rule> rare = new HashSet<>(rules);
      rare.removeIf(rule -> arose.getOrDefault(rule, 0) >= ENOUGH);
      if (chosen.size() >= least && rare.isEmpty()) {
        break;
      }
      Walk walk = new Walk(Kind.WALK, i);
      Scenario scenario = walk.scenario("walk-" + i);
      Set<Rule> arising = walk.arising(rare);
      if (possible.test(scenario) && (chosen.size() < least || !arising.isEmpty())) {
        chosen.add(scenario);
        arising.forEach(rule -> arose.merge(rule, 1, Integer::sum));
      }
    }
    return chosen;
  }

  /** One walk under way. */
  private final class Walk {
    private final Kind kind;
    private final SplittableRandom random;
    private final Scope scope;
    private Environment environment;
    private World world;
    private final List<List<Envelope>> batches = new ArrayList<>();
    private final List<Exchange> exchanges = new ArrayList<>();

    Walk(Kind kind, int number) {
      this.kind = kind;
      random = new SplittableRandom(new SplittableRandom(seed).nextLong() + number);
      Profile profile = random.nextInt(3) == 0 ? Profile.HOLD : Profile.SHED;
      scope = random.nextBoolean() ? Scopes.dense(profile) : Scopes.wide(profile);
      environment = Environment.of(scope);
      world = World.fresh(scope.catalogue());
    }

    Scenario scenario(String name) {
      boolean races = kind == Kind.RACE;
      while (kind == Kind.STRAY && role != Role.PROXY && random.nextBoolean()) {
        batches.add(List.of(happen(strays())));
      }
      Envelope boot = happen(environment.happenings(scope, world.target()));
      if (role.hears(boot)) {
        batches.add(List.of(boot));
      }
      int length = 6 + random.nextInt(races ? 18 : 34);
      while (batches.size() < length) {
        int size = races && role == Role.DEVICE && random.nextInt(3) == 0 ? 2 : 1;
        batch(size);
      }
      if (races) {
        batch(2 + random.nextInt(2));
      }
      return new Scenario(name, scope.catalogue(), batches);
    }

    /** Of these rules those whose condition arises in what the subject does. */
    Set<Rule> arising(Set<Rule> rules) {
      return rules.stream()
          .filter(
              rule -> exchanges.stream().anyMatch(x -> its(x) && rule.judges(x) && rule.arises(x)))
          .collect(Collectors.toSet());
    }

    private boolean its(Exchange exchange) {
      return role == Role.DEVICE || (exchange instanceof ProxyExchange) == (role == Role.PROXY);
    }

    /** A batch of messages that are all possible now; then, in a device, the dust settles. */
    private void batch(int size) {
      List<Envelope> told = new ArrayList<>();
      for (int tries = 0; told.size() < size && tries < 40; tries++) {
        Envelope in = something();
        if (role.hears(in)) {
          told.add(in);
        }
      }
      if (!told.isEmpty()) {
        batches.add(told);
      }
      while (role == Role.DEVICE && !world.inside(Role.DEVICE).isEmpty()) {
        inside();
      }
    }

    private Envelope something() {
      if (kind == Kind.STRAY && random.nextInt(3) == 0) {
        return happen(strays());
      }
      List<Environment.Move> happenings = environment.happenings(scope, world.target());
      List<Environment.Move> lives =
          happenings.stream()
              .filter(m -> m.in().message() instanceof Ready || m.in().message() instanceof Gone)
              .toList();
      int dice = random.nextInt(100);
      if (dice < 35 && role != Role.DEVICE && !world.inside(Role.DEVICE).isEmpty()) {
        return inside();
      }
      if (dice < 55 && !lives.isEmpty()) {
        return happen(lives);
      }
      List<Environment.Move> sayings = environment.sayings(scope);
      if (dice >= 85 || sayings.isEmpty()) {
        return happen(happenings);
      }
      List<Environment.Move> requests =
          sayings.stream().filter(m -> m.in().message() instanceof Request).toList();
      List<Environment.Move> partings = sayings.stream().filter(this::takesPairAway).toList();
      if (dice < 65 && !requests.isEmpty()) {
        return happen(requests);
      }
      return happen(dice < 78 && !partings.isEmpty() ? partings : sayings);
    }

    private List<Environment.Move> strays() {
      return new Strays(environment, world, scope)
          .all().stream().filter(move -> role.hears(move.in())).toList();
    }

    /** By release or exit: what takes a pair away is what goes wrong most. */
    private boolean takesPairAway(Environment.Move move) {
      if (!(move.in().channel() instanceof Channel.OfDomain of)) {
        return false;
      }
      if (move.in().message() instanceof ProcessExited exited) {
        return world.proxy().resources().values().stream()
            .anyMatch(
                interest ->
                    interest
                        .users()
                        .contains(new OriginatingProcess(of.domain(), exited.process())));
      }
      return move.in().message() instanceof Release release
          && world
              .proxy()
              .interest(release.resource())
              .users()
              .contains(new OriginatingProcess(of.domain(), release.process()));
    }

    /** One of these, every kind of message as likely as any other. */
    private Envelope happen(List<Environment.Move> moves) {
      List<Class<?>> kinds =
          moves.stream().<Class<?>>map(m -> m.in().message().getClass()).distinct().toList();
      Class<?> kind = kinds.get(random.nextInt(kinds.size()));
      List<Environment.Move> same =
          moves.stream().filter(m -> m.in().message().getClass() == kind).toList();
      Environment.Move move = same.get(random.nextInt(same.size()));
      environment = move.after();
      take(world.hear(Role.DEVICE, move.in()));
      return move.in();
    }

    private Envelope inside() {
      return take(world.inside(Role.DEVICE));
    }

    private Envelope take(List<World.Move> moves) {
      World.Move move = moves.get(random.nextInt(moves.size()));
      world = move.after();
      exchanges.add(move.exchange());
      return move.exchange().in();
    }
  }
}
