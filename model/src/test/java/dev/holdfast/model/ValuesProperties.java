package dev.holdfast.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** A bad identifier cannot be built. */
class ValuesProperties {
  private static final List<Function<String, Record>> NAMED =
      List.of(Domain::new, ResourceId::new, Program::new);

  private static final ProcessId PROCESS = new ProcessId(1, 1);
  private static final ResourceId RESOURCE = new ResourceId("map");
  private static final Program PROGRAM = new Program("nav");

  private static final List<LongFunction<Record>> COUNTED =
      List.of(
          n -> new ProcessId((int) n, 1),
          n -> new ProcessId(1, (int) n),
          n -> new Message.Request(n, List.of(), RESOURCE),
          n -> new Message.Release(n, PROCESS, RESOURCE),
          n -> new Message.DomainUp((int) n),
          n -> new Message.Need(RESOURCE, (int) n),
          n -> new Message.NoLongerNeeded(RESOURCE, (int) n),
          n -> new Message.Died(PROGRAM, (int) n, Cause.CRASHED));

  @Property
  void namesHaveOneForm(@ForAll String text) {
    boolean good = text.matches("[A-Za-z0-9._:/#-]{1,128}");
    for (Function<String, Record> name : NAMED) {
      if (good) {
        assertEquals(text, name.apply(text).toString());
      } else {
        assertThrows(IllegalArgumentException.class, () -> name.apply(text));
      }
    }
  }

  @Property
  void numbersBelowOneAreRefused(@ForAll @IntRange(min = Integer.MIN_VALUE, max = 0) int number) {
    for (LongFunction<Record> counted : COUNTED) {
      assertThrows(IllegalArgumentException.class, () -> counted.apply(number));
    }
  }

  @Property
  void numbersFromOneAreTaken(@ForAll @LongRange(min = 1, max = Integer.MAX_VALUE) long number) {
    COUNTED.forEach(counted -> assertDoesNotThrow(() -> counted.apply(number)));
  }
}
