package dev.holdfast.conformance.wire;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Step;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example proxies, as children, against the model: the same answers to the same messages. */
@StartsChildren
class ExamplesTest {
  private static final int SEQUENCES = 200;
  private static final int LENGTH = 60;

  @ParameterizedTest
  @CsvSource({"python3, examples/python/proxy.py", "node, examples/node/proxy.js"})
  void theExampleAnswersEveryMessageAsTheModelDoes(String interpreter, String program)
      throws IOException, InterruptedException, WireException {
    Set<String> heard = new TreeSet<>();
    try (Child child = Child.start(interpreter, program)) {
      for (int seed = 0; seed < SEQUENCES; seed++) {
        child.write(new Line.Reset(Catalogue.of("nav", "map", "route")));
        Proxy proxy = Proxy.NEW;
        for (Envelope in : messages(seed)) {
          Step<Proxy> step = proxy.step(in);
          child.write(new Line.Said(in));
          assertEquals(
              byChannel(step.out()),
              byChannel(child.sync()),
              "after " + in + ", seed " + seed + ", in " + proxy);
          proxy = step.state();
          step.out().forEach(said -> heard.add(kind(said.message())));
        }
      }
      assertEquals(0, child.bye());
    }
    assertEquals(everythingAProxySays(), heard, "every kind of answer must have been compared");
  }

  @ParameterizedTest
  @CsvSource({"python3, examples/python/proxy.py", "node, examples/node/proxy.js"})
  void aBatchIsAnsweredLikeItsMessagesOneByOne(String interpreter, String program)
      throws IOException, InterruptedException, WireException {
    try (Child child = Child.start(interpreter, program)) {
      for (int seed = 0; seed < SEQUENCES; seed++) {
        child.write(new Line.Reset(Catalogue.of("nav", "map", "route")));
        Proxy proxy = Proxy.NEW;
        List<Envelope> due = new ArrayList<>();
        for (Envelope in : messages(seed)) {
          Step<Proxy> step = proxy.step(in);
          child.write(new Line.Said(in));
          due.addAll(step.out());
          proxy = step.state();
        }
        assertEquals(byChannel(due), byChannel(child.sync()), "seed " + seed);
      }
      assertEquals(0, child.bye());
    }
  }

  @ParameterizedTest
  @CsvSource("python3, examples/python/faulty.py")
  void theFaultyExampleDiffersOnlyInWhatItSaysToTheTarget(String interpreter, String program)
      throws IOException, InterruptedException, WireException {
    int differences = 0;
    try (Child child = Child.start(interpreter, program)) {
      for (int seed = 0; seed < SEQUENCES; seed++) {
        child.write(new Line.Reset(Catalogue.of("nav", "map", "route")));
        Proxy proxy = Proxy.NEW;
        for (Envelope in : messages(seed)) {
          Step<Proxy> step = proxy.step(in);
          child.write(new Line.Said(in));
          Map<Channel, List<Envelope>> due = new HashMap<>(byChannel(step.out()));
          Map<Channel, List<Envelope>> said = new HashMap<>(byChannel(child.sync()));
          List<Envelope> extra = new ArrayList<>(said.getOrDefault(Channel.TARGET, List.of()));
          extra.removeAll(due.getOrDefault(Channel.TARGET, List.of()));
          differences += extra.size();
          assertTrue(extra.stream().allMatch(e -> e.message() instanceof Message.NoLongerNeeded));
          due.remove(Channel.TARGET);
          said.remove(Channel.TARGET);
          assertEquals(due, said);
          proxy = step.state();
        }
      }
      assertEquals(0, child.bye());
    }
    assertNotEquals(0, differences);
  }

  /** In order on a domain's channel; between proxy and target OS messages may overtake. */
  private static Map<Channel, List<Envelope>> byChannel(List<Envelope> said) {
    Map<Channel, List<Envelope>> byChannel =
        said.stream().collect(Collectors.groupingBy(Envelope::channel));
    byChannel.computeIfPresent(
        Channel.TARGET,
        (channel, all) ->
            all.stream().sorted(java.util.Comparator.comparing(Envelope::toString)).toList());
    return byChannel;
  }

