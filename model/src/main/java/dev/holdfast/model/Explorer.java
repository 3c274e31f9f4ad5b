package dev.holdfast.model;

import dev.holdfast.model.Check.AtRest;
import dev.holdfast.model.Check.InState;
import dev.holdfast.model.Device.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Visits every reachable state of a {@link Device}, nearest first, and checks every {@link Rule} in
 * every state and on every step. Stops at the depth of the first violation. Not thread-safe.
 */
public final class Explorer {
  private final Device device;
  private final long limit;
  private final LongConsumer progress;

  private final int width;
  private int[] table = new int[1 << 16];
  private int[] states;
  private int[] parents = new int[1 << 12];
  private int[] steps = new int[1 << 12];
  private int found;

  private long transitions;
  private final Map<Integer, List<Rule>> broken = new TreeMap<>();
  private long[] fired = new long[1 << 10];
  private int judged;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<Rule, long[]> inStates = new EnumMap<>(Rule.class);

  /**
   * How often a rule was looked at.
   *
   * @param checks how many states and steps it was checked on
   * @param arose on how many of them its condition arose
   */
  public record Tally(long checks, long arose) {}

  /**
   * Something wrong, with a shortest way to it.
   *
   * @param rules the rules that are broken; empty if a machine deviates from the reference and no
   *     rule says so
   * @param trace the exchanges that lead to it, the last one wrong or leading to a wrong state
   */
  public record Violation(List<Rule> rules, List<Exchange> trace) {}

