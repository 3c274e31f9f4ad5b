package dev.holdfast.conformance.report;

import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.model.Envelope;
import java.util.List;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How reports are written as JSON: the same on every system, a message on the wire's form. */
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode messages(List<Envelope> messages) {
    ArrayNode array = MAPPER.createArrayNode();
    messages.forEach(message -> array.add(message(message)));
    return array;
  }

  /** What has no form on the wire, as a subject in Java may say it, is quoted. */
  private static JsonNode message(Envelope envelope) {
    try {
      return MAPPER.readTree(Wire.encode(envelope));
    } catch (IllegalArgumentException e) {
      return object().put("text", envelope.toString());
    }
  }

  static String text(JsonNode node) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter pretty =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    return MAPPER.writer().with(pretty).writeValueAsString(node) + "\n";
  }
}
