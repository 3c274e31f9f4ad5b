package dev.holdfast.model;

import dev.holdfast.model.Environment.Move;
import dev.holdfast.model.Receiver.Held;
import dev.holdfast.model.Receiver.Reaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The composition (C0): originating OSes, target OSes, a proxy in each, and the channels between. A
 * state is one number, not negative, made of the numbers of its parts: per target OS its
 * environment, its proxy and itself, the two each with the messages on their way to it. Every
 * part's steps are computed once, which is what makes exhaustive exploration quick.
 *
 * <p>Towards and from a target OS any message under way may be the next to be heard: messages
 * overtake. How a domain's channel is kept FIFO is told at {@link Environment}.
 *
 * <p>Thread-safe: what is computed once is shared by all threads, through {@link LongMap} and
 * {@link Interner}. Which number a state has depends on who came first; what can follow from it,
 * and in which order that is visited, does not. A number means nothing to another device.
 */
public final class Device {
  /** How many bits a proxy or a target OS takes, with the messages on their way to it. */
  static final int PART = 22;

  private static final int MASK = (1 << PART) - 1;
  private static final int ENVIRONMENT = Long.SIZE - 1 - 2 * PART;

  /** How many ints a move takes, in what the environment may do. */
  private static final int MOVE = 1 + Receiver.STEP;

  private final List<Scope> scopes;
  private final Machines machines;

  private final Interner<Environment> environments = new Interner<>(1 << ENVIRONMENT);
  private final Interner<Envelope> envelopes = new Interner<>(Integer.MAX_VALUE);
  private final Interner<List<Message>> said = new Interner<>(Integer.MAX_VALUE);
  private final Interner<Outcome> outcomes = new Interner<>(Integer.MAX_VALUE);
  private final Receiver<Proxy> proxies;
  private final Receiver<TargetOs> targets;

  /** Of several target OSes each has so many bits, for a number of what a single one is. */
  private final int bits;

  private final Interner<Long> parts;
  private final LongMap partNumbers = new LongMap();

  private final Interner<int[]> moves = new Interner<>(Integer.MAX_VALUE);
  private final List<LongMap> sayings;
  private final List<LongMap> happenings;

  /**
   * What one part makes of one message; the same wherever the part is in the same state.
   *
   * @param exchange what happened
   * @param right whether the reference permits it
   */
  public record Outcome(Exchange exchange, boolean right) {}

