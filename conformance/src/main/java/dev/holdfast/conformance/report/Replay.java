package dev.holdfast.conformance.report;

import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.oracle.Recording;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.wire.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A counterexample that can be run again, against any subject of its role: {@code failure-N.json},
 * as {@code replay.schema.json} has it.
 *
 * @param scenario the name of the scenario
 * @param rule the rule that was broken; empty if the conversation broke down
 * @param recording what was told, and what was said then
 */
public record Replay(String scenario, Optional<Rule> rule, Recording recording) {

  /**
   * A failure, to be kept.
   *
   * @param failure the failure
   * @return how to run it again
   */
  public static Replay of(Failure failure) {
    return new Replay(failure.scenario().name(), failure.rule(), failure.recording());
  }

  /**
   * What to tell a subject.
   *
   * @return the scenario
   */
  public Scenario told() {
    return new Scenario(
        scenario,
        recording.catalogue(),
        recording.batches().stream().map(Recording.Batch::told).toList());
  }

  /**
   * The text of the file.
   *
   * @return one JSON object, on several lines
   */
  public String write() {
    ObjectNode root = Form.REPLAY.begin();
    root.put("role", recording.role().name().toLowerCase(Locale.ROOT));
    rule.ifPresent(broken -> root.put("rule", broken.id()));
    root.put("scenario", scenario);
    root.set("catalogue", catalogue(recording.catalogue()));
    root.set("batches", batches(recording));
    return Json.text(root);
  }

  private static JsonNode catalogue(Catalogue catalogue) {
    ObjectNode reset = (ObjectNode) Json.MAPPER.readTree(Wire.encode(new Line.Reset(catalogue)));
    reset.remove("control");
    return reset;
  }

  static ArrayNode batches(Recording recording) {
    ArrayNode batches = Json.MAPPER.createArrayNode();
    for (Recording.Batch batch : recording.batches()) {
      ObjectNode node = batches.addObject();
      node.set("told", Json.messages(batch.told()));
      node.set("said", Json.messages(batch.said()));
    }
    return batches;
  }

  /**
   * Reads a file.
   *
   * @param text its text
   * @return the counterexample
   * @throws FormException if it is none; the message is one sentence
   */
  public static Replay read(String text) throws FormException {
    try {
      JsonNode root = Form.REPLAY.read(text);
      Role role = Role.valueOf(root.get("role").stringValue().toUpperCase(Locale.ROOT));
      ObjectNode reset = ((ObjectNode) root.get("catalogue").deepCopy()).put("control", "reset");
      Catalogue catalogue = ((Line.Reset) Wire.decodeKit(reset.toString())).catalogue();
      List<Recording.Batch> batches = new ArrayList<>();
      for (JsonNode batch : root.get("batches")) {
        List<Envelope> said = new ArrayList<>();
        for (JsonNode line : batch.get("said")) {
          if (line.has("channel")) {
            said.add(((Line.Said) Wire.decode(line.toString())).envelope());
          }
        }
        batches.add(new Recording.Batch(told(batch.get("told"), role), said));
      }
      return new Replay(
          root.get("scenario").stringValue(), rule(root), new Recording(role, catalogue, batches));
    } catch (WireException e) {
      throw new FormException(e.reason());
    }
  }

  private static List<Envelope> told(JsonNode lines, Role role)
      throws WireException, FormException {
    List<Envelope> told = new ArrayList<>();
    for (JsonNode line : lines) {
      if (!(Wire.decodeKit(line.toString()) instanceof Line.Said message)
          || !role.hears(message.envelope())) {
        throw new FormException("its role hears no " + line);
      }
      told.add(message.envelope());
    }
    return told;
  }

  private static Optional<Rule> rule(JsonNode root) throws FormException {
    return root.has("rule")
        ? Optional.of(Baseline.rule(root.get("rule").stringValue()))
        : Optional.empty();
  }
}
