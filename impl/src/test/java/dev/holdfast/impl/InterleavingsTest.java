package dev.holdfast.impl;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lincheck stops the threads of the concurrent proxy at every shared read and write, in many
 * orders, and asks whether the model, told the same messages one at a time, can have said the same
 * because of each. Sequential consistency only: what is weaker is not looked at.
 *
 * <p>A few conversations that cross at the linearisation points of {@link Association}; with {@code
 * -Pstress} more orders of each, and random ones.
 */
class InterleavingsTest {
  private static final int NOT_FOUND = 10;
  private static final int FOUND = 11;

  @TempDir private Path folder;

  /** Who looks at so many rows of a table is not spinning. */
  private static final int ROWS = 500;

  private static final boolean LONG = Boolean.getBoolean("holdfast.long");

  /** Taken as right: a call is one step, unless it calls back. */
  private static final Set<String> COLLECTIONS =
      Set.of(
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentHashMap$KeySetView",
          "java.util.ArrayList",
          "java.util.LinkedHashSet",
          "java.util.LinkedHashMap",
          "java.util.HashMap",
          "java.util.TreeMap",
          "java.util.TreeSet",
          "java.util.ArrayDeque",
          "java.util.List",
          "java.util.Comparator",
          "java.util.Arrays");

  /** What happens before, then in each of the threads, then after. */
  private record Crossing(List<String> before, List<List<String>> threads) {}

  private static final List<Crossing> CROSSINGS =
      List.of(
          // The last release, against a request of another domain and its answer.
          crossing("requestA 1 1; provided 1 1 1", "releaseA 1 1", "requestB 1 1; provided 1 2 1"),
          // A process that holds two resources exits, against requests for both.
          crossing(
              "requestA 1 1; requestA 1 2; provided 1 1 1; provided 2 1 1",
              "exitedA 1",
              "requestB 1 1; requestB 1 2"),
          crossing(
              "requestA 1 1; requestA 1 2; provided 1 1 1; provided 2 1 1",
              "exitedA 1",
              "requestB 1 2; requestB 1 1"),
          // A death overtakes its Provided.
          crossing("requestA 1 1", "provided 1 1 1", "died 1; requestB 1 1"),
          // Request and release of one process, against answers and a death.
          crossing(
              "requestA 1 1",
              "releaseA 1 1; requestA 1 1",
              "provided 1 1 1; died 1; provided 1 2 2"),
          // A request joins, against a failed start.
          crossing("requestA 1 1", "requestA 2 1; releaseA 1 1", "startFailed 1 1; requestB 1 1"),
          // A domain joins those who wait, against a failed start.
          crossing("requestA 1 1", "startFailed 1 1; requestA 2 1", "requestB 1 1; releaseB 1 1"),
          // A process that holds two resources exits, against a death of both.
          crossing(
              "requestA 3 1; requestA 1 2; provided 1 1 1; provided 2 1 1",
              "exitedA 1; requestA 1 1",
              "died 1; requestB 1 2"),
          // A domain goes down and up, against another that shares its resource.
          crossing(
              "requestA 3 1; requestB 1 1; provided 1 1 1",
              "downA; upA; requestA 2 1",
              "releaseB 1 1; requestB 2 1"),
          // A request of several waits, and loses its processes, against its answer.
          crossing(
              "requestA 3 1",
              "releaseA 1 1; exitedA 2; requestAnewA 2 1",
              "provided 1 1 1; died 1"));

  /** One domain says two things at once: its messages still take effect in some order. */
  private static final List<Crossing> CROWDS =
      List.of(
          crossing("request 1 1 1", "request 2 1 1; release 3 1 1", "release 4 1 1; request 5 1 1"),
          crossing("request 1 3 1", "exited 1; request 2 2 2", "provided 1 1 1; release 3 2 1"));

  /** The same, with a domain that boots meanwhile: what is said may be wrong, the books may not. */
  private static final List<Crossing> BOOTS =
      List.of(
          crossing(
              "request 1 1 1; provided 1 1 1",
              "down; up 2; request 1 1 1",
              "release 2 1 1; request 3 1 1"),
          crossing("request 1 1 1", "up 2; request 1 1 1", "down; up 3; provided 1 1 1"));

  private static Crossing crossing(String before, String... threads) {
    return new Crossing(
        actors(before), Arrays.stream(threads).map(InterleavingsTest::actors).toList());
  }

  private static List<String> actors(String text) {
    return List.of(text.split("; ", -1));
  }

