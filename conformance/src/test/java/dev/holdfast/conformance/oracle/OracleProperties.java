package dev.holdfast.conformance.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.common.collect.ImmutableMultiset;
import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The oracle explains all that the model may say, in any permitted order, and nothing else. */
class OracleProperties {
  /** What is done to what a right subject said in one batch. */
  private enum Mutation {
    DROPPED,
    DUPLICATED,
    EXCHANGED,
    ADDED
  }

  @Property(tries = 400)
  void whatTheModelSaysIsExplained(
      @ForAll Role role, @ForAll long seed, @ForAll @IntRange(max = 999) int number) {
    Scenario scenario = scenario(role, seed, number);
    Random random = new Random(seed ^ number);
    Reference subject = new Reference(role, scenario.catalogue(), random);
    Oracle oracle = new Oracle(role, scenario.catalogue());
    for (List<Envelope> told : scenario.batches()) {
      List<Envelope> said = envelopes(subject.hear(told));
      Explained explained = assertInstanceOf(Explained.class, oracle.judge(told, said));
      assertEquals(
          ImmutableMultiset.copyOf(said),
          explained.exchanges().stream()
              .flatMap(exchange -> exchange.out().stream())
              .collect(ImmutableMultiset.toImmutableMultiset()));
    }
  }

  @Property(tries = 400)
  void whatTheModelSaysIsExplainedInAnyPermittedOrder(
      @ForAll Role role, @ForAll long seed, @ForAll @IntRange(max = 999) int number) {
    Scenario scenario = scenario(role, seed, number);
    Random random = new Random(seed ^ number);
    Reference subject = new Reference(role, scenario.catalogue(), random);
    Oracle oracle = new Oracle(role, scenario.catalogue());
    for (List<Envelope> told : scenario.batches()) {
      List<Envelope> said = permuted(subject.hear(told), random);
      assertInstanceOf(Explained.class, oracle.judge(told, said), () -> told + " -> " + said);
    }
  }

  @Property(tries = 1000)
  void whatTheModelDoesNotSayIsRefutedAtOnceByARule(
      @ForAll Role role,
      @ForAll Mutation mutation,
      @ForAll long seed,
      @ForAll @IntRange(max = 999) int number) {
    Scenario scenario = scenario(role, seed, number);
    Random random = new Random(seed ^ number);
    Reference subject = new Reference(role, scenario.catalogue(), random);
    List<List<Envelope>> right =
        scenario.batches().stream().map(told -> envelopes(subject.hear(told))).toList();
    int at = random.nextInt(right.size());
    List<Envelope> wrong = mutated(mutation, right, at, random);
    Assume.that(!ImmutableMultiset.copyOf(wrong).equals(ImmutableMultiset.copyOf(right.get(at))));
    Oracle oracle = new Oracle(role, scenario.catalogue());
    Set<World> worlds = Set.of(World.fresh(scenario.catalogue()));
    for (int i = 0; i < at; i++) {
      List<Envelope> told = scenario.batches().get(i);
      assertInstanceOf(Explained.class, oracle.judge(told, right.get(i)));
      worlds = new Runs(role, told).after(worlds, right.get(i));
      assertFalse(worlds.isEmpty(), "the test's own reckoning is wrong");
    }
    List<Envelope> told = scenario.batches().get(at);
    Assume.that(new Runs(role, told).after(worlds, wrong).isEmpty());
    Refuted refuted =
        assertInstanceOf(Refuted.class, oracle.judge(told, wrong), () -> told + " -> " + wrong);
    assertFalse(refuted.rules().isEmpty(), () -> told + " -> " + wrong);
  }

