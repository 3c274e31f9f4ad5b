package dev.holdfast.conformance.report;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The files in JSON that a check leaves behind, each with its published schema. */
public enum Form {
  /** {@code report.json}. */
  REPORT("report", 2),
  /** {@code failure-N.json}. */
  REPLAY("replay", 1);

  private final String name;
  private final int version;

  Form(String name, int version) {
    this.name = name;
    this.version = version;
  }

  /** An object that says what it is. */
  ObjectNode begin() {
    return Json.object().put("format", "holdfast-" + name).put("version", version);
  }

  /**
   * The schema.
   *
   * @return its text, JSON Schema 2020-12
   */
  public String schema() {
    try (InputStream in =
        Objects.requireNonNull(Form.class.getResourceAsStream(name + ".schema.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @param text what it says
   * @return it, held against the schema
   * @throws FormException if it has not this form
   */
  JsonNode read(String text) throws FormException {
    try {
      JsonNode file = Json.MAPPER.readTree(text);
      Optional<String> wrong = check(file);
      if (wrong.isPresent()) {
        throw new FormException(wrong.get());
      }
      return file;
    } catch (JacksonException e) {
      throw new FormException("it is no JSON: " + e.getOriginalMessage());
    }
  }

  /**
   * Holds a file against the schema.
   *
   * @param file what the file says
   * @return empty if it has this form, else what is wrong, in one sentence
   */
  public Optional<String> check(JsonNode file) {
    String id = "urn:holdfast:" + name + ":" + version;
    Schema schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(id, schema())))
            .getSchema(SchemaLocation.of(id));
    List<Error> errors = schema.validate(file);
    return errors.stream()
        .findFirst()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage());
  }
}
