package dev.holdfast.model;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;

/** An immutable set in the order of its elements, as cheap to change as a {@link Tree}. */
final class Members<E extends Comparable<E>> extends AbstractSet<E> {
  private final Tree<E, E> elements;

  private Members(Tree<E, E> elements) {
    this.elements = elements;
  }

  /** These elements; the collection itself if it is such a set. */
  static <E extends Comparable<E>> Members<E> of(Collection<E> elements) {
    if (elements instanceof Members<E> members) {
      return members;
    }
    return new Members<>(Tree.<E, E>empty()).with(elements);
  }

  /** The same with these elements. */
  Members<E> with(Collection<E> more) {
    Tree<E, E> all = elements;
    for (E element : more) {
      all = all.with(element, element);
    }
    return new Members<>(all);
  }

  /** The same without these elements. */
  Members<E> without(Collection<E> less) {
    Tree<E, E> rest = elements;
    for (E element : less) {
      rest = rest.without(element);
    }
    return new Members<>(rest);
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
    return elements.keySet().iterator();
  }
}
