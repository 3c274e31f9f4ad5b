package dev.holdfast.conformance.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.trace.Judge;
import dev.holdfast.conformance.trace.Trace;
import dev.holdfast.impl.InMemoryDevice;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Malformed;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A recording, and what the oracle makes of it. */
class RecorderTest {
  private static final Channel A = Channel.of(new Domain("A"));
  private static final ResourceId MAP = new ResourceId("map");

  @TempDir Path temp;

  private final List<Envelope> said = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  private void record(Path file) throws IOException, TimeoutException {
    try (Recorder recorder =
        new Recorder(
            Files.newBufferedWriter(file),
            InMemoryDevice::new,
            Catalogue.of("nav", "map"),
            said::add,
            complaints::add)) {
      tell(recorder, Channel.ENVIRONMENT, new Boot());
      tell(recorder, A, new DomainUp(1));
      tell(recorder, A, new Request(1, List.of(new ProcessId(1, 1)), MAP));
      tell(recorder, A, new Malformed("\"what?\""));
      tell(recorder, Channel.ENVIRONMENT, new Ready(new Program("nav"), 1, MAP));
      assertTrue(recorder.use(new Handle("made-up"), () -> Optional.of(new Stale())));
      assertTrue(recorder.use(granted(), () -> Optional.of(new Used(1))));
      assertTrue(recorder.use(granted(), Optional::empty), "nobody answers");
      assertFalse(recorder.use(granted(), () -> used(recorder)), "who knows when it was?");
    }
  }

  private Handle granted() {
    return said.stream()
        .flatMap(it -> it.message() instanceof Granted granted ? Stream.of(granted) : Stream.of())
        .map(Granted::handle)
        .findFirst()
        .orElseThrow();
  }

  /** While it is used, something happens. */
  private static Optional<Message.FromProcess> used(Recorder recorder) {
    tell(recorder, A, new Release(2, new ProcessId(1, 1), MAP));
    return Optional.of(new Used(1));
  }

  private static void tell(Recorder recorder, Channel channel, Message message) {
    recorder.deliver(new Envelope(channel, message));
  }

  private List<String> recorded() throws IOException, TimeoutException {
    Path file = temp.resolve("recording");
    record(file);
    return Files.readAllLines(file);
  }

  private Trace judge(List<String> lines) throws IOException, InterruptedException {
    return Judge.judge(Files.write(temp.resolve("judged"), lines, UTF_8), n -> {});
  }

  @Test
  void whatIsRightPasses() throws Exception {
    Trace trace = judge(recorded());
    assertEquals(Verdict.PASS, trace.verdict(), trace.toString());
    assertEquals(Verdict.PASS, trace.verdict(Rule.HND_1));
    assertEquals(Verdict.PASS, trace.verdict(Rule.HND_2));
    assertEquals(Verdict.PASS, trace.verdict(Rule.HND_4));
    assertEquals(Verdict.NOT_RUN, trace.verdict(Rule.MEM_5));
  }

  @Test
  void aHandleThatReachesAnotherRunFails() throws Exception {
    List<String> lines = recorded();
    lines.replaceAll(
        line -> line.replace("\"Used\",\"generation\":1", "\"Used\",\"generation\":2"));
    Trace trace = judge(lines);
    assertEquals(Verdict.FAIL, trace.verdict(), trace.toString());
    assertEquals(Verdict.FAIL, trace.verdict(Rule.HND_2), trace.toString());
  }

  /** After a bye another device may begin, with its own ids, epochs and generations. */
  @Test
  void severalDevicesMayBeInOneRecording() throws Exception {
    List<String> lines = recorded();
    List<String> twice = new ArrayList<>(lines);
    twice.addAll(lines);
    assertEquals(Verdict.PASS, judge(twice).verdict(), judge(twice).toString());
  }

  /** Every line matters: without it the recording does not pass. */
  @Test
  void whatLacksALineDoesNotPass() throws Exception {
    List<String> lines = recorded();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).contains("\"sync\"")) { // two batches may also be one
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(i);
        Trace trace = judge(fewer);
        assertTrue(trace.verdict() != Verdict.PASS, "without " + lines.get(i));
        assertTrue(!trace.findings().isEmpty());
      }
    }
  }

  @Test
  void whatIsNoRecordingIsNotUnderstood() throws Exception {
    assertEquals(Verdict.INCONCLUSIVE, judge(List.of()).verdict());
    assertEquals(Verdict.INCONCLUSIVE, judge(List.of("{}", "nonsense")).verdict());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsSaidOnceAndTheDeviceGoesOn() throws Exception {
    record(Path.of("/dev/full"));
    assertEquals(1, complaints.size(), complaints.toString());
    assertTrue(complaints.get(0).startsWith("nothing more is recorded: "));
    assertTrue(said.stream().anyMatch(it -> it.message() instanceof Message.Granted));
  }
}
