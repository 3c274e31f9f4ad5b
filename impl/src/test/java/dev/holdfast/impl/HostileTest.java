package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** More than anybody should ask for, and answers that nobody should give. */
class HostileTest {
  private static final Domain A = new Domain("A");
  private static final Program P = new Program("P");
  private static final Handle H = new Handle("h");
  private static final ResourceId R = new ResourceId("r");
  private static final ResourceId OTHER = new ResourceId("other");

  /** Counts what it hears. */
  private static final class Counts implements Voice {
    private long needs;
    private long ends;
    private long granted;
    private long refused;
    private long released;
    private long died;

    @Override
    public void need(ResourceId resource, int attempt) {
      needs++;
    }

    @Override
    public void noLongerNeeded(ResourceId resource, int attempt) {
      ends++;
    }

    @Override
    public void granted(Domain domain, long id, Handle handle) {
      granted++;
    }

    @Override
    public void refused(Domain domain, long id, Reason reason) {
      refused++;
    }

    @Override
    public void released(Domain domain, long id, Outcome outcome) {
      released++;
    }

    @Override
    public void targetDied(
        Domain domain, ProcessId process, ResourceId resource, int generation, Cause cause) {
      died++;
    }

    @Override
    public void error(Domain domain, Reason reason) {
      throw new AssertionError(reason);
    }
  }

  /** LIV-1: a target OS that never answers a million starts; exits go on. */
  @Test
  void aMillionResourcesThatNeverStart() {
    int many = 1_000_000;
    Counts counts = new Counts();
    Association association = new Association(counts);
    association.domainUp(A, 1);
    Session session = association.session(A).orElseThrow();
    for (int i = 1; i <= many; i++) {
      session.request(i, 1 + i % 10, 1, association.interest(new ResourceId("r" + i)));
    }
    assertEquals(many, counts.needs);
    for (int pid = 1; pid <= 10; pid++) {
      session.exited(pid, 1);
    }
    assertEquals(many, counts.refused);
    assertEquals(many, counts.ends);
    assertEquals(Map.of(), association.counted());
    assertEquals(Map.of(), association.byProcess());
    assertEquals(Map.of(), association.byResource());
  }

  /** Ten million pairs end by exit, death and domain down, each once. */
  @Test
  void tenMillionPairs() {
    int resources = 1000;
    int processes = 10_000;
    Counts counts = new Counts();
    Association association = new Association(counts);
    association.domainUp(A, 1);
    Session session = association.session(A).orElseThrow();
    long id = 0;
    for (int resource = 0; resource < resources; resource++) {
      ResourceId name = new ResourceId("r" + resource);
      Interest interest = association.interest(name);
      Program program = resource < 100 ? P : new Program("Q");
      for (int pid = 1; pid <= processes; pid++) {
        id++;
        session.request(id, pid, 1, interest);
        if (pid == 1) {
          association.provided(interest, 1, association.runs(program), 1, H);
        }
      }
    }
    assertEquals((long) resources * processes, counts.granted);
    association.died(P, 1, Cause.CRASHED);
    assertEquals(100L * processes, counts.died);
    for (int pid = 1; pid <= processes / 2; pid++) {
      session.exited(pid, 1);
    }
    assertEquals(0, counts.ends);
    association.domainDown(A);
    assertEquals(900, counts.ends);
    assertEquals(resources, counts.needs);
    assertEquals(0, counts.refused + counts.released);
    assertEquals(Map.of(), association.counted());
    assertEquals(Map.of(), association.byProcess());
  }

  /** Pids, incarnations and ids at the ends of their ranges. */
  @Test
  void theEndsOfTheRange() {
    int max = Integer.MAX_VALUE;
    List<Envelope> said = new ArrayList<>();
    try (ConcurrentProxy proxy = new ConcurrentProxy(Catalogue.of("P"), said::add)) {
      proxy.deliver(Told.by(A, new DomainUp(max)));
      List<ProcessId> both = List.of(new ProcessId(1, max), new ProcessId(max, max));
      proxy.deliver(Told.by(A, new Request(1, both, R)));
      proxy.deliver(Told.target(new Provided(R, 1, P, max, H)));
      proxy.deliver(Told.by(A, new ProcessExited(new ProcessId(1, max))));
      proxy.deliver(Told.by(A, new Request(2, both, R)));
      proxy.deliver(Told.by(A, new ProcessExited(new ProcessId(max, max))));
      proxy.deliver(Told.by(A, new Request(Long.MAX_VALUE, both, R)));
      assertEquals(
          List.of(
              Told.target(new Need(R, 1)),
              Told.by(A, new Granted(1, H)),
              Told.by(A, new Refused(2, Reason.DEAD_PROCESS)),
              Told.target(new NoLongerNeeded(R, 1)),
              Told.by(A, new Refused(Long.MAX_VALUE, Reason.DEAD_PROCESS))),
          said);
      assertEquals(Map.of(), proxy.association());
    }
  }

  /** REQ-7: answers to nothing, twice, too early and too late change nothing. */
  @Test
  void aTargetOsThatAnswersTwiceAndWrongly() {
    List<Envelope> said = new ArrayList<>();
    try (ConcurrentProxy proxy = new ConcurrentProxy(Catalogue.of("P"), said::add)) {
      List<ProcessId> one = List.of(new ProcessId(1, 1));
      proxy.deliver(Told.target(new Provided(R, 1, P, 1, H)));
      proxy.deliver(Told.target(new Died(new Program("unheard-of"), 7, Cause.MEMORY)));
      proxy.deliver(Told.by(A, new DomainUp(1)));
      proxy.deliver(Told.by(A, new Request(1, one, R)));
      proxy.deliver(Told.target(new Provided(R, 2, P, 1, H)));
      proxy.deliver(Told.target(new StartFailed(R, 2, Reason.MEMORY)));
      proxy.deliver(Told.target(new StartFailed(OTHER, 1, Reason.MEMORY)));
      proxy.deliver(Told.target(new Provided(R, 1, P, 1, H)));
      proxy.deliver(Told.target(new Provided(R, 1, P, 2, new Handle("another"))));
      proxy.deliver(Told.target(new StartFailed(R, 1, Reason.MEMORY)));
      proxy.deliver(Told.target(new Died(P, 2, Cause.CRASHED)));
      proxy.deliver(Told.by(A, new Request(2, one, R)));
      assertEquals(
          List.of(
              Told.target(new Need(R, 1)),
              Told.by(A, new Granted(1, H)),
              Told.by(A, new Granted(2, H))),
          said);
    }
  }
}
