package dev.holdfast.conformance.zoo;

import dev.holdfast.conformance.oracle.World;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Breadth-first search for the shortest scenario in which a wrong machine breaks its rule. It may
 * be told any message of an alphabet at any time, whether an environment would send it then or not:
 * so nothing that could be made of these messages is shorter.
 *
 * @param <S> the machine's state
 */
final class Shortest<S> {
  private static final int MOST_STATES = 300_000;

  private final Role role;
  private final S initial;
  private final BiFunction<S, Envelope, Step<S>> machine;
  private final Rule rule;
  private final Function<Scenario, Optional<Rule>> judge;

  /** Where the model and the machine may be together; the worlds differ where it had a choice. */
  private record Pair<S>(Set<World> worlds, S state) {}

  private record Node<S>(Pair<S> pair, List<Envelope> told) {}

  private Shortest(
      Role role,
      S initial,
      BiFunction<S, Envelope, Step<S>> machine,
      Rule rule,
      Function<Scenario, Optional<Rule>> judge) {
    this.role = role;
    this.initial = initial;
    this.machine = machine;
    this.rule = rule;
    this.judge = judge;
  }

  /**
   * Searches.
   *
   * @param wrong the machine
   * @param empty a scenario in which nothing is told
   * @param alphabet what may be told
   * @param length of no interest is what is as long
   * @param judge the rule that is blamed for what comes of a scenario, if anything is wrong
   * @return the first of the shortest; empty if there is none below the length
   * @throws IllegalStateException if there are too many states to tell
   */
  static Optional<Scenario> below(
      WrongMachine wrong,
      Scenario empty,
      Collection<Envelope> alphabet,
      int length,
      Function<Scenario, Optional<Rule>> judge) {
    Machines its = wrong.machines();
    Shortest<?> search =
        wrong.role() == Role.PROXY
            ? new Shortest<>(wrong.role(), Proxy.NEW, its.proxy()::step, wrong.rule(), judge)
            : new Shortest<>(
                wrong.role(),
                TargetOs.off(empty.catalogue()),
                (state, in) -> its.target().steps(state, in).get(0),
                wrong.rule(),
                judge);
    return search.below(empty, alphabet, length);
  }

  private Optional<Scenario> below(Scenario empty, Collection<Envelope> alphabet, int length) {
    Pair<S> first = new Pair<>(Set.of(World.fresh(empty.catalogue())), initial);
    Set<Pair<S>> seen = new HashSet<>(Set.of(first));
    Deque<Node<S>> open = new ArrayDeque<>(List.of(new Node<>(first, List.of())));
    while (!open.isEmpty() && open.element().told().size() + 1 < length) {
      Node<S> node = open.remove();
      for (Envelope in : alphabet) {
        List<Envelope> told = new ArrayList<>(node.told());
        told.add(in);
        Step<S> step = machine.apply(node.pair().state(), in);
        Set<World> worlds = hear(node.pair().worlds(), in, step.out());
        if (worlds.isEmpty()) {
          Scenario refuted = empty.with(told.stream().map(List::of).toList());
          Rule blamed =
              judge
                  .apply(refuted)
                  .orElseThrow(() -> new IllegalStateException("nothing is wrong: " + refuted));
          if (blamed == rule) {
            return Optional.of(refuted);
          }
        } else {
          Pair<S> pair = new Pair<>(worlds, step.state());
          if (seen.add(pair)) {
            open.add(new Node<>(pair, told));
          }
        }
      }
      if (seen.size() > MOST_STATES) {
        throw new IllegalStateException("more than " + MOST_STATES + " states");
      }
    }
    return Optional.empty();
  }

  /** Where the model may be after this was told and said; nowhere if it does not allow it. */
  private Set<World> hear(Set<World> worlds, Envelope in, List<Envelope> said) {
    Set<World> after = new LinkedHashSet<>();
    for (World world : worlds) {
      for (World.Move move : world.hear(role, in)) {
        if (move.exchange().out().equals(said)) {
          after.add(move.after());
        }
      }
    }
    return after;
  }
}
