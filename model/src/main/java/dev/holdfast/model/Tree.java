package dev.holdfast.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An immutable map in the order of its keys. One that differs in an entry shares all but a few of
 * its parts with it, so that a state is cheap to change and to keep.
 *
 * <p>It is a sorted array as long as it is small, and else an AVL tree of such arrays: the heights
 * of the two sides of a branch differ by at most 1.
 */
abstract sealed class Tree<K extends Comparable<K>, V> extends AbstractMap<K, V> {
  private Tree() {}

  /** No entries. */
  @SuppressWarnings("unchecked") // there is nothing in it
  static <K extends Comparable<K>, V> Tree<K, V> empty() {
    return (Tree<K, V>) Leaf.EMPTY;
  }

  /** The entries of a map; the map itself if it is such a tree. */
  static <K extends Comparable<K>, V> Tree<K, V> of(Map<K, V> map) {
    if (map instanceof Tree<K, V> tree) {
      return tree;
    }
    Tree<K, V> tree = empty();
    for (Map.Entry<K, V> entry : map.entrySet()) {
      tree = tree.with(entry.getKey(), entry.getValue());
    }
    return tree;
  }

  /** The same with this entry, in place of its key's if there is one. */
  abstract Tree<K, V> with(K key, V value);

  /** The same without an entry of this key. */
  abstract Tree<K, V> without(K key);

  /** Adds the keys from one to another, both included, to a list in their order. */
  abstract void addKeys(K from, K to, List<K> all);

  /** How many arrays and branches there are on the longest way down. */
  abstract int height();

  abstract V find(K key, V other);

  /** The first key; there must be one. */
  abstract K first();

  /** The leaf that has the entry before which there are so many. */
  abstract Leaf<K, V> leaf(int before);

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // as Map has it
  public V get(Object key) {
    return find((K) key, null);
  }

  @Override
  @SuppressWarnings("unchecked") // as Map has it
  public V getOrDefault(Object key, V other) {
    return find((K) key, other);
  }

