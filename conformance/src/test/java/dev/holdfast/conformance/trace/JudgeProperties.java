package dev.holdfast.conformance.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.check.Tally;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.oracle.Judgement;
import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.oracle.Oracle;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.conformance.wire.TraceLine.Begins;
import dev.holdfast.conformance.wire.TraceLine.Ends;
import dev.holdfast.conformance.wire.TraceLine.Passed;
import dev.holdfast.conformance.wire.TraceLine.Settled;
import dev.holdfast.conformance.wire.TraceReader;
import dev.holdfast.conformance.wire.TraceWriter;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Rule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is judged depends on each device's own lines alone, and on nothing about how they come. */
class JudgeProperties {
  /** What is said of a device, wherever its lines are. */
  private record Found(Verdict verdict, List<Rule> rules, String what) {
    static Found of(Finding finding) {
      return new Found(
          finding.verdict(), finding.rules(), finding.sentence().replaceFirst(".*line \\d+: ", ""));
    }
  }

  private static Map<String, Found> byDevice(Trace trace) {
    return trace.findings().stream()
        .collect(
            Collectors.toMap(
                finding -> finding.sentence().replaceFirst("^device '(.*?)'.*", "$1"), Found::of));
  }

  @Property(tries = 60)
  void interleavedDevicesAreJudgedAsEachAlone(
      @ForAll @Size(min = 1, max = 5) List<Integer> seeds, @ForAll Random random) {
    List<Deque<String>> left = new ArrayList<>();
    Map<Rule, long[]> checks = new EnumMap<>(Rule.class);
    Map<String, Found> alone = new TreeMap<>();
    long messages = 0;
    for (int i = 0; i < seeds.size(); i++) {
      List<String> lines = Traces.trace("device " + i, seeds.get(i));
      if (random.nextInt(4) == 0) {
        lines = lines.subList(0, 1 + random.nextInt(lines.size()));
      }
      left.add(new ArrayDeque<>(lines));
      Trace trace = Traces.judge(lines);
      alone.putAll(byDevice(trace));
      messages += trace.messages();
      trace.lines().forEach((rule, line) -> add(checks, rule, line));
    }
    List<String> mixed = new ArrayList<>();
    while (!left.isEmpty()) {
      int which = random.nextInt(left.size());
      mixed.add(left.get(which).remove());
      left.removeIf(Deque::isEmpty);
    }
    Trace together = Traces.judge(mixed);
    assertEquals(alone, byDevice(together));
    assertEquals(seeds.size(), together.devices());
    assertEquals(messages, together.messages());
    together
        .lines()
        .forEach(
            (rule, line) ->
                assertEquals(
                    Arrays.toString(checks.get(rule)),
                    Arrays.toString(new long[] {line.checks(), line.arose()}),
                    rule::id));
  }

  private static void add(Map<Rule, long[]> checks, Rule rule, Line line) {
    long[] its = checks.computeIfAbsent(rule, any -> new long[2]);
    its[0] += line.checks();
    its[1] += line.arose();
  }

  /** However the bytes come, and compressed in however many parts. */
  @Property(tries = 60)
  void howTheBytesComeDoesNotMatter(
      @ForAll int seed, @ForAll @IntRange(min = 1, max = 3) int parts, @ForAll Random random)
      throws IOException {
    byte[] plain = Traces.bytes(Traces.trace("", seed));
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    for (int i = 0; i < parts; i++) {
      int from = i * (plain.length / parts);
      int to = i == parts - 1 ? plain.length : from + plain.length / parts;
      try (GZIPOutputStream part = new GZIPOutputStream(compressed)) {
        part.write(plain, from, to - from);
      }
    }
    Trace due = Traces.judge(plain);
    assertEquals(due, Traces.judge(compressed.toByteArray()));
    Blocks whole = new Blocks(new ByteArrayInputStream(plain), plain.length + 1);
    Blocks shredded = new Blocks(shredded(plain, random), 1 + random.nextInt(300));
    assertEquals(all(whole), all(shredded));
  }