  private static String kind(Message message) {
    String kind = message.getClass().getSimpleName();
    if (message instanceof Message.Refused refused) {
      return kind + " " + refused.reason();
    }
    return message instanceof Message.Released released ? kind + " " + released.outcome() : kind;
  }

  private static Set<String> everythingAProxySays() {
    Stream<String> refused = Stream.of(Reason.values()).map(reason -> "Refused " + reason);
    Stream<String> others =
        Stream.of(
            "Error",
            "Granted",
            "Need",
            "NoLongerNeeded",
            "Released NOT_HELD",
            "Released RELEASED",
            "TargetDied");
    return Stream.concat(refused, others).collect(Collectors.toCollection(TreeSet::new));
  }

  // ---------------------------------------------------------------- what is said to it

  private static List<Envelope> messages(int seed) {
    return new Speaker(seed).sequence();
  }

  /** Says anything that may reach a proxy, sensible things more often. */
  private static final class Speaker {
    private static final List<String> MALFORMED =
        List.of(
            "42",
            "null",
            "[]",
            "\"Request\"",
            "{}",
            "{\"type\":null}",
            "{\"type\":[\"DomainDown\"]}",
            "{\"type\":\"Bogus\"}",
            "{\"type\":\"__proto__\"}",
            "{\"type\":\"Granted\",\"id\":1,\"handle\":\"h\"}",
            "{\"type\":\"Request\",\"id\":-1}",
            "{\"type\":\"Request\",\"id\":1000,\"processes\":{},\"resource\":\"map\"}",
            "{\"type\":\"Request\",\"id\":1000,\"processes\":[7],\"resource\":\"map\"}",
            "{\"type\":\"Request\",\"id\":1000,\"processes\":[],\"resource\":\"no name\"}",
            "{\"type\":\"Request\",\"id\":1000,\"processes\":[],\"resource\":\"map\\n\"}",
            "{\"type\":\"Request\",\"id\":1000,\"processes\":[],\"resource\":\"\"}",
            "{\"type\":\"Request\",\"id\":9007199254740992,\"processes\":[],\"resource\":\"map\"}",
            "{\"type\":\"Request\",\"id\":true,\"processes\":[],\"resource\":\"map\"}",
            "{\"type\":\"Release\",\"id\":1000,\"process\":{\"pid\":0,\"incarnation\":1},"
                + "\"resource\":\"map\"}",
            "{\"type\":\"Release\",\"id\":1000,\"process\":{\"pid\":1},\"resource\":\"map\"}",
            "{\"type\":\"ProcessExited\",\"process\":null}",
            "{\"type\":\"ProcessExited\",\"process\":{\"pid\":2147483648,\"incarnation\":1}}",
            "{\"type\":\"ProcessExited\",\"process\":{\"pid\":1,\"incarnation\":1.5}}",
            "{\"type\":\"DomainUp\"}",
            "{\"type\":\"DomainUp\",\"epoch\":0}");

    private final Random random;
    private final Map<Domain, Long> ids = new TreeMap<>();

    Speaker(int seed) {
      random = new Random(seed);
    }

    List<Envelope> sequence() {
      List<Envelope> messages = new ArrayList<>();
      for (String domain : List.of("A", "B")) {
        if (random.nextInt(5) > 0) {
          messages.add(new Envelope(Channel.of(new Domain(domain)), new Message.DomainUp(1)));
        }
      }
      while (messages.size() < LENGTH) {
        messages.add(random.nextInt(3) == 0 ? ofTarget() : ofDomain());
      }
      return messages;
    }

