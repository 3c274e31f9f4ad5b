package dev.holdfast.model;

import dev.holdfast.model.Device.Outcome;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One machine together with the messages on their way to it: all its states, each a number, and all
 * that it can make of a message, each computed once. A machine without its messages has a number,
 * too.
 *
 * <p>Thread-safe. What is computed depends on its arguments alone; two threads may compute the same
 * at the same time, and one of the results is kept.
 *
 * @param <S> the machine's state
 */
final class Receiver<S> {
  /** How many ints a step takes in the answer of {@link #deliveries}. */
  static final int STEP = 3;

  private static final int LIMIT = 1 << Device.PART;

  private final Machine<S> machine;
  private final Interner<Envelope> envelopes;
  private final Interner<List<Message>> said;
  private final Interner<Outcome> outcomes;

  private final Interner<Held<S>> machines = new Interner<>(LIMIT);
  private final Interner<Bag> bags = new Interner<>(LIMIT);
  private final Interner<Whole> wholes = new Interner<>(LIMIT);
  private final Interner<int[]> lists = new Interner<>(Integer.MAX_VALUE);

  private final LongMap numbers = new LongMap();
  private final LongMap reactions = new LongMap();
  private final LongMap fuller = new LongMap();
  private final LongMap nexts = new LongMap();
  private final LongMap deliveries = new LongMap();

  /** A machine's own state, and the reference's after the same messages; equal in the reference. */
  record Held<S>(S own, S reference) {}

  private record Whole(int machine, int bag) {}

  /** What a machine may make of a message. */
  @FunctionalInterface
  interface Machine<S> {
    List<Reaction<S>> hear(Held<S> before, Envelope in);
  }

  /** What happened, whether the reference permits it, and the state afterwards. */
  record Reaction<S>(Exchange exchange, boolean right, Held<S> after) {}

  /**
   * The states of a machine; the numbers of messages and outcomes are shared with the other one.
   * Nothing said must be number 0.
   */
  Receiver(
      Machine<S> machine,
      Interner<Envelope> envelopes,
      Interner<List<Message>> said,
      Interner<Outcome> outcomes) {
    this.machine = machine;
    this.envelopes = envelopes;
    this.said = said;
    this.outcomes = outcomes;
  }

  /** The number of a machine in this state to which nothing is on its way. */
  int idle(S state) {
    return number(machines.number(new Held<>(state, state)), bags.number(Bag.EMPTY));
  }

  /** The number of the machine without the messages. */
  int machine(int number) {
    return wholes.value(number).machine();
  }

  /** The machine's own state, by the number of the machine without the messages. */
  S own(int machine) {
    return machines.value(machine).own();
  }

  /** What is on its way to it. */
  Bag bag(int number) {
    return bags.value(wholes.value(number).bag());
  }

  /** The state with another machine, and the same messages on their way to it. */
  int with(int number, int other) {
    Whole whole = wholes.value(number);
    return whole.machine() == other ? number : number(other, whole.bag());
  }

  /** The state with more messages on their way. */
  int plus(int number, int more) {
    if (more == 0) {
      return number;
    }
    Whole whole = wholes.value(number);
    long key = LongMap.key(whole.bag(), more);
    int bag = fuller.get(key);
    return number(whole.machine(), bag >= 0 ? bag : fuller.putIfAbsent(key, () -> plus(key)));
  }

  private int plus(long bagAndMore) {
    Bag bag = bags.value((int) (bagAndMore >>> 32));
    for (Message message : said.value((int) bagAndMore)) {
      bag = bag.plus(message);
    }
    return bags.number(bag);
  }

  private int number(int machine, int bag) {
    long key = LongMap.key(machine, bag);
    int known = numbers.get(key);
    return known >= 0 ? known : numbers.putIfAbsent(key, () -> wholes.add(new Whole(machine, bag)));
  }

  /**
   * What the machine may make of a message: per reaction its machine afterwards, what it says to
   * the other machine, and the outcome, as numbers.
   */
  int[] hear(int machineBefore, Envelope in) {
    return hear(machineBefore, envelopes.number(in));
  }

  private int[] hear(int machineBefore, int in) {
    long key = LongMap.key(machineBefore, in);
    int known = reactions.get(key);
    if (known < 0) {
      List<Reaction<S>> reacts = machine.hear(machines.value(machineBefore), envelopes.value(in));
      int[] steps = numbered(reacts);
      known = reactions.putIfAbsent(key, () -> lists.add(steps));
    }
    return lists.value(known);
  }

  private int[] numbered(List<Reaction<S>> reacts) {
    int[] steps = new int[STEP * reacts.size()];
    for (int i = 0; i < reacts.size(); i++) {
      Reaction<S> its = reacts.get(i);
      List<Message> passed =
          its.exchange().out().stream()
              .filter(envelope -> envelope.channel().equals(Channel.TARGET))
              .map(Envelope::message)
              .toList();
      steps[STEP * i] = machines.number(its.after());
      steps[STEP * i + 1] = said.number(passed);
      steps[STEP * i + 2] = outcomes.add(new Outcome(its.exchange(), its.right()));
    }
    return steps;
  }

  /**
   * What may come of the messages that are on their way: per step the state afterwards, what the
   * machine says to the other machine, and the outcome, as numbers.
   */
  int[] deliveries(int number) {
    int known = deliveries.get(number);
    if (known < 0) {
      int[] steps = deliver(wholes.value(number));
      known = deliveries.putIfAbsent(number, () -> lists.add(steps));
    }
    return lists.value(known);
  }

  private int[] deliver(Whole before) {
    IntStream.Builder steps = IntStream.builder();
    int[] nexts = nexts(before.bag());
    for (int i = 0; i < nexts.length; i += 2) {
      int[] heard = hear(before.machine(), nexts[i]);
      for (int j = 0; j < heard.length; j += STEP) {
        steps.add(number(heard[j], nexts[i + 1])).add(heard[j + 1]).add(heard[j + 2]);
      }
    }
    return steps.build().toArray();
  }

  /** Per message that may be the next to be heard: its number, and the bag without it. */
  private int[] nexts(int number) {
    int known = nexts.get(number);
    if (known < 0) {
      Bag bag = bags.value(number);
      IntStream.Builder found = IntStream.builder();
      for (Message message : bag.messages().stream().distinct().toList()) {
        found.add(envelopes.number(new Envelope(Channel.TARGET, message)));
        found.add(bags.number(bag.minus(message)));
      }
      int[] its = found.build().toArray();
      known = nexts.putIfAbsent(number, () -> lists.add(its));
    }
    return lists.value(known);
  }
}
