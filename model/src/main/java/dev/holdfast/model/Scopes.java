package dev.holdfast.model;

import dev.holdfast.model.Scope.Originator;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The scopes that have names. What each bounds, and why, stands beside it. */
public final class Scopes {
  private static final Catalogue ONE_PROGRAM = Catalogue.of("nav", "map", "route");

  private Scopes() {}

  /**
   * All named scopes; several target OSes where there are several scopes.
   *
   * @return by name, the default first
   */
  public static Map<String, List<Scope>> all() {
    Map<String, List<Scope>> all = new LinkedHashMap<>();
    // Two domains with the same pid, one reused; two resources of one program; a restart, a death
    // or failed start, a local use. Two ids let a request meet its release; with the other domain's
    // one, a resource has up to three attempts.
    all.put(
        "default",
        List.of(
            new Scope(
                ONE_PROGRAM,
                domains(
                    originator("1.1 1.2", "1.1", "map", 2, 1),
                    originator("1.1", "", "route", 1, 2)),
                1,
                1,
                levels(),
                true,
                false,
                true)));
    // The same without the local use; both domains share a resource.
    all.put(
        "shared",
        List.of(
            new Scope(
                ONE_PROGRAM,
                domains(
                    originator("1.1 1.2", "1.1", "map route", 2, 1),
                    originator("1.1", "", "map", 1, 2)),
                1,
                0,
                levels(),
                true,
                false,
                true)));
    // Several processes in one request.
    all.put(
        "groups",
        List.of(
            new Scope(
                ONE_PROGRAM,
                domains(
                    originator("1.1 2.1", "1.1 2.1", "map", 3, 1),
                    originator("3.1", "", "map", 1, 1)),
                1,
                0,
                Set.of(Level.NONE, Level.CRITICAL),
                false,
                true,
                false)));
    // Two programs, so that there is a choice of victims; memory that only protected processes
    // fill.
    all.put("programs", List.of(programs(Profile.SHED, Set.of())));
    all.put("hold", List.of(programs(Profile.HOLD, Set.of())));
    all.put("warm", List.of(programs(Profile.SHED, Set.of("nav"))));
    // A resource that no program provides.
    all.put(
        "unknown",
        List.of(
            new Scope(
                ONE_PROGRAM,
                domains(
                    originator("1.1", "1.1", "map bogus", 2, 1),
                    originator("1.1", "", "bogus", 1, 2)),
                0,
                0,
                Set.of(Level.NONE, Level.MEDIUM),
                true,
                false,
                true)));
    // Two target OSes with a proxy each (C0).
    Scope small =
        new Scope(
            Catalogue.of("nav", "map"),
            domains(originator("1.1", "", "map", 2, 1)),
            0,
            0,
            Set.of(Level.NONE, Level.CRITICAL),
            false,
            false,
            false);
    all.put("two-targets", List.of(small, small));
    // A chain across them: the runs of the first's program are processes of an originating OS of
    // the second.
    all.put(
        "chain",
        List.of(
            new Scope(
                Catalogue.of("nav", "map"),
                domains(originator("1.1", "", "map", 2, 1)),
                1,
                0,
                Set.of(),
                false,
                false,
                false),
            new Scope(
                Catalogue.of("media", "song"),
                domains(runsOf(new Program("nav"), originator("1.1 1.2", "1.1 1.2", "song", 2, 1))),
                0,
                0,
                Set.of(),
                false,
                false,
                false)));
    return all;
  }

  /**
   * The scope of this name.
   *
   * @param name one of {@link #all}
   * @return one scope per target OS
   * @throws IllegalArgumentException if there is none of this name
   */
  public static List<Scope> named(String name) {
    List<Scope> scopes = all().get(name);
    if (scopes == null) {
      throw new IllegalArgumentException(
          "no scope is called " + name + "; there are " + String.join(", ", all().keySet()));
    }
    return scopes;
  }

  /**
   * The default scope with fewer causes: for tests, and for scenarios that cover every step of it.
   *
   * @return a scope of one target OS
   */
  public static Scope tiny() {
    return new Scope(
        ONE_PROGRAM,
        domains(originator("1.1 1.2", "1.1", "map", 2, 1), originator("1.1", "", "map", 1, 2)),
        1,
        1,
        Set.of(Level.CRITICAL),
        true,
        false,
        true);
  }

