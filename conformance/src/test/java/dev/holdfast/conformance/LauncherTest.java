package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a repository that holds nothing else, with a java and an mvn that only tell. */
@StartsChildren
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  @TempDir Path temp;

  /** What a run left behind. */
  private record Run(int code, String out, String err) {}

  private Path root() {
    return temp.resolve("a repository");
  }

  private Path launcher() {
    return root().resolve("conformance/holdfast");
  }

  private Path bin() {
    return temp.resolve("bin");
  }

  @BeforeEach
  void aRepository() throws IOException {
    for (String module : List.of("model", "impl", "conformance")) {
      Files.createDirectories(root().resolve(module + "/src/main"));
      Files.createFile(root().resolve(module + "/pom.xml"));
    }
    Files.createFile(root().resolve("pom.xml"));
    Files.createDirectory(bin());
    Files.copy(Path.of("holdfast"), launcher());
    assertTrue(launcher().toFile().setExecutable(true));
    java("17.0.1");
    program(
        "mvn", "echo built >>builds; echo noise; sleep 0.2; : >conformance/target/holdfast.jar");
  }

  private void java(String version) throws IOException {
    program(
        "java",
        "[ \"$1\" = -version ] && { echo 'some version \"" + version + "\"' >&2; exit; }",
        "while [ \"$1\" != -jar ]; do shift; done; shift 2; printf '<%s>' \"$@\"; exit 7");
  }

  private void program(String name, String... lines) throws IOException {
    Path file = bin().resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private Process start(Path command, String... args) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(command.toString()), Stream.of(args)).toList());
    builder.directory(temp.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("PATH", bin() + File.pathSeparator + "/usr/bin:/bin");
    return builder.start();
  }

  private static Run end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return new Run(process.exitValue(), out, err);
  }

  private Run run(String... args) throws IOException, InterruptedException {
    return end(start(launcher(), args));
  }

  private long builds() throws IOException {
    try (Stream<String> lines = Files.lines(root().resolve("builds"))) {
      return lines.count();
    }
  }

  @Test
  void buildsOnceAndPassesEverythingOn() throws Exception {
    Run first = run("check", "a b", "", "--", "-x", "*");
    assertEquals(new Run(7, "<check><a b><><--><-x><*>", first.err()), first);
    assertEquals("building Holdfast (once, with Maven) ...\n", first.err());
    assertEquals(new Run(7, "<again>", ""), run("again"));
    assertEquals(1, builds());
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run();
    Path source = Files.createFile(root().resolve("model/src/main/New.java"));
    run();
    assertEquals(2, builds());
    FileTime old = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(root().resolve("conformance/target/holdfast.jar"), old);
    run();
    assertEquals(3, builds());
    Files.delete(source);
    run();
    assertEquals(4, builds());
  }

  @Test
  void worksThroughSymbolicLinks() throws Exception {
    Path links = Files.createDirectory(temp.resolve("links"));
    Path link = Files.createSymbolicLink(links.resolve("relative"), links.relativize(launcher()));
    assertEquals("<x>", end(start(Files.createSymbolicLink(links.resolve("h"), link), "x")).out());
    assertEquals(1, builds());
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Process one = start(launcher(), "one");
    Process other = start(launcher(), "other");
    assertEquals("<one>", end(one).out());
    assertEquals("<other>", end(other).out());
    assertEquals(1, builds());
  }

  @Test
  void aBuildThatFailsIsShown() throws Exception {
    program("mvn", "echo 'what went wrong'; exit 1");
    Run run = run("explore");
    assertEquals(new Run(2, "", run.err()), run);
    assertTrue(run.err().contains("\nwhat went wrong\nholdfast: the build failed"), run.err());
  }

  @Test
  void whatIsMissingIsOneLine() throws Exception {
    java("11.0.2");
    Run old = run("explore");
    assertEquals(new Run(64, "", old.err()), old);
    assertTrue(old.err().matches("holdfast: needs Java 17 or later.*\n"), old.err());
  }
}
