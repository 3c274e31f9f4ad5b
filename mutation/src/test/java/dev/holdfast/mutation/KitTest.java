package dev.holdfast.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Suite;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.MachinePort;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import dev.holdfast.model.Step;
import dev.holdfast.mutant.Proxy;
import dev.holdfast.mutant.TargetOs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The kit accepts the copies of the model's machines. A mutant of them that it accepts as well it
 * cannot tell from a right one.
 */
class KitTest {
  /** As in {@code holdfast check}. */
  private static final Suite.Extent EXTENT = new Suite.Extent(400, 4);

  private static final long SEED = 1;
  private static final Map<Role, List<Scenario>> SCENARIOS = new ConcurrentHashMap<>();

  private static final Port.Factory PROXY =
      (catalogue, said) -> new MachinePort<>(Proxy.NEW, Proxy::step, said);

  private static final Port.Factory TARGET_OS = target((state, in) -> state.steps(in).get(0));

  @Test
  void acceptsTheProxy() {
    accepts(Role.PROXY, PROXY, UnaryOperator.identity());
  }

  @Test
  void acceptsTheProxyToldInAnotherOrder() {
    accepts(Role.PROXY, PROXY, KitTest::lastChannelFirst);
  }

  @Test
  void acceptsTheTargetOs() {
    accepts(Role.TARGET, TARGET_OS, UnaryOperator.identity());
  }

  @Test
  void acceptsTheTargetOsToldInAnotherOrder() {
    accepts(Role.TARGET, TARGET_OS, KitTest::lastChannelFirst);
  }

  @Test
  void acceptsATargetOsOfOtherChoices() {
    Port.Factory otherwise = target((state, in) -> last(state.steps(in)));
    accepts(Role.TARGET, otherwise, UnaryOperator.identity());
  }

  /** It does once as the model prefers, and once not. */
  @Test
  void acceptsATargetOsOfChangingChoices() {
    Port.Factory changing =
        (catalogue, said) -> {
          AtomicInteger choices = new AtomicInteger();
          return target(
                  (state, in) -> {
                    List<Step<TargetOs>> steps = state.steps(in);
                    return steps.size() > 1 && choices.incrementAndGet() % 2 == 0
                        ? last(steps)
                        : steps.get(0);
                  })
              .open(catalogue, said);
        };
    accepts(Role.TARGET, changing, UnaryOperator.identity());
  }

  private static Step<TargetOs> last(List<Step<TargetOs>> steps) {
    return steps.get(steps.size() - 1);
  }

  private static Port.Factory target(BiFunction<TargetOs, Envelope, Step<TargetOs>> machine) {
    return (catalogue, said) -> new MachinePort<>(TargetOs.off(catalogue), machine, said);
  }

  private static List<Envelope> lastChannelFirst(List<Envelope> batch) {
    Map<Channel, List<Envelope>> channels = new LinkedHashMap<>();
    batch.forEach(in -> channels.computeIfAbsent(in.channel(), any -> new ArrayList<>()).add(in));
    List<List<Envelope>> order = new ArrayList<>(channels.values());
    Collections.reverse(order);
    return order.stream().flatMap(List::stream).toList();
  }

  private static void accepts(
      Role role, Port.Factory factory, UnaryOperator<List<Envelope>> order) {
    List<Scenario> scenarios =
        SCENARIOS.computeIfAbsent(
            role, its -> Suite.full(its, SEED, EXTENT, done -> {}).scenarios());
    try (InTurn subject = new InTurn(role, factory, order)) {
      Checker checker = new Checker(subject);
      for (Scenario scenario : scenarios) {
        assertEquals(Optional.empty(), checker.replay(scenario, 1, done -> {}));
      }
    }
  }
}
