package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Level;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What this target OS chooses where the model leaves a choice. */
class InMemoryTargetOsTest {
  private static final Program P = new Program("P");
  private static final ResourceId R = new ResourceId("r");

  private final List<Envelope> said = new ArrayList<>();

  /** END-1. */
  @Test
  void keepsWarmWhatMayBeKeptUntilMemoryIsWanted() {
    InMemoryTargetOs targetOs = provided(Set.of(P));
    targetOs.deliver(Told.target(new NoLongerNeeded(R, 1)));
    assertEquals(List.of(), said);
    targetOs.deliver(Told.environment(new Pressure(Level.LOW)));
    assertEquals(List.of(seen(new Killed(new Victim.TargetProcess(P, 1), Level.LOW))), said);
  }

  /** END-1. */
  @Test
  void endsAtOnceWhatMayNotBeKept() {
    InMemoryTargetOs targetOs = provided(Set.of());
    targetOs.deliver(Told.target(new NoLongerNeeded(R, 1)));
    assertEquals(List.of(seen(new Ending(P, 1))), said);
  }

  /** HND-4: the model's own names for handles are easy to guess; these are not. */
  @Test
  void theModelsNameIsNoHandle() {
    InMemoryTargetOs targetOs = provided(Set.of());
    targetOs.deliver(Told.direct(new Use(TargetOs.handle(R, 1, 1))));
    assertEquals(List.of(Told.direct(new Stale())), said);
  }

  private InMemoryTargetOs provided(Set<Program> keepsWarm) {
    Catalogue catalogue =
        new Catalogue(new TreeMap<>(Map.of(P, List.of(R))), keepsWarm, Profile.SHED);
    InMemoryTargetOs targetOs = new InMemoryTargetOs(catalogue, said::add);
    targetOs.deliver(Told.environment(new Boot()));
    targetOs.deliver(Told.target(new Need(R, 1)));
    targetOs.deliver(Told.environment(new Ready(P, 1, R)));
    said.clear();
    return targetOs;
  }

  private static Envelope seen(Message message) {
    return new Envelope(Channel.SEEN, message);
  }
}
