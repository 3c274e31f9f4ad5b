package dev.holdfast.tla.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Bag;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Device;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Node;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Scope;
import dev.holdfast.model.Scopes;
import dev.holdfast.model.TargetOs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the formulas that are proved against the executable model: every state of small scopes
 * keeps every invariant, and every step is one of the actions, with every property, or changes
 * nothing that the formulas speak of. It is also the refinement of Coordination by the model, in
 * these scopes.
 */
class TranscriptionTest {
  /** No scope here has a later generation or attempt; {@link Structure} needs one number more. */
  private static final int NUMBERS = 6;

  /** Which actions a message may be; a step of any kind may also be none. */
  private static final Map<Class<? extends Message>, Set<String>> EXPECTED =
      Map.ofEntries(
          Map.entry(Message.Boot.class, Set.of("Boot")),
          Map.entry(Message.Request.class, Set.of("Request")),
          Map.entry(Message.Release.class, Set.of("Leave")),
          Map.entry(Message.ProcessExited.class, Set.of("Leave")),
          Map.entry(Message.DomainDown.class, Set.of("Leave")),
          Map.entry(Message.LocalUse.class, Set.of("LocalUse")),
          Map.entry(Message.LocalDone.class, Set.of("LocalDone")),
          Map.entry(Message.Pressure.class, Set.of("Pressure")),
          Map.entry(Message.Crashed.class, Set.of("Crash", "Exit")),
          Map.entry(Message.Gone.class, Set.of("Exit")),
          Map.entry(Message.Need.class, Set.of("Learn")),
          Map.entry(Message.NoLongerNeeded.class, Set.of("Forget", "Overtaken")),
          Map.entry(Message.Ready.class, Set.of("Give")),
          Map.entry(Message.Provided.class, Set.of("Serve", "Refuse")),
          Map.entry(Message.StartFailed.class, Set.of("Refuse")),
          Map.entry(Message.Died.class, Set.of("Tell")));

