package dev.holdfast.model;

import dev.holdfast.model.Scope.Originator;
import java.util.ArrayList;
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
    // Without hostile words and uses: the scope on which explorers are compared.
    all.put(
        "quiet",
        List.of(
            new Scope(
                ONE_PROGRAM,
                domains(
                    originator("1.1 1.2", "1.1", "map route", 2, 1),
                    originator("1.1", "", "map", 1, 2)),
                1,
                0,
                Set.of(Level.NONE, Level.CRITICAL),
                false,
                false,
                false)));
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
    Scope first = chainFirst();
    Scope second = chainSecond(Optional.of(new Program("nav")));
    all.put("chain", List.of(first, second));
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
   * Of the {@link #focused} scopes those with some thousand steps: for scenarios that cover them
   * all.
   *
   * @return scopes of one target OS
   */
  public static List<Scope> covering() {
    Map<String, Scope> focused = focused();
    return words("again reused deaths both local hostile pairs victims holds keeps").stream()
        .map(name -> Optional.ofNullable(focused.get(name)).orElseThrow())
        .toList();
  }

  /**
   * Small scopes, each about a few features. Every two features of the protocol that can meet in
   * one scope meet in one of these.
   *
   * @return scopes of one target OS, by name
   */
  public static Map<String, Scope> focused() {
    Map<String, Scope> focused = new LinkedHashMap<>();
    // One process asks, releases and asks again; a death may come at any moment.
    focused.put(
        "again",
        focus(ONE_PROGRAM, domains(originator("1.1", "", "map", 3, 1)), 1, 0, Set.of(), ""));
    // A number is used again while another domain has a process of the same number.
    focused.put(
        "reused",
        focus(
            ONE_PROGRAM,
            domains(originator("1.1 1.2", "1.1", "map", 2, 1), originator("1.1", "", "map", 1, 1)),
            0,
            0,
            Set.of(),
            ""));
    // The same numbers in two domains, one of which goes down.
    focused.put(
        "namesakes",
        focus(
            ONE_PROGRAM,
            domains(originator("1.1", "1.1", "map", 2, 1), originator("1.1", "", "map", 1, 2)),
            1,
            0,
            Set.of(),
            ""));
    // Every way to die, of originating and of target processes.
    focused.put(
        "deaths",
        focus(ONE_PROGRAM, domains(originator("1.1", "1.1", "map", 2, 1)), 1, 0, levels(), "uses"));
    // Two resources of one program.
    focused.put(
        "both",
        focus(
            ONE_PROGRAM,
            domains(originator("1.1", "", "map route", 3, 1)),
            0,
            0,
            Set.of(),
            "uses"));
    // A local user starts what the proxy needs, or the other way round.
    focused.put(
        "local",
        focus(
            ONE_PROGRAM,
            domains(originator("1.1", "", "map", 2, 1)),
            0,
            1,
            Set.of(Level.NONE, Level.MEDIUM),
            ""));
    // What may not be said, in two epochs.
    focused.put(
        "hostile",
        focus(
            ONE_PROGRAM,
            domains(originator("1.1", "1.1", "map bogus", 2, 2)),
            0,
            0,
            Set.of(),
            "hostile"));
    // The same where a number is used again.
    focused.put(
        "hostiles",
        focus(
            ONE_PROGRAM,
            domains(originator("1.1 1.2", "1.1", "map", 2, 1)),
            0,
            0,
            Set.of(),
            "hostile"));
    // Two processes in one request, one of which exits.
    focused.put(
        "pairs",
        focus(
            ONE_PROGRAM,
            domains(originator("1.1 2.1", "1.1", "map", 2, 1)),
            0,
            0,
            Set.of(),
            "groups"));
    // Two programs that only local users need.
    focused.put(
        "victims",
        focus(
            twoPrograms(Profile.SHED, Set.of()),
            domains(originator("1.1", "", "map", 0, 1)),
            0,
            2,
            levels(),
            ""));
    // Memory that only protected processes fill, where none may be killed.
    focused.put(
        "holds",
        focus(
            twoPrograms(Profile.HOLD, Set.of()),
            domains(originator("1.1", "", "map song", 2, 1)),
            0,
            0,
            Set.of(Level.NONE, Level.CRITICAL),
            ""));
    // A process kept warm is a victim before one in use.
    focused.put(
        "keeps",
        focus(
            twoPrograms(Profile.SHED, Set.of("nav")),
            domains(originator("1.1", "", "map", 2, 1), originator("1.1", "", "song", 1, 1)),
            0,
            0,
            Set.of(Level.CRITICAL),
            ""));
    // The same at every level.
    focused.put(
        "warmth",
        focus(
            twoPrograms(Profile.SHED, Set.of("nav")),
            domains(originator("1.1", "", "map song", 2, 1)),
            0,
            0,
            levels(),
            ""));
    // Three processes of two domains, three resources of two programs, and one of none.
    focused.put(
        "crowd",
        focus(
            threeResources(Profile.SHED, Set.of()),
            domains(
                originator("1.1 2.1", "1.1", "map route", 2, 1),
                originator("1.1", "", "song bogus", 1, 1)),
            0,
            0,
            Set.of(),
            "uses"));
    // The same with a restart, a number used again, and what may not be said.
    focused.put(
        "newcomers",
        focus(
            threeResources(Profile.SHED, Set.of()),
            domains(
                originator("1.1 1.2", "1.1", "map bogus", 1, 2),
                originator("1.1 2.1", "", "route song", 1, 1)),
            0,
            0,
            Set.of(),
            "hostile"));
    // The same where local users are served too, and nobody is killed.
    focused.put(
        "hosts",
        focus(
            threeResources(Profile.HOLD, Set.of()),
            domains(
                originator("1.1 2.1", "1.1", "map", 1, 1),
                originator("1.1", "", "route song", 1, 1)),
            0,
            1,
            Set.of(Level.CRITICAL),
            "groups"));
    // The same where any target process may die, one of them kept warm.
    focused.put(
        "losses",
        focus(
            threeResources(Profile.SHED, Set.of("nav")),
            domains(
                originator("1.1 2.1", "", "map route", 1, 1), originator("1.1", "", "song", 1, 1)),
            1,
            0,
            levels(),
            ""));
    // What nobody needs, or nobody provides, at every level of pressure.
    focused.put(
        "idling",
        focus(
            oneResource(Profile.SHED, Set.of("nav")),
            domains(originator("1.1 1.2", "1.1", "map bogus", 2, 1)),
            0,
            0,
            levels(),
            "hostile uses"));
    // A local user's process, asked for two resources, may crash.
    focused.put(
        "owners",
        focus(
            twoResources(Profile.HOLD, Set.of()),
            domains(originator("1.1", "", "map route", 2, 1)),
            1,
            1,
            levels(),
            "hostile uses"));
    // Groups, and a local user, of a process that is kept warm.
    focused.put(
        "families",
        focus(
            oneResource(Profile.HOLD, Set.of("nav")),
            domains(originator("1.1 2.1", "1.1", "map", 2, 1)),
            0,
            1,
            Set.of(Level.NONE, Level.CRITICAL),
            "groups uses"));
    // Groups, in two epochs, whose target process may die.
    focused.put(
        "parties",
        focus(
            oneResource(Profile.SHED, Set.of()),
            domains(originator("1.1 2.1", "", "map bogus", 2, 2)),
            1,
            0,
            Set.of(Level.CRITICAL),
            "hostile groups"));
    // Groups, one number of which is used again.
    focused.put(
        "heirs",
        focus(
            oneResource(Profile.SHED, Set.of()),
            domains(originator("1.1 1.2 2.1", "1.1", "map", 2, 1)),
            1,
            0,
            levels(),
            "groups"));
    // Two programs needed by namesakes, where nobody is killed.
    focused.put(
        "rivals",
        focus(
            twoPrograms(Profile.HOLD, Set.of()),
            domains(
                originator("1.1 1.2", "", "map song", 2, 1), originator("1.1", "", "map", 1, 1)),
            0,
            0,
            levels(),
            ""));
    // A number used again, of a process that a local user keeps.
    focused.put(
        "returns",
        focus(
            twoResources(Profile.SHED, Set.of("nav")),
            domains(originator("1.1 1.2", "1.1", "map route", 2, 1)),
            0,
            1,
            Set.of(),
            "uses"));
    // Epochs and incarnations together, between namesakes.
    focused.put(
        "rebirth",
        focus(
            oneResource(Profile.SHED, Set.of()),
            domains(originator("1.1 1.2", "1.1", "map", 2, 2), originator("1.1", "", "map", 1, 1)),
            0,
            0,
            Set.of(),
            "uses"));
    // A restart beside a local user, of what is kept warm and what is not there.
    focused.put(
        "visits",
        focus(
            oneResource(Profile.HOLD, Set.of("nav")),
            domains(originator("1.1", "", "map bogus", 2, 2)),
            0,
            1,
            levels(),
            ""));
    // A target OS that is the domain of another: its target process, which may crash, is there an
    // originating process, whose second incarnation is the second generation here.
    // The two halves of the chain, each alone.
    focused.put("chain1", chainFirst());
    focused.put("chain2", chainSecond(Optional.empty()));
    return focused;
  }

  private static Scope focus(
      Catalogue catalogue,
      NavigableMap<Domain, Originator> originators,
      int crashes,
      int localUses,
      Set<Level> levels,
      String also) {
    List<String> words = words(also);
    return new Scope(
        catalogue,
        originators,
        crashes,
        localUses,
        levels,
        words.contains("hostile"),
        words.contains("groups"),
        words.contains("uses"));
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

  private static Catalogue oneResource(Profile profile, Set<String> keepsWarm) {
    return catalogue("nav:map", profile, keepsWarm);
  }

  private static Catalogue twoResources(Profile profile, Set<String> keepsWarm) {
    return catalogue("nav:map nav:route", profile, keepsWarm);
  }

  private static Catalogue twoPrograms(Profile profile, Set<String> keepsWarm) {
    return catalogue("nav:map media:song", profile, keepsWarm);
  }

  private static Catalogue threeResources(Profile profile, Set<String> keepsWarm) {
    return catalogue("nav:map nav:route media:song", profile, keepsWarm);
  }

  private static Catalogue catalogue(String provided, Profile profile, Set<String> keepsWarm) {
    TreeMap<Program, List<ResourceId>> programs = new TreeMap<>();
    for (String word : words(provided)) {
      int colon = word.indexOf(':');
      List<ResourceId> resources =
          programs.computeIfAbsent(new Program(word.substring(0, colon)), any -> new ArrayList<>());
      resources.add(new ResourceId(word.substring(colon + 1)));
    }
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

  private static Scope chainFirst() {
    return new Scope(
        Catalogue.of("nav", "map"),
        domains(originator("1.1", "", "map", 2, 1)),
        1,
        0,
        Set.of(),
        false,
        false,
        false);
  }

  /** Two processes of one number, which may be the runs of a program. */
  private static Scope chainSecond(Optional<Program> program) {
    Originator its = originator("1.1 1.2", "1.1 1.2", "song", 2, 1);
    return new Scope(
        Catalogue.of("media", "song"),
        domains(
            new Originator(
                its.processes(), its.exits(), its.asks(), its.ids(), its.boots(), program)),
        0,
        0,
        Set.of(),
        false,
        false,
        false);
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