  @Override
  @SuppressWarnings("NullAway") // values are never null
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  /** The keys in order. */
  Iterator<K> keys() {
    return new InOrder<>(this, Leaf::key);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    Tree<K, V> tree = this;
    return new AbstractSet<>() {
      @Override
      public int size() {
        return tree.size();
      }

      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        return new InOrder<>(tree, Leaf::entry);
      }
    };
  }

  /** A few entries. Where each value is its key, one array serves as both. */
  private static final class Leaf<K extends Comparable<K>, V> extends Tree<K, V> {
    private static final int MOST = 32;
    private static final Leaf<?, ?> EMPTY = of(new Object[0]);

    private final Object[] keys;
    private final Object[] values;

    private Leaf(Object[] keys, Object[] values) {
      this.keys = keys;
      this.values = values;
    }

    /** Of keys that are values, too. */
    private static <K extends Comparable<K>> Leaf<K, K> of(Object[] keys) {
      return new Leaf<>(keys, keys);
    }

    @SuppressWarnings("unchecked") // there are no others
    private K key(int place) {
      return (K) keys[place];
    }

    @SuppressWarnings("unchecked") // there are no others
    private V value(int place) {
      return (V) values[place];
    }

    private Map.Entry<K, V> entry(int place) {
      return Map.entry(key(place), value(place));
    }

    /** Where a key is; if it is nowhere, -1 less where it would be. */
    private int place(K key) {
      if (keys != values) { // most often a map is asked for the very same, but seldom a set
        for (int i = 0; i < keys.length; i++) {
          if (keys[i] == key) {
            return i;
          }
        }
      }
      return Arrays.binarySearch(keys, key);
    }

    @Override
    V find(K key, V other) {
      int place = place(key);
      return place < 0 ? other : value(place);
    }

    @Override
    Tree<K, V> with(K key, V value) {
      int place = place(key);
      boolean same = keys == values && key == value;
      if (place < 0) {
        Object[] more = inserted(keys, -1 - place, key);
        return whole(more, same ? more : inserted(values, -1 - place, value));
      } else if (same || values[place] == value) {
        return this;
      }
      Object[] others = values.clone();
      others[place] = value;
      return new Leaf<>(keys, others);
    }

    @Override
    Tree<K, V> without(K key) {
      int place = place(key);
      return place < 0 ? this : each(array -> removed(array, place));
    }

    private static <K extends Comparable<K>, V> Tree<K, V> whole(Object[] keys, Object[] values) {
      Leaf<K, V> leaf = new Leaf<>(keys, values);
      int half = keys.length / 2;
      return keys.length > MOST
          ? new Branch<>(
              leaf.each(array -> Arrays.copyOf(array, half)),
              leaf.each(array -> Arrays.copyOfRange(array, half, array.length)))
          : leaf;
    }

    private Leaf<K, V> each(UnaryOperator<Object[]> change) {
      Object[] its = change.apply(keys);
      return new Leaf<>(its, keys == values ? its : change.apply(values));
    }

    private static Object[] inserted(Object[] array, int place, Object value) {
      Object[] more = new Object[array.length + 1];
      System.arraycopy(array, 0, more, 0, place);
      more[place] = value;
      System.arraycopy(array, place, more, place + 1, array.length - place);
      return more;
    }

    private static Object[] removed(Object[] array, int place) {
      Object[] less = new Object[array.length - 1];
      System.arraycopy(array, 0, less, 0, place);
      System.arraycopy(array, place + 1, less, place, less.length - place);
      return less;
    }

    @Override
    void addKeys(K from, K to, List<K> all) {
      int place = place(from);
      for (int i = place < 0 ? -1 - place : place; i < keys.length; i++) {
        if (key(i).compareTo(to) > 0) {
          return;
        }
        all.add(key(i));
      }
    }

    @Override
    public int size() {
      return keys.length;
    }

    @Override
    int height() {
      return 1;
    }

    @Override
    K first() {
      return key(0);
    }

    @Override
    Leaf<K, V> leaf(int before) {
      return this;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Leaf<?, ?> its
          ? Arrays.equals(keys, its.keys) && Arrays.equals(values, its.values)
          : super.equals(other);
    }

    @Override
    public int hashCode() {
      int sum = 0;
      for (int i = 0; i < keys.length; i++) {
        sum += keys[i].hashCode() ^ values[i].hashCode();
      }
      return sum;
    }
  }

  /** Two sides, neither of them empty; what the left has comes before what the right has. */
  private static final class Branch<K extends Comparable<K>, V> extends Tree<K, V> {
    private final Tree<K, V> left;
    private final Tree<K, V> right;
    private final K first;
    private final int height;
    private final int size;

    private Branch(Tree<K, V> left, Tree<K, V> right) {
      this.left = left;
      this.right = right;
      first = left.first();
      height = Math.max(left.height(), right.height()) + 1;
      size = left.size() + right.size();
    }

    /** Of sides whose heights may differ by 2, and of which one may be empty. */
    private static <K extends Comparable<K>, V> Tree<K, V> balanced(
        Tree<K, V> left, Tree<K, V> right) {
      if (left.isEmpty() || right.isEmpty()) {
        return left.isEmpty() ? right : left;
      }
      if (left.height() > right.height() + 1 && left instanceof Branch<K, V> high) {
        return high.left.height() < high.right.height() && high.right instanceof Branch<K, V> mid
            ? new Branch<>(new Branch<>(high.left, mid.left), new Branch<>(mid.right, right))
            : new Branch<>(high.left, new Branch<>(high.right, right));
      }
      if (right.height() > left.height() + 1 && right instanceof Branch<K, V> high) {
        return high.right.height() < high.left.height() && high.left instanceof Branch<K, V> mid
            ? new Branch<>(new Branch<>(left, mid.left), new Branch<>(mid.right, high.right))
            : new Branch<>(new Branch<>(left, high.left), high.right);
      }
      return new Branch<>(left, right);
    }

    private boolean isLeft(K key) {
      return key.compareTo(right.first()) < 0;
    }

    @Override
    V find(K key, V other) {
      return (isLeft(key) ? left : right).find(key, other);
    }

    @Override
    Tree<K, V> with(K key, V value) {
      return isLeft(key)
          ? balanced(left.with(key, value), right)
          : balanced(left, right.with(key, value));
    }

    @Override
    Tree<K, V> without(K key) {
      return isLeft(key) ? balanced(left.without(key), right) : balanced(left, right.without(key));
    }

    @Override
    void addKeys(K from, K to, List<K> all) {
      if (isLeft(from)) {
        left.addKeys(from, to, all);
      }
      if (!isLeft(to)) {
        right.addKeys(from, to, all);
      }
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    int height() {
      return height;
    }

    @Override
    K first() {
      return first;
    }

    @Override
    Leaf<K, V> leaf(int before) {
      return before < left.size() ? left.leaf(before) : right.leaf(before - left.size());
    }

    @Override
    public int hashCode() {
      return left.hashCode() + right.hashCode();
    }
  }

  /** What is looked at of an entry. */
  @FunctionalInterface
  private interface Part<K extends Comparable<K>, V, T> {
    T of(Leaf<K, V> leaf, int place);
  }

  /** Goes through the entries in order. */
  private static final class InOrder<K extends Comparable<K>, V, T> implements Iterator<T> {
    private final Tree<K, V> tree;
    private final Part<K, V, T> part;
    private Leaf<K, V> leaf;
    private int inLeaf;
    private int passed;

    InOrder(Tree<K, V> tree, Part<K, V, T> part) {
      this.tree = tree;
      this.part = part;
      leaf = tree.leaf(0);
    }

    @Override
    public boolean hasNext() {
      return passed < tree.size();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (inLeaf == leaf.size()) {
        leaf = tree.leaf(passed);
        inLeaf = 0;
      }
      passed++;
      return part.of(leaf, inLeaf++);
    }
  }
}