  /** Though other threads judge: a listener has to care for none of them. */
  @Example
  void whatIsFoundIsToldByWhoeverHasItJudged() throws Exception {
    List<Thread> tellers = new ArrayList<>();
    Judge judge = new Judge(finding -> tellers.add(Thread.currentThread()));
    byte[] noLine = {'x', '\n'};
    judge.judge(Source.of("trace", new ByteArrayInputStream(noLine)), read -> {});
    assertEquals(List.of(Thread.currentThread()), tellers);
  }

  /** A stream that gives a few bytes at a time. */
  private static InputStream shredded(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(length, 1 + random.nextInt(40)));
      }
    };
  }

  private static List<TraceLine> all(Blocks blocks) throws IOException {
    TraceReader reader = new TraceReader();
    List<TraceLine> all = new ArrayList<>();
    for (Optional<Block> next = blocks.next(); next.isPresent(); next = blocks.next()) {
      all.addAll(next.get().lines(reader));
    }
    return all;
  }

  /**
   * Wherever a trace is cut off, it does not pass; where a line is cut, no rule is broken by it.
   */
  @Property(tries = 60)
  void whatIsCutOffIsInconclusive(@ForAll int seed, @ForAll Random random) {
    byte[] whole = Traces.bytes(Traces.trace("", seed));
    Assume.that(Traces.judge(whole).verdict() == Verdict.PASS);
    int length = random.nextInt(whole.length - 1); // the last line may lack its end
    assertEquals(Verdict.INCONCLUSIVE, Traces.judge(Arrays.copyOf(whole, length)).verdict());
  }

  /** A trace with a line lost, doubled, moved or replaced is judged as by the oracle alone. */
  @Property(tries = 150)
  void aChangedTraceIsJudgedAsByTheOracle(@ForAll int seed, @ForAll Random random) {
    List<String> lines = new ArrayList<>(Traces.trace("", seed));
    int at = 1 + random.nextInt(lines.size() - 2);
    String line = lines.get(at);
    switch (random.nextInt(4)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.add(1 + random.nextInt(lines.size() - 2), lines.remove(at));
      default -> lines.set(at, line.replaceFirst(":1([,}])", ":2$1"));
    }
    Trace trace = Traces.judge(lines);
    Trace due = new Plainly().judge(lines);
    assertEquals(due.verdict(), trace.verdict(), () -> String.join("\n", lines));
    assertEquals(due.lines(), trace.lines());
  }

  /** The oracle, with as little around it as there can be, for one device. */
  private static final class Plainly {
    private final Tally tally = new Tally(EnumSet.allOf(Rule.class));
    private final List<Envelope> told = new ArrayList<>();
    private final List<Envelope> said = new ArrayList<>();
    private Role role = Role.DEVICE;
    private Oracle oracle = new Oracle(role, Catalogue.of("none"));

    Trace judge(List<String> lines) {
      TraceReader reader = new TraceReader();
      for (String text : lines) {
        byte[] bytes = text.getBytes(UTF_8);
        TraceLine line = reader.read(bytes, 0, bytes.length);
        if (line instanceof Begins begins) {
          role = begins.role();
          oracle = new Oracle(role, begins.catalogue());
        } else if (line instanceof Passed passed) {
          if (!role.hears(passed.envelope()) && !role.says(passed.envelope())) {
            return trace(Verdict.INCONCLUSIVE, List.of());
          }
          (role.hears(passed.envelope()) ? told : said).add(passed.envelope());
        } else if (line instanceof Settled) {
          Judgement judgement = oracle.overhear(List.copyOf(told), List.copyOf(said));
          told.clear();
          said.clear();
          if (judgement instanceof Refuted refuted) {
            return trace(Verdict.FAIL, refuted.rules());
          } else if (judgement instanceof Explained explained) {
            explained.exchanges().forEach(tally::count);
          } else {
            return trace(Verdict.INCONCLUSIVE, List.of());
          }
        } else if (line instanceof Ends && told.isEmpty() && said.isEmpty()) {
          return trace(Verdict.PASS, List.of());
        } else {
          return trace(Verdict.INCONCLUSIVE, List.of());
        }
      }
      return trace(Verdict.INCONCLUSIVE, List.of());
    }

    private Trace trace(Verdict verdict, List<Rule> broken) {
      Set<Rule> rules = EnumSet.noneOf(Rule.class);
      rules.addAll(broken);
      return new Trace(role, tally.lines(role, rules), 1, 0, verdict, List.of(), 0);
    }
  }

  @Example
  void theFindingNamesDeviceFileAndLine() {
    List<String> lines = new ArrayList<>(Traces.trace("phone 3", 2));
    lines.set(3, lines.get(3).replace("\"type\"", "\"typo\""));
    String sentence = Traces.judge(lines).findings().get(0).sentence();
    assertEquals(
        "device 'phone 3' in trace, line 4: it is not understood: ",
        sentence.substring(0, sentence.indexOf("message has")));
  }

  /** Whose the line was nobody knows: none of those that live goes on, and none is at fault. */
  @Example
  void aLineThatIsNoJsonSparesNobody() {
    List<String> lines = new ArrayList<>();
    lines.addAll(Traces.trace("a", 0).subList(0, 4));
    lines.addAll(Traces.trace("b", 0).subList(0, 4));
    lines.add("{\"device\":\"a\",");
    lines.addAll(Traces.trace("a", 0).subList(4, 9));
    lines.addAll(Traces.trace("c", 0));
    Trace trace = Traces.judge(lines);
    assertEquals(Verdict.INCONCLUSIVE, trace.verdict());
    assertEquals(1, trace.findings().size(), trace.findings()::toString);
    String sentence = trace.findings().get(0).sentence();
    assertEquals("trace, line 9", sentence.substring(0, 13));
    assertEquals("(it may belong to any of 2 devices)", sentence.substring(sentence.length() - 35));
  }

  /** Two devices that were given one name at the same time are not taken for one that is wrong. */
  @Property(tries = 40)
  void twoDevicesOfOneNameBreakNoRule(
      @ForAll @IntRange(min = 0, max = 100) int seed, @ForAll Random random) {
    List<String> one = Traces.trace("twin", seed * 6);
    Deque<String> other = new ArrayDeque<>(Traces.trace("twin", seed * 6 + 6));
    List<String> mixed = new ArrayList<>(one.subList(0, 1 + random.nextInt(one.size() - 1)));
    mixed.add(other.remove());
    for (String line : one.subList(mixed.size() - 1, one.size())) {
      mixed.add(line);
      while (!other.isEmpty() && random.nextBoolean()) {
        mixed.add(other.remove());
      }
    }
    mixed.addAll(other);
    Trace trace = Traces.judge(mixed);
    assertEquals(Verdict.INCONCLUSIVE, trace.verdict(), trace.findings()::toString);
  }

  /** One after the other they may have one name. */
  @Example
  void aNameIsFreeAgainAfterBye() {
    List<String> lines = new ArrayList<>(Traces.trace("", 0));
    lines.addAll(Traces.trace("", 6));
    Trace trace = Traces.judge(lines);
    assertEquals(Verdict.PASS, trace.verdict(), trace.findings()::toString);
    assertEquals(2, trace.devices());
  }

  @Example
  void aGapInTheSequenceIsInconclusive() {
    List<String> lines = new ArrayList<>(Traces.trace("", 0));
    Map<String, Integer> next = new HashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      TraceLine line =
          new TraceReader()
              .read(lines.get(i).getBytes(UTF_8), 0, lines.get(i).getBytes(UTF_8).length);
      if (line instanceof Passed passed) {
        String key = passed.envelope().channel() + " " + Role.PROXY.hears(passed.envelope());
        int number = next.merge(key, 1, Integer::sum);
        lines.set(i, "{\"seq\":" + number + "," + lines.get(i).substring(1));
      }
    }
    assertEquals(Verdict.PASS, Traces.judge(lines).verdict(), Traces.judge(lines)::toString);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("\"seq\":1,")) {
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(i);
        assertNotEquals(Verdict.PASS, Traces.judge(fewer).verdict());
      }
    }
    lines.replaceAll(line -> line.replace("\"seq\":2,", "\"other\":2,"));
    assertEquals(Verdict.INCONCLUSIVE, Traces.judge(lines).verdict());
  }

  @Example
  void nothingIsInconclusive() {
    assertEquals(Verdict.INCONCLUSIVE, Traces.judge(new byte[0]).verdict());
    assertEquals(Verdict.INCONCLUSIVE, Traces.judge(List.of("{\"control\":\"bye\"}")).verdict());
  }

  @Example
  void whereNoConditionAroseNothingPasses() {
    List<String> lines =
        List.of(
            "{\"control\":\"reset\",\"programs\":{},\"keepsWarm\":[],\"profile\":\"HOLD\"}",
            "{\"channel\":\"environment\",\"message\":{\"type\":\"LocalUse\",\"program\":\"a\"}}",
            "{\"control\":\"sync\",\"number\":1}",
            "{\"control\":\"bye\"}");
    assertEquals(Verdict.NOT_RUN, Traces.judge(lines).verdict());
  }

  @Example
  void aFailIsListedHoweverMuchIsUnclear() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2 * Judge.LISTED; i++) {
      lines.add("{\"device\":\"" + i + "\",\"control\":\"sync\",\"number\":1}");
    }
    lines.addAll(Traces.wrong("wrong"));
    lines.addAll(lines.subList(0, Judge.LISTED));
    Trace trace = Traces.judge(lines);
    assertEquals(Verdict.FAIL, trace.verdict());
    assertEquals(Judge.LISTED, trace.findings().size());
    assertEquals(Judge.LISTED + 1, trace.unlisted());
    assertEquals(1, trace.findings().stream().filter(its -> its.verdict() == Verdict.FAIL).count());
  }

  /** However much there is between two syncs, a picture has an end. */
  @Example
  void whatIsDrawnHasAnEnd() {
    TraceWriter writer = new TraceWriter(TraceLine.UNNAMED, Role.PROXY);
    Channel channel = Channel.of(new Domain("A"));
    List<String> lines = new ArrayList<>(List.of(writer.begins(Catalogue.of("nav", "map"))));
    List<Message> messages = new ArrayList<>(List.of(new Message.DomainUp(1)));
    for (int pid = 1; pid <= 500; pid++) {
      messages.add(new Message.ProcessExited(new ProcessId(pid, 1)));
    }
    messages.add(new Message.Release(1, new ProcessId(1, 1), new ResourceId("map")));
    messages.add(new Message.Released(1, Message.Released.Outcome.RELEASED));
    messages.forEach(its -> lines.add(writer.passed(new Envelope(channel, its))));
    lines.add(writer.settled(1));
    Failure failure = Traces.judge(lines).findings().get(0).failure();
    assertEquals(Optional.of(Rule.REL_2), failure.rule());
    assertEquals(List.of(502), failure.scenario().batches().stream().map(List::size).toList());
    assertEquals(101, failure.diagram().turns().size());
    assertEquals(100, failure.diagram().mark().orElseThrow().turn());
  }

  /** Whoever reads no further than the first part would let the rest pass. */
  @Example
  void whatFollowsACompressedPartIsNotPassedOver() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream part = new GZIPOutputStream(compressed)) {
      part.write(Traces.bytes(Traces.trace("", 0)));
    }
    assertEquals(Verdict.PASS, Traces.judge(compressed.toByteArray()).verdict());
    compressed.write("{}\n{}\n{}\n".getBytes(UTF_8));
    Trace trace = Traces.judge(compressed.toByteArray());
    assertEquals(Verdict.INCONCLUSIVE, trace.verdict());
    assertTrue(trace.findings().get(0).sentence().contains("is not compressed"), trace::toString);
  }

  /** What is remembered of devices with a finding is bounded, and what is not judged is no PASS. */
  @Example
  void afterVeryManyFindingsNothingMoreIsJudged() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 100_001; i++) {
      lines.add("{\"device\":\"" + i + "\",\"control\":\"sync\",\"number\":1}");
    }
    lines.addAll(Traces.wrong("wrong"));
    Trace trace = Traces.judge(lines);
    assertEquals(Verdict.INCONCLUSIVE, trace.verdict());
    assertEquals(100_001, trace.findings().size() + trace.unlisted());
  }
}
