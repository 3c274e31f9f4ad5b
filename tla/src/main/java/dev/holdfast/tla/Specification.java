package dev.holdfast.tla;

import dev.holdfast.model.ClaimStep;
import dev.holdfast.model.Conformance;
import dev.holdfast.model.Message;
import dev.holdfast.model.Rule;
import dev.holdfast.model.fault.Fault;
import dev.holdfast.model.fault.Faults;
import dev.holdfast.tla.Manifest.Build;
import dev.holdfast.tla.Manifest.Configuration;
import dev.holdfast.tla.proof.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of {@code SPECIFICATION.md} that are made from the sources. */
final class Specification {
  /** The document's file, beside the modules. */
  static final String FILE = "SPECIFICATION.md";

  /** The modules that close with a table of what TLC explored. */
  static final List<String> TABLED = List.of("MCProtocol", "MCCoordination", "MCConcurrentProxy");

  /** The mistakes of section 8, in its order: configurations under {@code bugs/}. */
  static final List<String> RACES =
      List.of(
          "keeps-the-handle",
          "old-over-closes",
          "need-once-more",
          "death-forgotten",
          "exit-crosses-granted",
          "waiters-untold",
          "old-answer-settles");

  private static final Pattern MISTAKE =
      Pattern.compile("\\\\\\* (\\w+-\\d) for ([\\w ]+): ((?:.|\\n\\\\\\*)+)\\n(\\w+)");

  private final Path directory;
  private final Manifest manifest;
  private final Map<String, String> stories;
  private final List<Proof.Result> proofs = Proof.run();

  Specification(Path directory) throws IOException {
    this.directory = directory;
    this.manifest = Manifest.read(directory);
    this.stories = stories(Files.readString(directory.resolve("Bugs.tla")));
  }

  /**
   * The document with its parts made anew.
   *
   * @throws IOException if a source cannot be read
   */
  String text() throws IOException {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("claim", claim());
    parts.put("messages", messages());
    parts.put("rules", rules());
    parts.put("races", races());
    parts.put("evidence", evidence());
    parts.put("scopes", scopes());
    parts.put("levels", levels());
    String text = Files.readString(directory.resolve(FILE));
    for (Map.Entry<String, String> part : parts.entrySet()) {
      String begin = "<!-- begin " + part.getKey() + " -->\n";
      text = filled(text, begin, part.getValue(), "<!-- end " + part.getKey() + " -->");
    }
    return text;
  }

  /**
   * A module with its closing table made anew. What stands after its last line is no part of it.
   *
   * @throws IOException if it cannot be read
   */
  String module(String name) throws IOException {
    StringBuilder table = new StringBuilder();
    tableLine(table, "configuration", "distinct", "generated", "depth", "seconds");
    for (Configuration its : manifest.configurations()) {
      if (its.overrides().isEmpty() && its.module().equals(name)) {
        String depth = String.valueOf(its.depth());
        tableLine(
            table,
            its.name(),
            grouped(its.states()),
            grouped(its.generated()),
            depth,
            seconds(its));
      }
    }
    String text = Files.readString(directory.resolve(name + ".tla"));
    return filled(text, "EXPLORED\n", table.toString(), "END");
  }

  private static String seconds(Configuration its) {
    return its.seconds() > 0 ? String.valueOf(its.seconds()) : "-";
  }

  private static void tableLine(StringBuilder table, String... cells) {
    table.append(String.format(Locale.ROOT, "%-24s %12s %12s %6s %8s%n", (Object[]) cells));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String filled(String text, String begin, String part, String end) {
    int from = text.indexOf(begin);
    int to = text.lastIndexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("there is no part " + begin.strip());
    }
    return text.substring(0, from + begin.length()) + part + text.substring(to);
  }

  private static String claim() {
    StringBuilder table = new StringBuilder("| step | who | what |\n| --- | --- | --- |\n");
    for (ClaimStep step : ClaimStep.values()) {
      row(table, step.name(), step.who(), step.meaning());
    }
    return table.toString();
  }

