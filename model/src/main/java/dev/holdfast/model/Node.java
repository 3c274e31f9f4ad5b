package dev.holdfast.model;

import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Interest;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.TargetOs.Asked;
import dev.holdfast.model.TargetOs.Demand;
import dev.holdfast.model.TargetOs.Given;
import dev.holdfast.model.TargetOs.Life;
import dev.holdfast.model.TargetOs.Off;
import dev.holdfast.model.TargetOs.Rank;
import dev.holdfast.model.TargetOs.Running;
import dev.holdfast.model.TargetOs.Unneeded;
import java.util.Map;

/**
 * One target OS with its proxy, and what is under way between them, at one moment.
 *
 * @param proxy the proxy
 * @param target the target OS
 * @param toTarget what the proxy has said and the target OS has not heard
 * @param toProxy what the target OS has said and the proxy has not heard
 */
public record Node(Proxy proxy, TargetOs target, Bag toTarget, Bag toProxy) {

  /**
   * Whether everything that was caused has happened: nothing is under way, no process is about to
   * serve or to exit.
   *
   * @return whether only the environment can move
   */
  public boolean atRest() {
    if (!toTarget.messages().isEmpty() || !toProxy.messages().isEmpty()) {
      return false;
    }
    for (Life life : target.lives().values()) {
      if (!(life instanceof Off || life instanceof Running)) {
        return false;
      }
    }
    for (Demand demand : target.demands().values()) {
      if (demand instanceof Asked) {
        return false;
      }
    }
    return true;
  }

  boolean anyLive() {
    for (Interest interest : proxy.resources().values()) {
      if (interest instanceof Live) {
        return true;
      }
    }
    return false;
  }

  boolean anyWaiting() {
    for (Interest interest : proxy.resources().values()) {
      if (interest instanceof Asking) {
        return true;
      }
    }
    return false;
  }

  boolean anyRunning() {
    for (Life life : target.lives().values()) {
      if (life instanceof Running) {
        return true;
      }
    }
    return false;
  }

  /**
   * HND-1: what the proxy hands out was given by a running generation, or its Died is under way.
   */
  boolean liveIsGiven() {
    for (Map.Entry<ResourceId, Interest> entry : proxy.resources().entrySet()) {
      if (entry.getValue() instanceof Live live
          && !isGiven(entry.getKey(), live)
          && !diedUnderWay(live)) {
        return false;
      }
    }
    return true;
  }

  private boolean isGiven(ResourceId resource, Live live) {
    return target.life(live.program()) instanceof Running running
        && running.generation() == live.generation()
        && target.demand(resource) instanceof Given given
        && given.attempt() == live.attempt();
  }

  private boolean diedUnderWay(Live live) {
    for (Message message : toProxy.messages()) {
      if (message instanceof Died died
          && died.program().equals(live.program())
          && died.generation() == live.generation()) {
        return true;
      }
    }
    return false;
  }

  /** END-4: the target OS never knows of an attempt that the proxy has not made. */
  boolean attemptsKnown() {
    for (Map.Entry<ResourceId, Demand> entry : target.demands().entrySet()) {
      if (entry.getValue().attempt() > proxy.interest(entry.getKey()).attempt()) {
        return false;
      }
    }
    return true;
  }

  /**
   * END-3: an attempt in force at the target OS is over at the proxy only while it is being told.
   */
  boolean overIsTold() {
    return !toTarget.messages().isEmpty() || demandIsReal();
  }

  /** LIV-2: every process that runs is needed by someone, or may be kept warm. */
  boolean nobodyIdles() {
    for (Map.Entry<Program, Life> entry : target.lives().entrySet()) {
      if (entry.getValue() instanceof Running
          && target.rank(entry.getKey()) == Rank.UNUSED
          && !target.catalogue().keepsWarm().contains(entry.getKey())) {
        return false;
      }
    }
    return true;
  }

  /** LIV-2: what the target OS believes needed is needed. */
  boolean demandIsReal() {
    for (Map.Entry<ResourceId, Demand> entry : target.demands().entrySet()) {
      if (!(entry.getValue() instanceof Unneeded)
          && proxy.interest(entry.getKey()).users().isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
