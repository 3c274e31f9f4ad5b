package dev.holdfast.conformance.wire;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The published schema, {@code protocol.schema.json}, applied to lines: what the kit accepts is
 * what the schema says. Safe for any number of threads.
 */
public final class Schema {
  private static final String ID = "urn:holdfast:protocol:1";
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder
                  .schemas(Map.of(ID, text()))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .failFast(true)
                          .locale(Locale.ENGLISH)
                          .pathType(PathType.JSON_PATH)
                          .build()));
  private static final com.networknt.schema.Schema FROM_SUBJECT = part("fromSubject");

  private Schema() {}

  /**
   * The schema.
   *
   * @return its text, JSON Schema 2020-12
   */
  public static String text() {
    try (InputStream in =
        Objects.requireNonNull(Schema.class.getResourceAsStream("protocol.schema.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether a subject may say a line, by the schema alone.
   *
   * @param line the line, without its end
   * @return empty if it may, else why not, in one sentence that quotes the line
   */
  public static Optional<String> check(String line) {
    try {
      return check(FROM_SUBJECT, Wire.parse(line)).map(r -> WireException.sentence(r, line));
    } catch (WireException e) {
      return Optional.of(e.in(line).reason());
    }
  }

  /**
   * Checks a line of a subject and reads it: {@link #check} and {@link Wire#decode(String)} in one,
   * with the text parsed once.
   *
   * @param line the line, without its end
   * @return what it is
   * @throws WireException if it is nothing that a subject may say
   */
  public static Line.FromSubject decode(String line) throws WireException {
    try {
      JsonNode node = Wire.parse(line);
      Optional<String> reason = check(FROM_SUBJECT, node);
      if (reason.isPresent()) {
        throw new WireException(reason.get());
      }
      return Wire.decode(node);
    } catch (WireException e) {
      throw e.in(line);
    }
  }

  /** One of the schema's definitions. */
  static com.networknt.schema.Schema part(String name) {
    return REGISTRY.getSchema(SchemaLocation.of(ID + "#/$defs/" + name));
  }

  static Optional<String> check(com.networknt.schema.Schema schema, JsonNode node) {
    List<Error> errors = schema.validate(node);
    return errors.isEmpty() ? Optional.empty() : Optional.of(reason(errors.get(0)));
  }

  private static String reason(Error error) {
    String where = error.getInstanceLocation().toString();
    return (where.equals("$") ? "the line" : where.replaceFirst("^\\$\\.", ""))
        + ": "
        + error.getMessage();
  }
}