  private static String messages() {
    Map<Class<?>, String> ways = new LinkedHashMap<>();
    ways.put(Message.FromDomain.class, "originating OS → proxy");
    ways.put(Message.ToDomain.class, "proxy → originating OS");
    ways.put(Message.ToTarget.class, "proxy → target OS");
    ways.put(Message.FromTarget.class, "target OS → proxy");
    ways.put(Message.FromEnvironment.class, "environment → target OS");
    ways.put(Message.ToProcess.class, "originating process → target process");
    ways.put(Message.FromProcess.class, "target process → originating process");
    ways.put(Message.OfTargetOs.class, "seen of the target OS");
    if (!ways.keySet().equals(Set.of(Message.class.getPermittedSubclasses()))) {
      throw new IllegalStateException("the alphabet has a part that is not named here");
    }
    StringBuilder table = new StringBuilder("| way | messages |\n| --- | --- |\n");
    for (Map.Entry<Class<?>, String> way : ways.entrySet()) {
      String kinds =
          Arrays.stream(way.getKey().getPermittedSubclasses())
              .map(Specification::signature)
              .sorted() // in which order the virtual machine names them, differs
              .collect(Collectors.joining(" · "));
      row(table, way.getValue(), kinds);
    }
    return table.toString();
  }

  private static String signature(Class<?> kind) {
    String fields =
        Arrays.stream(kind.getRecordComponents())
            .map(java.lang.reflect.RecordComponent::getName)
            .collect(Collectors.joining(", "));
    return "`" + kind.getSimpleName() + (fields.isEmpty() ? "" : "(" + fields + ")") + "`";
  }

  private String rules() {
    StringBuilder text = new StringBuilder();
    for (Rule rule : Rule.values()) {
      text.append("\n### ").append(rule.id()).append("\n\n").append(rule.text()).append("\n\n");
      text.append("*Why.* ").append(rule.why()).append("\n\n");
      String steps = String.join(", ", rule.claimSteps());
      item(text, "Obliges", "the " + party(rule));
      item(text, "Claim", steps.isEmpty() ? "completes what it leaves open" : steps);
      item(text, "Formula", "`" + rule.name() + "` in [Rules](Rules.tla)");
      item(text, "Shown", shown(rule));
      for (Configuration bug : bugs(rule)) {
        item(text, "Broken by", "[" + name(bug) + "](" + bug.file() + "): " + story(bug));
      }
      String faults =
          Faults.all().stream()
              .filter(fault -> fault.rule() == rule)
              .map(Fault::name)
              .collect(Collectors.joining(", "));
      item(text, "Broken in Java by", faults);
    }
    return text.append('\n').toString();
  }

  private static String party(Rule rule) {
    return switch (rule.party()) {
      case PROXY -> "proxy";
      case TARGET -> "target OS";
      case DEVICE -> "device";
    };
  }

  private String shown(Rule rule) {
    long always = checking(rule, Set.of(Build.DEFAULT));
    long all = checking(rule, Set.of(Build.values()));
    String checked =
        String.format(
            Locale.ROOT,
            "checked by TLC in %d configurations%s",
            always,
            all > always ? ", with -Pexhaustive in " + (all - always) + " larger ones" : "");
    List<String> proved = proved(rule);
    return proved.isEmpty()
        ? checked
        : checked + "; proved for all sizes: " + String.join(", ", proved);
  }

  /** How many right configurations check a rule's formula. */
  private long checking(Rule rule, Set<Build> builds) {
    return manifest.configurations().stream()
        .filter(its -> its.overrides().isEmpty() && builds.contains(its.build()))
        .filter(its -> manifest.checked(its).contains(rule.name()))
        .count();
  }

  private List<String> proved(Rule rule) {
    return proofs.stream()
        .filter(result -> result.proved() && result.rules().contains(rule))
        .map(result -> result.theory() + "'s `" + result.name() + "`")
        .distinct()
        .toList();
  }

