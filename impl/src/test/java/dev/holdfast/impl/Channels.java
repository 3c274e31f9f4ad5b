package dev.holdfast.impl;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.ResourceId;
import java.util.Map;
import java.util.NavigableSet;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A conversation of two domains, each of which says one thing at a time, and a target OS that says
 * anything at any time.
 */
@Param(name = "pids", gen = IntGen.class, conf = "1:3")
@Param(name = "pid", gen = IntGen.class, conf = "1:2")
@Param(name = "number", gen = IntGen.class, conf = "1:2")
public abstract class Channels extends Conversation {
  private final long[] ids = new long[2];
  private final int[] epochs = new int[2];

  private void bothUp() {
    upA();
    upB();
  }

  @Operation(nonParallelGroup = "A")
  public Said upA() {
    ids[0] = 0;
    return up("A", ++epochs[0]);
  }

  @Operation(nonParallelGroup = "A")
  public Said downA() {
    return down("A");
  }

  @Operation(nonParallelGroup = "A")
  public Said requestA(@Param(name = "pids") int pids, @Param(name = "number") int resource) {
    return request("A", ++ids[0], pids, 1, resource);
  }

  /** A new life of the process, which implies the end of the first. */
  @Operation(nonParallelGroup = "A")
  public Said requestAnewA(@Param(name = "pid") int pid, @Param(name = "number") int resource) {
    return request("A", ++ids[0], pid, 2, resource);
  }

  @Operation(nonParallelGroup = "A")
  public Said releaseA(@Param(name = "pid") int pid, @Param(name = "number") int resource) {
    return release("A", ++ids[0], pid, resource);
  }

  @Operation(nonParallelGroup = "A")
  public Said exitedA(@Param(name = "pid") int pid) {
    return exited("A", pid);
  }

  @Operation(nonParallelGroup = "B")
  public Said upB() {
    ids[1] = 0;
    return up("B", ++epochs[1]);
  }

  @Operation(nonParallelGroup = "B")
  public Said downB() {
    return down("B");
  }

  @Operation(nonParallelGroup = "B")
  public Said requestB(@Param(name = "pids") int pids, @Param(name = "number") int resource) {
    return request("B", ++ids[1], pids, 1, resource);
  }

  @Operation(nonParallelGroup = "B")
  public Said releaseB(@Param(name = "pid") int pid, @Param(name = "number") int resource) {
    return release("B", ++ids[1], pid, resource);
  }

  @Operation(nonParallelGroup = "B")
  public Said exitedB(@Param(name = "pid") int pid) {
    return exited("B", pid);
  }

  @Operation
  public Said provided(
      @Param(name = "number") int resource,
      @Param(name = "number") int attempt,
      @Param(name = "number") int generation) {
    return isProvided(resource, attempt, generation);
  }

  @Operation
  public Said startFailed(
      @Param(name = "number") int resource, @Param(name = "number") int attempt) {
    return startHasFailed(resource, attempt);
  }

  @Operation
  public Said died(@Param(name = "number") int generation) {
    return hasDied(generation);
  }

  public Map<ResourceId, NavigableSet<OriginatingProcess>> pairs() {
    return association();
  }

  /** With the concurrent proxy. */
  public static final class WithProxy extends Channels {
    private final Spoken proxy = new Spoken();

    public WithProxy() {
      super.bothUp();
    }

    @Override
    Said hear(Envelope in) {
      return proxy.hear(in);
    }

    @Override
    Map<ResourceId, NavigableSet<OriginatingProcess>> association() {
      return proxy.association();
    }

    @org.jetbrains.lincheck.datastructures.Validate
    public void books() {
      proxy.checkBooks();
    }
  }

  /** With the model. */
  public static final class WithModel extends Channels {
    private final Sequential model = new Sequential();

    public WithModel() {
      super.bothUp();
    }

    @Override
    Said hear(Envelope in) {
      return model.hear(in);
    }

    @Override
    Map<ResourceId, NavigableSet<OriginatingProcess>> association() {
      return model.association();
    }
  }
}
