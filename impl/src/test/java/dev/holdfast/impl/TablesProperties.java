package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The tables of ints do what those of the library do. */
class TablesProperties {
  /** Few keys, so that they meet, and large ones. */
  private static int key(int number) {
    return number % 2 == 0 ? number / 2 + 1 : Integer.MAX_VALUE - number / 2;
  }

  /** What is done to a pair of a pid and an interest. */
  private enum Verb {
    ADD,
    REMOVE,
    EXIT,
    CLOSE
  }

  private record Act(Verb verb, int pid, int number) {}

  @Provide
  Arbitrary<List<Act>> acts() {
    Arbitrary<Verb> verbs =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.just(Verb.ADD)),
            Tuple.of(8, Arbitraries.just(Verb.REMOVE)),
            Tuple.of(1, Arbitraries.just(Verb.EXIT)),
            Tuple.of(1, Arbitraries.just(Verb.CLOSE)));
    Arbitrary<Integer> pids =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 3), Arbitraries.integers().between(0, 120));
    Arbitrary<Integer> numbers =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 3), Arbitraries.integers().between(1, 40));
    return Combinators.combine(verbs, pids.map(TablesProperties::key), numbers)
        .as(Act::new)
        .list()
        .ofMaxSize(600);
  }

  @Property
  void usesAreASetOfPairs(@ForAll("acts") List<Act> acts) {
    Uses uses = new Uses();
    Map<Integer, Set<Integer>> byPid = new TreeMap<>();
    Map<Integer, Integer> exited = new HashMap<>();
    for (Act act : acts) {
      int pid = act.pid;
      int number = act.number;
      Set<Integer> its = byPid.computeIfAbsent(pid, p -> new TreeSet<>());
      int at = uses.find(pid);
      assertEquals(exited.getOrDefault(pid, 0), uses.exited(at));
      switch (act.verb) {
        case ADD -> {
          uses.add(at, pid, number);
          its.add(number);
        }
        case REMOVE -> assertEquals(its.remove(number), uses.remove(at, number));
        case EXIT -> {
          List<Integer> left = new ArrayList<>();
          int incarnation = exited.merge(pid, 1, Integer::sum);
          uses.exit(pid, incarnation, left::add);
          assertEquals(List.copyOf(its), left.stream().sorted().toList());
          its.clear();
        }
        case CLOSE -> {
          List<Integer> told = new ArrayList<>();
          uses.close(number, told::add);
          assertEquals(users(byPid, number), told.stream().sorted().toList());
          byPid.values().forEach(one -> one.remove(number));
        }
        default -> throw new IllegalStateException(act.toString());
      }
      assertEquals(users(byPid, number).size(), uses.count(number));
    }
    assertSame(byPid, exited, uses);
  }

  private static List<Integer> users(Map<Integer, Set<Integer>> byPid, int number) {
    return byPid.entrySet().stream()
        .filter(its -> its.getValue().contains(number))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** From both sides; and what nothing is known of is not there. */
  private static void assertSame(
      Map<Integer, Set<Integer>> byPid, Map<Integer, Integer> exited, Uses uses) {
    Map<Integer, List<Integer>> expected = new TreeMap<>();
    byPid.forEach(
        (pid, its) -> {
          if (!its.isEmpty() || exited.containsKey(pid)) {
            expected.put(pid, List.copyOf(its));
          }
        });
    Map<Integer, List<Integer>> told = new TreeMap<>();
    uses.forEachProcess(
        at -> {
          List<Integer> its = new ArrayList<>();
          uses.forEachInterest(at, its::add);
          told.put(uses.pid(at), its.stream().sorted().toList());
        });
    assertEquals(expected, told);
    IntStream.rangeClosed(1, 40)
        .forEach(
            number -> {
              List<Integer> its = new ArrayList<>();
              uses.forEachUser(number, its::add);
              assertEquals(users(byPid, number), its.stream().sorted().toList());
            });
  }
}
