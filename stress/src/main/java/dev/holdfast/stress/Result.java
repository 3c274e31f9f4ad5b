package dev.holdfast.stress;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.Messages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was said, as far as its order is determined: in order on each domain's channel, and to the
 * target OS in order per resource. All that a target OS says is in one order, but for Used: a use
 * may succeed, and be said to have, while that is said which ends it (HND-2). A death or an exit
 * ends several pairs at once, and nothing orders what is said of one before what is said of
 * another: neighbours of those kinds are sorted.
 *
 * @param said what was said, by what keeps it in order
 */
record Result(Map<Object, List<Envelope>> said) {
  Result {
    said = Map.copyOf(said);
  }

  /** The result of having said this. */
  static Result of(Collection<Envelope> all) {
    Map<Object, List<Envelope>> said = new HashMap<>();
    for (Envelope message : all) {
      List<Envelope> line = said.computeIfAbsent(line(message), l -> new ArrayList<>());
      int at = line.size();
      while (at > 0 && isOneOfSeveral(message) && swaps(line.get(at - 1), message)) {
        at--;
      }
      line.add(at, message);
    }
    return new Result(said);
  }

  private static Object line(Envelope message) {
    if (message.channel() instanceof Channel.OfDomain) {
      return message.channel();
    }
    if (message.message() instanceof Message.Used) {
      return message.channel();
    }
    return message.message() instanceof Message.ToTarget to ? to.resource() : Channel.SEEN;
  }

  private static boolean isOneOfSeveral(Envelope message) {
    return message.message() instanceof TargetDied || message.message() instanceof Refused;
  }

  private static boolean swaps(Envelope one, Envelope other) {
    return one.message().getClass().equals(other.message().getClass())
        && one.toString().compareTo(other.toString()) > 0;
  }

  /** Whether this was said, by whomever. */
  boolean says(Message message) {
    return said.values().stream().flatMap(List::stream).anyMatch(e -> e.message().equals(message));
  }

  @Override
  public String toString() {
    Map<String, String> lines = new TreeMap<>();
    said.forEach(
        (line, messages) ->
            lines.put(
                line.toString(),
                messages.stream()
                    .map(message -> Messages.text(message.message()))
                    .collect(Collectors.joining(", "))));
    return lines.toString();
  }
}
