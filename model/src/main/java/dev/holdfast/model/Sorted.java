package dev.holdfast.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Immutable sorted collections: every iteration over a state has one order, on every run. */
final class Sorted {
  private Sorted() {}

  static <K extends Comparable<K>, V> NavigableMap<K, V> copy(Map<K, V> map) {
    return Collections.unmodifiableNavigableMap(new TreeMap<>(map));
  }

  static <E extends Comparable<E>> NavigableSet<E> copy(Collection<E> elements) {
    return Collections.unmodifiableNavigableSet(new TreeSet<>(elements));
  }
}
