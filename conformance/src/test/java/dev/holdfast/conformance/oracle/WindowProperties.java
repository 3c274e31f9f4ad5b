package dev.holdfast.conformance.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A window is a set of numbers, however far the first that is missing lags behind. */
class WindowProperties {
  @Property(tries = 200)
  void holdsWhatWasAdded(
      @ForAll @Size(max = 60) Set<@IntRange(max = 400) Integer> some,
      @ForAll @IntRange(max = 300) int full) {
    Set<Integer> numbers = new TreeSet<>(some);
    for (int number = 0; number < full; number++) {
      numbers.add(number);
    }
    Window up = Window.EMPTY;
    for (int number : numbers) {
      up = up.plus(number);
    }
    Window down = Window.EMPTY;
    for (int number : new TreeSet<>(numbers).descendingSet()) {
      down = down.plus(number);
    }
    assertEquals(up, down);
    assertEquals(up.hashCode(), down.hashCode());
    for (int number = 0; number < 500; number++) {
      assertEquals(numbers.contains(number), up.contains(number));
      int from = number;
      int next = up.nextAbsent(from);
      assertEquals(Collections.emptySet(), difference(from, next, numbers));
    }
  }

  /** The numbers in a range that are not in the set, and the one after it if that is. */
  private static Set<Integer> difference(int from, int next, Set<Integer> numbers) {
    Set<Integer> wrong = new TreeSet<>();
    for (int number = from; number <= next; number++) {
      if (numbers.contains(number) == (number == next)) {
        wrong.add(number);
      }
    }
    return wrong;
  }
}
