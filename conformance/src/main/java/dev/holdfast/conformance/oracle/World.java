package dev.holdfast.conformance.oracle;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Bag;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Interest;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.Proxy.Waiting;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetExchange;
import dev.holdfast.model.TargetOs;
import dev.holdfast.model.TargetOs.Demand;
import dev.holdfast.model.TargetOs.Given;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A state that the subject may be in, as far as the model can tell: its proxy, its target OS, and,
 * in a device, what is under way between them.
 *
 * @param proxy the proxy; one that hears nothing where the subject is a target OS
 * @param target the target OS; one that hears nothing where the subject is a proxy
 * @param toTarget what the proxy has said and the target OS has not heard
 * @param toProxy what the target OS has said and the proxy has not heard
 */
public record World(Proxy proxy, TargetOs target, Bag toTarget, Bag toProxy) {

  /**
   * Nothing has happened yet.
   *
   * @param catalogue what the target OS can start
   * @return the world
   */
  public static World fresh(Catalogue catalogue) {
    return new World(Proxy.NEW, TargetOs.off(catalogue), Bag.EMPTY, Bag.EMPTY);
  }

  /**
   * One thing that the model may do.
   *
   * @param exchange what happens
   * @param after the world afterwards
   */
  public record Move(Exchange exchange, World after) {}

  /**
   * What may be made of a message from outside.
   *
   * @param role what is the subject; only in a device what one part says reaches the other
   * @param in the message
   * @return the moves, at least one
   */
  public List<Move> hear(Role role, Envelope in) {
    return role == Role.PROXY || in.channel() instanceof Channel.OfDomain
        ? byProxy(role, in)
        : byTarget(role, in);
  }

  /**
   * What may be made of what is under way inside a device; any of it may be heard next.
   *
   * @param role what is the subject
   * @return the moves; none if nothing is under way
   */
  public List<Move> inside(Role role) {
    List<Move> moves = List.of();
    for (Message message : toTarget.messages()) {
      World less = new World(proxy, target, toTarget.minus(message), toProxy);
      moves = all(moves, less.byTarget(role, new Envelope(Channel.TARGET, message)));
    }
    for (Message message : toProxy.messages()) {
      World less = new World(proxy, target, toTarget, toProxy.minus(message));
      moves = all(moves, less.byProxy(role, new Envelope(Channel.TARGET, message)));
    }
    return moves;
  }

  private static List<Move> all(List<Move> some, List<Move> more) {
    if (some.isEmpty()) {
      return more;
    }
    List<Move> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  /**
   * Whether anything is under way inside a device.
   *
   * @return whether there is
   */
  boolean underWay() {
    return !toTarget.messages().isEmpty() || !toProxy.messages().isEmpty();
  }

  /**
   * The same, with the requests that wait for a resource in the order of their domains. In which
   * order those of different domains wait nobody can tell: they are answered on different channels.
   *
   * @return a world that is equal for all that differ in nothing else
   */
  World comparable() {
    Map<ResourceId, Interest> resources = new TreeMap<>();
    proxy
        .resources()
        .forEach(
            (resource, interest) -> {
              if (interest instanceof Asking asking && asking.waiting().size() > 1) {
                List<Waiting> waiting = new ArrayList<>(asking.waiting());
                waiting.sort(Comparator.comparing(Waiting::domain));
                resources.put(resource, new Asking(asking.attempt(), waiting));
              }
            });
    if (resources.isEmpty()) {
      return this;
    }
    proxy.resources().forEach(resources::putIfAbsent);
    Proxy same = new Proxy(proxy.sessions(), resources, proxy.dead());
    return new World(same, target, toTarget, toProxy);
  }

  /** The handles that are not void, or that their users do not know to be. */
  Set<Handle> handles() {
    Set<Handle> handles = new HashSet<>();
    for (Map.Entry<ResourceId, Demand> entry : target.demands().entrySet()) {
      ResourceId resource = entry.getKey();
      if (entry.getValue() instanceof Given given) {
        int generation =
            target.life(target.catalogue().provider(resource).orElseThrow()).generation();
        handles.add(TargetOs.handle(resource, given.attempt(), generation));
      }
    }
    for (Interest interest : proxy.resources().values()) {
      if (interest instanceof Live live) {
        handles.add(live.handle());
      }
    }
    for (Message message : toProxy.messages()) {
      if (message instanceof Provided provided) {
        handles.add(provided.handle());
      }
    }
    return handles;
  }

  private List<Move> byProxy(Role role, Envelope in) {
    Step<Proxy> step = proxy.step(in);
    Exchange exchange = new ProxyExchange(proxy, in, step.out(), step.state());
    Bag sent = role == Role.DEVICE ? with(toTarget, step.out()) : toTarget;
    return List.of(new Move(exchange, new World(step.state(), target, sent, toProxy)));
  }

  private List<Move> byTarget(Role role, Envelope in) {
    List<Step<TargetOs>> steps = target.steps(in);
    if (steps.size() == 1) {
      return List.of(byTarget(role, in, steps.get(0)));
    }
    List<Move> moves = new ArrayList<>();
    for (Step<TargetOs> step : steps) {
      moves.add(byTarget(role, in, step));
    }
    return moves;
  }

  private Move byTarget(Role role, Envelope in, Step<TargetOs> step) {
    Exchange exchange = new TargetExchange(target, in, step.out(), step.state());
    Bag sent = role == Role.DEVICE ? with(toProxy, step.out()) : toProxy;
    return new Move(exchange, new World(proxy, step.state(), toTarget, sent));
  }

  private static Bag with(Bag bag, List<Envelope> out) {
    Bag more = bag;
    for (Envelope envelope : out) {
      if (envelope.channel() instanceof Channel.Target) {
        more = more.plus(envelope.message());
      }
    }
    return more;
  }
}
