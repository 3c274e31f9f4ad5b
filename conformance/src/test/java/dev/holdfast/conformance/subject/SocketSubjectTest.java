package dev.holdfast.conformance.subject;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.subject.Listener.Service;
import dev.holdfast.conformance.subject.SubjectException.Kind;
import dev.holdfast.conformance.wire.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Reason;
import dev.holdfast.model.Rule;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever listens, the kit ends in time; and what is judged does not depend on the feed. */
@StartsChildren
@Timeout(120)
class SocketSubjectTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration IMPATIENCE = Duration.ofMillis(400);
  private static final Catalogue CATALOGUE = Catalogue.of("nav", "map");
  private static final Envelope MALFORMED =
      new Envelope(Channel.of(new Domain("A")), new Message.Malformed("{}"));
  private static final Envelope INVALID =
      new Envelope(Channel.of(new Domain("A")), new Message.Error(Reason.INVALID));
  private static final String HELLO =
      Wire.encode(new Line.Hello(1, Role.PROXY, "hostile", List.of())) + "\n";

  @TempDir Path temp;

  private enum Socket {
    TCP,
    UNIX
  }

  private SocketAddress at(Socket socket) {
    return socket == Socket.TCP ? Listener.tcp() : Listener.unix(temp);
  }

  private static List<Scenario> walks(Role role, int count) {
    Walks walks = new Walks(role, 42);
    return IntStream.range(0, count).mapToObj(walks::walk).toList();
  }

  private static Report check(Subject subject, int count) {
    try (subject) {
      return new Checker(subject).run(walks(subject.role(), count), 1, done -> {});
    }
  }

  @ParameterizedTest
  @EnumSource(Socket.class)
  void oneConversationServesManyScenariosAndEndsWithBye(Socket socket) throws Exception {
    try (Listener listener = Listener.ofProxy(at(socket))) {
      try (Subject subject = new SocketSubject(listener.address(), PATIENCE)) {
        assertEquals(Role.PROXY, subject.role());
        assertEquals("built-in", subject.name());
        for (int i = 0; i < 3; i++) {
          subject.reset(CATALOGUE);
          assertEquals(List.of(INVALID), subject.exchange(List.of(MALFORMED)));
          assertEquals(List.of(), subject.exchange(List.of()));
        }
      }
      assertEquals(true, listener.byes.poll(1, TimeUnit.MINUTES));
      assertEquals(Optional.empty(), Optional.ofNullable(listener.byes.peek()));
    }
  }

  /** The rules' verdicts, and the primary one. */
  private record Judged(Verdict verdict, Optional<Rule> primary, Map<Rule, Verdict> rules) {
    static Judged of(Report report) {
      Map<Rule, Verdict> rules = new EnumMap<>(Rule.class);
      report.lines().forEach((rule, line) -> rules.put(rule, line.verdict()));
      return new Judged(report.verdict(), report.primary(), rules);
    }
  }

  /** No devices: which rules' conditions arise in one depends on its own threads. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "built-in-proxy",
        "built-in-target",
        "batching-proxy",
        "over-with-users",
        "shed-at-medium",
        "handles-by-number"
      })
  void everyFeedComesToTheSameVerdict(String name) throws Exception {
    Judged java = Judged.of(check(Served.named(name), 40));
    assertEquals(java, Judged.of(check(Served.child(name), 40)));
    for (Socket socket : Socket.values()) {
      try (Listener listener = Listener.of(at(socket), () -> Served.named(name))) {
        Subject subject = new SocketSubject(listener.address(), PATIENCE);
        assertEquals(java, Judged.of(check(subject, 40)), socket::name);
      }
    }
    boolean right = name.matches("built-in.*|batching.*");
    assertEquals(right, java.primary().isEmpty(), "or nothing was compared");
  }

  private static void write(SocketChannel connection, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      connection.write(bytes);
    }
  }

  /** Returns when the kit has closed the connection. */
  private static boolean hearOut(SocketChannel connection) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    while (connection.read(bytes.clear()) >= 0) {
      bytes.flip();
    }
    return false;
  }

  private static boolean flood(SocketChannel connection, String what) throws IOException {
    while (true) {
      write(connection, what);
    }
  }

  /** Those who listen and do wrong. */
  private enum Hostile {
    NEVER_ANSWERS(SocketSubjectTest::hearOut),
    ENDS_AT_ONCE(connection -> false),
    ONE_ENDLESS_LINE(connection -> flood(connection, "x".repeat(1 << 16))),
    ENDLESS_EMPTY_LINES(connection -> flood(connection, "\n".repeat(1 << 16))),
    HELLO_WITHOUT_END(connection -> flood(connection, HELLO.repeat(1000))),
    HELLO_THEN_SILENCE(
        connection -> {
          write(connection, HELLO);
          return hearOut(connection);
        }),
    HELLO_THEN_FLOOD(
        connection -> {
          write(connection, HELLO);
          return flood(connection, (Wire.encode(INVALID) + "\n").repeat(1000));
        }),
    HELLO_THEN_END(
        connection -> {
          write(connection, HELLO);
          return false;
        });

    private final Service service;

    Hostile(Service service) {
      this.service = service;
    }
  }

  @ParameterizedTest
  @EnumSource(Hostile.class)
  void whateverItDoesTheKitEndsInTimeAndClosesTheConnection(Hostile hostile) throws Exception {
    for (Socket socket : Socket.values()) {
      try (Listener listener = new Listener(at(socket), hostile.service)) {
        assertNotEquals(Verdict.PASS, verdict(listener.address()));
        assertEquals(false, listener.byes.poll(1, TimeUnit.MINUTES), "it is still served");
      }
    }
  }

  private static Verdict verdict(Address address) {
    try {
      return check(new SocketSubject(address, IMPATIENCE), 3).verdict();
    } catch (SubjectException e) {
      assertEquals(Kind.NO_SUBJECT, e.kind());
      return Verdict.HARNESS_ERROR;
    }
  }

  /** It may have crashed, or been stopped: nothing is proved. */
  @ParameterizedTest
  @EnumSource(Socket.class)
  void aConnectionThatBreaksIsNeitherPassNorFail(Socket socket) throws Exception {
    try (Listener listener = new Listener(at(socket), Hostile.HELLO_THEN_END.service)) {
      Report report = check(new SocketSubject(listener.address(), PATIENCE), 5);
      assertEquals(Verdict.INCONCLUSIVE, report.verdict());
      assertEquals(Optional.of(Kind.DISCONNECTED), report.breakdown());
      String sentence = report.failures().get(0).sentence();
      assertTrue(sentence.contains(listener.address().text()), sentence);
    }
  }

  @Test
  void aResetAfterABreakConnectsAgain() throws Exception {
    boolean[] second = {false};
    Service service =
        connection -> {
          if (second[0]) {
            return SubjectServer.serve(
                Served.named("built-in-proxy"),
                Channels.newInputStream(connection),
                Channels.newOutputStream(connection));
          }
          second[0] = true;
          write(connection, HELLO);
          return false;
        };
    try (Listener listener = new Listener(Listener.unix(temp), service);
        Subject subject = new SocketSubject(listener.address(), PATIENCE)) {
      subject.reset(CATALOGUE);
      for (int i = 0; i < 2; i++) {
        SubjectException gone =
            assertThrows(
                SubjectException.class,
                () -> subject.exchange(List.of(MALFORMED)),
                "once it broke, and once it is over");
        assertEquals(Kind.DISCONNECTED, gone.kind());
      }
      subject.reset(CATALOGUE);
      assertEquals(List.of(INVALID), subject.exchange(List.of(MALFORMED)));
    }
  }

  private static SubjectException nobody(Address address) {
    SubjectException e =
        assertThrows(SubjectException.class, () -> new SocketSubject(address, IMPATIENCE).close());
    assertEquals(Kind.NO_SUBJECT, e.kind());
    assertTrue(e.sentence().contains(address.text()), e.sentence());
    return e;
  }

  @ParameterizedTest
  @EnumSource(Socket.class)
  void nobodyListens(Socket socket) throws IOException {
    Listener listener = Listener.ofProxy(at(socket));
    Address address = listener.address();
    listener.close();
    assertTrue(nobody(address).sentence().startsWith("nobody listens at "));
  }

  /** The queue of those who want to be accepted is full. */
  @Test
  void nobodyAccepts() throws IOException {
    try (ServerSocketChannel busy = ServerSocketChannel.open()) {
      busy.bind(Listener.tcp(), 1);
      List<SocketChannel> before = IntStream.range(0, 4).mapToObj(any -> connecting(busy)).toList();
      assertTrue(nobody(Listener.address(busy)).sentence().startsWith("nobody accepts "));
      for (SocketChannel one : before) {
        one.close();
      }
    }
  }

  private static SocketChannel connecting(ServerSocketChannel to) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(to.getLocalAddress());
      return channel;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy",
        "/run/proxy",
        "unix:",
        "unix:a\0b",
        "tcp:",
        "tcp:7000",
        "tcp::7000",
        "tcp:localhost",
        "tcp:localhost:",
        "tcp:localhost:0",
        "tcp:localhost:65536",
        "tcp:localhost:http",
        "tcp:[::1:7",
        "tcp:192.0.2.1:7000",
        "tcp:example.org:7000",
        "udp:localhost:7000"
      })
  void whatIsNoAddressIsToldInOneSentence(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Address.of(text));
    assertTrue(String.valueOf(e.getMessage()).startsWith("'" + text + "' is no address"));
    assertThrows(IllegalArgumentException.class, () -> Address.of("unix:/" + "x".repeat(107)));
  }

  @Test
  void addresses() {
    assertEquals("/127.0.0.1:7", Address.of("tcp:localhost:7").socket().toString());
    assertEquals("/127.0.0.2:7", Address.of("tcp:127.0.0.2:7").socket().toString());
    assertEquals("/[0:0:0:0:0:0:0:1]:7", Address.of("tcp:[::1]:7").socket().toString());
    assertEquals("/" + "x".repeat(106), Address.of("unix:/" + "x".repeat(106)).socket().toString());
  }
}
