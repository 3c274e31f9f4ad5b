package dev.holdfast.model;

import java.util.Arrays;
import java.util.List;
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
}
