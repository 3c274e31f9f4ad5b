package dev.holdfast.impl;

import java.util.Optional;

/** Something that a consumer needs and that can only be made when the consumer is. */
final class Later<T> {
  private volatile Optional<T> value = Optional.empty();

  void set(T value) {
    this.value = Optional.of(value);
  }

  T get() {
    return value.orElseThrow();
  }

  Optional<T> ifSet() {
    return value;
  }
}
