package dev.holdfast.conformance.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.diagram.SequenceDiagram.Mark;
import dev.holdfast.conformance.diagram.SequenceDiagram.Turn;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Device;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Explorer;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Messages;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Scopes;
import dev.holdfast.model.fault.Fault;
import dev.holdfast.model.fault.Faults;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SequenceDiagramTest {
  private static final ResourceId MAP = new ResourceId("map");
  private static final Program NAV = new Program("nav");
  private static final Handle HANDLE = new Handle("map#1#1");
  private static final Channel A = Channel.of(new Domain("A"));
  private static final Envelope PROVIDED =
      new Envelope(Channel.TARGET, new Message.Provided(MAP, 1, NAV, 1, HANDLE));
  private static final Envelope DIED =
      new Envelope(Channel.TARGET, new Message.Died(NAV, 1, Cause.CRASHED));

  static Stream<Fault> faults() {
    return Faults.all().stream();
  }

  private static Turn turn(Channel channel, Message in, Envelope... out) {
    return new Turn(new Envelope(channel, in), List.of(out));
  }

  private static Envelope seen(Message message) {
    return new Envelope(Channel.SEEN, message);
  }

  /** A target process serves and dies; the proxy hears of it in this order. */
  private static SequenceDiagram heard(Envelope... told) {
    List<Turn> turns =
        new ArrayList<>(
            List.of(
                turn(
                    A,
                    new Message.Request(1, List.of(new ProcessId(1, 1)), MAP),
                    new Envelope(Channel.TARGET, new Message.Need(MAP, 1))),
                turn(Channel.TARGET, new Message.Need(MAP, 1), seen(new Message.Started(NAV, 1))),
                turn(
                    Channel.ENVIRONMENT,
                    new Message.Ready(NAV, 1, MAP),
                    seen(new Message.AccessGiven(NAV, 1, MAP)),
                    PROVIDED),
                turn(
                    Channel.ENVIRONMENT,
                    new Message.Crashed(NAV, 1),
                    seen(new Message.Exited(NAV, 1)),
                    DIED)));
    Stream.of(told).forEach(message -> turns.add(new Turn(message, List.of())));
    return new SequenceDiagram("What the proxy hears", turns, Optional.empty());
  }

  /** One diagram for each of the model's faults: its shortest trace, the rule marked. */
  @ParameterizedTest
  @MethodSource("faults")
  void everyTraceIsWholeAndLegible(Fault fault) throws Exception {
    Device device = new Device(Scopes.named(fault.scope()), fault.machines());
    List<Exchange> trace =
        new Explorer(device, 1_000_000, 1, found -> {}).explore().violations().get(0).trace();
    String caption = fault.rule().id() + ": " + fault.rule().text();
    SequenceDiagram diagram = SequenceDiagram.of(fault.story(), trace).marked(caption);
    Drawing drawing = Drawing.read(diagram.svg());
    drawing.assertLegible();
    assertEquals(
        caption.split(" ", -1).length,
        drawing.texts("caption").stream().mapToInt(line -> line.split(" ", -1).length).sum());
    List<String> messages =
        drawing.labels().stream()
            .filter(label -> label.css().get(0).equals("mono"))
            .filter(label -> !label.css().contains("muted"))
            .map(Drawing.Label::text)
            .toList();
    assertEquals(messagesOf(trace), messages);
    assertWhole(trace, diagram.text());
  }

  /** What was said between proxy and target OS is written where it was said, once. */
  private static List<String> messagesOf(List<Exchange> trace) {
    List<Message> underWay = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    for (Exchange exchange : trace) {
      if (!underWay.remove(exchange.in().message())) {
        messages.add(Messages.text(exchange.in().message()));
      }
      for (Envelope envelope : exchange.out()) {
        messages.add(Messages.text(envelope.message()));
        if (envelope.channel().equals(Channel.TARGET)) {
          underWay.add(envelope.message());
        }
      }
    }
    return messages;
  }

  private static void assertWhole(List<Exchange> trace, String text) {
    List<String> lines = text.lines().toList();
    assertTrue(lines.stream().allMatch(line -> line.length() <= 80), text);
    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), text);
    int first =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).startsWith("1 "))
            .findFirst()
            .getAsInt();
    int column = lines.get(first).indexOf("Boot");
    StringBuilder written = new StringBuilder();
    for (String line : lines.subList(first, lines.size())) {
      if (!line.startsWith("!!!") && line.length() > column) {
        written.append(line.substring(column));
      }
    }
    StringBuilder due = new StringBuilder();
    for (Exchange exchange : trace) {
      due.append(Messages.text(exchange.in().message()));
      exchange.out().forEach(envelope -> due.append(Messages.text(envelope.message())));
    }
    assertEquals(due.toString().replace(" ", ""), written.toString().replace(" ", ""));
  }

  @Test
  void messagesThatOvertakeCross() throws Exception {
    assertEquals(0, crossings(heard(PROVIDED, DIED)));
    assertEquals(1, crossings(heard(DIED, PROVIDED)));
  }

  private static int crossings(SequenceDiagram diagram) throws Exception {
    List<Line2D> slanted =
        Drawing.read(diagram.svg()).strokes().stream()
            .flatMap(stroke -> stroke.parts().stream())
            .filter(line -> line.getX1() != line.getX2() && line.getY1() != line.getY2())
            .filter(line -> Math.abs(line.getX1() - line.getX2()) > 12) // not the cross of an exit
            .toList();
    int crossings = 0;
    for (int i = 0; i < slanted.size(); i++) {
      for (int j = 0; j < i; j++) {
        crossings += slanted.get(i).intersectsLine(slanted.get(j)) ? 1 : 0;
      }
    }
    return crossings;
  }

  /** One mark for each such message, and one where the mark is explained. */
  @Test
  void whatIsNeverHeardEndsOpen() throws Exception {
    assertEquals(0, open(heard(PROVIDED, DIED)));
    assertEquals(2, open(heard(PROVIDED)));
    assertEquals(3, open(heard()));
  }

  private static long open(SequenceDiagram diagram) throws Exception {
    return Drawing.read(diagram.svg()).circles().stream().filter(c -> c.startsWith("open")).count();
  }

  /** A proxy alone was told this by its tester: the target OS hears nothing in this trace. */
  @Test
  void whatIsSaidToAPartThatIsNotThereIsNotUnheard() throws Exception {
    SequenceDiagram alone =
        new SequenceDiagram("Proxy", heard().turns().subList(0, 1), Optional.empty());
    assertEquals(0, open(alone));
    Drawing.read(alone.svg()).assertLegible();
  }

  @Test
  void aRunOfAProgramHasALife() throws Exception {
    assertEquals(List.of("gen. 1"), Drawing.read(heard().svg()).texts("note", "seen"));
  }

  @Test
  void aMarkIsOnATurnOrOnOneMessage() throws Exception {
    SequenceDiagram diagram = heard(DIED);
    assertEquals(
        List.of("Ready(nav, 1, map)", "AccessGiven(nav, 1, map)"),
        Drawing.read(diagram.marked(new Mark(2, Optional.empty(), "HND-1")).svg())
            .texts("mono", "wrong")
            .subList(0, 2));
    assertEquals(
        List.of("AccessGiven(nav, 1, map)"),
        Drawing.read(diagram.marked(new Mark(2, Optional.of(0), "HND-1")).svg())
            .texts("mono", "wrong"));
    assertEquals(
        List.of("HND-1"),
        Drawing.read(diagram.marked(new Mark(2, Optional.of(0), "HND-1")).svg()).texts("caption"));
    assertThrows(
        IllegalArgumentException.class,
        () -> diagram.marked(new Mark(5, Optional.empty(), "HND-1")));
  }

  @Test
  void theSameIsDrawnTheSame() {
    assertEquals(heard(DIED, PROVIDED).svg(), heard(DIED, PROVIDED).svg());
  }

  @Test
  void hostileAndLongTextsDoNoHarm() throws Exception {
    String nasty = "</text><script>alert(1)</script>&\"'\u0000\u001b[31m\ud800\uffff";
    Turn evil = turn(A, new Message.Malformed(nasty + "x".repeat(300)));
    Turn far =
        turn(
            Channel.of(new Domain("d".repeat(128))),
            new Message.Release(1, new ProcessId(1, 1), new ResourceId("r".repeat(128))));
    SequenceDiagram diagram =
        new SequenceDiagram(
            nasty, List.of(evil, far), Optional.of(new Mark(0, Optional.empty(), nasty)));
    Drawing.read(diagram.svg()).assertLegible();
    assertTrue(diagram.text().lines().allMatch(line -> line.length() <= 80), diagram.text());
  }

  @Test
  void nothingIsDrawnOfNothing() throws Exception {
    SequenceDiagram nothing = SequenceDiagram.of("Nothing", List.of());
    Drawing.read(nothing.svg()).assertLegible();
    assertEquals("Nothing", nothing.text().lines().findFirst().orElseThrow());
    assertThrows(IllegalArgumentException.class, () -> nothing.marked("REQ-1"));
  }

  @Test
  void theTextShowsWhatTheSvgShows() {
    assertEquals(
        """
        What the proxy hears

                 A       proxy   target OS    nav
        1        |-------->|         |         |     Request(1, [1.1], map)
                 |         |---a     |         |     Need(map, 1)
        2        |         |     a-->|         |     Need(map, 1)
                 |         |         |........>#     Started(nav, 1)
        3        |         |         |<--------#     Ready(nav, 1, map)
                 |         |         |........>#     AccessGiven(nav, 1, map)
                 |         |     b---|         #     Provided(map, 1, nav, 1, map#1#1)
        4        |         |         |<--------#     Crashed(nav, 1)
                 |         |         |........>X     Exited(nav, 1)
                 |         |     c---|         |     Died(nav, 1, CRASHED)
        5        |         |<--c     |         |     Died(nav, 1, CRASHED)
        6  !     |         |<--b     |         |     Provided(map, 1, nav, 1, map#1#1)
        !!! DTH-3
        """,
        heard(DIED, PROVIDED).marked("DTH-3").text());
  }
}
