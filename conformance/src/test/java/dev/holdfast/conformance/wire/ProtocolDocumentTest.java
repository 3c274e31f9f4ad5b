package dev.holdfast.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.trace.Judge;
import dev.holdfast.conformance.trace.Trace;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PROTOCOL.md shows is what the kit reads and what the model says. */
class ProtocolDocumentTest {
  private static final Path DOCUMENT = Path.of("PROTOCOL.md");

  @TempDir Path temp;

  @Test
  void everyMessageIsInATableWithItsFields() throws IOException {
    String document = Files.readString(DOCUMENT);
    List<Class<?>> kinds =
        kinds(Message.class).filter(kind -> kind != Message.Malformed.class).toList();
    for (Class<?> kind : kinds) {
      String fields =
          Arrays.stream(kind.getRecordComponents())
              .map(RecordComponent::getName)
              .map(name -> "`" + name + "`")
              .collect(Collectors.joining(", "));
      String row = "| `" + kind.getSimpleName() + "` |" + (fields.isEmpty() ? "" : " " + fields);
      assertTrue(document.contains("\n" + row + " |"), row);
    }
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(ProtocolDocumentTest::kinds);
  }

  @Test
  void everyLineShownIsALineOfTheProtocol() throws IOException, WireException {
    for (String line : Files.readAllLines(DOCUMENT)) {
      for (String part : line.split("[|`]", -1)) {
        String text = part.strip();
        if (text.startsWith("{\"control\"") || text.startsWith("{\"channel\"")) {
          boolean subject = line.startsWith("| subject");
          assertTrue(subject ? Schema.check(text).isEmpty() : isOfKit(text), text);
        }
      }
    }
  }

  private static boolean isOfKit(String line) throws WireException {
    return line.equals(Wire.encode(Wire.decodeKit(line)));
  }

  @Test
  void everyMessageIsInAConversation() throws IOException {
    List<String> lines =
        Files.readAllLines(DOCUMENT).stream().filter(line -> line.matches("[<>] .*")).toList();
    for (Class<?> kind : kinds(Message.class).toList()) {
      String type = "\"message\":{\"type\":\"" + kind.getSimpleName() + "\"";
      boolean shown = lines.stream().anyMatch(line -> line.contains(type));
      assertTrue(shown || kind == Message.Malformed.class, type);
    }
  }

  @Test
  void theConversationsAreWhatTheModelSays() throws IOException, WireException {
    int conversations = 0;
    Conversation conversation = new Conversation();
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("> {")) {
        conversation.kitSays(Wire.decodeKit(line.substring(2)));
      } else if (line.startsWith("< {")) {
        conversation.subjectSays(Schema.decode(line.substring(2)));
      }
      if (line.equals("> " + Wire.encode(new Line.Bye()))) {
        conversations++;
        conversation = new Conversation();
      }
    }
    assertEquals(Role.values().length, conversations);
  }

  @Test
  void theTraceShownPasses() throws Exception {
    List<String> lines =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("{\"device\""))
            .toList();
    for (String line : lines) {
      assertTrue(Schema.check(Schema.part("ofTrace"), Wire.parse(line)).isEmpty(), line);
    }
    Path file = Files.write(temp.resolve("trace"), lines);
    Trace trace = Judge.judge(file, read -> {});
    assertEquals(Verdict.PASS, trace.verdict(), trace::toString);
    assertEquals(2, trace.devices());
  }

  /** Says what the document's subject must say. */
  private static final class Conversation {
    private final Map<String, String> handles = new HashMap<>();
    private final List<String> due = new ArrayList<>();
    private Role role = Role.DEVICE;
    private Proxy proxy = Proxy.NEW;
    private TargetOs target = TargetOs.off(Catalogue.of("none"));

    void kitSays(Line.FromKit line) throws WireException {
      assertEquals(List.of(), due, "said before " + line);
      if (line instanceof Line.Reset reset) {
        target = TargetOs.off(reset.catalogue());
      } else if (line instanceof Line.Sync sync) {
        due.add(Wire.encode(new Line.Synced(sync.number())));
      } else if (line instanceof Line.Said said) {
        assertTrue(role.hears(said.envelope()), line.toString());
        hear(ofModel(said.envelope()));
      }
    }

    /** A device hears itself, too. */
    private void hear(Envelope first) {
      ArrayDeque<Envelope> heard = new ArrayDeque<>(List.of(first));
      while (!heard.isEmpty()) {
        Envelope in = heard.remove();
        List<Envelope> said = new ArrayList<>();
        if (role != Role.TARGET && Role.PROXY.hears(in)) {
          Step<Proxy> step = proxy.step(in);
          proxy = step.state();
          said.addAll(step.out());
        } else {
          Step<TargetOs> step = target.steps(in).get(0);
          target = step.state();
          said.addAll(step.out());
        }
        said.forEach(envelope -> due.add(Wire.encode(envelope)));
        if (role == Role.DEVICE) {
          said.stream().filter(e -> e.channel().equals(Channel.TARGET)).forEach(heard::add);
        }
      }
    }

    void subjectSays(Line.FromSubject line) throws WireException {
      if (line instanceof Line.Hello hello) {
        role = hello.role();
        return;
      }
      if (line instanceof Line.Said said
          && said.envelope().message() instanceof Message.Provided provided) {
        assertTrue(Wire.decode(due.get(0)) instanceof Line.Said, due.toString());
        Envelope model = ((Line.Said) Wire.decode(due.get(0))).envelope();
        handles.put(provided.handle().name(), ((Message.Provided) model.message()).handle().name());
      }
      assertEquals(due.remove(0), ofModel(Wire.encode(line)));
    }

    private Envelope ofModel(Envelope envelope) throws WireException {
      return envelope.message() instanceof Message.Malformed
          ? envelope
          : ((Line.Said) Wire.decodeKit(ofModel(Wire.encode(envelope)))).envelope();
    }

    /** The document's handles are opaque, the model's are not. */
    private String ofModel(String line) {
      String translated = line;
      for (Map.Entry<String, String> handle : handles.entrySet()) {
        translated = translated.replace(handle.getKey(), handle.getValue());
      }
      return translated;
    }
  }
}
