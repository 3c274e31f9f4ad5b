package dev.holdfast.tla;

import dev.holdfast.tla.Tlc.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is checked by TLC, and what it must find. The configuration files are generated from it.
 *
 * @param templates by name what configurations have in common
 * @param configurations the configurations
 */
public record Manifest(Map<String, Template> templates, List<Configuration> configurations) {
  /** The manifest's file, beside the modules. */
  public static final String FILE = "manifest.json";

  private static final String SCOPE = "$scope";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Keeps immutable copies. */
  public Manifest {
    templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
    configurations = List.copyOf(configurations);
  }

  /**
   * What configurations have in common.
   *
   * @param lines the beginning of the file
   * @param constants what stands for a constant or a definition; {@code $scope} is the name of the
   *     configuration's scope
   * @param invariants what must hold in every state
   * @param properties what must hold on every step, or of every behaviour
   */
  public record Template(
      List<String> lines,
      List<String> constants,
      List<String> invariants,
      List<String> properties) {}

  /** When a configuration is checked. */
  public enum Build {
    /** Always. */
    DEFAULT,
    /** With {@code -Pexhaustive} alone: it takes long. */
    EXHAUSTIVE
  }

  /**
   * A configuration.
   *
   * @param name its file's, without the ending, relative to the modules
   * @param template the name of its template
   * @param module the module that it is for
   * @param scope the name of its scope; empty if its template names scopes
   * @param overrides which wrong definitions stand in place of right ones
   * @param build when it is checked
   * @param verdict what TLC must say
   * @param violates what must be violated; empty if nothing
   * @param states how many distinct states TLC must find
   * @param generated how many it must generate
   * @param depth how many states the longest of the shortest ways must have
   * @param seconds how long it took when it was last counted, beside another one on two cores; for
   *     people, never checked
   */
  public record Configuration(
      String name,
      String template,
      String module,
      String scope,
      List<String> overrides,
      Build build,
      Verdict verdict,
      String violates,
      long states,
      long generated,
      int depth,
      long seconds) {

    /**
     * The configuration's file.
     *
     * @return relative to the modules
     */
    public String file() {
      return name + ".cfg";
    }

    /**
     * The same configuration that expects what was found. What must be violated stays: that is for
     * people to decide.
     *
     * @param run what was found
     * @return the configuration with the run's counts
     */
    public Configuration counted(Tlc.Run run) {
      return new Configuration(
          name,
          template,
          module,
          scope,
          overrides,
          build,
          verdict,
          violates,
          run.states(),
          run.generated(),
          run.depth(),
          run.seconds());
    }
  }

  /**
   * Reads the manifest.
   *
   * @param directory where the modules are
   * @return the manifest
   * @throws IOException if it cannot be read
   */
  public static Manifest read(Path directory) throws IOException {
    return JSON.readValue(Files.readString(directory.resolve(FILE)), Manifest.class);
  }

  /**
   * The manifest as it stands in its file.
   *
   * @return JSON
   */
  public String json() {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    return JSON.writer().with(printer).writeValueAsString(this) + "\n";
  }

  /**
   * What a configuration checks.
   *
   * @param configuration one of this manifest's
   * @return the names of invariants and properties
   */
  public List<String> checked(Configuration configuration) {
    Template template = template(configuration);
    List<String> checked = new ArrayList<>(template.invariants());
    checked.addAll(template.properties());
    return checked;
  }

  /**
   * The text of a configuration's file. What must be violated stands last: whatever else the same
   * step breaks would be reported in its place.
   *
   * @param configuration one of this manifest's
   * @return the text
   */
  public String text(Configuration configuration) {
    Template template = template(configuration);
    String scope = configuration.scope();
    StringBuilder text = new StringBuilder("\\* Generated from manifest.json.\n");
    template.lines().forEach(line -> text.append(line).append('\n'));
    text.append("CONSTANTS\n");
    template
        .constants()
        .forEach(line -> text.append("  ").append(line.replace(SCOPE, scope)).append('\n'));
    configuration.overrides().forEach(wrong -> text.append("  ").append(wrong).append('\n'));
    list("INVARIANTS", template.invariants(), configuration.violates(), text);
    list("PROPERTIES", template.properties(), configuration.violates(), text);
    return text.toString();
  }

  private static void list(String what, List<String> names, String last, StringBuilder text) {
    if (names.isEmpty()) {
      return;
    }
    text.append(what).append('\n');
    names.stream()
        .filter(name -> !name.equals(last))
        .forEach(name -> text.append("  ").append(name).append('\n'));
    if (names.contains(last)) {
      text.append("  ").append(last).append('\n');
    }
  }

  private Template template(Configuration configuration) {
    Template template = templates.get(configuration.template());
    if (template == null) {
      throw new IllegalArgumentException("no template " + configuration.template());
    }
    return template;
  }
}