  /** So that one explanation of what a proxy said is as good as all. */
  @Property(tries = 300)
  void howAProxyIsAfterwardsIsDetermined(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 3) int domains,
      @ForAll @IntRange(min = 1, max = 3) int most) {
    Talk talk = new Talk(seed, domains, 1, most);
    Random random = new Random(seed);
    Reference subject = new Reference(Role.PROXY, talk.catalogue(), random);
    List<World> worlds = List.of(World.fresh(talk.catalogue()));
    for (int i = 0; i < 12; i++) {
      List<Envelope> told = talk.next();
      List<Envelope> said = permuted(subject.hear(told), random);
      talk.hear(said);
      Recording.Batch batch = new Recording.Batch(told, said);
      List<World> all =
          new Search(Role.PROXY, batch, 1_000_000, Search.Orders.ALL)
              .ends(worlds, Integer.MAX_VALUE).stream().map(end -> end.place().world()).toList();
      List<World> some =
          new Search(Role.PROXY, batch, 1_000_000, Search.Orders.THAT_MATTER)
              .ends(worlds, 1).stream().map(end -> end.place().world()).toList();
      assertEquals(1, some.size());
      assertEquals(comparable(some), comparable(all), () -> told + " -> " + said);
      worlds = all;
    }
  }

  private static Set<World> comparable(List<World> worlds) {
    return worlds.stream().map(World::comparable).collect(Collectors.toSet());
  }

  private static Scenario scenario(Role role, long seed, int number) {
    Walks walks = new Walks(role, seed);
    return number % 2 == 0 ? walks.walk(number) : walks.race(number);
  }

  private static List<Envelope> envelopes(List<Said> said) {
    return said.stream().map(Said::envelope).toList();
  }

  private static List<Envelope> mutated(
      Mutation mutation, List<List<Envelope>> right, int at, Random random) {
    List<Envelope> said = new ArrayList<>(right.get(at));
    List<Envelope> others = new ArrayList<>();
    right.forEach(others::addAll);
    Envelope other = others.get(random.nextInt(others.size())); // Boot at least is answered
    if (mutation == Mutation.ADDED) {
      said.add(random.nextInt(said.size() + 1), other);
      return said;
    }
    Assume.that(!said.isEmpty());
    int index = random.nextInt(said.size());
    switch (mutation) {
      case DROPPED -> said.remove(index);
      case DUPLICATED -> said.add(index, said.get(index));
      default -> said.set(index, other);
    }
    return said;
  }

  /**
   * Any order that keeps each channel's, but for the target OS's, where only what one message
   * caused has an order; that keeps what a target OS does of one message; and in which all comes
   * after its cause.
   */
  private static List<Envelope> permuted(List<Said> said, Random random) {
    List<Said> left = new ArrayList<>(said);
    List<Envelope> permuted = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Said> first =
          left.stream()
              .filter(
                  s -> left.stream().takeWhile(e -> !e.equals(s)).noneMatch(e -> e.mustPrecede(s)))
              .toList();
      Said next = first.get(random.nextInt(first.size()));
      left.remove(next);
      permuted.add(next.envelope());
    }
    return permuted;
  }

  /** What a subject said, as what number, in which of its steps, because of what it said before. */
  private record Said(int number, Envelope envelope, int step, int cause) {
    boolean mustPrecede(Said later) {
      boolean byTarget =
          !(envelope.message() instanceof Message.ToDomain)
              && !(envelope.message() instanceof Message.ToTarget);
      return later.cause == number
          || (step == later.step && byTarget)
          || (envelope.channel().equals(later.envelope.channel())
              && !envelope.channel().equals(Channel.TARGET));
    }
  }

  private static Map<Channel, List<Envelope>> queues(List<Envelope> told) {
    return told.stream()
        .collect(Collectors.groupingBy(Envelope::channel, LinkedHashMap::new, Collectors.toList()));
  }

  private static boolean toldToProxy(Message message) {
    return message instanceof Message.FromDomain || message instanceof Message.FromTarget;
  }

  /** A right subject that leaves to chance what is left to it. */
  private static final class Reference {
    private final Role role;
    private final Random random;
    private final List<Said> underWay = new ArrayList<>();
    private Proxy proxy = Proxy.NEW;
    private TargetOs target;
    private int steps;
    private int sayings;

    Reference(Role role, Catalogue catalogue, Random random) {
      this.role = role;
      this.random = random;
      target = TargetOs.off(catalogue);
    }

    List<Said> hear(List<Envelope> told) {
      List<List<Envelope>> queues = new ArrayList<>();
      queues(told).values().forEach(queue -> queues.add(new ArrayList<>(queue)));
      List<Said> said = new ArrayList<>();
      while (!queues.isEmpty() || !underWay.isEmpty()) {
        int choice = random.nextInt(queues.size() + underWay.size());
        if (choice < queues.size()) {
          List<Envelope> queue = queues.get(choice);
          boolean overtakes = queue.get(0).channel().equals(Channel.TARGET);
          Envelope in = queue.remove(overtakes ? random.nextInt(queue.size()) : 0);
          said.addAll(step(in, -1));
          queues.removeIf(List::isEmpty);
        } else {
          Said in = underWay.remove(choice - queues.size());
          said.addAll(step(in.envelope(), in.number()));
        }
      }
      return said;
    }

    private List<Said> step(Envelope in, int cause) {
      steps++;
      List<Envelope> out;
      if (toldToProxy(in.message())) {
        Step<Proxy> step = proxy.step(in);
        proxy = step.state();
        out = step.out();
      } else {
        List<Step<TargetOs>> all = target.steps(in);
        Step<TargetOs> step = all.get(random.nextInt(all.size()));
        target = step.state();
        out = step.out();
      }
      List<Said> said = out.stream().map(e -> new Said(sayings++, e, steps, cause)).toList();
      if (role == Role.DEVICE) {
        said.stream()
            .filter(s -> s.envelope().channel().equals(Channel.TARGET))
            .forEach(underWay::add);
      }
      return said;
    }
  }

  /** Every run of the model on a batch: which worlds come of it when certain words were said. */
  private static final class Runs {
    private final Role role;
    private final List<Envelope> told;
    private final Set<Object> seen = new HashSet<>();
    private final Set<World> ends = new HashSet<>();

    Runs(Role role, List<Envelope> told) {
      this.role = role;
      this.told = told;
    }

    Set<World> after(Set<World> worlds, List<Envelope> said) {
      worlds.forEach(world -> visit(world, told, ImmutableMultiset.copyOf(said)));
      return ends;
    }

    private void visit(World world, List<Envelope> left, ImmutableMultiset<Envelope> unsaid) {
      if (!seen.add(List.of(world, left, unsaid))) {
        return;
      }
      List<World.Move> inside = world.inside(role);
      if (left.isEmpty() && inside.isEmpty() && unsaid.isEmpty()) {
        ends.add(world);
      }
      inside.forEach(move -> go(move, left, unsaid));
      for (int i = 0; i < left.size(); i++) {
        Channel channel = left.get(i).channel();
        boolean next =
            channel.equals(Channel.TARGET)
                || left.subList(0, i).stream().noneMatch(e -> e.channel().equals(channel));
        if (next) {
          List<Envelope> less = new ArrayList<>(left);
          less.remove(i);
          world.hear(role, left.get(i)).forEach(move -> go(move, less, unsaid));
        }
      }
    }

    private void go(World.Move move, List<Envelope> left, ImmutableMultiset<Envelope> unsaid) {
      List<Envelope> rest = new ArrayList<>(unsaid);
      if (move.exchange().out().stream().allMatch(rest::remove)) {
        visit(move.after(), left, ImmutableMultiset.copyOf(rest));
      }
    }
  }
}
