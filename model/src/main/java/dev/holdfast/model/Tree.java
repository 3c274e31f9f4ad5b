package dev.holdfast.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * An immutable map in the order of its keys. One that differs in an entry shares all but a few of
 * its parts with it, so that a state is cheap to change and to keep.
 *
 * <p>It is an AVL tree: the heights of the two sides of a branch differ by at most 1.
 */
final class Tree<K extends Comparable<K>, V> extends AbstractMap<K, V> {
  private final Part<K, V> root;

  private Tree(Part<K, V> root) {
    this.root = root;
  }

  /** No entries. */
  static <K extends Comparable<K>, V> Tree<K, V> empty() {
    return new Tree<>(new Nothing<K, V>());
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
  Tree<K, V> with(K key, V value) {
    return new Tree<>(root.with(key, value));
  }

  /** The same without an entry of this key. */
  Tree<K, V> without(K key) {
    return new Tree<>(root.without(key));
  }

  /** How many entries there are on the longest way down. */
  int height() {
    return root.height();
  }

  @Override
  public int size() {
    return root.size();
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // as Map has it
  public V get(Object key) {
    return root.find((K) key, null);
  }

  @Override
  @SuppressWarnings("unchecked") // as Map has it
  public V getOrDefault(Object key, V other) {
    return root.find((K) key, other);
  }

  @Override
  @SuppressWarnings("NullAway") // values are never null
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return root.size();
      }

      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        return new InOrder<>(root);
      }
    };
  }

  /** A tree, or a side of one. */
  private sealed interface Part<K extends Comparable<K>, V> {
    int height();

    int size();

    V find(K key, V other);

    Part<K, V> with(K key, V value);

    Part<K, V> without(K key);
  }

  /** No entries. */
  private record Nothing<K extends Comparable<K>, V>() implements Part<K, V> {
    @Override
    public int height() {
      return 0;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public V find(K key, V other) {
      return other;
    }

    @Override
    public Part<K, V> with(K key, V value) {
      return new Branch<>(this, key, value, this, 1, 1);
    }

    @Override
    public Part<K, V> without(K key) {
      return this;
    }
  }

  /** An entry, what comes before it on the left, and what comes after it on the right. */
  private record Branch<K extends Comparable<K>, V>(
      Part<K, V> left, K key, V value, Part<K, V> right, int height, int size)
      implements Part<K, V> {

    private static <K extends Comparable<K>, V> Branch<K, V> of(
        Part<K, V> left, K key, V value, Part<K, V> right) {
      int height = Math.max(left.height(), right.height()) + 1;
      return new Branch<>(left, key, value, right, height, left.size() + right.size() + 1);
    }

    /** Of sides whose heights may differ by 2. */
    private static <K extends Comparable<K>, V> Branch<K, V> balanced(
        Part<K, V> left, K key, V value, Part<K, V> right) {
      if (left.height() > right.height() + 1 && left instanceof Branch<K, V> high) {
        return high.left.height() < high.right.height() && high.right instanceof Branch<K, V> mid
            ? of(
                of(high.left, high.key, high.value, mid.left),
                mid.key,
                mid.value,
                of(mid.right, key, value, right))
            : of(high.left, high.key, high.value, of(high.right, key, value, right));
      }
      if (right.height() > left.height() + 1 && right instanceof Branch<K, V> high) {
        return high.right.height() < high.left.height() && high.left instanceof Branch<K, V> mid
            ? of(
                of(left, key, value, mid.left),
                mid.key,
                mid.value,
                of(mid.right, high.key, high.value, high.right))
            : of(of(left, key, value, high.left), high.key, high.value, high.right);
      }
      return of(left, key, value, right);
    }

    @Override
    public V find(K its, V other) {
      int order = its.compareTo(key);
      return order == 0 ? value : (order < 0 ? left : right).find(its, other);
    }

    @Override
    public Part<K, V> with(K its, V now) {
      int order = its.compareTo(key);
      if (order == 0) {
        return new Branch<>(left, key, now, right, height, size);
      }
      return order < 0
          ? balanced(left.with(its, now), key, value, right)
          : balanced(left, key, value, right.with(its, now));
    }

    @Override
    public Part<K, V> without(K its) {
      int order = its.compareTo(key);
      if (order < 0) {
        return balanced(left.without(its), key, value, right);
      } else if (order > 0) {
        return balanced(left, key, value, right.without(its));
      }
      if (left instanceof Branch<K, V> before && right instanceof Branch<K, V> after) {
        if (before.height > after.height) {
          Branch<K, V> last = before.last();
          return balanced(before.without(last.key), last.key, last.value, right);
        }
        Branch<K, V> first = after.first();
        return balanced(left, first.key, first.value, after.without(first.key));
      }
      return left instanceof Branch ? left : right;
    }

    private Branch<K, V> first() {
      return left instanceof Branch<K, V> before ? before.first() : this;
    }

    private Branch<K, V> last() {
      return right instanceof Branch<K, V> after ? after.last() : this;
    }
  }

  /** Goes through the entries in order. */
  private static final class InOrder<K extends Comparable<K>, V>
      implements Iterator<Map.Entry<K, V>> {
    private final Deque<Branch<K, V>> ahead;

    InOrder(Part<K, V> root) {
      ahead = new ArrayDeque<>(root.height());
      descend(root);
    }

    private void descend(Part<K, V> from) {
      Part<K, V> part = from;
      while (part instanceof Branch<K, V> branch) {
        ahead.push(branch);
        part = branch.left;
      }
    }

    @Override
    public boolean hasNext() {
      return !ahead.isEmpty();
    }

    @Override
    public Map.Entry<K, V> next() {
      if (ahead.isEmpty()) {
        throw new NoSuchElementException();
      }
      Branch<K, V> branch = ahead.pop();
      descend(branch.right);
      return Map.entry(branch.key, branch.value);
    }
  }
}
