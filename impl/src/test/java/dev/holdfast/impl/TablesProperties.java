package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.impl.Processes.Pid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The tables of ints do what those of the library do. */
class TablesProperties {
  /** Few keys, so that they meet, and large ones. A step is a key's number, or one less negated. */
  private static int key(int step) {
    int number = step < 0 ? -step - 1 : step;
    return number % 2 == 0 ? number / 2 + 1 : Integer.MAX_VALUE - number / 2;
  }

  @Property
  void aSetOfInts(@ForAll @Size(max = 400) List<@IntRange(min = -81, max = 80) Integer> steps) {
    IntSet set = new IntSet();
    Set<Integer> expected = new HashSet<>();
    for (int step : steps) {
      int key = key(step);
      if (step >= 0) {
        assertEquals(expected.add(key), set.add(key));
      } else {
        assertEquals(expected.remove(key), set.remove(key));
      }
      assertEquals(expected.size(), set.size());
    }
    for (int number = 0; number <= 80; number++) {
      assertEquals(expected.contains(key(number)), set.contains(key(number)));
    }
    List<Integer> told = new ArrayList<>();
    set.forEach(told::add);
    assertEquals(expected.size(), told.size());
    assertEquals(expected, new HashSet<>(told));
  }

  @Property
  void whatIsKnownOfProcesses(
      @ForAll @Size(max = 400) List<@IntRange(min = -81, max = 80) Integer> steps) {
    Processes processes = new Processes();
    TreeMap<Integer, Integer> exited = new TreeMap<>();
    for (int step : steps) {
      int pid = key(step);
      Pid its = processes.known(pid);
      assertEquals(pid, its.number());
      assertEquals(exited.getOrDefault(pid, 0), its.exited);
      if (step >= 0) { // remembered from now on
        its.exited++;
        exited.merge(pid, 1, Integer::sum);
      }
      processes.forget(its);
    }
    for (int number = 0; number <= 80; number++) {
      int pid = key(number);
      Optional<Pid> its = Optional.ofNullable(processes.get(pid));
      assertEquals(exited.getOrDefault(pid, 0), its.map(known -> known.exited).orElse(0));
      assertEquals(exited.containsKey(pid), its.isPresent());
    }
    TreeMap<Integer, Integer> told = new TreeMap<>();
    processes.forEach(its -> told.put(its.number(), its.exited));
    assertEquals(exited, told);
  }
}
