package dev.holdfast.conformance.report;

import dev.holdfast.conformance.diagram.SequenceDiagram;
import dev.holdfast.conformance.diagram.SequenceDiagram.Turn;
import dev.holdfast.conformance.oracle.Recording;
import dev.holdfast.conformance.wire.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * A conversation on the wire.
   *
   * @param title what to call it
   * @param text lines of JSON, of either side; each may have {@code >} or {@code <} before it, as
   *     in PROTOCOL.md, and those that begin with {@code #} are skipped
   * @return a diagram for every scenario in which something is said
   * @throws FormException if a line is none of the protocol
   */
  public static List<SequenceDiagram> read(String title, String text) throws FormException {
    List<List<Envelope>> scenarios = new ArrayList<>();
    scenarios.add(new ArrayList<>());
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
      } else if (read instanceof Line.Reset) {
        scenarios.add(new ArrayList<>());
      } else if (read instanceof Line.Said said) {
        scenarios.get(scenarios.size() - 1).add(said.envelope());
      }
    }
    scenarios.removeIf(List::isEmpty);
    Role its = role.orElseGet(() -> guess(scenarios.stream().flatMap(List::stream).toList()));
    List<SequenceDiagram> diagrams = new ArrayList<>();
    for (List<Envelope> scenario : scenarios) {
      String which = scenarios.size() == 1 ? "" : ", scenario " + (diagrams.size() + 1);
      diagrams.add(diagram(title + which, its, scenario));
    }
    return diagrams;
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
