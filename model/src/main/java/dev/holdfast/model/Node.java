package dev.holdfast.model;

import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.TargetOs.Asked;
import dev.holdfast.model.TargetOs.Given;
import dev.holdfast.model.TargetOs.Off;
import dev.holdfast.model.TargetOs.Rank;
import dev.holdfast.model.TargetOs.Running;
import dev.holdfast.model.TargetOs.Unneeded;

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
    return toTarget.messages().isEmpty()
        && toProxy.messages().isEmpty()
        && target.lives().values().stream().allMatch(l -> l instanceof Off || l instanceof Running)
        && target.demands().values().stream().noneMatch(Asked.class::isInstance);
  }

  boolean anyLive() {
    return proxy.resources().values().stream().anyMatch(Live.class::isInstance);
  }

  boolean anyWaiting() {
    return proxy.resources().values().stream().anyMatch(Asking.class::isInstance);
  }

  boolean anyRunning() {
    return target.lives().values().stream().anyMatch(Running.class::isInstance);
  }

  /**
   * HND-1: what the proxy hands out was given by a running generation, or its Died is under way.
   */
  boolean liveIsGiven() {
    return proxy.resources().entrySet().stream()
        .allMatch(
            entry ->
                !(entry.getValue() instanceof Live live)
                    || diedUnderWay(live)
                    || (target.life(live.program()).equals(new Running(live.generation()))
                        && target.demand(entry.getKey()).equals(new Given(live.attempt()))));
  }

  private boolean diedUnderWay(Live live) {
    return toProxy.messages().stream()
        .anyMatch(
            message ->
                message instanceof Died died
                    && died.program().equals(live.program())
                    && died.generation() == live.generation());
  }

  /** END-4: the target OS never knows of an attempt that the proxy has not made. */
  boolean attemptsKnown() {
    return target.demands().entrySet().stream()
        .allMatch(e -> e.getValue().attempt() <= proxy.interest(e.getKey()).attempt());
  }

  /**
   * END-3: an attempt in force at the target OS is over at the proxy only while it is being told.
   */
  boolean overIsTold() {
    return target.demands().entrySet().stream()
        .allMatch(
            entry ->
                entry.getValue() instanceof Unneeded
                    || !proxy.interest(entry.getKey()).users().isEmpty()
                    || !toTarget.messages().isEmpty());
  }

  /** LIV-2: every process that runs is needed by someone, or may be kept warm. */
  boolean nobodyIdles() {
    return target.lives().entrySet().stream()
        .allMatch(
            entry ->
                !(entry.getValue() instanceof Running)
                    || target.rank(entry.getKey()) != Rank.UNUSED
                    || target.catalogue().keepsWarm().contains(entry.getKey()));
  }

  /** LIV-2: what the target OS believes needed is needed. */
  boolean demandIsReal() {
    return target.demands().entrySet().stream()
        .allMatch(
            entry ->
                entry.getValue() instanceof Unneeded
                    || !proxy.interest(entry.getKey()).users().isEmpty());
  }
}
