package dev.holdfast.conformance.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Codec and schema are two readings of one protocol: they must accept the same lines. */
class WireProperties {
  private static final JsonMapper JSON = new JsonMapper();

  /** What no field can be replaced by, but for the empty list. */
  private static final List<JsonNode> ODD =
      Stream.of(
              "null",
              "true",
              "0",
              "-1",
              "1.5",
              "9007199254740992",
              "1234567890123456789012345",
              "\"\"",
              "\"not a name\"",
              "\"trailing\\n\"",
              "\"\u00e9\"",
              "[]",
              "[1]",
              "{}",
              "[[[[{}]]]]")
          .map(JSON::readTree)
          .toList();

  private static final byte[] ODD_BYTES =
      "\"\\{}[]:,0127.-eEu tn\t\r\n\0\177\377\200\303\251\355".getBytes(ISO_8859_1);

  /** What nobody reads. */
  private static final String TIMES = "\"time\":17.5,\"at\":\"1 o'clock\",";

  private static final ObjectWriter BLANKS =
      JSON.writer()
          .with(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter()));

  @Property
  void whatASubjectSaysIsReadAsItWasMeant(@ForAll("said") Envelope envelope) throws WireException {
    String line = Wire.encode(envelope);
    assertEquals(List.of(), Schema.check(line).stream().toList());
    assertEquals(new Line.Said(envelope), Wire.decode(line));
    assertEquals(new Line.Said(envelope), Schema.decode(line));
    assertEquals(line, Wire.encode(Wire.decode(line)));
    assertThrows(WireException.class, () -> Wire.decodeKit(heardBySubject(line)));
  }

  /** On the same line, a channel on which the kit never says such a thing. */
  private static String heardBySubject(String line) {
    return line.replaceFirst("\"channel\":\"[^\"]*\"", "\"channel\":\"seen\"");
  }

  @Property
  void whatTheKitSaysIsReadAsItWasMeant(@ForAll("heard") Envelope envelope) throws WireException {
    String line = Wire.encode(envelope);
    assertTrue(Schema.check(Schema.part("fromKit"), JSON.readTree(line)).isEmpty());
    assertEquals(new Line.Said(envelope), Wire.decodeKit(line));
  }

  @Property(tries = 100)
  void aFieldThatIsMissingOrOddIsRefusedByBoth(@ForAll("said") Envelope envelope) {
    for (JsonNode wrong : mutants(JSON.readTree(Wire.encode(envelope)))) {
      String line = wrong.toString();
      assertTrue(Schema.check(line).isPresent(), line);
      WireException refused = assertThrows(WireException.class, () -> Wire.decode(line), line);
      assertEquals(1, refused.reason().lines().count());
      assertTrue(refused.reason().contains(", in the line {\""));
    }
  }

  @Property(tries = 100)
  void aWrongWordOfADomainIsMalformed(@ForAll("ofDomains") Envelope envelope) throws WireException {
    JsonNode right = JSON.readTree(Wire.encode(envelope)).get("message");
    for (JsonNode wrong : mutants(right)) {
      Envelope malformed =
          new Envelope(envelope.channel(), new Message.Malformed(wrong.toString()));
      assertTrue(Schema.check(Schema.part("fromDomain"), wrong).isPresent(), wrong.toString());
      assertEquals(new Line.Said(malformed), Wire.decodeKit(Wire.encode(malformed)));
    }
    assertTrue(Schema.check(Schema.part("fromDomain"), right).isEmpty());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Wire.encode(new Envelope(envelope.channel(), new Message.Malformed(right.toString()))));
  }

  @Property
  void unknownFieldsAreIgnored(@ForAll("said") Envelope envelope) throws WireException {
    ObjectNode line = (ObjectNode) JSON.readTree(Wire.encode(envelope));
    line.put("domain", "B").withObject("message").put("channel", "domain:B").putObject("x");
    assertEquals(new Line.Said(envelope), Schema.decode(line.toString()));
  }

  /** And fast: with blanks between the words, in another order and with times, too. */
  @Property(tries = 100)
  void aTraceIsReadAsItWasMeant(
      @ForAll("said") Envelope said, @ForAll("heard") Envelope heard, @ForAll boolean named) {
    for (Envelope envelope : List.of(said, heard)) {
      String device = named ? "phone \u00e9\n3" : "";
      String line = new TraceWriter(device, Role.DEVICE).passed(envelope);
      TraceLine due = new TraceLine.Passed(device, 0, envelope);
      ObjectNode tree = (ObjectNode) JSON.readTree(line);
      for (String text :
          List.of(
              line,
              BLANKS.writeValueAsString(tree),
              turned(tree).toString(),
              line.replaceFirst("\\{", "{" + TIMES),
              line.replaceFirst("}$", "," + TIMES.replaceFirst(",$", "}")))) {
        byte[] bytes = text.getBytes(UTF_8);
        assertEquals(due, TraceReader.readAny(bytes, 0, bytes.length));
        assertEquals(Optional.of(due), new PlainLines().read(bytes, 0, bytes.length), text);
      }
    }
  }

  /** The same with all fields in the opposite order, but for the type. */
  private static ObjectNode turned(ObjectNode object) {
    List<String> names = new ArrayList<>(object.propertyNames());
    Collections.reverse(names);
    names.sort(Comparator.comparing(name -> !name.equals("type"))); // and no other
    ObjectNode turned = JSON.createObjectNode();
    for (String name : names) {
      JsonNode its = object.get(name);
      turned.set(name, its instanceof ObjectNode inner ? turned(inner) : its);
    }
    return turned;
  }

  /** Whatever becomes of a byte. */
  @Property(tries = 200)
  void bothReadersOfTracesReadTheSameBytes(
      @ForAll("said") Envelope said, @ForAll("heard") Envelope heard, @ForAll Random random) {
    TraceWriter writer = new TraceWriter("\u00e9", Role.DEVICE);
    for (String text : List.of(writer.passed(said), writer.passed(heard), writer.settled(17))) {
      byte[] line = text.replaceFirst(",", ",\"seq\":20," + TIMES).getBytes(UTF_8);
      for (int at = 0; at < line.length; at++) {
        byte odd = ODD_BYTES[random.nextInt(ODD_BYTES.length)];
        byte[] inserted = Arrays.copyOf(line, line.length + 1);
        System.arraycopy(line, at, inserted, at + 1, line.length - at);
        inserted[at] = odd;
        byte[] less = Arrays.copyOf(line, line.length - 1);
        System.arraycopy(line, at + 1, less, at, less.length - at);
        byte[] other = line.clone();
        other[at] = odd;
        for (byte[] changed : List.of(inserted, less, other, Arrays.copyOf(line, at))) {
          TraceLine due = TraceReader.readAny(changed, 0, changed.length);
          assertEquals(due, new PlainLines().read(changed, 0, changed.length).orElse(due));
        }
      }
    }
  }

  /** Whatever the text is, who reads it fast reads the same, or nothing. */
  @Property(tries = 8)
  void bothReadersOfTracesReadTheSame(
      @ForAll("said") Envelope said,
      @ForAll("heard") Envelope heard,
      @ForAll("controls") Line control,
      @ForAll String junk) {
    sameTrace(junk);
    for (String line : List.of(Wire.encode(said), Wire.encode(heard), Wire.encode(control))) {
      sameTrace(line.replaceFirst(",", "," + junk));
      ObjectNode right = (ObjectNode) JSON.readTree(line);
      sameTrace(right.deepCopy().put("x", junk).toString());
      for (JsonNode wrong : mutants(right.put("device", "a").put("seq", 7))) {
        sameTrace(wrong.toString());
      }
      sameTrace(line.replaceFirst("(\"[a-z]+\":)", "$1null,$1"));
      sameTrace(line + line);
    }
  }

  private static void sameTrace(String text) {
    byte[] line = text.getBytes(UTF_8);
    TraceLine due = TraceReader.readAny(line, 0, line.length);
    assertEquals(due, new PlainLines().read(line, 0, line.length).orElse(due), text);
    assertEquals(due, new TraceReader().read(line, 0, line.length), text);
    boolean refused = due instanceof TraceLine.Garbled || due instanceof TraceLine.Strange;
    try {
      boolean fits = Schema.check(Schema.part("ofTrace"), Wire.parse(text)).isEmpty();
      assertTrue(fits || refused, text);
      // No schema can say that what is kept warm must be listed.
      assertTrue(!fits || !refused || text.contains("\"reset\""), text);
    } catch (WireException e) {
      assertTrue(refused, text);
    }
  }

  @Property(tries = 100)
  void controlLinesAreReadAsTheyWereMeant(@ForAll("controls") Line line) throws WireException {
    String text = Wire.encode(line);
    if (line instanceof Line.FromSubject) {
      assertEquals(line, Schema.decode(text));
      assertThrows(WireException.class, () -> Wire.decodeKit(text.replace("hello", "synced")));
    } else {
      assertTrue(Schema.check(Schema.part("fromKit"), JSON.readTree(text)).isEmpty());
      assertEquals(line, Wire.decodeKit(text));
      assertTrue(Schema.check(text).isPresent());
    }
    for (JsonNode odd : mutants(JSON.readTree(text))) {
      sameVerdict(odd.toString());
    }
  }

  @Property
  void anyTextIsReadOrRefused(
      @ForAll("said") Envelope envelope, @ForAll String junk, @ForAll int from, @ForAll int to)
      throws WireException {
    sameVerdict(junk);
    String line = Wire.encode(envelope);
    int start = Math.floorMod(from, line.length());
    int end = start + Math.floorMod(to, line.length() - start);
    sameVerdict(line.substring(0, start) + line.substring(end));
    sameVerdict(line.substring(0, start) + junk + line.substring(end));
  }

  @Example
  void hostileTextIsRefused() {
    for (String line :
        List.of(
            "",
            " ",
            "NaN",
            "{}",
            "{} {}",
            "[".repeat(Wire.MAX_LINE),
            "{\"a\":".repeat(100_000),
            "x".repeat(Wire.MAX_LINE + 1),
            "{\"control\":\"synced\",\"number\":1,\"number\":1}",
            "{\"control\":\"synced\",\"number\":" + "1".repeat(5000) + "}",
            "{\"control\":\"synced\",\"number\":1e400}",
            "{\"control\":\"synced\",\"number\":1e999999999}",
            "{\"control\":\"hello\",\"version\":1}",
            "{\"control\":\"sync\",\"number\":1}",
            "{\"control\":null,\"channel\":\"target\"}",
            "{\"channel\":\"domain:A\",\"message\":{\"type\":\"Malformed\",\"text\":\"\"}}",
            "{\"channel\":\"target\",\"message\":{\"type\":\"Granted\",\"id\":1,\"handle\":\"h\"}}",
            "{\"channel\":\"seen\",\"message\":{\"type\":\"Stale\"}}",
            "{\"channel\":\"environment\",\"message\":{\"type\":\"Boot\"}}",
            "{\"channel\":\"domain:\",\"message\":{\"type\":\"Error\",\"reason\":\"INVALID\"}}")) {
      assertTrue(Schema.check(line).isPresent(), line);
      String reason = assertThrows(WireException.class, () -> Wire.decode(line)).reason();
      assertTrue(reason.length() < 400, reason);
    }
  }

  @Example
  void malformedTextMustBeJson() {
    Channel channel = Channel.of(new Domain("A"));
    Envelope none = new Envelope(channel, new Message.Malformed("{"));
    assertThrows(IllegalArgumentException.class, () -> Wire.encode(none));
    Envelope twoLines = new Envelope(channel, new Message.Malformed("[1,\n2]"));
    assertEquals("{\"channel\":\"domain:A\",\"message\":[1, 2]}", Wire.encode(twoLines));
  }

  @Example
  void idsThatNotEveryLibraryHoldsAreNotSent() {
    Envelope envelope =
        new Envelope(Channel.of(new Domain("A")), new Message.Refused(1L << 53, Reason.INVALID));
    assertThrows(IllegalArgumentException.class, () -> Wire.encode(envelope));
  }

  /** Either both readings accept the text or both refuse it, and nothing is thrown but that. */
  private static void sameVerdict(String text) {
    boolean decoded = true;
    try {
      Wire.decode(text);
    } catch (WireException e) {
      decoded = false;
    }
    assertEquals(decoded, Schema.check(text).isEmpty(), text);
  }

  /** Each differs in one field, which is missing or odd. */
  private static List<JsonNode> mutants(JsonNode right) {
    List<JsonNode> mutants = new ArrayList<>();
    if (right instanceof ObjectNode object) {
      for (String name : object.propertyNames()) {
        mutants.add(object.deepCopy().without(name));
        for (JsonNode odd : ODD) {
          if (!name.equals("processes") || !odd.isArray() || !odd.isEmpty()) {
            mutants.add(object.deepCopy().set(name, odd));
          }
        }
        mutants(object.get(name)).forEach(m -> mutants.add(object.deepCopy().set(name, m)));
      }
    } else if (right instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        for (JsonNode odd : ODD) {
          mutants.add(with(array, i, odd));
        }
        for (JsonNode mutant : mutants(array.get(i))) {
          mutants.add(with(array, i, mutant));
        }
      }
    }
    return mutants;
  }

  private static JsonNode with(ArrayNode array, int i, JsonNode item) {
    ArrayNode copy = array.deepCopy();
    copy.set(i, item);
    return copy;
  }

  // ---------------------------------------------------------------- what is generated

  @Provide
  Arbitrary<Envelope> said() {
    return envelopes(Role.DEVICE::says);
  }

  @Provide
  Arbitrary<Envelope> heard() {
    return envelopes(e -> Role.PROXY.hears(e) || Role.TARGET.hears(e));
  }

  @Provide
  Arbitrary<Envelope> ofDomains() {
    return envelopes(e -> Role.PROXY.hears(e) && e.channel() instanceof Channel.OfDomain);
  }

  @Provide
  Arbitrary<Line> controls() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20);
    Arbitrary<Integer> version = Arbitraries.integers().between(1, Integer.MAX_VALUE);
    Arbitrary<Long> number = Arbitraries.longs().between(1, (1L << 53) - 1);
    return Arbitraries.oneOf(
        Combinators.combine(version, Arbitraries.of(Role.class), text, text.list().ofMaxSize(2))
            .as(Line.Hello::new),
        number.map(Line.Synced::new),
        version.map(Line.Greeting::new),
        number.map(Line.Sync::new),
        Arbitraries.just(new Line.Bye()),
        Arbitraries.of(
                Catalogue.of("nav", "map", "route"),
                new Catalogue(new TreeMap<>(), Set.of(), Profile.HOLD),
                new Catalogue(
                    new TreeMap<>(
                        Map.of(
                            new Program("a"),
                            List.of(new ResourceId("x")),
                            new Program("b"),
                            List.of())),
                    Set.of(new Program("a"), new Program("b")),
                    Profile.HOLD))
            .map(Line.Reset::new));
  }

  private static Arbitrary<Envelope> envelopes(java.util.function.Predicate<Envelope> allowed) {
    return Arbitraries.of(kinds(Message.class).filter(k -> k != Message.Malformed.class).toList())
        .flatMap(kind -> Combinators.combine(channels(), of(kind)).as(WireProperties::envelope))
        .filter(10_000, allowed);
  }

  private static Envelope envelope(Channel channel, Object message) {
    return new Envelope(channel, (Message) message);
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(WireProperties::kinds);
  }

  private static Arbitrary<Channel> channels() {
    return Arbitraries.oneOf(
        of(Domain.class).map(domain -> Channel.of((Domain) domain)),
        Arbitraries.of(Channel.TARGET, Channel.ENVIRONMENT, Channel.DIRECT, Channel.SEEN));
  }

  /** Values of any type that a message holds. */
  private static Arbitrary<?> of(Type type) {
    if (type == int.class) {
      return Arbitraries.integers().between(1, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return Arbitraries.longs().between(1, (1L << 53) - 1);
    }
    if (type == String.class) {
      return Arbitraries.strings()
          .withCharRange('a', 'z')
          .withCharRange('A', 'Z')
          .numeric()
          .withChars("._:/#-")
          .ofMinLength(1)
          .ofMaxLength(128);
    }
    if (type instanceof ParameterizedType list) {
      return of(list.getActualTypeArguments()[0]).list().ofMaxSize(3);
    }
    if (type == Victim.class) {
      return Arbitraries.oneOf(of(Victim.TargetProcess.class), of(Victim.ProxyProcess.class));
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isEnum()) {
      return Arbitraries.of(raw.getEnumConstants());
    }
    List<Arbitrary<Object>> parts =
        Arrays.stream(raw.getRecordComponents())
            .map(RecordComponent::getGenericType)
            .map(part -> of(part).map(value -> (Object) value))
            .toList();
    return Combinators.combine(parts).as(values -> make(raw, values));
  }

  private static Object make(Class<?> type, List<Object> values) {
    try {
      assertFalse(type.isInterface());
      return type.getConstructors()[0].newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + " of " + values, e);
    }
  }
}
