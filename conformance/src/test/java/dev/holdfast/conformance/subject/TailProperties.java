package dev.holdfast.conformance.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TailProperties {
  @Property(tries = 200)
  void onlyTheEndIsKept(@ForAll @Size(max = 5) List<@IntRange(max = 3 * Tail.KEPT) Integer> sizes) {
    Tail tail = new Tail();
    StringBuilder all = new StringBuilder();
    for (int size : sizes) {
      String piece = Integer.toString(size).repeat(size).substring(0, size);
      all.append(piece);
      tail.drink(new ByteArrayInputStream(piece.getBytes(StandardCharsets.UTF_8)));
    }
    assertEquals(all.substring(Math.max(0, all.length() - Tail.KEPT)), tail.text());
  }

  @Property(tries = 50)
  void theLastLineIsOneThatIsNotBlank(@ForAll @IntRange(max = 3) int blanks) {
    Tail tail = new Tail();
    String said = "first\nlast\tof\u001ball" + " \n".repeat(blanks);
    tail.drink(new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)));
    assertEquals("last of all", tail.lastLine());
  }
}
