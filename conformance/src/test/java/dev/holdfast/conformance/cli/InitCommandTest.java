package dev.holdfast.conformance.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.conformance.Main;
import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.conformance.init.Language;
import dev.holdfast.conformance.subject.ChildSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every adapter is built and run as its README says; where its tool is missing it is skipped. */
@StartsChildren
@Timeout(300)
class InitCommandTest {
  private static final Channel DOMAIN = Channel.of(new Domain("A"));

  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Stream<String> args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
  }

  /** Ends the test if there is no tool for it. */
  private Path built(Language language) throws Exception {
    Path folder = temp.resolve("my adapter");
    assertEquals(0, run(Stream.of("init", language.toString(), folder.toString())), err::toString);
    List<String> build = language.build(folder);
    String tool = build.isEmpty() ? language.run(folder).get(0) : build.get(0);
    assumeTrue(installed(tool), tool + " is not installed");
    if (!build.isEmpty()) {
      Path log = temp.resolve("build.log");
      Process process =
          new ProcessBuilder(build).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      int code = process.waitFor();
      assertEquals("", Files.readString(log), "not even a warning");
      assertEquals(0, code);
    }
    return folder;
  }

  private static boolean installed(String tool) throws InterruptedException {
    try {
      return new ProcessBuilder(tool, tool.equals("go") ? "version" : "--version")
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstVerdictSaysWhatToDoNext(Language language) throws Exception {
    Path folder = built(language);
    Stream<String> check = Stream.of("check", "--quick", "--scenarios", "40", "--level", "claim");
    int code =
        run(Stream.concat(Stream.concat(check, Stream.of("--")), language.run(folder).stream()));
    String words = out.toString().replaceAll("\\s+", " ");
    assertEquals(1, code, words);
    assertTrue(
        words.matches(
            ".* FAIL: REQ-2 is broken: after . Request\\(.*\\) it said nothing, where the model"
                + " allows target Need\\(\\w+, 1\\)\\..*"),
        words);
  }

  /** What it reads wrongly it would take for malformed, or the other way round. */
  @ParameterizedTest
  @EnumSource
  void itTellsRightMessagesFromMalformedOnes(Language language) throws Exception {
    Path folder = built(language);
    try (Subject adapter = new ChildSubject(language.run(folder), Duration.ofSeconds(60))) {
      assertEquals(Role.PROXY, adapter.role());
      adapter.reset(Catalogue.of("nav", "map"));
      for (Message right : right()) {
        Channel channel = right instanceof Message.FromTarget ? Channel.TARGET : DOMAIN;
        Envelope told = new Envelope(channel, right);
        assertEquals(List.of(), adapter.exchange(List.of(told)), told::toString);
      }
      Envelope error = new Envelope(DOMAIN, new Message.Error(Reason.INVALID));
      for (String text : malformed()) {
        Envelope told = new Envelope(DOMAIN, new Message.Malformed(text));
        assertEquals(List.of(error), adapter.exchange(List.of(told)), text);
      }
    }
  }

  private static List<Message> right() {
    ResourceId resource = new ResourceId("A-z.0_9:/#");
    ProcessId process = new ProcessId(Integer.MAX_VALUE, Integer.MAX_VALUE);
    ProcessId other = new ProcessId(1, 2);
    Program program = new Program("n".repeat(128));
    long id = (1L << 53) - 1;
    return List.of(
        new Message.DomainUp(1),
        new Message.Request(1, List.of(), resource),
        new Message.Request(2, List.of(other), resource),
        new Message.Request(id, List.of(process, other), resource),
        new Message.Release(id, process, resource),
        new Message.ProcessExited(process),
        new Message.Provided(resource, 1, program, 2, new Handle("h")),
        new Message.StartFailed(resource, 1, Reason.MEMORY),
        new Message.Died(program, 1, Cause.CRASHED),
        new Message.DomainDown());
  }

  private static List<String> malformed() {
    return List.of(
        "42",
        "null",
        "true",
        "[]",
        "{}",
        "\"Request\"",
        "[\"type\",\"DomainDown\"]",
        "{\"type\":null}",
        "{\"type\":[\"DomainDown\"]}",
        "{\"type\":\"Bogus\"}",
        "{\"type\":\"__proto__\"}",
        "{\"type\":\"constructor\"}",
        "{\"type\":\"malformed\"}",
        "{\"type\":\"Provided\",\"resource\":\"map\",\"attempt\":1,\"program\":\"nav\","
            + "\"generation\":1,\"handle\":\"h\"}",
        "{\"type\":\"DomainUp\"}",
        "{\"type\":\"DomainUp\",\"epoch\":0}",
        "{\"type\":\"DomainUp\",\"epoch\":\"1\"}",
        "{\"type\":\"DomainUp\",\"epoch\":1.5}",
        "{\"type\":\"DomainUp\",\"epoch\":null}",
        "{\"type\":\"DomainUp\",\"epoch\":99999999999999999999999}",
        "{\"type\":\"DomainUp\",\"a \\\\\\\" b\":{\"epoch\":1},\"c\":[\"epoch\",1]}",
        "{\"type\":\"Request\",\"id\":-1,\"processes\":[],\"resource\":\"map\"}",
        "{\"type\":\"Request\",\"id\":true,\"processes\":[],\"resource\":\"map\"}",
        "{\"type\":\"Request\",\"id\":9007199254740992,\"processes\":[],\"resource\":\"map\"}",
        "{\"type\":\"Request\",\"id\":1,\"processes\":{},\"resource\":\"map\"}",
        "{\"type\":\"Request\",\"id\":1,\"processes\":null,\"resource\":\"map\"}",
        "{\"type\":\"Request\",\"id\":1,\"processes\":[7],\"resource\":\"map\"}",
        "{\"type\":\"Request\",\"id\":1,\"processes\":[{\"pid\":1,\"incarnation\":1},{\"pid\":1}],"
            + "\"resource\":\"map\"}",
        "{\"type\":\"Request\",\"id\":1,\"processes\":[],\"resource\":\"no name\"}",
        "{\"type\":\"Request\",\"id\":1,\"processes\":[],\"resource\":\"map\\n\"}",
        "{\"type\":\"Request\",\"id\":1,\"processes\":[],\"resource\":\"\"}",
        "{\"type\":\"Request\",\"id\":1,\"processes\":[],\"resource\":\"" + "n".repeat(129) + "\"}",
        "{\"type\":\"Release\",\"id\":1,\"process\":{\"pid\":0,\"incarnation\":1},"
            + "\"resource\":\"map\"}",
        "{\"type\":\"ProcessExited\",\"process\":[1,1]}",
        "{\"type\":\"ProcessExited\",\"process\":{\"pid\":2147483648,\"incarnation\":1}}");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsShortAndComplete(Language language) throws Exception {
    Path folder = temp.resolve("new/folder");
    assertEquals(0, run(Stream.of("init", language.toString(), folder.toString())));
    String readme = Files.readString(folder.resolve("README.md"));
    assertTrue(readme.contains("holdfast check --quick --level claim -- "), readme);
    assertFalse(readme.contains("{{"), readme);
    readme.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    try (Stream<Path> files = Files.list(folder)) {
      Path program = files.filter(file -> !file.endsWith("README.md")).findFirst().orElseThrow();
      String text = Files.readString(program);
      assertTrue(text.split("YOUR SYSTEM", -1).length > 10, "a place for every call");
    }
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    String folder = temp.toString();
    Files.writeString(temp.resolve("adapter.c"), "mine");
    assertEquals(64, run(Stream.of("init", "c", folder)));
    assertEquals("", out.toString());
    assertTrue(err.toString().contains("adapter.c is there already"), err::toString);
    assertEquals("mine", Files.readString(temp.resolve("adapter.c")));
    assertTrue(Files.notExists(temp.resolve("README.md")), "all or nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "init cobol", "init c ~/file/below", "init c ~ more"})
  void wrongUseIsOneLineAndExits64(String line) throws IOException {
    Files.writeString(temp.resolve("file"), "");
    assertEquals(64, run(Stream.of(line.replace("~", temp.toString()).split(" ", -1))));
    assertEquals("", out.toString());
    assertTrue(
        err.toString().matches("holdfast: .+ \\(see holdfast init --help\\)\\R"), err::toString);
  }
}
