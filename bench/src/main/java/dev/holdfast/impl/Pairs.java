package dev.holdfast.impl;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A request and the release of the same pair; or, of a pair that stays, the request alone. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Pairs {
  /** What all threads share. */
  @State(Scope.Benchmark)
  public static class Shared {
    /** Who is measured. */
    @Param({"holdfast", "floor", "one lock", "compute", "striped"})
    public String contestant;

    /** In which situation. */
    @Param({"HOT", "CHURN", "THOUSAND", "MILLION", "AGAIN"})
    public String inSituation;

    private Situation situation;
    private Contestant its;
    private final AtomicInteger lanes = new AtomicInteger();

    /** Begins with nothing. */
    @Setup
    public void begin() {
      situation = Situation.valueOf(inSituation);
      its = Contestant.of(contestant, situation.resources);
    }
  }

  /** A thread, which is a domain. */
  @State(Scope.Thread)
  public static class Own {
    private Contestant.Lane lane;
    private int number;
    private int random;

    /** Fills its part. */
    @Setup
    public void begin(Shared shared, BenchmarkParams params) {
      number = shared.lanes.getAndIncrement();
      random = 12345 + number;
      lane = shared.its.lane(number);
      shared.situation.prepare(lane, params.getThreads(), number);
    }

    private int next() {
      random ^= random << 13;
      random ^= random >>> 17;
      random ^= random << 5;
      return random & Integer.MAX_VALUE;
    }
  }

  /** One pair. */
  @Benchmark
  public void pair(Shared shared, Own own) {
    int random = own.next();
    Situation situation = shared.situation;
    int pid = situation.pid(random);
    int resource = situation.resource(random, own.number);
    own.lane.request(pid, resource);
    if (situation != Situation.AGAIN) {
      own.lane.release(pid, resource);
    }
  }
}