  /**
   * What an exploration found.
   *
   * @param states how many states are reachable
   * @param transitions how many steps lead from them
   * @param depth the length of the longest of the shortest ways to a state
   * @param kinds per kind of message, how many steps hear or say it
   * @param rules per rule, how often it was looked at
   * @param violations all that is wrong at the smallest depth at which anything is
   */
  public record Result(
      long states,
      long transitions,
      int depth,
      Map<String, Long> kinds,
      Map<Rule, Tally> rules,
      List<Violation> violations) {
    /**
     * The kinds of message that no step hears or says.
     *
     * @return their names; should be empty, or the exploration was vacuous
     */
    public List<String> neverFired() {
      return kinds.entrySet().stream()
          .filter(entry -> entry.getValue() == 0)
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  /** Thrown when a scope has more states than allowed. */
  public static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge(long limit) {
      super("the scope has more than " + limit + " states");
    }
  }

  /**
   * An explorer of one device.
   *
   * @param device what to explore
   * @param limit how many states at most
   * @param progress told the number of states found, now and then
   */
  public Explorer(Device device, long limit, LongConsumer progress) {
    this.device = device;
    this.limit = Math.min(limit, Integer.MAX_VALUE / 8);
    this.progress = progress;
    this.width = device.initial().length;
    this.states = new int[width << 12];
  }

  /**
   * Explores. To be called once.
   *
   * @return what was found
   * @throws TooLarge if there are more states than allowed
   */
  public Result explore() {
    int depth = 0;
    add(device.initial(), -1, -1);
    int from = 0;
    while (from < found && violations.isEmpty()) {
      int to = found;
      for (int state = from; state < to; state++) {
        expand(state);
      }
      from = to;
      depth += from < found ? 1 : 0;
    }
    return new Result(found, transitions, depth, kinds(), tallies(), List.copyOf(violations));
  }

  private void expand(int number) {
    int[] state = Arrays.copyOfRange(states, number * width, (number + 1) * width);
    device.successors(
        state,
        (target, outcome, next) -> {
          transitions++;
          List<Rule> wrong = judge(outcome);
          if (!wrong.isEmpty() || !outcome.right()) {
            violations.add(new Violation(wrong, trace(number, outcome)));
          } else {
            add(next, number, outcome.number());
          }
        });
  }

  /** An outcome is judged once; after that its steps are only counted. */
  private List<Rule> judge(Outcome outcome) {
    int number = outcome.number();
    if (number >= fired.length) {
      fired = Arrays.copyOf(fired, Math.max(number + 1, fired.length * 2));
    }
    fired[number]++;
    for (; judged <= number; judged++) {
      Exchange exchange = device.outcome(judged).exchange();
      List<Rule> wrong =
          Arrays.stream(Rule.values()).filter(rule -> !rule.holds(exchange)).toList();
      if (!wrong.isEmpty()) {
        broken.put(judged, wrong);
      }
    }
    return broken.isEmpty() ? List.of() : broken.getOrDefault(number, List.of());
  }

  private void add(int[] state, int parent, int step) {
    if ((found + 1L) * 2 > table.length) {
      grow();
    }
    int slot = slot(state);
    if (table[slot] != 0) {
      return;
    }
    if (found >= limit) {
      throw new TooLarge(limit);
    }
    if (found == parents.length) {
      parents = Arrays.copyOf(parents, found * 2);
      steps = Arrays.copyOf(steps, found * 2);
      states = Arrays.copyOf(states, states.length * 2);
    }
    System.arraycopy(state, 0, states, found * width, width);
    parents[found] = parent;
    steps[found] = step;
    table[slot] = ++found; // one more than the number: 0 is free
    if ((found & 0xffff) == 0) {
      progress.accept(found);
    }
    look(found - 1, state);
  }

  /** Linear probing: the slot that holds this state, or the free one where it belongs. */
  private int slot(int[] state) {
    int slot = Arrays.hashCode(state) * 0x9E3779B9;
    slot = (slot ^ (slot >>> 15)) & (table.length - 1);
    while (table[slot] != 0) {
      int at = (table[slot] - 1) * width;
      if (Arrays.equals(states, at, at + width, state, 0, width)) {
        break;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private void grow() {
    table = new int[table.length * 2];
    for (int i = 0; i < found; i++) {
      table[slot(Arrays.copyOfRange(states, i * width, (i + 1) * width))] = i + 1;
    }
  }

  /** Checks what must hold in every state, and in every state at rest. */
  private void look(int number, int[] state) {
    for (int target = 0; target < device.targets(); target++) {
      Node node = device.node(state, target);
      boolean atRest = node.atRest();
      for (Rule rule : Rule.values()) {
        for (Check check : rule.checks()) {
          boolean ok = true;
          if (check instanceof InState its) {
            ok = tally(rule, its.arises().test(node)) && its.holds().test(node);
          } else if (check instanceof AtRest its && atRest) {
            ok = tally(rule, its.arises().test(node)) && its.holds().test(node);
          }
          if (!ok) {
            violations.add(new Violation(List.of(rule), trace(number)));
          }
        }
      }
    }
  }

  private boolean tally(Rule rule, boolean arises) {
    long[] counts = inStates.computeIfAbsent(rule, any -> new long[2]);
    counts[0]++;
    counts[1] += arises ? 1 : 0;
    return true;
  }

  private List<Exchange> trace(int number, Outcome last) {
    List<Exchange> trace = new ArrayList<>(trace(number));
    trace.add(last.exchange());
    return trace;
  }

  private List<Exchange> trace(int number) {
    Deque<Exchange> trace = new ArrayDeque<>();
    for (int at = number; parents[at] >= 0; at = parents[at]) {
      trace.addFirst(device.outcome(steps[at]).exchange());
    }
    return List.copyOf(trace);
  }

  private Map<String, Long> kinds() {
    Map<String, Long> kinds = new TreeMap<>();
    Messages.kinds().forEach(kind -> kinds.put(kind, 0L));
    for (int i = 0; i < judged; i++) {
      Exchange exchange = device.outcome(i).exchange();
      count(kinds, exchange.in(), fired[i]);
      for (Envelope envelope : exchange.out()) {
        count(kinds, envelope, fired[i]);
      }
    }
    return kinds;
  }

  private static void count(Map<String, Long> kinds, Envelope envelope, long times) {
    kinds.merge(envelope.message().getClass().getSimpleName(), times, Long::sum);
  }

  private Map<Rule, Tally> tallies() {
    Map<Rule, Tally> tallies = new EnumMap<>(Rule.class);
    for (Rule rule : Rule.values()) {
      long[] counts = inStates.getOrDefault(rule, new long[2]).clone();
      for (int i = 0; i < judged; i++) {
        Exchange exchange = device.outcome(i).exchange();
        counts[0] += rule.judges(exchange) ? fired[i] : 0;
        counts[1] += rule.arises(exchange) ? fired[i] : 0;
      }
      tallies.put(rule, new Tally(counts[0], counts[1]));
    }
    return tallies;
  }
}