    private Envelope ofDomain() {
      Domain domain = new Domain(oneOf("A", "B"));
      Message message =
          switch (random.nextInt(20)) {
            case 0 -> new Message.DomainUp(from(1, 4));
            case 1 -> new Message.DomainDown();
            case 2 -> new Message.Malformed(oneOf(MALFORMED.toArray(String[]::new)));
            case 3, 4 -> new Message.ProcessExited(process());
            case 5, 6, 7, 8, 9 -> new Message.Release(id(domain), process(), resource());
            default -> new Message.Request(id(domain), processes(), resource());
          };
      return new Envelope(Channel.of(domain), message);
    }

    /** Attempts and generations that are due, late, and not yet due. */
    private Envelope ofTarget() {
      String program = oneOf("nav", "nav", "cam");
      Message message =
          switch (random.nextInt(8)) {
            case 0 ->
                new Message.StartFailed(
                    resource(),
                    from(1, 5),
                    oneOf(Reason.UNKNOWN_RESOURCE, Reason.START_FAILED, Reason.MEMORY));
            case 1 -> new Message.Died(new Program(program), from(1, 4), oneOf(Cause.values()));
            default ->
                new Message.Provided(
                    resource(),
                    from(1, 5),
                    new Program(program),
                    from(1, 4),
                    new Handle("h" + from(1, 99)));
          };
      return new Envelope(Channel.TARGET, message);
    }

    private long id(Domain domain) {
      if (random.nextInt(12) == 0) {
        return from(1, 20);
      }
      return ids.merge(domain, random.nextInt(30) == 0 ? 1L << 40 : from(1, 2), Long::sum);
    }

    private List<ProcessId> processes() {
      return Stream.generate(this::process).limit(oneOf(0, 1, 1, 1, 1, 1, 2, 2, 2, 3)).toList();
    }

    private ProcessId process() {
      return new ProcessId(from(1, 2), oneOf(1, 1, 1, 2, 2, 3));
    }

    private ResourceId resource() {
      return new ResourceId(oneOf("map", "route", "lens"));
    }

    private int from(int first, int last) {
      return first + random.nextInt(last - first + 1);
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
      return values[random.nextInt(values.length)];
    }
  }

  // ---------------------------------------------------------------- the child

  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader reader;
    private final BufferedWriter writer;
    private long syncs = 0;

    private Child(Process process) {
      this.process = process;
      reader = process.inputReader(StandardCharsets.UTF_8);
      writer = process.outputWriter(StandardCharsets.UTF_8);
      // A child that hangs is killed, which ends the read that waits for it.
      CompletableFuture.delayedExecutor(120, SECONDS).execute(process::destroyForcibly);
    }

    static Child start(String interpreter, String program) throws IOException, WireException {
      assumeTrue(installed(interpreter), interpreter + " is not installed");
      ProcessBuilder builder = new ProcessBuilder(interpreter, program);
      builder.environment().put("PYTHONDONTWRITEBYTECODE", "1"); // the source tree stays clean
      Child child = new Child(builder.redirectError(Redirect.INHERIT).start());
      child.write(new Line.Greeting(Line.VERSION));
      child.writer.flush();
      Line.Hello hello = (Line.Hello) child.read();
      assertEquals(Role.PROXY, hello.role());
      return child;
    }

    private static boolean installed(String interpreter) {
      try {
        Process version =
            new ProcessBuilder(interpreter, "--version")
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        return version.waitFor() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    void write(Line line) throws IOException {
      writer.write(Wire.encode(line) + "\n");
    }

    Line.FromSubject read() throws IOException, WireException {
      String line = reader.readLine();
      if (line == null) {
        throw new IOException("the child has ended or was killed");
      }
      return Schema.decode(line);
    }

    List<Envelope> sync() throws IOException, WireException {
      syncs++;
      write(new Line.Sync(syncs));
      writer.flush();
      List<Envelope> said = new ArrayList<>();
      Line.FromSubject line = read();
      while (line instanceof Line.Said its) {
        assertTrue(Role.PROXY.says(its.envelope()), its.toString());
        said.add(its.envelope());
        line = read();
      }
      assertEquals(new Line.Synced(syncs), line);
      return said;
    }

    int bye() throws IOException, InterruptedException {
      write(new Line.Bye());
      writer.flush();
      return process.waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
