package dev.holdfast.conformance.scenario;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Device;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Level;
import dev.holdfast.model.Machines;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scope.Originator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Scenarios that tell up to so many messages in every order in which they can be told: all paths of
 * a small scope's state graph, as far as the subject's role hears them. So every interleaving of
 * the domains' channels is among them, and every overtaking among what is said between proxy and
 * target OS: answers that are late, early, or of an attempt that is over.
 *
 * <p>What is alike, as two domains that may do the same, is told under one of its names alone; and
 * what is only the beginning of another scenario is no scenario of its own. For a device each
 * message has had its effect before the next is told.
 *
 * <p>A subject that remembers no more than the model is found out by {@link Coverage} already; this
 * is for one whose answer depends on how it came to where it is.
 */
public final class Orders {
  /** A check tells every order of up to so many messages, unless it is asked for others. */
  public static final int MESSAGES = 6;

  private static final Domain A = new Domain("A");
  private static final Domain B = new Domain("B");
  private static final ResourceId MAP = new ResourceId("map");
  private static final ResourceId ROUTE = new ResourceId("route");
  private static final ResourceId SONG = new ResourceId("song");
  private static final Program NAV = new Program("nav");
  private static final Program MEDIA = new Program("media");

  private static final Set<Level> CALM = Set.of();
  private static final Set<Level> SCARCE = Set.of(Level.CRITICAL);

  private final Role role;
  private final Scope scope;
  private final Renaming alike;
  private final Device device;

  /** Per set of states: what can be told in one of them, and in which they may be afterwards. */
  private final Map<Set<Long>, Map<Envelope, Set<Long>>> ways = new HashMap<>();

  private final Map<Long, List<Way>> steps = new HashMap<>();

  /** A step of the device: what somebody hears, and the state afterwards. */
  private record Way(Envelope in, long after) {}

  private Orders(Role role, Scope scope, Renaming alike) {
    this.role = role;
    this.scope = scope;
    this.alike = alike;
    this.device = new Device(scope, Machines.REFERENCE);
  }

  /**
   * Every order in the small scopes that are for a role.
   *
   * @param role the subject's role
   * @param messages how many messages at most
   * @return scenarios of one message a batch, none of them the beginning of another
   */
  public static List<Scenario> scenarios(Role role, int messages) {
    List<Scenario> all = new ArrayList<>();
    int number = 0;
    for (Orders orders : of(role)) {
      all.addAll(orders.scenarios("order-" + ++number + "-", messages));
    }
    return all;
  }

  /**
   * The small scopes. In each a domain boots twice at most, and requests or releases four times;
   * what the target OS is asked is of up to two attempts on each resource.
   */
  static List<Orders> of(Role role) {
    Catalogue one = catalogue(Map.of(NAV, List.of(MAP)));
    Catalogue both = catalogue(Map.of(NAV, List.of(MAP, ROUTE)));
    Catalogue two = catalogue(Map.of(NAV, List.of(MAP), MEDIA, List.of(SONG)));
    Renaming domains = Renaming.swapping(List.of(A), List.of(B));
    Renaming resources = Renaming.swapping(List.of(MAP), List.of(ROUTE));
    Renaming programs = Renaming.swapping(List.of(NAV, MAP), List.of(MEDIA, SONG));
    Renaming nothing = Renaming.swapping(List.of(), List.of());
    return switch (role) {
      case PROXY ->
          List.of(
              new Orders(role, scope(one, namesakes(), 0, CALM, false), domains),
              new Orders(role, scope(both, alone(true, MAP, ROUTE), 0, CALM, false), resources));
      case TARGET ->
          List.of(
              new Orders(role, scope(one, alone(false, MAP), 1, SCARCE, false), nothing),
              new Orders(role, scope(one, alone(false, MAP), 0, CALM, true), nothing),
              new Orders(role, scope(both, alone(false, MAP, ROUTE), 0, CALM, false), resources),
              new Orders(role, scope(two, alone(false, MAP, SONG), 0, SCARCE, false), programs));
      case DEVICE ->
          List.of(
              new Orders(role, scope(one, namesakes(), 0, SCARCE, false), domains),
              new Orders(role, scope(one, namesakes(), 0, CALM, true), domains),
              new Orders(role, scope(both, alone(true, MAP, ROUTE), 0, CALM, true), resources));
    };
  }

