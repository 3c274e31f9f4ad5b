package dev.holdfast.model;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives equal values one small number, so that a state is a few numbers.
 *
 * <p>Thread-safe; {@link #value} takes no lock, and {@link #number} none for a value that it knows.
 * A value is stored before its number is handed out, and a longer array is filled before it is
 * published; so whoever was handed a number in a way that orders memory finds its value, in
 * whichever array it sees.
 *
 * @param <T> what is numbered
 */
final class Interner<T> {
  private final Map<T, Integer> numbers = new ConcurrentHashMap<>();
  private final int limit;
  private volatile Object[] values = new Object[64];
  private int size;

  /** An interner that gives numbers below a limit. */
  Interner(int limit) {
    this.limit = limit;
  }

  /** The number of this value and of all that equal it, from 0. */
  int number(T value) {
    Integer known = numbers.get(value);
    return known != null ? known : numbers.computeIfAbsent(value, this::add);
  }

  /** Gives a value a number of its own, whatever it equals. */
  synchronized int add(T value) {
    if (size == limit) {
      throw new IllegalStateException("a part of the device has more than " + limit + " states");
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size] = value;
    return size++;
  }

  /** The value with a number that this has given. */
  @SuppressWarnings("unchecked")
  T value(int number) {
    return (T) values[number];
  }
}
