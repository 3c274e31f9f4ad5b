package dev.holdfast.model;

import dev.holdfast.model.Environment.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The composition (C0): originating OSes, target OSes, a proxy in each, and the channels between. A
 * state is a few ints; each stands for the state of one part. Every part's steps are computed once,
 * which is what makes exhaustive exploration quick.
 *
 * <p>Towards and from a target OS any message under way may be the next to be heard: messages
 * overtake. How a domain's channel is kept FIFO is told at {@link Environment}.
 *
 * <p>Not thread-safe.
 */
public final class Device {
  /** How many ints the state of one target OS with its proxy takes. */
  private static final int WIDTH = 5;

  private static final int ENVIRONMENT = 0;
  private static final int PROXY = 1;
  private static final int TARGET = 2;
  private static final int TO_TARGET = 3;
  private static final int TO_PROXY = 4;

  private final List<Scope> scopes;
  private final Machines machines;

  private final Interner<Environment> environments = new Interner<>();
  private final Interner<Held<Proxy>> proxies = new Interner<>();
  private final Interner<Held<TargetOs>> targets = new Interner<>();
  private final Interner<Bag> bags = new Interner<>();
  private final Interner<Envelope> envelopes = new Interner<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  private final Map<Long, List<Outcome>> proxySteps = new HashMap<>();
  private final Map<Long, List<Outcome>> targetSteps = new HashMap<>();
  private final Map<Long, Integer> fuller = new HashMap<>();
  private final Map<Long, Integer> emptier = new HashMap<>();
  private final Map<Long, List<Sent>> sayings = new HashMap<>();
  private final Map<Long, List<Sent>> happenings = new HashMap<>();

  /** A machine's own state, and the reference's after the same messages; equal in the reference. */
  private record Held<S>(S own, S reference) {}

  /** A message of the environment, and the environment that has sent it. */
  private record Sent(int environment, int envelope) {}

  /**
   * What one part makes of one message; the same object wherever the part is in the same state.
   *
   * @param number counts the outcomes of this device from 0
   * @param exchange what happened
   * @param right whether the reference permits it
   * @param after the part's state, as a number
   * @param passed what goes on to the other part
   */
  public record Outcome(
      int number, Exchange exchange, boolean right, int after, List<Message> passed) {}

