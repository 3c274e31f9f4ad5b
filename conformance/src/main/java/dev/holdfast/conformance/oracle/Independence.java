package dev.holdfast.conformance.oracle;

import dev.holdfast.conformance.oracle.Search.Next;
import dev.holdfast.conformance.oracle.Search.Place;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.ResourceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells when it does not matter whether a proxy hears a domain's message now or later, so that no
 * other order need be tried.
 *
 * <p>Domains meet in a resource only when its state changes for all of them: when it is asked for
 * (C3), answered (C7), given up (C10), or its process dies. What is asked and given up is said, the
 * rest is told; so when nothing of the kind about a resource is left to explain or to hear, each
 * domain's messages about it concern that domain's own pairs alone, and commute with all others.
 */
final class Independence {
  private final Lanes told;
  private final Map<ResourceId, int[]> saidOf;
  private final Map<ResourceId, int[]> toldOf;
  private final int[] deaths;

  /** In one batch. */
  Independence(Lanes told, Lanes said) {
    this.told = told;
    saidOf = byResource(said);
    toldOf = byResource(told);
    deaths =
        IntStream.range(0, told.loose())
            .filter(place -> message(told, place) instanceof Died)
            .toArray();
  }

  private static Message message(Lanes lanes, int place) {
    return lanes.get(lanes.loose(place)).message();
  }

  private static Map<ResourceId, int[]> byResource(Lanes lanes) {
    Map<ResourceId, int[]> places = new HashMap<>();
    for (int place = 0; place < lanes.loose(); place++) {
      int its = place;
      resource(message(lanes, place))
          .ifPresent(
              resource ->
                  places.merge(
                      resource,
                      new int[] {its},
                      (some, more) ->
                          IntStream.concat(IntStream.of(some), IntStream.of(more)).toArray()));
    }
    return places;
  }

  private static Optional<ResourceId> resource(Message message) {
    if (message instanceof Message.ToTarget asked) {
      return Optional.of(asked.resource());
    } else if (message instanceof Provided provided) {
      return Optional.of(provided.resource());
    }
    return message instanceof StartFailed failed
        ? Optional.of(failed.resource())
        : Optional.empty();
  }

  /** Whether this may be taken to happen next, whatever else may. */
  boolean isIndependent(Next next, Place place) {
    return next.move().exchange() instanceof ProxyExchange x
        && x.in().channel() instanceof Channel.OfDomain
        && saysToItself(x)
        && touched(x).stream().allMatch(resource -> isSettled(x.before(), resource, place));
  }

  private static boolean saysToItself(Exchange x) {
    for (Envelope out : x.out()) {
      if (!out.channel().equals(x.in().channel())) {
        return false;
      }
    }
    return true;
  }

  /** The resources that an exchange is about. */
  private static List<ResourceId> touched(ProxyExchange x) {
    Message message = x.in().message();
    if (message instanceof Release release) {
      return List.of(release.resource());
    } else if (message instanceof Request request
        && request.processes().stream().allMatch(process -> process.incarnation() == 1)) {
      return List.of(request.resource());
    }
    return x.after().resources().keySet().stream()
        .filter(resource -> asksFor(message, resource) || isChanged(x, resource))
        .toList();
  }

  private static boolean asksFor(Message message, ResourceId resource) {
    return message instanceof Request request && request.resource().equals(resource);
  }

  private static boolean isChanged(ProxyExchange x, ResourceId resource) {
    return !x.after().interest(resource).equals(x.before().interest(resource));
  }

  private boolean isSettled(Proxy before, ResourceId resource, Place place) {
    return allBehind(saidOf, resource, place.explained())
        && allBehind(toldOf, resource, place.heard())
        && !mayDie(before, resource, place.heard());
  }

  private static boolean allBehind(
      Map<ResourceId, int[]> places, ResourceId resource, Lanes.Mark mark) {
    int[] its = places.getOrDefault(resource, Lanes.NOWHERE);
    for (int i = its.length - 1; i >= 0; i--) {
      if (!mark.hasLoose(its[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean mayDie(Proxy before, ResourceId resource, Lanes.Mark heard) {
    for (int i = deaths.length - 1; i >= 0; i--) {
      if (!heard.hasLoose(deaths[i])
          && before.interest(resource) instanceof Live live
          && live.program().equals(((Died) message(told, deaths[i])).program())) {
        return true;
      }
    }
    return false;
  }
}
