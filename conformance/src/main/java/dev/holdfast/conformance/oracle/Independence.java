package dev.holdfast.conformance.oracle;

import dev.holdfast.conformance.oracle.Search.Next;
import dev.holdfast.conformance.oracle.Search.Place;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Program;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Interest;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells when it does not matter whether a proxy hears a message now or later, so that no other
 * order need be tried.
 *
 * <p>Domains meet in a resource only when it changes for all of them: when it is asked for (C3),
 * answered (C7), given up (C10), or its process dies. What is asked for and given up is said, the
 * rest is told; so when the change that could come next is neither left to explain nor left to
 * hear, what a domain says about the resource concerns that domain's own pairs alone, and commutes
 * with all that others say; but a pair that goes must not leave another's as the last. So does an
 * answer to an attempt that is over, which has no effect.
 */
final class Independence {
  private final Lanes told;
  private final Lanes said;
  private final Map<Object, List<Integer>> ends = new HashMap<>();

  /** One run of a program. */
  private record Run(Program program, int generation) {}

  /** In one batch. */
  Independence(Lanes told, Lanes said) {
    this.told = told;
    this.said = said;
    for (int place = 0; place < told.loose(); place++) {
      int its = place;
      ended(told.get(told.loose(place)).message())
          .ifPresent(end -> ends.computeIfAbsent(end, any -> new ArrayList<>()).add(its));
    }
  }

  /** What is over when the target OS says this: the waiting for an attempt's answer, or a run. */
  private static Optional<Object> ended(Message message) {
    if (message instanceof Provided provided) {
      return Optional.of(new Need(provided.resource(), provided.attempt()));
    } else if (message instanceof StartFailed failed) {
      return Optional.of(new Need(failed.resource(), failed.attempt()));
    }
    return message instanceof Died died
        ? Optional.of(new Run(died.program(), died.generation()))
        : Optional.empty();
  }

  /** Whether this may be taken to happen next, whatever else may. */
  boolean isIndependent(Next next, Place place) {
    if (!(next.move().exchange() instanceof ProxyExchange x)) {
      return false;
    }
    if (x.in().channel().equals(Channel.TARGET)) {
      return ended(x.in().message())
          .filter(end -> end instanceof Need need && isOver(x.before(), need))
          .isPresent();
    }
    for (Envelope out : x.out()) {
      if (!out.channel().equals(x.in().channel())) {
        return false;
      }
    }
    Message message = x.in().message();
    if (message instanceof Request request && !isSteady(x.before(), request.resource(), place)) {
      return false;
    }
    return x.after().resources().entrySet().stream()
        .allMatch(
            entry ->
                entry.getValue().equals(x.before().interest(entry.getKey()))
                    || (isSteady(x.before(), entry.getKey(), place)
                        && leavesEnough(
                            x.before().interest(entry.getKey()), entry.getValue(), place)));
  }

  private static boolean isOver(Proxy before, Need need) {
    Interest interest = before.interest(need.resource());
    return need.attempt() < interest.attempt()
        || (need.attempt() == interest.attempt() && !(interest instanceof Asking));
  }

  /** Whether nothing that others do changes the resource for all. */
  private boolean isSteady(Proxy before, ResourceId resource, Place place) {
    Interest interest = before.interest(resource);
    int attempt = interest.attempt();
    if (interest instanceof Asking) {
      return isExplained(new NoLongerNeeded(resource, attempt), place)
          && isHeard(new Need(resource, attempt), place);
    } else if (interest instanceof Live live) {
      return isExplained(new NoLongerNeeded(resource, attempt), place)
          && isHeard(new Run(live.program(), live.generation()), place);
    }
    return isExplained(new Need(resource, attempt + 1), place);
  }

  /**
   * Whether nobody else's pair becomes the last one because this is heard now: no pair goes, or one
   * remains of a domain that says nothing more.
   */
  private boolean leavesEnough(Interest before, Interest after, Place place) {
    return after.users().containsAll(before.users())
        || after.users().stream()
            .anyMatch(
                user -> {
                  int lane = told.lane(Channel.of(user.domain()));
                  return lane == Lanes.NONE || place.heard().next(lane) == Lanes.NONE;
                });
  }

  private boolean isExplained(Message.ToTarget message, Place place) {
    for (int its : said.places(new Envelope(Channel.TARGET, message))) {
      if (!place.explained().hasLoose(its)) {
        return false;
      }
    }
    return true;
  }

  private boolean isHeard(Object end, Place place) {
    for (int its : ends.getOrDefault(end, List.of())) {
      if (!place.heard().hasLoose(its)) {
        return false;
      }
    }
    return true;
  }
}
