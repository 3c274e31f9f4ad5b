package dev.holdfast.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.conformance.cli.Text;
import dev.holdfast.conformance.diagram.SequenceDiagram;
import dev.holdfast.conformance.diagram.SequenceDiagram.Turn;
import dev.holdfast.conformance.oracle.Recording;
import dev.holdfast.conformance.wire.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.conformance.wire.TraceReader;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Recorded conversations as diagrams, in the order in which they were recorded: nobody asks whether
 * that is how it came about.
 */
public final class Transcript {
  private Transcript() {}

  /**
   * One run.
   *
   * @param title what to call it
   * @param recording the run
   * @return the diagram
   */
  public static SequenceDiagram of(String title, Recording recording) {
    return diagram(
        title,
        recording.role(),
        recording.batches().stream()
            .flatMap(batch -> Stream.concat(batch.told().stream(), batch.said().stream()))
            .toList());
  }

  /** What was recorded of one device. */
  private static final class Talk {
    private final List<List<Envelope>> scenarios = new ArrayList<>(List.of(new ArrayList<>()));

    void add(Line line) {
      if (line instanceof Line.Reset) {
        scenarios.add(new ArrayList<>());
      } else if (line instanceof Line.Said said) {
        scenarios.get(scenarios.size() - 1).add(said.envelope());
      }
    }

    List<SequenceDiagram> diagrams(String title, Optional<Role> role) {
      scenarios.removeIf(List::isEmpty);
      Role its = role.orElseGet(() -> guess(scenarios.stream().flatMap(List::stream).toList()));
      List<SequenceDiagram> diagrams = new ArrayList<>();
      for (List<Envelope> scenario : scenarios) {
        String which = scenarios.size() == 1 ? "" : ", scenario " + (diagrams.size() + 1);
        diagrams.add(diagram(title + which, its, scenario));
      }
      return diagrams;
    }
  }

  /**
   * A conversation on the wire, or a trace.
   *
   * @param title what to call it
   * @param text lines of JSON, of either side; each may have {@code >} or {@code <} before it, as
   *     in PROTOCOL.md, and those that begin with {@code #} are skipped
   * @return by the names of the devices, in the order in which they are first named, a diagram for
   *     every scenario in which something is said; those that name no device are of {@link
   *     TraceLine#UNNAMED}
   * @throws FormException if a line is none of the protocol
   */
  public static Map<String, List<SequenceDiagram>> read(String title, String text)
      throws FormException {
    Map<String, Talk> talks = new LinkedHashMap<>();
    TraceReader devices = new TraceReader();
    Optional<Role> role = Optional.empty();
    int number = 0;
    for (String whole : text.lines().toList()) {
      number++;
      String line = whole.replaceFirst("^[<>] ", "").strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Line read = line(line, number);
      if (read instanceof Line.Hello hello) {
        role = Optional.of(hello.role());
      }
      talks.computeIfAbsent(device(devices, line), any -> new Talk()).add(read);
    }
    Map<String, List<SequenceDiagram>> diagrams = new LinkedHashMap<>();
    for (Map.Entry<String, Talk> talk : talks.entrySet()) {
      String device = talk.getKey();
      String whose =
          device.equals(TraceLine.UNNAMED) ? "" : ", device '" + Text.oneLine(device) + "'";
      List<SequenceDiagram> its = talk.getValue().diagrams(title + whose, role);
      if (!its.isEmpty()) {
        diagrams.put(device, its);
      }
    }
    return diagrams;
  }

  private static String device(TraceReader reader, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return reader.read(bytes, 0, bytes.length) instanceof TraceLine.OfDevice its
        ? its.device()
        : TraceLine.UNNAMED;
  }

  private static Line line(String line, int number) throws FormException {
    try {
      return Wire.decode(line);
    } catch (WireException notSaidByASubject) {
      try {
        return (Line) Wire.decodeKit(line);
      } catch (WireException e) {
        throw new FormException("line " + number + ": " + e.reason());
      }
    }
  }

  /** Who speaks in a conversation of which the beginning is missing. */
  private static Role guess(List<Envelope> said) {
    boolean proxy = said.stream().anyMatch(e -> e.channel() instanceof Channel.OfDomain);
    boolean target =
        said.stream()
            .anyMatch(
                e ->
                    e.message() instanceof Message.FromEnvironment
                        || e.message() instanceof Message.OfTargetOs);
    return proxy && target ? Role.DEVICE : proxy ? Role.PROXY : Role.TARGET;
  }

  private static SequenceDiagram diagram(String title, Role role, List<Envelope> messages) {
    List<Turn> turns = new ArrayList<>();
    for (Envelope envelope : messages) {
      if (turns.isEmpty() || begins(role, envelope)) {
        turns.add(new Turn(envelope, List.of()));
      } else {
        Turn last = turns.remove(turns.size() - 1);
        turns.add(
            new Turn(last.in(), Stream.concat(last.out().stream(), Stream.of(envelope)).toList()));
      }
    }
    return new SequenceDiagram(title, turns, Optional.empty());
  }

  /** What is heard; in a device also what passes inside. */
  private static boolean begins(Role role, Envelope envelope) {
    return role.hears(envelope)
        || (role == Role.DEVICE && envelope.channel().equals(Channel.TARGET));
  }
}