  /** Takes the steps that are possible in a state. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One step.
     *
     * @param target which target OS it is about, from 0
     * @param outcome what happens
     * @param next the state afterwards; the array is reused for the next step
     */
    void step(int target, Outcome outcome, int[] next);
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
  public int[] initial() {
    int[] state = new int[WIDTH * scopes.size()];
    for (int i = 0; i < scopes.size(); i++) {
      TargetOs off = TargetOs.off(scopes.get(i).catalogue());
      state[WIDTH * i + ENVIRONMENT] = environments.number(Environment.of(scopes.get(i)));
      state[WIDTH * i + PROXY] = proxies.number(new Held<>(Proxy.NEW, Proxy.NEW));
      state[WIDTH * i + TARGET] = targets.number(new Held<>(off, off));
      state[WIDTH * i + TO_TARGET] = bags.number(Bag.EMPTY);
      state[WIDTH * i + TO_PROXY] = bags.number(Bag.EMPTY);
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
  public Node node(int[] state, int target) {
    int at = WIDTH * target;
    return new Node(
        proxies.value(state[at + PROXY]).own(),
        targets.value(state[at + TARGET]).own(),
        bags.value(state[at + TO_TARGET]),
        bags.value(state[at + TO_PROXY]));
  }

  /**
   * The outcome with this number.
   *
   * @param number from {@link Outcome#number}
   * @return the outcome
   */
  public Outcome outcome(int number) {
    return outcomes.get(number);
  }

  /**
   * All steps that are possible in a state.
   *
   * @param state the state
   * @param visitor takes them, in an order that depends on the state alone
   */
  public void successors(int[] state, Visitor visitor) {
    int[] next = new int[state.length];
    for (int target = 0; target < scopes.size(); target++) {
      Scope scope = scopes.get(target);
      int at = WIDTH * target;
      int environment = state[at + ENVIRONMENT];
      TargetOs os = targets.value(state[at + TARGET]).own();
      if (os.accepting()) {
        List<Sent> said =
            sayings.computeIfAbsent(
                key(target, environment),
                any -> sent(environments.value(environment).sayings(scope)));
        for (Sent sent : said) {
          hear(state, target, sent, next, visitor, true);
        }
      }
      List<Sent> happened =
          happenings.computeIfAbsent(
              key(environment, state[at + TARGET]) * scopes.size() + target,
              any -> sent(environments.value(environment).happenings(scope, os)));
      for (Sent sent : happened) {
        hear(state, target, sent, next, visitor, false);
      }
      deliver(state, target, TO_TARGET, next, visitor);
      deliver(state, target, TO_PROXY, next, visitor);
    }
  }

  private List<Sent> sent(List<Move> moves) {
    return moves.stream()
        .map(m -> new Sent(environments.number(m.after()), envelopes.number(m.in())))
        .toList();
  }

  private void hear(
      int[] state, int target, Sent sent, int[] next, Visitor visitor, boolean byProxy) {
    for (Outcome outcome : byProxy ? proxy(state, target, sent) : target(state, target, sent)) {
      System.arraycopy(state, 0, next, 0, state.length);
      next[WIDTH * target + ENVIRONMENT] = sent.environment();
      apply(outcome, target, next);
      visitor.step(target, outcome, next);
    }
  }

  private void deliver(int[] state, int target, int channel, int[] next, Visitor visitor) {
    int at = WIDTH * target;
    int full = state[at + channel];
    List<Message> messages = bags.value(full).messages();
    for (int i = 0; i < messages.size(); i++) {
      if (i > 0 && messages.get(i).equals(messages.get(i - 1))) {
        continue;
      }
      Message message = messages.get(i);
      Sent sent =
          new Sent(
              state[at + ENVIRONMENT], envelopes.number(new Envelope(Channel.TARGET, message)));
      int rest =
          emptier.computeIfAbsent(
              key(full, i), any -> bags.number(bags.value(full).minus(message)));
      List<Outcome> possible =
          channel == TO_PROXY ? proxy(state, target, sent) : target(state, target, sent);
      for (Outcome outcome : possible) {
        System.arraycopy(state, 0, next, 0, state.length);
        next[at + channel] = rest;
        apply(outcome, target, next);
        visitor.step(target, outcome, next);
      }
    }
  }

  private void apply(Outcome outcome, int target, int[] next) {
    boolean byProxy = outcome.exchange() instanceof ProxyExchange;
    int channel = WIDTH * target + (byProxy ? TO_TARGET : TO_PROXY);
    next[WIDTH * target + (byProxy ? PROXY : TARGET)] = outcome.after();
    if (!outcome.passed().isEmpty()) {
      int before = next[channel];
      next[channel] =
          fuller.computeIfAbsent(
              key(before, outcome.number()),
              any -> {
                Bag bag = bags.value(before);
                for (Message message : outcome.passed()) {
                  bag = bag.plus(message);
                }
                return bags.number(bag);
              });
    }
  }

  private List<Outcome> proxy(int[] state, int target, Sent sent) {
    int before = state[WIDTH * target + PROXY];
    long key = key(before, sent.envelope());
    List<Outcome> known = proxySteps.get(key);
    if (known == null) {
      known = proxyOutcomes(proxies.value(before), envelopes.value(sent.envelope()));
      proxySteps.put(key, known);
    }
    return known;
  }

  private List<Outcome> proxyOutcomes(Held<Proxy> before, Envelope in) {
    Step<Proxy> due = before.reference().step(in);
    Step<Proxy> step = machines.proxy().step(before.own(), in);
    boolean right = Exchange.sameMessages(step.out(), due.out());
    int after = proxies.number(new Held<>(step.state(), due.state()));
    Exchange exchange = new ProxyExchange(before.reference(), in, step.out(), step.state());
    return List.of(outcome(exchange, right, after));
  }

  private List<Outcome> target(int[] state, int target, Sent sent) {
    int before = state[WIDTH * target + TARGET];
    long key = key(before, sent.envelope());
    List<Outcome> known = targetSteps.get(key);
    if (known == null) {
      known = targetOutcomes(targets.value(before), envelopes.value(sent.envelope()));
      targetSteps.put(key, known);
    }
    return known;
  }

  private List<Outcome> targetOutcomes(Held<TargetOs> before, Envelope in) {
    List<Step<TargetOs>> due = before.reference().steps(in);
    List<Outcome> found = new ArrayList<>();
    for (Step<TargetOs> step : machines.target().steps(before.own(), in)) {
      List<Step<TargetOs>> same =
          due.stream().filter(d -> Exchange.sameMessages(step.out(), d.out())).toList();
      TargetOs reference = (same.isEmpty() ? due : same).get(0).state();
      int after = targets.number(new Held<>(step.state(), reference));
      Exchange exchange = new TargetExchange(before.reference(), in, step.out(), step.state());
      found.add(outcome(exchange, !same.isEmpty(), after));
    }
    return found;
  }

  private Outcome outcome(Exchange exchange, boolean right, int after) {
    List<Message> passed =
        exchange.out().stream()
            .filter(envelope -> envelope.channel().equals(Channel.TARGET))
            .map(Envelope::message)
            .toList();
    Outcome outcome = new Outcome(outcomes.size(), exchange, right, after, passed);
    outcomes.add(outcome);
    return outcome;
  }

  private static long key(int left, int right) {
    return ((long) left << 32) | right;
  }
}
