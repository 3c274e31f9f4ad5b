package dev.holdfast.conformance.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.conformance.Main;
import dev.holdfast.conformance.StartsChildren;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.trace.Judge;
import dev.holdfast.conformance.trace.Trace;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.impl.linux.Directory;
import dev.holdfast.impl.linux.LineReader;
import dev.holdfast.impl.linux.LineWriter;
import dev.holdfast.impl.linux.MemoryGroup;
import dev.holdfast.impl.linux.TargetServer;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Rule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A proxy that is a process of its own, and hostile domains. */
@StartsChildren
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeTest {
  private static final ProcessId APP = new ProcessId(1, 1);
  private static final ResourceId MAP = new ResourceId("map");

  private final Path temp = Files.createTempDirectory("hf").toRealPath();
  private final List<Process> proxies = new ArrayList<>();
  private String resources = "map";

  ServeTest() throws IOException {}

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (Process proxy : proxies) {
      proxy.destroyForcibly().waitFor();
    }
    List<ProcessHandle> left = Directory.targetProcesses(temp.resolve("d"));
    left.forEach(ProcessHandle::destroyForcibly);
    Optional<MemoryGroup> group = MemoryGroup.of(temp.resolve("d"));
    if (group.isPresent()) {
      group.get().remove();
    }
    try (Stream<Path> files = Files.walk(temp)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    assertEquals(List.of(), left);
    assertTrue(group.isEmpty(), "a memory group is left");
  }

  private Path declaration() throws IOException {
    Path target = temp.resolve("target");
    JavaCommand.write(target, List.of("-Xmx40m"), TargetServer.class.getName());
    return Files.writeString(
        temp.resolve("programs"),
        "memory = 300 MiB\ndomains = A B\n[nav]\ncommand = "
            + target
            + "\nresources = "
            + resources
            + "\nceiling = 64 MiB\n");
  }

  private Process begin() throws IOException {
    Process proxy =
        new ProcessBuilder(
                JavaCommand.words(
                    List.of("-Xmx64m"),
                    "dev.holdfast.conformance.Main",
                    "serve",
                    declaration().toString(),
                    "--directory",
                    temp.resolve("d").toString(),
                    "--record",
                    temp.resolve("recording").toString()))
            .redirectErrorStream(true)
            .start();
    proxies.add(proxy);
    return proxy;
  }

  private Process serve() throws IOException {
    Process proxy = begin();
    BufferedReader said = new BufferedReader(new InputStreamReader(proxy.getInputStream(), UTF_8));
    String line = said.readLine();
    while (!"serving".equals(line)) {
      assumeTrue(
          line == null || !line.contains("no ceiling is enforced"), () -> "NOT RUN: no groups");
      assertTrue(line != null, "the proxy has ended");
      line = said.readLine();
    }
    return proxy;
  }

  private SocketChannel connect(String domain) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(temp.resolve("d/domains/" + domain)));
  }

  private static Message ask(SocketChannel channel, String line) throws Exception {
    new LineWriter(channel).write(line);
    String answer = new LineReader(Channels.newInputStream(channel), 1000).next().orElse("nothing");
    return ((dev.holdfast.conformance.wire.Line.Said) Wire.decode(answer)).envelope().message();
  }

  /** A line that says it comes from B, whoever says it. */
  private static String line(Message.FromDomain message) {
    return Wire.encode(new Envelope(Channel.of(new Domain("B")), message));
  }

  @Test
  void hostileDomainsStopNothing() throws Exception {
    Process proxy = serve();
    try (SocketChannel a = connect("A");
        SocketChannel b = connect("B")) {
      assertTrue(
          ask(a, line(new Message.Request(1, List.of(APP), MAP))) instanceof Message.Granted);
      Message.Error invalid = new Message.Error(Reason.INVALID);
      assertEquals(invalid, ask(b, "no JSON at all \u0000 \""));
      assertEquals(invalid, ask(b, line(new Message.DomainUp(7))), "its connection says that");
      assertEquals(
          new Released(1, Released.Outcome.NOT_HELD),
          ask(b, line(new Message.Release(1, APP, MAP))),
          "what A holds is not B's to release, whatever the line says");
      List<SocketChannel> flood = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        flood.add(connect("A"));
      }
      for (SocketChannel one : flood) {
        one.close();
      }
      try (SocketChannel other = connect("A")) {
        assertEquals(Optional.empty(), new LineReader(Channels.newInputStream(other), 1000).next());
      }
      b.write(java.nio.ByteBuffer.wrap("{\"channel\":\"domain:B\",\"mess".getBytes(UTF_8)));
      b.shutdownOutput(); // in the middle of a line
      assertEquals(
          new Released(2, Released.Outcome.RELEASED),
          ask(a, line(new Message.Release(2, APP, MAP))));
    }
    proxy.toHandle().destroy();
    proxy.waitFor();
    assertEquals(List.of(), Directory.targetProcesses(temp.resolve("d")));
    Trace trace = Judge.judge(temp.resolve("recording"), n -> {});
    assertEquals(Verdict.PASS, trace.verdict(), trace.toString());
    assertEquals(Verdict.PASS, trace.verdict(Rule.SEC_2));
    assertEquals(Verdict.PASS, trace.verdict(Rule.DTH_2));
  }

  /** Nor does a memory group stay: that is looked at after every test. */
  @Test
  void whoCannotRecordDoesNotServe() throws IOException {
    StringWriter err = new StringWriter();
    String recording = temp.resolve("none/recording").toString();
    int code =
        Main.run(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(err),
            "serve",
            declaration().toString(),
            "--directory",
            temp.resolve("d").toString(),
            "--record",
            recording);
    assertEquals(64, code);
    assertEquals(
        "holdfast: cannot serve: "
            + recording
            + ": there is no such file or folder (see holdfast serve --help)",
        err.toString().strip());
  }

  /**
   * It begins, has its memory group, and waits for the one who reads its recording: the first line
   * is longer than a pipe.
   */
  @Test
  void whoIsEndedWhileItBeginsLeavesNothing() throws Exception {
    Path recording = temp.resolve("recording");
    assertEquals(0, new ProcessBuilder("mkfifo", recording.toString()).start().waitFor());
    StringBuilder resources = new StringBuilder("map");
    for (int i = 0; i < 20_000; i++) {
      resources.append(" resource").append(i);
    }
    this.resources = resources.toString();
    Process proxy = begin();
    try (InputStream recorded = Files.newInputStream(recording)) {
      assertEquals('{', recorded.read());
      proxy.toHandle().destroy();
      recorded.transferTo(OutputStream.nullOutputStream());
    }
    proxy.waitFor();
  }

  /** The kernel closes what a process had open, whatever it died of. */
  @Test
  void whatAnOriginatingOsThatIsKilledHadUsedIsEnded() throws Exception {
    Process proxy = serve();
    Process domain =
        new ProcessBuilder(
                JavaCommand.words(
                    List.of("-Xmx40m"),
                    Doomed.class.getName(),
                    temp.resolve("d/domains/A").toString()))
            .redirectErrorStream(true)
            .start();
    proxies.add(domain);
    BufferedReader said = new BufferedReader(new InputStreamReader(domain.getInputStream(), UTF_8));
    assertTrue(String.valueOf(said.readLine()).startsWith("Granted"));
    ProcessHandle target = Directory.targetProcesses(temp.resolve("d")).get(0);
    domain.destroyForcibly().waitFor();
    target.onExit().join();
    proxy.toHandle().destroy();
    proxy.waitFor();
    Trace trace = Judge.judge(temp.resolve("recording"), n -> {});
    assertEquals(Verdict.PASS, trace.verdict(), trace.toString());
    assertEquals(Verdict.PASS, trace.verdict(Rule.DTH_2));
  }

  /** An originating OS that waits to be killed. */
  static final class Doomed {
    private Doomed() {}

    public static void main(String[] args) throws Exception {
      try (SocketChannel channel =
          SocketChannel.open(UnixDomainSocketAddress.of(Path.of(args[0])))) {
        System.out.println(ask(channel, line(new Message.Request(1, List.of(APP), MAP))));
        Thread.currentThread().join();
      }
    }
  }

  @Test
  void aProxyThatIsKilledLeavesNothingAfterItsRestart() throws Exception {
    Process first = serve();
    try (SocketChannel a = connect("A")) {
      assertTrue(
          ask(a, line(new Message.Request(1, List.of(APP), MAP))) instanceof Message.Granted);
      first.destroyForcibly().waitFor();
      assertEquals(1, Directory.targetProcesses(temp.resolve("d")).size());
    }
    Process second = serve();
    assertEquals(List.of(), Directory.targetProcesses(temp.resolve("d")));
    second.toHandle().destroy();
    second.waitFor();
  }
}
