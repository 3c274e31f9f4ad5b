package dev.holdfast.model;

import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** An immutable set in the order of its elements, as cheap to change as a {@link Tree}. */
final class Members<E extends Comparable<E>> extends AbstractSet<E> {
  private static final Members<?> EMPTY = new Members<>(Tree.<ProcessId, ProcessId>empty());

  private final Tree<E, E> elements;

  private Members(Tree<E, E> elements) {
    this.elements = elements;
  }

  /** No elements. */
  @SuppressWarnings("unchecked") // there is nothing in it
  static <E extends Comparable<E>> Members<E> empty() {
    return (Members<E>) EMPTY;
  }

  /** These elements; the collection itself if it is such a set. */
  static <E extends Comparable<E>> Members<E> of(Collection<E> elements) {
    return Members.<E>empty().with(elements);
  }

  /** The same with this element. */
  Members<E> with(E element) {
    return changed(elements.with(element, element));
  }

  /** The same with these elements. */
  Members<E> with(Collection<E> more) {
    if (more instanceof Members<E> members && isEmpty()) {
      return members;
    }
    Tree<E, E> all = elements;
    for (E element : more) {
      all = all.with(element, element);
    }
    return changed(all);
  }

  /** The same without this element. */
  Members<E> without(E element) {
    return changed(elements.without(element));
  }

  /** The same without these elements. */
  Members<E> without(Collection<E> less) {
    Tree<E, E> rest = elements;
    for (E element : less) {
      rest = rest.without(element);
    }
    return changed(rest);
  }

  private Members<E> changed(Tree<E, E> others) {
    return others.size() == size() ? this : new Members<>(others);
  }

  /** Those from one to another, both included, in order. */
  List<E> between(E from, E to) {
    List<E> its = new ArrayList<>();
    elements.addKeys(from, to, its);
    return its;
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public boolean contains(Object element) {
    return elements.containsKey(element);
  }

  @Override
  public Iterator<E> iterator() {
    return elements.keys();
  }
}
