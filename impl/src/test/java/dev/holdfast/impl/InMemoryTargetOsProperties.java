package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The target OS, told one message at a time, says what the model permits. */
class InMemoryTargetOsProperties {
  @Provide
  Arbitrary<List<Commands.ToTargetOs>> sentences() {
    return Commands.toTargetOs();
  }

  @Provide
  Arbitrary<Catalogue> catalogues() {
    return Commands.catalogues();
  }

  @Property(tries = 1000)
  void saysWhatTheModelPermits(
      @ForAll("catalogues") Catalogue catalogue,
      @ForAll("sentences") List<Commands.ToTargetOs> sentence) {
    new Run(catalogue).all(sentence);
  }

  @Property(tries = 10_000)
  void saysWhatTheModelPermitsAfterBoot(
      @ForAll("catalogues") Catalogue catalogue,
      @ForAll("sentences") List<Commands.ToTargetOs> sentence) {
    List<Commands.ToTargetOs> all = new ArrayList<>(List.of(Commands.boot()));
    all.addAll(sentence);
    new Run(catalogue).all(all);
  }

  private static final class Run {
    final List<Envelope> said = new ArrayList<>();
    final List<Envelope> heard = new ArrayList<>();

    /** Ours in the order in which they were first seen, and what the model calls them. */
    final List<Handle> handles = new ArrayList<>();

    final Map<Handle, Handle> names = new HashMap<>();
    final Catalogue catalogue;
    TargetOs model;

    Run(Catalogue catalogue) {
      this.catalogue = catalogue;
      model = TargetOs.off(catalogue);
    }

    void all(List<Commands.ToTargetOs> sentence) {
      try (InMemoryTargetOs targetOs = new InMemoryTargetOs(catalogue, said::add)) {
        for (Commands.ToTargetOs command : sentence) {
          Envelope in = command.in(model, handles);
          heard.add(in);
          targetOs.deliver(in);
          follow(translate(in));
          assertEquals(processes(), targetOs.processCount(), () -> "after " + heard);
          assertEquals(given(), targetOs.handleCount(), () -> "after " + heard);
        }
      }
    }

    /** The model takes the step that explains what was said. */
    void follow(Envelope in) {
      List<Envelope> out = said.stream().map(this::translate).toList();
      said.clear();
      List<Step<TargetOs>> permitted = model.steps(in);
      Optional<Step<TargetOs>> taken =
          permitted.stream()
              .filter(
                  step ->
                      ConcurrentProxyProperties.byChannel(step.out())
                          .equals(ConcurrentProxyProperties.byChannel(out)))
              .findFirst();
      assertTrue(
          taken.isPresent(),
          () ->
              "after %s it said %s, but permitted are %s"
                  .formatted(heard, out, permitted.stream().map(Step::out).toList()));
      model = taken.get().state();
    }

    Envelope translate(Envelope envelope) {
      if (envelope.message() instanceof Provided p) {
        Handle name = TargetOs.handle(p.resource(), p.attempt(), p.generation());
        assertTrue(p.handle().name().matches("[A-Za-z0-9_-]{22,}"), () -> "weak: " + p.handle());
        assertFalse(names.containsKey(p.handle()), () -> "minted twice: " + p.handle());
        names.put(p.handle(), name);
        handles.add(p.handle());
        return new Envelope(
            envelope.channel(),
            new Provided(p.resource(), p.attempt(), p.program(), p.generation(), name));
      }
      if (envelope.message() instanceof Use use) {
        Message known = new Use(names.getOrDefault(use.handle(), use.handle()));
        return new Envelope(Channel.DIRECT, known);
      }
      return envelope;
    }

    int processes() {
      return (int)
          model.lives().values().stream().filter(l -> !(l instanceof TargetOs.Off)).count();
    }

    int given() {
      return (int)
          model.demands().values().stream().filter(TargetOs.Given.class::isInstance).count();
    }
  }
}
