package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The concurrent proxy, told one message at a time, says what the model says. */
class ConcurrentProxyProperties {
  @Provide
  Arbitrary<List<Commands.ToProxy>> sentences() {
    return Commands.toProxy();
  }

  @Property(tries = 5000)
  void saysWhatTheModelSays(@ForAll("sentences") List<Commands.ToProxy> sentence) {
    run(sentence);
  }

  @Property(tries = 5000)
  void saysWhatTheModelSaysWhenDomainsAreUp(@ForAll("sentences") List<Commands.ToProxy> sentence) {
    List<Commands.ToProxy> all = new ArrayList<>(Commands.bothUp());
    all.addAll(sentence);
    run(all);
  }

  private static void run(List<Commands.ToProxy> sentence) {
    List<Envelope> said = new ArrayList<>();
    List<Envelope> heard = new ArrayList<>();
    Proxy model = Proxy.NEW;
    try (ConcurrentProxy proxy = new ConcurrentProxy(Catalogue.of("P"), said::add)) {
      for (int i = 0; i < sentence.size(); i++) {
        Envelope in = sentence.get(i).in(model, i + 1);
        heard.add(in);
        Step<Proxy> step = model.step(in);
        model = step.state();
        proxy.deliver(in);
        assertTrue(
            Exchange.sameMessages(step.out(), said),
            () -> "after " + heard + " due " + step.out() + " but said " + said);
        said.clear();
        assertEquals(association(model), proxy.association(), () -> "after " + heard);
        assertEquals(association(model), proxy.associationByProcess(), () -> "after " + heard);
        assertEquals(sessions(model), proxy.sessionCounts(), () -> "after " + heard);
      }
    }
  }

  static Map<Channel, List<Envelope>> byChannel(List<Envelope> messages) {
    Map<Channel, List<Envelope>> channels = new LinkedHashMap<>();
    messages.forEach(m -> channels.computeIfAbsent(m.channel(), c -> new ArrayList<>()).add(m));
    return channels;
  }

  static Map<ResourceId, NavigableSet<OriginatingProcess>> association(Proxy model) {
    Map<ResourceId, NavigableSet<OriginatingProcess>> pairs = new TreeMap<>();
    model
        .resources()
        .forEach(
            (resource, interest) -> {
              if (!interest.users().isEmpty()) {
                pairs.put(resource, new TreeSet<>(interest.users()));
              }
            });
    return pairs;
  }

  private static Map<ResourceId, Integer> sessions(Proxy model) {
    Map<ResourceId, Integer> counts = new TreeMap<>();
    association(model)
        .forEach(
            (resource, users) ->
                counts.put(
                    resource,
                    (int) users.stream().map(OriginatingProcess::domain).distinct().count()));
    return counts;
  }
}
