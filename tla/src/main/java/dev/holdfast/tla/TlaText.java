package dev.holdfast.tla;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.ProcessId;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the model's alphabet is called in TLA+, as expressions; {@link Translation} reads it. */
final class TlaText {
  private static final Pattern MINTED = Pattern.compile("(.+)#([1-9]\\d{0,8})#([1-9]\\d{0,8})");

  private static final Set<String> NO_DOMAINS =
      Stream.of(Channel.TARGET, Channel.ENVIRONMENT, Channel.DIRECT, Channel.SEEN)
          .map(Channel::toString)
          .collect(Collectors.toUnmodifiableSet());

  private TlaText() {}

  /**
   * A message on its channel.
   *
   * @throws IllegalArgumentException if a number is too great for TLC, or a domain is called like
   *     another channel
   */
  static String of(Envelope envelope) {
    Channel channel = envelope.channel();
    if (channel instanceof Channel.OfDomain && NO_DOMAINS.contains(channel.toString())) {
      throw new IllegalArgumentException("no name for a domain in TLA+: " + channel);
    }
    return "[channel |-> " + quoted(channel) + ", message |-> " + value(envelope.message()) + "]";
  }

  static String quoted(Object name) {
    return '"' + name.toString() + '"';
  }

  static String set(Collection<?> elements) {
    return elements.stream()
        .map(TlaText::value)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", ", "{", "}"));
  }

  static String sequence(Collection<?> elements) {
    return elements.stream().map(TlaText::value).collect(Collectors.joining(", ", "<<", ">>"));
  }

  /** A function; its arguments need not have the form of a record's fields. */
  static String function(Map<?, ? extends Collection<?>> sets) {
    return sets.isEmpty()
        ? "<<>>" // the function whose domain is empty
        : sets.entrySet().stream()
            .map(entry -> value(entry.getKey()) + " :> " + set(entry.getValue()))
            .collect(Collectors.joining(" @@ ", "(", ")"));
  }

  static String value(Object value) {
    if (value instanceof Number number) {
      return String.valueOf(small(number.longValue()));
    }
    if (value instanceof List<?> list) {
      return sequence(list);
    }
    if (value instanceof Handle handle) {
      return handle(handle);
    }
    if (value instanceof Message.Malformed) {
      return "[type |-> \"Malformed\"]"; // its text is not part of the specification
    }
    if (value instanceof Victim.ProxyProcess) {
      return "[proxy |-> TRUE]";
    }
    if (value instanceof Message) {
      return record("type |-> " + quoted(value.getClass().getSimpleName()), value);
    }
    return value instanceof ProcessId || value instanceof Victim
        ? record("", value)
        : quoted(value); // a name
  }

  private static long small(long number) {
    if (number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("TLC knows no number as great as " + number);
    }
    return number;
  }

  /** What was never minted in the model's words has no attempt and no generation. */
  private static String handle(Handle handle) {
    Matcher minted = MINTED.matcher(handle.name());
    return minted.matches()
        ? "<<" + quoted(minted.group(1)) + ", " + minted.group(2) + ", " + minted.group(3) + ">>"
        : "<<" + quoted(handle) + ", 0, 0>>";
  }

  private static String record(String first, Object holder) {
    List<String> fields = new ArrayList<>(first.isEmpty() ? List.of() : List.of(first));
    fields(holder).forEach((name, part) -> fields.add(name + " |-> " + value(part)));
    return fields.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  /** A record's components by name, in order. */
  static Map<String, Object> fields(Object holder) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RecordComponent field : holder.getClass().getRecordComponents()) {
      try {
        fields.put(field.getName(), field.getAccessor().invoke(holder));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("cannot read " + field, e);
      }
    }
    return fields;
  }
}
