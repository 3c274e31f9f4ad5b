package dev.holdfast.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.oracle.World;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.TargetOs;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WalksTest {
  private static final int MANY = 200;

  private static List<Scenario> walks(Role role, long seed) {
    Walks walks = new Walks(role, seed);
    return IntStream.range(0, MANY).mapToObj(walks::walk).toList();
  }

  private static List<Scenario> races(Role role, long seed) {
    Walks walks = new Walks(role, seed);
    return IntStream.range(0, MANY).mapToObj(walks::race).toList();
  }

  private static List<Scenario> strays(Role role, long seed) {
    Walks walks = new Walks(role, seed);
    return IntStream.range(0, MANY).mapToObj(walks::stray).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aSeedAlwaysGivesTheSame(Role role) {
    assertEquals(walks(role, 7), walks(role, 7));
    assertEquals(races(role, 7), races(role, 7));
    assertEquals(strays(role, 7), strays(role, 7));
    assertEquals(walks(role, 7).get(3), new Walks(role, 7).walk(3), "whatever was asked before");
  }

  @ParameterizedTest
  @EnumSource
  void anotherSeedOrNumberGivesAnother(Role role) {
    Set<List<List<Envelope>>> all = new HashSet<>();
    for (long seed = 1; seed <= 3; seed++) {
      walks(role, seed).forEach(walk -> all.add(walk.batches()));
      races(role, seed).forEach(race -> all.add(race.batches()));
      strays(role, seed).forEach(stray -> all.add(stray.batches()));
    }
    assertTrue(all.size() > 9 * MANY * 0.99, () -> "only " + all.size() + " are different");
    assertNotEquals(walks(role, 1), walks(role, 2));
  }

  @ParameterizedTest
  @EnumSource
  void aSubjectIsToldOnlyWhatItsRoleHears(Role role) {
    Stream.of(walks(role, 1), races(role, 1), strays(role, 1))
        .flatMap(List::stream)
        .flatMap(scenario -> scenario.batches().stream())
        .peek(batch -> assertFalse(batch.isEmpty()))
        .flatMap(List::stream)
        .forEach(in -> assertTrue(role.hears(in), () -> role + " " + in));
  }

  @ParameterizedTest
  @EnumSource
  void aWalkTellsOneThingAtATimeAndARaceSeveral(Role role) {
    for (Scenario walk :
        Stream.concat(walks(role, 1).stream(), strays(role, 1).stream()).toList()) {
      assertTrue(walk.inTurn(), walk::toString);
      assertTrue(walk.messages() <= 40, walk::toString);
    }
    long racing =
        races(role, 1).stream()
            .filter(race -> channels(race.batches().get(race.batches().size() - 1)) > 1)
            .count();
    assertTrue(racing > MANY / 3, () -> "channels race in only " + racing);
  }

  private static long channels(List<Envelope> batch) {
    return batch.stream().map(Envelope::channel).distinct().count();
  }

  /** A target OS that has not booted hears nothing: then a walk would show nothing. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROXY")
  void theTargetOsBootsFirst(Role role) {
    Envelope boot = new Envelope(Channel.ENVIRONMENT, new Message.Boot());
    Stream.concat(walks(role, 1).stream(), races(role, 1).stream())
        .forEach(s -> assertEquals(List.of(boot), s.batches().get(0), s::name));
  }

  @ParameterizedTest
  @EnumSource
  void strayWalksTellWhatDoesNotFit(Role role) {
    Set<String> told = new HashSet<>();
    for (Scenario scenario : strays(role, 1)) {
      World world = World.fresh(scenario.catalogue());
      for (List<Envelope> batch : scenario.batches()) {
        misfit(world, batch.get(0)).ifPresent(told::add);
        world = all(role, world.hear(role, batch.get(0)).get(0), new HashSet<>());
      }
    }
    Set<String> proxy = Set.of("a boot of a domain that is up");
    Set<String> answers = Set.of("an answer to what was not asked");
    Set<String> target =
        Set.of(
            "something before the boot",
            "a second boot",
            "a program that is not there",
            "another program's resource",
            "a resource that nobody asks for",
            "a run that is not");
    Set<String> due = new HashSet<>(role == Role.TARGET ? target : proxy);
    due.addAll(role == Role.PROXY ? answers : target);
    assertEquals(due, told);
  }

  private static Optional<String> misfit(World world, Envelope in) {
    Message message = in.message();
    TargetOs target = world.target();
    if (in.channel() instanceof Channel.OfDomain of) {
      return message instanceof Message.DomainUp up
              && Optional.ofNullable(world.proxy().sessions().get(of.domain()))
                  .filter(session -> up.epoch() > session.epoch())
                  .isPresent()
          ? Optional.of("a boot of a domain that is up")
          : Optional.empty();
    } else if (in.channel().equals(Channel.TARGET)) {
      return message instanceof Message.StartFailed failed
              && failed.attempt() > world.proxy().interest(failed.resource()).attempt()
          ? Optional.of("an answer to what was not asked")
          : Optional.empty();
    } else if (message instanceof Message.Boot) {
      return target.accepting() ? Optional.of("a second boot") : Optional.empty();
    } else if (!target.accepting()) {
      return Optional.of("something before the boot");
    } else if (message instanceof Message.LocalUse use) {
      return target.catalogue().programs().containsKey(use.program())
          ? Optional.empty()
          : Optional.of("a program that is not there");
    } else if (message instanceof Message.Ready ready) {
      if (!target.catalogue().resources(ready.program()).contains(ready.resource())) {
        return Optional.of("another program's resource");
      }
      return target.demand(ready.resource()) instanceof TargetOs.Asked
          ? Optional.empty()
          : Optional.of("a resource that nobody asks for");
    }
    return message instanceof Message.Crashed crashed
            && crashed.generation() != target.life(crashed.program()).generation()
        ? Optional.of("a run that is not")
        : Optional.empty();
  }

  @ParameterizedTest
  @EnumSource
  void walksMakeTheModelSayEverythingThatItCan(Role role) {
    Set<Class<?>> said = new HashSet<>();
    for (Scenario scenario : walks(role, 1)) {
      World world = World.fresh(scenario.catalogue());
      for (List<Envelope> batch : scenario.batches()) {
        for (Envelope in : batch) {
          world = all(role, world.hear(role, in).get(0), said);
        }
      }
    }
    assertEquals(everything(role), said);
  }

  /** One move, and what follows from it. */
  private static World all(Role role, World.Move first, Set<Class<?>> said) {
    World.Move move = first;
    while (true) {
      move.exchange().out().forEach(envelope -> said.add(envelope.message().getClass()));
      List<World.Move> inside = move.after().inside(role);
      if (inside.isEmpty()) {
        return move.after();
      }
      move = inside.get(0);
    }
  }

  private static Set<Class<?>> everything(Role role) {
    Stream<Class<?>> proxy =
        Stream.of(Message.ToDomain.class, Message.ToTarget.class)
            .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()));
    Stream<Class<?>> target =
        Stream.of(Message.FromTarget.class, Message.FromProcess.class, Message.OfTargetOs.class)
            .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()));
    Set<Class<?>> all = new HashSet<>();
    if (role != Role.TARGET) {
      proxy.forEach(all::add);
    }
    if (role != Role.PROXY) {
      target.forEach(all::add);
    }
    return all;
  }
}
