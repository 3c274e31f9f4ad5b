package dev.holdfast.conformance.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.conformance.wire.TraceWriter;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is forgotten on the way makes no difference. */
class LongTraceTest {
  private static final Program NAV = new Program("nav");
  private static final ResourceId MAP = new ResourceId("map");
  private static final Program RADIO = new Program("radio");
  private static final ResourceId FM = new ResourceId("fm");

  private final TraceWriter writer = new TraceWriter(TraceLine.UNNAMED, Role.DEVICE);
  private final List<String> lines = new ArrayList<>();

  private void settled(Message... messages) {
    for (Message message : messages) {
      Channel channel =
          message instanceof Message.FromEnvironment
              ? Channel.ENVIRONMENT
              : message instanceof Message.OfTargetOs
                  ? Channel.SEEN
                  : message instanceof Message.ToTarget || message instanceof Message.FromTarget
                      ? Channel.TARGET
                      : message instanceof Message.ToProcess
                              || message instanceof Message.FromProcess
                          ? Channel.DIRECT
                          : Channel.of(new Domain("A"));
      lines.add(writer.passed(new Envelope(channel, message)));
    }
    lines.add(writer.settled(1));
  }

  private void provided(ResourceId resource, Program program, int run, long id, Handle handle) {
    settled(
        new Message.Request(id, List.of(new ProcessId(7, 1)), resource),
        new Need(resource, run),
        new Started(program, run));
    settled(
        new Ready(program, run, resource),
        new AccessGiven(program, run, resource),
        new Provided(resource, run, program, run, handle),
        new Message.Granted(id, handle));
  }

  @Test
  void aHandleInForceIsRememberedHoweverManyComeAfterIt() {
    Handle kept = new Handle("kept");
    lines.add(
        writer.begins(
            new Catalogue(
                new TreeMap<>(Map.of(NAV, List.of(MAP), RADIO, List.of(FM))),
                Set.of(),
                Profile.SHED)));
    settled(new Boot(), new Message.ProxyProtected(), new Message.Accepting());
    settled(new Message.DomainUp(1));
    provided(MAP, NAV, 1, 1, kept);
    int runs = 1000;
    for (int run = 1; run <= runs; run++) {
      provided(FM, RADIO, run, 2L * run, new Handle("h" + run));
      settled(
          new Message.Release(2L * run + 1, new ProcessId(7, 1), FM),
          new Message.Released(2L * run + 1, Message.Released.Outcome.RELEASED),
          new NoLongerNeeded(FM, run),
          new Ending(RADIO, run));
      settled(new Gone(RADIO, run), new Exited(RADIO, run));
    }
    settled(new Use(kept), new Used(1));
    settled(new Use(new Handle("h1")), new Stale());
    settled(new Use(new Handle("h" + runs)), new Stale());
    settled(
        new Message.Request(9999, List.of(new ProcessId(8, 1)), MAP),
        new Message.Granted(9999, kept));
    lines.add(writer.ends());
    Trace trace = Traces.judge(lines);
    assertEquals(Verdict.PASS, trace.verdict(), trace.findings()::toString);
  }

  @Test
  void anEndlessTraceIsRight() throws IOException {
    for (int devices : new int[] {1, 3}) {
      Endless endless = new Endless(devices, 20_000);
      Trace trace = Traces.judge(endless.readAllBytes());
      assertEquals(Verdict.PASS, trace.verdict(), trace.findings()::toString);
      assertEquals(endless.messages(), trace.messages());
      assertEquals(devices, trace.devices());
    }
  }
}
