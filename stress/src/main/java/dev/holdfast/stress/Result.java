package dev.holdfast.stress;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Messages;
import dev.holdfast.model.Program;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was said, as far as its order is determined: in order on each domain's channel, to the
 * target OS per resource, by the target OS per program, and to those who use handles. A death or an
 * exit ends several pairs at once, and nothing orders what is said of one before what is said of
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

  private static Object line(Envelope said) {
    return said.message() instanceof Message.ToTarget to
        ? to.resource()
        : program(said.message()).<Object>map(program -> program).orElse(said.channel());
  }

  /** Of which program the target OS says this, if of one. */
  private static Optional<Program> program(Message message) {
    if (message instanceof Provided it) {
      return Optional.of(it.program());
    } else if (message instanceof Died it) {
      return Optional.of(it.program());
    } else if (message instanceof StartFailed it) {
      return Subject.provider(it.resource());
    } else if (message instanceof Started it) {
      return Optional.of(it.program());
    } else if (message instanceof AccessGiven it) {
      return Optional.of(it.program());
    } else if (message instanceof Ending it) {
      return Optional.of(it.program());
    } else if (message instanceof Exited it) {
      return Optional.of(it.program());
    }
    return message instanceof Killed it && it.victim() instanceof Victim.TargetProcess victim
        ? Optional.of(victim.program())
        : Optional.empty();
  }

  private static boolean isOneOfSeveral(Envelope message) {
    return message.message() instanceof TargetDied || message.message() instanceof Refused;
  }

  private static boolean swaps(Envelope one, Envelope other) {
    return one.message().getClass().equals(other.message().getClass())
        && one.toString().compareTo(other.toString()) > 0;
  }

  /** All of it, of one kind. */
  <M extends Message> List<M> said(Class<M> kind) {
    return said.values().stream()
        .flatMap(List::stream)
        .map(Envelope::message)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
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
