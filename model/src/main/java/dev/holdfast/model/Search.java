package dev.holdfast.model;

import dev.holdfast.model.Check.AtRest;
import dev.holdfast.model.Check.InState;
import dev.holdfast.model.Device.Outcome;
import dev.holdfast.model.Explorer.Result;
import dev.holdfast.model.Explorer.Tally;
import dev.holdfast.model.Explorer.TooLarge;
import dev.holdfast.model.Explorer.Violation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * One exploration of a device, by several threads, nearest states first.
 *
 * <p>The threads share the states of one depth among them, and meet before the next. What each
 * finds and counts is its own until they meet; which of them finds a state, {@link StateSet}
 * decides, and nothing depends on it but the order of the states within their depth. So every state
 * is looked at once, every step is counted once, and all counts are the same for any number of
 * threads. What the threads leave to each other at a meeting is ordered by the executor.
 */
final class Search {
  /** How many states a thread takes at least at a time. */
  private static final int CHUNK = 256;

  /** In how many portions a thread takes its share of the states of a depth. */
  private static final int PORTIONS = 4;

  /** How many states a thread adds at a time. */
  private static final int BATCH = 256;

  /** After how many states progress is told. */
  private static final int PROGRESS = 1 << 16;

  private static final List<Rule> RULES = List.of(Rule.values());

  private static final List<StateCheck> STATE_CHECKS =
      RULES.stream()
          .flatMap(rule -> rule.checks().stream().flatMap(check -> StateCheck.of(rule, check)))
          .toList();

  private final Device device;
  private final long limit;
  private final boolean noting;
  private final LongConsumer progress;

  private final StateSet seen = new StateSet();
  private final AtomicLong found = new AtomicLong();
  private final Map<Integer, Verdict> verdicts = new ConcurrentHashMap<>();
  private final List<Worker> workers;

  /** Per depth, if noted: from which state of the depth before each state was reached, and how. */
  private final List<int[]> froms = new ArrayList<>();

  private final List<int[]> outcomes = new ArrayList<>();

  private int depth;
  private long bytes;

  /** The states of the current depth, and how many of them have been taken. */
  private long[] states = new long[0];

  private final AtomicInteger taken = new AtomicInteger();

  /** A rule's check of every state, or of every state at rest. */
  private record StateCheck(
      Rule rule, boolean atRest, Predicate<Node> arises, Predicate<Node> holds) {
    static Stream<StateCheck> of(Rule rule, Check check) {
      if (check instanceof InState its) {
        return Stream.of(new StateCheck(rule, false, its.arises(), its.holds()));
      } else if (check instanceof AtRest its) {
        return Stream.of(new StateCheck(rule, true, its.arises(), its.holds()));
      }
      return Stream.of();
    }
  }

  /** What the rules say of an outcome. It is judged once; after that its steps are only counted. */
  private record Verdict(List<Rule> broken, boolean wrong, Set<Rule> arose) {
    static Verdict of(Outcome outcome) {
      Exchange exchange = outcome.exchange();
      List<Rule> broken = RULES.stream().filter(rule -> !rule.holds(exchange)).toList();
      Set<Rule> arose = EnumSet.noneOf(Rule.class);
      RULES.stream().filter(rule -> rule.arises(exchange)).forEach(arose::add);
      return new Verdict(broken, !broken.isEmpty() || !outcome.right(), arose);
    }
  }

  /** Something wrong with a step from a state of the current depth, or with where it leads. */
  private record Wrong(List<Rule> rules, int from, int outcome) {}

  /**
   * An exploration.
   *
   * @param noting whether the ways to the states are noted; only a single thread may
   */
  Search(Device device, long limit, int threads, boolean noting, LongConsumer progress) {
    this.device = device;
    this.limit = limit;
    this.noting = noting;
    this.progress = progress;
    workers = Stream.generate(Worker::new).limit(threads).toList();
  }