  /** Takes the steps that are possible in a state. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One step.
     *
     * @param target which target OS it is about, from 0
     * @param outcome what happens, a number for {@link Device#outcome}
     * @param next the state afterwards
     */
    void step(int target, int outcome, long next);
  }

  /**
   * A device of one target OS.
   *
   * @param scope what its environment may do
   * @param machines what it is made of
   */
  public Device(Scope scope, Machines machines) {
    this(List.of(scope), machines);
  }

  /**
   * A device of several target OSes, with a proxy each.
   *
   * @param scopes per target OS what its environment may do
   * @param machines what they are made of
   */
  public Device(List<Scope> scopes, Machines machines) {
    this.scopes = List.copyOf(scopes);
    this.machines = machines;
    said.number(List.of());
    proxies = new Receiver<>(this::reaction, envelopes, said, outcomes);
    targets = new Receiver<>(this::reactions, envelopes, said, outcomes);
    bits = (Long.SIZE - 1) / scopes.size();
    parts = new Interner<>(1 << Math.min(bits, Integer.SIZE - 2));
    sayings = scopes.stream().map(scope -> new LongMap()).toList();
    happenings = scopes.stream().map(scope -> new LongMap()).toList();
  }

  /**
   * How many target OSes there are.
   *
   * @return at least 1
   */
  public int targets() {
    return scopes.size();
  }

  /**
   * The state before anything has happened.
   *
   * @return the state
   */
  public long initial() {
    long state = 0;
    for (int i = 0; i < scopes.size(); i++) {
      int environment = environments.number(Environment.of(scopes.get(i)));
      int target = targets.idle(TargetOs.off(scopes.get(i).catalogue()));
      state = with(state, i, part(environment, proxies.idle(Proxy.NEW), target));
    }
    return state;
  }

  /**
   * One target OS with its proxy, in a state.
   *
   * @param state the state
   * @param target which target OS, from 0
   * @return its parts
   */
  public Node node(long state, int target) {
    long part = part(state, target);
    int proxy = proxy(part);
    int os = target(part);
    return new Node(
        proxies.own(proxies.machine(proxy)),
        targets.own(targets.machine(os)),
        targets.bag(os),
        proxies.bag(proxy));
  }

  /**
   * What acts on one target OS, in a state.
   *
   * @param state the state
   * @param target which target OS, from 0
   * @return its environment
   */
  public Environment environment(long state, int target) {
    return environments.value(environment(part(state, target)));
  }

  /**
   * The outcome with this number.
   *
   * @param number one that a {@link Visitor} was given; it counts from 0
   * @return the outcome
   */
  public Outcome outcome(int number) {
    return outcomes.value(number);
  }

  /**
   * All steps that are possible in a state.
   *
   * @param state the state
   * @param visitor takes them, in an order that depends on what the state stands for alone
   */
  public void successors(long state, Visitor visitor) {
    for (int target = 0; target < scopes.size(); target++) {
      long part = part(state, target);
      int environment = environment(part);
      int proxy = proxy(part);
      int os = target(part);
      if (targets.own(targets.machine(os)).accepting()) {
        int[] said = sayings(target, environment, proxies.machine(proxy));
        for (int i = 0; i < said.length; i += MOVE) {
          if (target > 0 && !isTrue(state, target, said[i + 3])) {
            continue;
          }
          int hearer = proxies.with(proxy, said[i + 1]);
          long next = part(said[i], hearer, targets.plus(os, said[i + 2]));
          visitor.step(target, said[i + 3], with(state, target, next));
        }
      }
      int[] happened = happenings(target, environment, targets.machine(os));
      for (int i = 0; i < happened.length; i += MOVE) {
        int hearer = targets.with(os, happened[i + 1]);
        long next = part(happened[i], proxies.plus(proxy, happened[i + 2]), hearer);
        visitor.step(target, happened[i + 3], with(state, target, next));
      }
      int[] asked = targets.deliveries(os);
      for (int i = 0; i < asked.length; i += Receiver.STEP) {
        long next = part(environment, proxies.plus(proxy, asked[i + 1]), asked[i]);
        visitor.step(target, asked[i + 2], with(state, target, next));
      }
      int[] answered = proxies.deliveries(proxy);
      for (int i = 0; i < answered.length; i += Receiver.STEP) {
        long next = part(environment, answered[i], targets.plus(os, answered[i + 1]));
        visitor.step(target, answered[i + 2], with(state, target, next));
      }
    }
  }

  /** Whether what an originating OS says is true of the target OS before this one (C0). */
  private boolean isTrue(long state, int target, int outcome) {
    TargetOs before = targets.own(targets.machine(target(part(state, target - 1))));
    return scopes.get(target).isTrue(outcomes.value(outcome).exchange().in(), before);
  }

  /** What the originating OSes may say, and what may come of it. */
  private int[] sayings(int target, int environment, int proxy) {
    LongMap known = sayings.get(target);
    long key = LongMap.key(environment, proxy);
    int number = known.get(key);
    if (number < 0) {
      List<Move> possible = environments.value(environment).sayings(scopes.get(target));
      int[] found = moves(possible, in -> proxies.hear(proxy, in));
      number = known.putIfAbsent(key, () -> moves.add(found));
    }
    return moves.value(number);
  }

  /** What may happen to the target OS, and what may come of it. */
  private int[] happenings(int target, int environment, int os) {
    LongMap known = happenings.get(target);
    long key = LongMap.key(environment, os);
    int number = known.get(key);
    if (number < 0) {
      List<Move> possible =
          environments.value(environment).happenings(scopes.get(target), targets.own(os));
      int[] found = moves(possible, in -> targets.hear(os, in));
      number = known.putIfAbsent(key, () -> moves.add(found));
    }
    return moves.value(number);
  }

  /** Per step the environment afterwards, and what {@link Receiver#hear} says of it. */
  private int[] moves(List<Move> possible, Function<Envelope, int[]> hear) {
    IntStream.Builder moves = IntStream.builder();
    for (Move move : possible) {
      int after = environments.number(move.after());
      int[] steps = hear.apply(move.in());
      for (int i = 0; i < steps.length; i += Receiver.STEP) {
        moves.add(after).add(steps[i]).add(steps[i + 1]).add(steps[i + 2]);
      }
    }
    return moves.build().toArray();
  }

  private List<Reaction<Proxy>> reaction(Held<Proxy> before, Envelope in) {
    Step<Proxy> due = before.reference().step(in);
    Step<Proxy> step = machines.proxy().step(before.own(), in);
    boolean right = Exchange.sameMessages(step.out(), due.out());
    Exchange exchange = new ProxyExchange(before.reference(), in, step.out(), step.state());
    return List.of(new Reaction<>(exchange, right, new Held<>(step.state(), due.state())));
  }

  private List<Reaction<TargetOs>> reactions(Held<TargetOs> before, Envelope in) {
    List<Step<TargetOs>> due = before.reference().steps(in);
    List<Reaction<TargetOs>> found = new ArrayList<>();
    for (Step<TargetOs> step : machines.target().steps(before.own(), in)) {
      List<Step<TargetOs>> same =
          due.stream().filter(d -> Exchange.sameMessages(step.out(), d.out())).toList();
      TargetOs reference = (same.isEmpty() ? due : same).get(0).state();
      Exchange exchange = new TargetExchange(before.reference(), in, step.out(), step.state());
      found.add(new Reaction<>(exchange, !same.isEmpty(), new Held<>(step.state(), reference)));
    }
    return found;
  }

  private static long part(int environment, int proxy, int target) {
    return ((long) environment << (2 * PART)) | ((long) proxy << PART) | target;
  }

  private static int environment(long part) {
    return (int) (part >>> (2 * PART));
  }

  private static int proxy(long part) {
    return (int) (part >>> PART) & MASK;
  }

  private static int target(long part) {
    return (int) part & MASK;
  }

  /** What a state says of one target OS. */
  private long part(long state, int target) {
    if (scopes.size() == 1) {
      return state;
    }
    return parts.value((int) ((state >>> (bits * target)) & ((1L << bits) - 1)));
  }

  /** The state with another part. */
  private long with(long state, int target, long part) {
    if (scopes.size() == 1) {
      return part;
    }
    int known = partNumbers.get(part);
    long number = known >= 0 ? known : partNumbers.putIfAbsent(part, () -> parts.add(part));
    int at = bits * target;
    return (state & ~(((1L << bits) - 1) << at)) | (number << at);
  }
}