  /**
   * Small scopes, each about a few features, of some thousand steps: for scenarios that cover them
   * all.
   *
   * @return scopes of one target OS
   */
  public static List<Scope> covering() {
    Originator reused = originator("1.1 1.2", "1.1", "map", 2, 1);
    Originator namesake = originator("1.1", "", "map", 1, 1);
    Originator alone = originator("1.1", "1.1", "map", 2, 1);
    Originator twoResources = originator("1.1", "", "map route", 3, 1);
    Originator silent = originator("1.1", "", "map", 0, 1);
    Set<Level> calmOrCritical = Set.of(Level.NONE, Level.CRITICAL);
    return List.of(
        new Scope(
            ONE_PROGRAM,
            domains(originator("1.1", "", "map", 3, 1)),
            1,
            0,
            Set.of(),
            false,
            false,
            false),
        new Scope(ONE_PROGRAM, domains(reused, namesake), 0, 0, Set.of(), false, false, false),
        new Scope(ONE_PROGRAM, domains(alone), 1, 0, levels(), false, false, true),
        new Scope(ONE_PROGRAM, domains(twoResources), 0, 0, Set.of(), false, false, true),
        new Scope(
            ONE_PROGRAM,
            domains(originator("1.1", "", "map", 2, 1)),
            0,
            1,
            Set.of(Level.NONE, Level.MEDIUM),
            false,
            false,
            false),
        new Scope(
            ONE_PROGRAM,
            domains(originator("1.1", "1.1", "map bogus", 2, 2)),
            0,
            0,
            Set.of(),
            true,
            false,
            false),
        new Scope(
            ONE_PROGRAM,
            domains(originator("1.1 2.1", "1.1", "map", 2, 1)),
            0,
            0,
            Set.of(),
            false,
            true,
            false),
        new Scope(
            twoPrograms(Profile.SHED, Set.of()),
            domains(silent),
            0,
            2,
            levels(),
            false,
            false,
            false),
        new Scope(
            twoPrograms(Profile.HOLD, Set.of()),
            domains(originator("1.1", "", "map song", 2, 1)),
            0,
            0,
            calmOrCritical,
            false,
            false,
            false),
        new Scope(
            twoPrograms(Profile.SHED, Set.of("nav")),
            domains(originator("1.1", "", "map", 2, 1), originator("1.1", "", "song", 1, 1)),
            0,
            0,
            Set.of(Level.CRITICAL),
            false,
            false,
            false));
  }

  /**
   * A scope far too large to explore, for random walks: everything that the protocol has.
   *
   * @param profile what happens at CRITICAL
   * @return a scope of one target OS
   */
  public static Scope wide(Profile profile) {
    TreeMap<Program, List<ResourceId>> programs = new TreeMap<>(ONE_PROGRAM.programs());
    programs.put(new Program("media"), List.of(new ResourceId("song")));
    programs.put(new Program("radio"), List.of(new ResourceId("tuner")));
    return new Scope(
        new Catalogue(programs, Set.of(new Program("radio")), profile),
        domains(
            originator("1.1 1.2 1.3 2.1 2.2 3.1", "1.1 1.2 2.1 3.1", "map route song bogus", 40, 3),
            originator("1.1 1.2 2.1", "1.1 1.2 2.1", "map song tuner", 40, 3)),
        8,
        6,
        levels(),
        true,
        true,
        true);
  }

  /**
   * A scope too large to explore, for random walks in which the same few things meet often.
   *
   * @param profile what happens at CRITICAL
   * @return a scope of one target OS
   */
  public static Scope dense(Profile profile) {
    return new Scope(
        new Catalogue(ONE_PROGRAM.programs(), Set.of(), profile),
        domains(originator("1.1 1.2", "1.1", "map", 40, 2), originator("1.1", "", "map", 40, 2)),
        3,
        3,
        Set.of(Level.NONE, Level.MEDIUM, Level.CRITICAL),
        false,
        true,
        true);
  }

  private static Scope programs(Profile profile, Set<String> keepsWarm) {
    return new Scope(
        twoPrograms(profile, keepsWarm),
        domains(originator("1.1", "1.1", "map song", 3, 1)),
        1,
        2,
        levels(),
        false,
        false,
        true);
  }

  private static Catalogue twoPrograms(Profile profile, Set<String> keepsWarm) {
    TreeMap<Program, List<ResourceId>> programs = new TreeMap<>();
    programs.put(new Program("nav"), List.of(new ResourceId("map")));
    programs.put(new Program("media"), List.of(new ResourceId("song")));
    TreeSet<Program> warm = new TreeSet<>();
    keepsWarm.forEach(name -> warm.add(new Program(name)));
    return new Catalogue(programs, warm, profile);
  }

  private static Set<Level> levels() {
    return EnumSet.allOf(Level.class);
  }

  private static NavigableMap<Domain, Originator> domains(Originator... originators) {
    TreeMap<Domain, Originator> domains = new TreeMap<>();
    for (Originator originator : originators) {
      domains.put(new Domain(String.valueOf((char) ('A' + domains.size()))), originator);
    }
    return domains;
  }

  private static Originator originator(
      String processes, String exits, String asks, int ids, int boots) {
    TreeSet<ResourceId> resources = new TreeSet<>();
    words(asks).forEach(word -> resources.add(new ResourceId(word)));
    return new Originator(
        processes(processes), processes(exits), resources, ids, boots, Optional.empty());
  }

  private static Originator runsOf(Program program, Originator its) {
    return new Originator(
        its.processes(), its.exits(), its.asks(), its.ids(), its.boots(), Optional.of(program));
  }

  private static NavigableSet<ProcessId> processes(String list) {
    TreeSet<ProcessId> processes = new TreeSet<>();
    for (String word : words(list)) {
      int dot = word.indexOf('.');
      processes.add(
          new ProcessId(
              Integer.parseInt(word.substring(0, dot)), Integer.parseInt(word.substring(dot + 1))));
    }
    return processes;
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
