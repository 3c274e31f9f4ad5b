package dev.holdfast.model;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be asked of the {@link Message alphabet} as a whole. */
public final class Messages {
  private Messages() {}

  /**
   * The kinds of message, as they are called on the wire and in reports.
   *
   * @return the simple names of the alphabet's records, sorted
   */
  public static List<String> kinds() {
    return leaves(Message.class).map(Class::getSimpleName).sorted().toList();
  }

  /**
   * The records of the alphabet.
   *
   * @param type the alphabet or a part of it
   * @return its records
   */
  public static Stream<Class<?>> leaves(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(Messages::leaves);
  }

  /**
   * A message as people read it.
   *
   * @param message the message
   * @return for example {@code Need(map, 1)}
   */
  public static String text(Message message) {
    return value(message);
  }

  /** Messages and what they hold of records; all other values say themselves. */
  private static String value(Object value) {
    if (value instanceof String text) {
      return '"' + text.replaceAll("\\p{Cntrl}+", " ") + '"';
    }
    if (!(value instanceof Message || value instanceof Message.Victim)) {
      return value.toString();
    }
    String fields =
        Arrays.stream(value.getClass().getRecordComponents())
            .map(field -> value(field(value, field)))
            .collect(Collectors.joining(", "));
    return value.getClass().getSimpleName() + (fields.isEmpty() ? "" : "(" + fields + ")");
  }

  private static Object field(Object holder, RecordComponent field) {
    try {
      return field.getAccessor().invoke(holder);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot read " + field, e);
    }
  }
}