  private static Catalogue catalogue(Map<Program, List<ResourceId>> programs) {
    return new Catalogue(new TreeMap<>(programs), Set.of(), Profile.SHED);
  }

  private static Scope scope(
      Catalogue catalogue,
      Map<Domain, Originator> originators,
      int localUses,
      Set<Level> levels,
      boolean uses) {
    return new Scope(
        catalogue, new TreeMap<>(originators), 2, localUses, levels, false, false, uses);
  }

  /** Two domains that boot twice, each with a process of the same number. */
  private static Map<Domain, Originator> namesakes() {
    return Map.of(A, originator(true, 2, MAP), B, originator(true, 2, MAP));
  }

  /** One domain and process: all that decides what its target OS is asked is what it asks. */
  private static Map<Domain, Originator> alone(boolean exits, ResourceId... asks) {
    return Map.of(A, originator(exits, 1, asks));
  }

  private static Originator originator(boolean exits, int boots, ResourceId... asks) {
    TreeSet<ProcessId> process = new TreeSet<>(Set.of(new ProcessId(1, 1)));
    return new Originator(
        process,
        exits ? process : new TreeSet<>(),
        new TreeSet<>(Set.of(asks)),
        4,
        boots,
        Optional.empty());
  }

  Scope scope() {
    return scope;
  }

  Renaming alike() {
    return alike;
  }

  List<Scenario> scenarios(String name, int messages) {
    List<Scenario> all = new ArrayList<>();
    extend(new Scenario(name, scope.catalogue(), List.of()), true, start(), messages, all);
    return all;
  }

  /**
   * All that begin so.
   *
   * @param begun what has been told
   * @param same whether it is the same under the other names
   * @param at the states in which the device may be
   * @param left how many more messages may be told
   * @param all where they go
   */
  private void extend(Scenario begun, boolean same, Set<Long> at, int left, List<Scenario> all) {
    Map<Envelope, Set<Long>> next = left == 0 ? Map.of() : next(at);
    if (next.isEmpty()) {
      all.add(new Scenario(begun.name() + all.size(), begun.catalogue(), begun.batches()));
    }
    next.forEach(
        (in, after) -> {
          int order = same ? in.toString().compareTo(alike.of(in).toString()) : 0;
          if (order <= 0) { // of those that are the same under other names, the first
            List<List<Envelope>> told = new ArrayList<>(begun.batches());
            told.add(List.of(in));
            extend(begun.with(told), same && order == 0, after, left - 1, all);
          }
        });
  }

  private Set<Long> start() {
    return unheard(Set.of(device.initial()));
  }

  private Map<Envelope, Set<Long>> next(Set<Long> at) {
    Map<Envelope, Set<Long>> known = ways.get(at);
    if (known == null) {
      Map<Envelope, Set<Long>> found = new LinkedHashMap<>();
      for (long state : at) {
        for (Way step : steps(state)) {
          if (role.hears(step.in())) {
            found.computeIfAbsent(step.in(), any -> new LinkedHashSet<>()).add(step.after());
          }
        }
      }
      found.replaceAll((in, after) -> unheard(after));
      ways.put(at, found);
      known = found;
    }
    return known;
  }

  /**
   * Where the device may be when things have happened that the subject does not hear of; in a
   * device, when they have all happened.
   */
  private Set<Long> unheard(Set<Long> states) {
    Set<Long> reached = new LinkedHashSet<>(states);
    Set<Long> quiet = new LinkedHashSet<>();
    Deque<Long> open = new ArrayDeque<>(states);
    while (!open.isEmpty()) {
      long state = open.remove();
      List<Way> inside = steps(state).stream().filter(step -> !role.hears(step.in())).toList();
      inside.stream().map(Way::after).filter(reached::add).forEach(open::add);
      if (inside.isEmpty()) {
        quiet.add(state);
      }
    }
    return role == Role.DEVICE ? quiet : reached;
  }

  private List<Way> steps(long state) {
    return steps.computeIfAbsent(
        state,
        any -> {
          List<Way> steps = new ArrayList<>();
          device.successors(
              state,
              (target, outcome, next) ->
                  steps.add(new Way(device.outcome(outcome).exchange().in(), next)));
          return steps;
        });
  }
}