  /** Explores until there are no more states, or something is wrong. To be called once. */
  void run() {
    ExecutorService pool = Executors.newFixedThreadPool(workers.size());
    try {
      workers.get(0).begin();
      next();
      while (states.length > 0 && !wrong()) {
        for (Future<?> done : pool.invokeAll(workers)) {
          done.get();
        }
        next();
        depth += states.length > 0 ? 1 : 0;
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      pool.shutdownNow();
    }
  }

  private void next() {
    int before = states.length;
    states = workers.stream().flatMapToLong(Worker::fresh).toArray();
    taken.set(0);
    bytes = Math.max(bytes, seen.bytes() + Long.BYTES * (long) (before + states.length));
    if (noting) {
      workers.get(0).tell(froms, outcomes);
    }
  }

  boolean wrong() {
    return workers.stream().anyMatch(worker -> !worker.wrong.isEmpty());
  }

  /** How many bytes the states took at most. */
  long bytes() {
    return bytes;
  }

  /** What was found; with violations only if the ways were noted. */
  Result result() {
    long[] fired = sum(worker -> worker.fired);
    List<Violation> violations = new ArrayList<>();
    if (noting) {
      for (Wrong wrong : workers.get(0).wrong) {
        violations.add(new Violation(wrong.rules(), trace(wrong)));
      }
    }
    return new Result(
        found.get(),
        Arrays.stream(fired).sum(),
        depth,
        kinds(fired),
        tallies(fired),
        List.copyOf(violations));
  }

  private List<Exchange> trace(Wrong wrong) {
    Deque<Exchange> trace = new ArrayDeque<>();
    int outcome = wrong.outcome();
    int from = wrong.from();
    // What was noted last leads to what was found together with what is wrong.
    for (int at = froms.size() - 2; outcome >= 0; at--) {
      trace.addFirst(device.outcome(outcome).exchange());
      outcome = outcomes.get(at)[from];
      from = froms.get(at)[from];
    }
    return List.copyOf(trace);
  }

  private Map<String, Long> kinds(long[] fired) {
    Map<String, Long> kinds = new TreeMap<>();
    Messages.kinds().forEach(kind -> kinds.put(kind, 0L));
    for (int outcome : verdicts.keySet()) {
      Exchange exchange = device.outcome(outcome).exchange();
      count(kinds, exchange.in(), fired[outcome]);
      for (Envelope envelope : exchange.out()) {
        count(kinds, envelope, fired[outcome]);
      }
    }
    return kinds;
  }

  private static void count(Map<String, Long> kinds, Envelope envelope, long times) {
    kinds.merge(envelope.message().getClass().getSimpleName(), times, Long::sum);
  }

  private Map<Rule, Tally> tallies(long[] fired) {
    Map<Rule, Tally> tallies = new EnumMap<>(Rule.class);
    RULES.forEach(rule -> tallies.put(rule, new Tally(0, 0)));
    long[] checked = sum(worker -> worker.checked);
    long[] arose = sum(worker -> worker.arose);
    for (int i = 0; i < checked.length; i++) {
      count(tallies, STATE_CHECKS.get(i).rule(), checked[i], arose[i]);
    }
    verdicts.forEach(
        (outcome, verdict) -> {
          Exchange exchange = device.outcome(outcome).exchange();
          for (Rule rule : RULES) {
            if (rule.judges(exchange)) {
              long times = fired[outcome];
              count(tallies, rule, times, verdict.arose().contains(rule) ? times : 0);
            }
          }
        });
    return tallies;
  }

  private static void count(Map<Rule, Tally> tallies, Rule rule, long checks, long arose) {
    tallies.merge(
        rule,
        new Tally(checks, arose),
        (some, more) -> new Tally(some.checks() + more.checks(), some.arose() + more.arose()));
  }

  private long[] sum(Function<Worker, long[]> counts) {
    long[] sum = new long[0];
    for (Worker worker : workers) {
      long[] its = counts.apply(worker);
      sum = Arrays.copyOf(sum, Math.max(sum.length, its.length));
      for (int i = 0; i < its.length; i++) {
        sum[i] += its[i];
      }
    }
    return sum;
  }

  /** One of the threads. */
  private final class Worker implements Callable<Worker>, Device.Visitor {
    private final Map<Integer, List<Rule>> broken = new HashMap<>();
    private final List<Wrong> wrong = new ArrayList<>();
    private final long[] checked = new long[STATE_CHECKS.size()];
    private final long[] arose = new long[STATE_CHECKS.size()];
    private long[] fired = new long[1 << 10];

    private LongStream.Builder fresh = LongStream.builder();
    private IntStream.Builder froms = IntStream.builder();
    private IntStream.Builder outcomes = IntStream.builder();

    /** States that are still to be added, and how each was reached. */
    private final long[] nexts = new long[BATCH];

    private final boolean[] isNew = new boolean[BATCH];
    private final int[] nextFroms = new int[BATCH];
    private final int[] nextOutcomes = new int[BATCH];
    private int waiting;

    private long state;
    private int from;

    void begin() {
      next(device.initial(), -1, -1);
      meetAll();
    }

    @Override
    public Worker call() {
      // Neighbours have parts in common; who takes many finds what it has just looked at.
      int many = Math.max(CHUNK, states.length / (workers.size() * PORTIONS) + 1);
      for (int at = taken.getAndAdd(many); at < states.length; at = taken.getAndAdd(many)) {
        for (from = at; from < Math.min(at + many, states.length); from++) {
          state = states[from];
          device.successors(state, this);
        }
      }
      meetAll();
      return this;
    }

    @Override
    public void step(int target, int outcome, long next) {
      if (outcome >= fired.length) {
        fired = Arrays.copyOf(fired, Math.max(outcome + 1, fired.length * 2));
      }
      if (fired[outcome]++ == 0) {
        judge(outcome);
      }
      if (!broken.isEmpty() && broken.containsKey(outcome)) {
        wrong.add(new Wrong(broken.getOrDefault(outcome, List.of()), from, outcome));
      } else if (next != state) {
        next(next, from, outcome);
      }
    }

    private void next(long next, int parent, int outcome) {
      nexts[waiting] = next;
      nextFroms[waiting] = parent;
      nextOutcomes[waiting] = outcome;
      if (++waiting == BATCH) {
        meetAll();
      }
    }

    private void meetAll() {
      int count = seen.add(nexts, isNew, waiting);
      count(count, found.addAndGet(count));
      for (int i = 0; i < waiting; i++) {
        if (isNew[i]) {
          meet(nexts[i], nextFroms[i], nextOutcomes[i]);
        }
      }
      waiting = 0;
    }

    private void count(int more, long all) {
      if (all > limit) {
        throw new TooLarge(limit);
      }
      if (all / PROGRESS > (all - more) / PROGRESS) {
        synchronized (progress) {
          progress.accept(all);
        }
      }
    }

    private void judge(int outcome) {
      Verdict verdict =
          verdicts.computeIfAbsent(outcome, any -> Verdict.of(device.outcome(outcome)));
      if (verdict.wrong()) {
        broken.put(outcome, verdict.broken());
      }
    }

    private void meet(long next, int parent, int outcome) {
      fresh.add(next);
      if (noting) {
        froms.add(parent);
        outcomes.add(outcome);
      }
      for (int target = 0; target < device.targets(); target++) {
        look(device.node(next, target), parent, outcome);
      }
    }

    /** Checks what must hold in every state, and in every state at rest. */
    private void look(Node node, int parent, int outcome) {
      boolean atRest = node.atRest();
      for (int i = 0; i < checked.length; i++) {
        StateCheck check = STATE_CHECKS.get(i);
        if (atRest || !check.atRest()) {
          checked[i]++;
          arose[i] += check.arises().test(node) ? 1 : 0;
          if (!check.holds().test(node)) {
            wrong.add(new Wrong(List.of(check.rule()), parent, outcome));
          }
        }
      }
    }

    /** The states that it has found since it was last asked. */
    LongStream fresh() {
      LongStream all = fresh.build();
      fresh = LongStream.builder();
      return all;
    }

    /** Says how it has reached them. */
    void tell(List<int[]> allFroms, List<int[]> allOutcomes) {
      allFroms.add(froms.build().toArray());
      allOutcomes.add(outcomes.build().toArray());
      froms = IntStream.builder();
      outcomes = IntStream.builder();
    }
  }
}