  /** The same of the handshake, in which every message heard is a step. */
  private static final Map<Class<? extends Message>, Set<String>> EXPECTED_IN_HANDSHAKE =
      Stream.concat(
              EXPECTED.entrySet().stream(),
              Stream.of(
                  Map.entry(Message.Need.class, Set.of("HearNeed")),
                  Map.entry(Message.NoLongerNeeded.class, Set.of("HearOver")),
                  Map.entry(Message.Provided.class, Set.of("HearProvided")),
                  Map.entry(Message.StartFailed.class, Set.of("HearFailed"))))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b));

  @Test
  void theModelIsCoordination() {
    Walk walk = new Walk(Coordination.theory(), EXPECTED);
    Scopes.covering().forEach(walk::walk);
    assertEquals(EXPECTED, walk.seen, "the actions that each kind of message was");
  }

  @Test
  void theModelIsTheHandshake() {
    Walk walk = new Walk(Handshake.theory(), EXPECTED_IN_HANDSHAKE);
    Scopes.covering().forEach(walk::walk);
    assertEquals(EXPECTED_IN_HANDSHAKE, walk.seen, "the actions that each kind of message was");
  }

  /** Visits every state and every step of scopes, and judges each abstract one once. */
  private static final class Walk {
    private final Theory theory;
    private final Map<Class<? extends Message>, Set<String>> expected;
    private final Map<Class<? extends Message>, Set<String>> seen = new HashMap<>();
    private long states;
    private long edges;
    private long abstractStates;
    private long abstractSteps;

    Walk(Theory theory, Map<Class<? extends Message>, Set<String>> expected) {
      this.theory = theory;
      this.expected = expected;
    }

    void walk(Scope scope) {
      Device device = new Device(scope, Machines.REFERENCE);
      Abstraction abstraction = new Abstraction(theory, scope);
      Map<Long, Structure> found = new HashMap<>();
      Map<Structure, Structure> distinct = new HashMap<>();
      Map<Structure, Map<Structure, Set<Class<? extends Message>>>> judged = new HashMap<>();
      Deque<Long> open = new ArrayDeque<>();
      open.add(device.initial());
      Structure initial = look(device.node(device.initial(), 0), abstraction, distinct);
      found.put(device.initial(), initial);
      assertTrue(initial.satisfies(theory.init()));
      while (!open.isEmpty()) {
        long state = open.remove();
        Structure before = Objects.requireNonNull(found.get(state));
        device.successors(
            state,
            (target, outcome, next) -> {
              edges++;
              Structure after =
                  found.computeIfAbsent(
                      next,
                      any -> {
                        open.add(next);
                        return look(device.node(next, 0), abstraction, distinct);
                      });
              Class<? extends Message> kind =
                  device.outcome(outcome).exchange().in().message().getClass();
              if (!after.equals(before)
                  && judged
                      .computeIfAbsent(before, any -> new HashMap<>())
                      .computeIfAbsent(after, any -> new HashSet<>())
                      .add(kind)) {
                judge(kind, before, after);
              }
            });
      }
      states += found.size();
      System.out.printf(
          "%s: %d states, %d edges; %d abstract states, %d abstract steps%n",
          theory.name(), states, edges, abstractStates, abstractSteps);
    }

    /** The same object for the same abstract state; its invariants are judged once. */
    private Structure look(Node node, Abstraction abstraction, Map<Structure, Structure> distinct) {
      Structure structure = abstraction.of(node);
      Structure known = distinct.putIfAbsent(structure, structure);
      if (known != null) {
        return known;
      }
      abstractStates++;
      for (Property property : theory.properties()) {
        assertTrue(
            property.ofSteps() || structure.satisfies(property.formula()),
            () -> property.name() + " does not hold in " + node);
      }
      return structure;
    }

    private void judge(Class<? extends Message> kind, Structure before, Structure after) {
      abstractSteps++;
      Structure.Step step = new Structure.Step(before, after);
      Set<String> permitted = expected.getOrDefault(kind, Set.of());
      List<Action> fitting =
          theory.actions().stream()
              .filter(a -> permitted.contains(a.name()) && step.satisfies(a, Formula.TRUE))
              .toList();
      assertTrue(!fitting.isEmpty(), () -> kind + " is no action: " + before + "\n" + after);
      for (Action action : fitting) {
        seen.computeIfAbsent(kind, any -> new TreeSet<>()).add(action.name());
        for (Property property : theory.properties()) {
          assertFalse(
              property.ofSteps()
                  && property.actions().test(action)
                  && step.satisfies(action, Formula.not(property.formula())),
              () -> property.name() + " does not hold of " + kind + ": " + before + "\n" + after);
        }
      }
    }
  }

  /** The refinement mapping: what a state of the model is in Coordination. */
  private static final class Abstraction {
    private final Theory theory;
    private final Catalogue catalogue;
    private final List<OriginatingProcess> processes = new ArrayList<>();
    private final List<ResourceId> resources;
    private final List<Program> programs;

    Abstraction(Theory theory, Scope scope) {
      this.theory = theory;
      catalogue = scope.catalogue();
      NavigableSet<ResourceId> all = new TreeSet<>();
      for (Map.Entry<Domain, Scope.Originator> originator : scope.originators().entrySet()) {
        for (ProcessId process : originator.getValue().processes()) {
          processes.add(new OriginatingProcess(originator.getKey(), process));
        }
        all.addAll(originator.getValue().asks());
      }
      catalogue.programs().values().forEach(all::addAll);
      resources = List.copyOf(all);
      programs = List.copyOf(catalogue.programs().keySet());
    }

    Structure of(Node node) {
      Structure structure =
          new Structure(
              theory,
              Map.of(
                  Sort.PROCESS,
                  processes.size(),
                  Sort.RESOURCE,
                  resources.size(),
                  Sort.PROGRAM,
                  programs.size(),
                  Sort.GENERATION,
                  NUMBERS,
                  Sort.ATTEMPT,
                  NUMBERS));
      if (catalogue.profile() == Profile.SHED) {
        structure.add(Coordination.SHED);
      }
      if (node.target().accepting()) {
        structure.add(Coordination.PROXY);
      }
      if (node.target().scarce()) {
        structure.add(Coordination.SCARCE);
      }
      resources.forEach(resource -> resource(structure, node, resource));
      programs.forEach(program -> program(structure, node.target(), program));
      for (Message message : node.toProxy().messages()) {
        if (message instanceof Died died) {
          structure.add(Coordination.LOST, programs.indexOf(died.program()), died.generation());
        }
      }
      if (theory.variables().contains(Handshake.SEEN)) {
        handshake(structure, node);
      }
      return structure;
    }

    /** What the messages need; each is under way once at most. */
    private void handshake(Structure structure, Node node) {
      for (ResourceId resource : resources) {
        int r = resources.indexOf(resource);
        structure.set(Handshake.ATTEMPT, node.proxy().interest(resource).attempt(), r);
        structure.set(Handshake.SEEN, node.target().demand(resource).attempt(), r);
      }
      node.proxy()
          .dead()
          .forEach((p, dead) -> structure.set(Handshake.KNOWN_DEAD, dead, programs.indexOf(p)));
      for (Message.ToTarget message : all(Message.ToTarget.class, node.toTarget())) {
        structure.add(
            message instanceof Need ? Handshake.NEED : Handshake.OVER,
            resources.indexOf(message.resource()),
            message.attempt());
      }
      for (Message.Provided provided : all(Message.Provided.class, node.toProxy())) {
        structure.add(
            Handshake.PROVIDED,
            resources.indexOf(provided.resource()),
            provided.attempt(),
            provided.generation());
      }
      for (Message.StartFailed failed : all(Message.StartFailed.class, node.toProxy())) {
        structure.add(Handshake.FAILED, resources.indexOf(failed.resource()), failed.attempt());
      }
    }

    private static <M> List<M> all(Class<M> kind, Bag bag) {
      assertEquals(Set.copyOf(bag.messages()).size(), bag.messages().size(), "said twice");
      return bag.messages().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void resource(Structure structure, Node node, ResourceId resource) {
      int r = resources.indexOf(resource);
      catalogue
          .provider(resource)
          .ifPresent(
              program -> {
                structure.add(Coordination.KNOWN, r);
                structure.set(Coordination.PROVIDER, programs.indexOf(program), r);
              });
      Proxy.Interest interest = node.proxy().interest(resource);
      for (OriginatingProcess user : interest.users()) {
        structure.add(Coordination.USERS, processes.indexOf(user), r);
      }
      if (interest instanceof Proxy.Live live) {
        structure.set(Coordination.LIVE, live.generation(), r);
      }
      TargetOs.Demand demand = node.target().demand(resource);
      if (!(demand instanceof TargetOs.Unneeded)) {
        structure.add(Coordination.NEEDED, r);
      }
      if (demand instanceof TargetOs.Given) {
        structure.add(Coordination.ACCESS, r);
      }
      // Of an unknown resource the target OS remembers nothing: its proxy awaits the newest answer.
      int seen =
          catalogue.provider(resource).isPresent() ? demand.attempt() : interest.attempt() - 1;
      for (Message message : node.toTarget().messages()) {
        if (message instanceof Need need
            && need.resource().equals(resource)
            && need.attempt() > seen) {
          structure.add(Coordination.ASKED, r);
        }
      }
    }

    private void program(Structure structure, TargetOs target, Program program) {
      int p = programs.indexOf(program);
      TargetOs.Life life = target.life(program);
      structure.set(Coordination.LIFE, number(life), p);
      structure.set(Coordination.GENERATION, life.generation(), p);
      if (target.localUse().contains(program)) {
        structure.add(Coordination.LOCAL_USE, p);
      }
      if (catalogue.keepsWarm().contains(program)) {
        structure.add(Coordination.KEEPS_WARM, p);
      }
    }

    private static int number(TargetOs.Life life) {
      String name =
          life instanceof TargetOs.Off
              ? "off"
              : life instanceof TargetOs.Running
                  ? "running"
                  : life instanceof TargetOs.Leaving ? "leaving" : "dying";
      return Sort.LIFE.names().indexOf(name);
    }
  }
}
