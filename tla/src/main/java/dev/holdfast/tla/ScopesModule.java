package dev.holdfast.tla;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scopes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Java model's scopes as a TLA+ module, so that both explore the same. */
public final class ScopesModule {
  private static final Pattern IDENTIFIER = Pattern.compile("\\s*[A-Za-z]\\w*");

  private ScopesModule() {}

  /**
   * The scopes that the module holds: all of one target OS that have a name.
   *
   * @return by name
   */
  public static Map<String, Scope> scopes() {
    Map<String, Scope> scopes = new LinkedHashMap<>();
    Scopes.all()
        .forEach(
            (name, all) -> {
              if (all.size() == 1) {
                scopes.put(name, all.get(0));
              }
            });
    scopes.put("tiny", Scopes.tiny());
    scopes.putAll(Scopes.focused());
    return scopes;
  }

  /**
   * The module.
   *
   * @return its text
   */
  public static String text() {
    String records =
        scopes().entrySet().stream()
            .map(entry -> "\n  " + field(entry.getKey(), scope(entry.getValue())))
            .collect(Collectors.joining(",\n"))
            .replace(", \n", ",\n");
    return "-------------------------------- MODULE Scopes --------------------------------\n"
        + "(***************************************************************************)\n"
        + "(* The bounds that have names. Generated from the Java model's Scopes,     *)\n"
        + "(* which says what each is for; -Dholdfast.update=true writes it anew.     *)\n"
        + "(***************************************************************************)\n"
        + "Scopes == ["
        + records
        + "]\n"
        + "===============================================================================\n";
  }

  private static String scope(Scope scope) {
    Catalogue catalogue = scope.catalogue();
    Map<String, String> provides = new LinkedHashMap<>();
    catalogue
        .programs()
        .forEach((program, resources) -> provides.put(program.name(), strings(resources)));
    Map<String, String> originators = new LinkedHashMap<>();
    scope
        .originators()
        .forEach((domain, its) -> originators.put("\n      " + domain.name(), originator(its)));
    return record(
        "\n    provides",
        record(provides),
        "keepsWarm",
        strings(catalogue.keepsWarm()),
        "\n    profile",
        quoted(catalogue.profile()),
        "\n    originators",
        record(originators),
        "\n    crashes",
        String.valueOf(scope.crashes()),
        "localUses",
        String.valueOf(scope.localUses()),
        "levels",
        strings(scope.levels()),
        "\n    hostile",
        bool(scope.hostile()),
        "groups",
        bool(scope.groups()),
        "uses",
        bool(scope.uses()));
  }

  /** What is asked for is a sequence: hostile words name the first, and TLA+ knows no other. */
  private static String originator(Scope.Originator its) {
    return record(
        "processes",
        processes(its.processes()),
        "\n        exits",
        processes(its.exits()),
        "\n        asks",
        its.asks().stream().map(ScopesModule::quoted).collect(Collectors.joining(", ", "<<", ">>")),
        "ids",
        String.valueOf(its.ids()),
        "boots",
        String.valueOf(its.boots()));
  }

  private static String processes(Collection<ProcessId> processes) {
    return processes.stream()
        .map(p -> record("pid", p.pid() + "", "incarnation", p.incarnation() + ""))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String strings(Collection<?> names) {
    return names.stream()
        .map(ScopesModule::quoted)
        .sorted()
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quoted(Object name) {
    return '"' + name.toString() + '"';
  }

  private static String bool(boolean value) {
    return value ? "TRUE" : "FALSE";
  }

  private static String record(String... fields) {
    Map<String, String> record = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      record.put(fields[i], fields[i + 1]);
    }
    return record(record);
  }

  private static String record(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(entry -> field(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String field(String name, String value) {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new IllegalArgumentException("no TLA+ identifier: " + name);
    }
    return name + " |-> " + value;
  }
}
