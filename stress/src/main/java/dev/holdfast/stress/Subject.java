package dev.holdfast.stress;

import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.InMemoryTargetOs;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** What hears the messages of a race: an implementation, and the reference that judges it. */
enum Subject {
  /** The proxy process. */
  PROXY(ConcurrentProxy::new) {
    @Override
    Set<Result> permitted(Race race) {
      return of(race, Proxy.NEW, (proxy, in) -> List.of(proxy.step(in)));
    }
  },

  /** The target OS. */
  TARGET_OS(InMemoryTargetOs::new) {
    @Override
    Set<Result> permitted(Race race) {
      return of(race, TargetOs.off(CATALOGUE), TargetOs::steps);
    }
  };

  static final ResourceId R = new ResourceId("r");
  static final ResourceId S = new ResourceId("s");
  static final ResourceId T = new ResourceId("t");

  /** Provides r and s. */
  static final Program P = new Program("P");

  /** Provides t. */
  static final Program Q = new Program("Q");

  private static final Catalogue CATALOGUE =
      new Catalogue(new TreeMap<>(Map.of(P, List.of(R, S), Q, List.of(T))), Set.of(), Profile.SHED);

  private final Port.Factory implementation;

  Subject(Port.Factory implementation) {
    this.implementation = implementation;
  }

  /** A fresh implementation. */
  Port open(Consumer<Envelope> said) {
    return implementation.open(CATALOGUE, said);
  }

  /** What the reference permits to come of a race. */
  abstract Set<Result> permitted(Race race);

  private static <S> Set<Result> of(
      Race race, S initial, BiFunction<S, Envelope, List<Step<S>>> machine) {
    Set<Result> found = new HashSet<>();
    for (Step<S> ready : ends(new Step<>(initial, List.of()), List.of(race.before()), machine)) {
      for (Step<S> raced : ends(new Step<>(ready.state(), List.of()), race.actors(), machine)) {
        for (Step<S> end : ends(raced, List.of(race.after()), machine)) {
          found.add(Result.of(end.out()));
        }
      }
    }
    return found;
  }

  /** Where every order of the messages leads; each thread's are heard in their own order. */
  private static <S> List<Step<S>> ends(
      Step<S> from, List<List<Envelope>> threads, BiFunction<S, Envelope, List<Step<S>>> machine) {
    if (threads.stream().allMatch(List::isEmpty)) {
      return List.of(from);
    }
    List<Step<S>> ends = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      List<Envelope> thread = threads.get(i);
      if (!thread.isEmpty()) {
        List<List<Envelope>> rest = new ArrayList<>(threads);
        rest.set(i, thread.subList(1, thread.size()));
        for (Step<S> step : machine.apply(from.state(), thread.get(0))) {
          List<Envelope> out = new ArrayList<>(from.out());
          out.addAll(step.out());
          ends.addAll(ends(new Step<>(step.state(), out), rest, machine));
        }
      }
    }
    return ends;
  }
}