  private List<Configuration> bugs(Rule rule) {
    return manifest.configurations().stream()
        .filter(its -> !its.overrides().isEmpty())
        .filter(its -> its.violates().startsWith(rule.name()))
        .toList();
  }

  private String races() {
    StringBuilder text = new StringBuilder();
    for (String race : RACES) {
      Configuration bug = bug(race);
      Rule rule = rule(bug);
      text.append("\n### ").append(race).append(" (").append(rule.id()).append(")\n\n");
      text.append(sentence(story(bug))).append("\n\n");
      text.append("![").append(race).append(": the shortest behaviour that breaks ");
      text.append(rule.id()).append("](").append(diagram(race)).append(")\n");
    }
    return text.append('\n').toString();
  }

  /** The configuration of a mistake. */
  Configuration bug(String name) {
    return manifest.configurations().stream()
        .filter(its -> its.name().equals("bugs/" + name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no mistake is called " + name));
  }

  /** The rule that a mistake breaks. */
  static Rule rule(Configuration bug) {
    return Stream.of(Rule.values())
        .filter(rule -> bug.violates().startsWith(rule.name()))
        .findFirst()
        .orElseThrow();
  }

  /** Where the diagram of a race is. */
  static String diagram(String race) {
    return "diagrams/" + race + ".svg";
  }

  private String evidence() {
    StringBuilder table =
        new StringBuilder(
            """
            | rule | proved for all sizes, of Coordination or Handshake | TLC | mistakes |
            | --- | --- | ---: | ---: |
            """);
    for (Rule rule : Rule.values()) {
      List<String> proved = proved(rule);
      row(
          table,
          rule.id(),
          proved.isEmpty() ? "no" : String.join(", ", proved),
          String.valueOf(checking(rule, Set.of(Build.DEFAULT))),
          String.valueOf(bugs(rule).size()));
    }
    return table.toString();
  }

  private String scopes() {
    StringBuilder table =
        new StringBuilder(
            """
            | configuration | what is checked | distinct states | generated | depth | s | when |
            | --- | --- | ---: | ---: | ---: | ---: | --- |
            """);
    for (Configuration its : manifest.configurations()) {
      if (its.overrides().isEmpty()) {
        row(
            table,
            "[" + its.name() + "](" + its.file() + ")",
            its.template(),
            grouped(its.states()),
            grouped(its.generated()),
            String.valueOf(its.depth()),
            seconds(its),
            its.build().name().toLowerCase(Locale.ROOT));
      }
    }
    return table.toString();
  }

  private static String levels() {
    StringBuilder table = new StringBuilder("| level | asks for | rules |\n| --- | --- | ---: |\n");
    for (Conformance level : Conformance.values()) {
      String name = level.name().toLowerCase(Locale.ROOT);
      row(table, name, level.text(), String.valueOf(level.rules().size()));
    }
    return table.toString();
  }

  private static void row(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static void item(StringBuilder text, String what, String its) {
    if (!its.isEmpty()) {
      text.append("- ").append(what).append(": ").append(its).append('\n');
    }
  }

  private static String name(Configuration bug) {
    return bug.name().substring(bug.name().indexOf('/') + 1);
  }

  /** What the wrong definition does, as the module says above it. */
  String story(Configuration bug) {
    String wrong = bug.overrides().get(0);
    String story = stories.get(wrong.substring(wrong.indexOf("<-") + 2).strip());
    if (story == null) {
      throw new IllegalArgumentException("Bugs.tla does not say what " + wrong + " does");
    }
    return story;
  }

  private static String sentence(String story) {
    String text = story.substring(0, 1).toUpperCase(Locale.ROOT) + story.substring(1);
    return text.endsWith(".") ? text : text + ".";
  }

  private static Map<String, String> stories(String module) {
    Map<String, String> stories = new LinkedHashMap<>();
    Matcher matcher = MISTAKE.matcher(module);
    while (matcher.find()) {
      stories.put(matcher.group(4), matcher.group(3).replaceAll("\\s*\\n\\\\\\*\\s*", " "));
    }
    return stories;
  }
}