  private static ExecutionScenario scenario(Class<?> talk, Crossing crossing) {
    return new ExecutionScenario(
        crossing.before.stream().map(text -> actor(talk, text)).toList(),
        crossing.threads.stream()
            .map(thread -> thread.stream().map(text -> actor(talk, text)).toList())
            .toList(),
        List.of(actor(talk, "pairs")),
        actor(talk, "books"));
  }

  private static Actor actor(Class<?> talk, String text) {
    List<String> words = List.of(text.split(" ", -1));
    List<Object> arguments = words.stream().skip(1).<Object>map(Integer::valueOf).toList();
    return Stream.of(talk.getMethods())
        .filter(method -> method.getName().equals(words.get(0)))
        .map(method -> new Actor(method, arguments))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static ModelCheckingOptions options(Class<?> talk, List<Crossing> crossings) {
    ModelCheckingOptions options =
        new ModelCheckingOptions()
            .iterations(0)
            .invocationsPerIteration(LONG ? 1_000 : 60)
            .loopBound(ROWS)
            .addGuarantee(
                forClasses(name -> name.startsWith("dev.holdfast.model.")).allMethods().ignore())
            .addGuarantee(
                forClasses(Spoken.class.getName()).methods("association", "checkBooks").ignore())
            .addGuarantee(
                forClasses(COLLECTIONS::contains)
                    .methods(name -> !name.equals("forEach"))
                    .treatAsAtomic());
    crossings.forEach(crossing -> options.addCustomScenario(scenario(talk, crossing)));
    return options;
  }

  /** Prints what it has found, and says so by its exit status. */
  public static void main(String[] args) {
    try {
      options(Channels.WithProxy.class, CROSSINGS)
          .iterations(LONG ? 20 : 0)
          .threads(2)
          .actorsPerThread(3)
          .actorsBefore(3)
          .actorsAfter(1)
          .sequentialSpecification(Channels.WithModel.class)
          .check(Channels.WithProxy.class);
      options(Crowd.WithProxy.class, CROWDS)
          .sequentialSpecification(Crowd.WithModel.class)
          .check(Crowd.WithProxy.class);
      options(Crowd.WithProxy.class, BOOTS)
          .verifier(EpsilonVerifier.class)
          .check(Crowd.WithProxy.class);
    } catch (LincheckAssertionError found) {
      System.out.println(found.getMessage());
      System.exit(FOUND);
    }
    System.exit(NOT_FOUND);
  }

  @Test
  void eachMessageIsOneStep() throws IOException, InterruptedException {
    Run run = run(List.of());
    assertEquals(NOT_FOUND, run.status, run.said);
  }

  /** One of them in every build, all with {@code -Pstress}. */
  static List<Twin> twins() {
    return LONG ? all() : all().subList(0, 1);
  }

  private static List<Twin> all() {
    return List.of(
        new Twin(
            "an answer does not look again who waits",
            "Association",
            "now.length > 0 && (now == waiting || Set.of(waiting).containsAll(List.of(now)))",
            "now.length > 0"),
        new Twin(
            "the last release is decided without the interest's lock",
            "Session",
            """
            interest.lock();
                    try {
                      voice.released\
            """,
            """
            try {
                      voice.released\
            """),
        new Twin(
            "what an exit changes can be seen half done",
            "Session",
            "locked(shared.build(), () -> exit(pid, incarnation));",
            """
            shared
                .build()
                .forEach(
                    number ->
                        locked(
                            IntStream.of(number),
                            () -> {
                              uses.remove(uses.find(pid), number);
                              left(interests.get(number), pid);
                            }));
            exit(pid, incarnation);
            """),
        new Twin(
            "an answer stops nobody who waits",
            "Association",
            """
                  stop(waiting);
                  interest.lock();
            """,
            """
                  interest.lock();
            """));
  }

  @ParameterizedTest
  @MethodSource("twins")
  void aTwinIsFound(Twin twin) throws IOException, InterruptedException {
    Run run = run(List.of(twin.compile(folder)));
    assertEquals(FOUND, run.status, run.said);
    assertTrue(
        run.said.contains("= Invalid execution results =")
            || run.said.contains("= Validation function"),
        run.said);
  }

  /** What became of {@link #main}. */
  private record Run(int status, String said) {}

  /**
   * In a process of its own: Lincheck changes every class it meets, and once for all loaders. What
   * is short is done sooner by the simple compiler and collector.
   */
  private static Run run(List<Path> first) throws IOException, InterruptedException {
    Stream<String> places =
        Stream.concat(
            first.stream().map(Path::toString),
            Stream.of(System.getProperty("java.class.path", "")));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.util.regex=ALL-UNNAMED",
                "-Dholdfast.long=" + LONG,
                "-cp",
                places.collect(Collectors.joining(File.pathSeparator)),
                InterleavingsTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), said);
  }
}
