package dev.holdfast.impl;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a target OS hears of a target process, from its start to its exit; and uses of a handle. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Lives {
  private static final int PROGRAMS = 100;

  /** What all threads share. */
  @State(Scope.Benchmark)
  public static class Shared {
    private final AtomicInteger lanes = new AtomicInteger();
    private final Map<Program, Handle> handles = new ConcurrentHashMap<>();
    private final InMemoryTargetOs targetOs = new InMemoryTargetOs(catalogue(), this::hear);

    private void hear(Envelope said) {
      if (said.message() instanceof Provided provided) {
        handles.put(provided.program(), provided.handle());
      }
    }

    private static Catalogue catalogue() {
      NavigableMap<Program, List<ResourceId>> programs = new TreeMap<>();
      for (int i = 0; i < PROGRAMS; i++) {
        programs.put(
            new Program("program" + i),
            List.of(new ResourceId("brief" + i), new ResourceId("lasting" + i)));
      }
      return new Catalogue(programs, Set.of(), Profile.SHED);
    }

    /** Boots it. */
    @Setup
    public void begin() {
      targetOs.deliver(new Envelope(Channel.ENVIRONMENT, new Message.Boot()));
    }
  }

  /** A thread, which has a program that lives on and one that comes and goes. */
  @State(Scope.Thread)
  public static class Own {
    private Program program;
    private ResourceId resource;
    private Envelope use;
    private int life;

    /** Starts the one that lives on. */
    @Setup
    public void begin(Shared shared) {
      int lane = shared.lanes.getAndAdd(2);
      Program lasting = new Program("program" + (lane + 1));
      ResourceId its = new ResourceId("lasting" + (lane + 1));
      program = new Program("program" + lane);
      resource = new ResourceId("brief" + lane);
      shared.targetOs.deliver(new Envelope(Channel.TARGET, new Need(its, 1)));
      shared.targetOs.deliver(new Envelope(Channel.ENVIRONMENT, new Ready(lasting, 1, its)));
      use = new Envelope(Channel.DIRECT, new Use(shared.handles.get(lasting)));
    }
  }

  /** Four messages. */
  @Benchmark
  @OperationsPerInvocation(4)
  public void life(Shared shared, Own own) {
    int life = ++own.life;
    InMemoryTargetOs targetOs = shared.targetOs;
    targetOs.deliver(new Envelope(Channel.TARGET, new Need(own.resource, life)));
    targetOs.deliver(new Envelope(Channel.ENVIRONMENT, new Ready(own.program, life, own.resource)));
    targetOs.deliver(new Envelope(Channel.TARGET, new NoLongerNeeded(own.resource, life)));
    targetOs.deliver(new Envelope(Channel.ENVIRONMENT, new Gone(own.program, life)));
  }

  /** One message. */
  @Benchmark
  public void use(Shared shared, Own own) {
    shared.targetOs.deliver(own.use);
  }
}
