package dev.holdfast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A tree is a sorted map, and stays what it was when another is made of it. */
class TreeProperties {
  @Property(tries = 100)
  void isASortedMap(
      @ForAll @Size(max = 600) List<@IntRange(min = -200, max = 400) Integer> changes) {
    Tree<Integer, String> tree = Tree.empty();
    NavigableMap<Integer, String> map = new TreeMap<>();
    List<Tree<Integer, String>> trees = new ArrayList<>();
    List<NavigableMap<Integer, String>> maps = new ArrayList<>();
    for (int change : changes) {
      trees.add(tree);
      maps.add(new TreeMap<>(map));
      int key = Math.abs(change) % 300;
      if (change < 0) {
        tree = tree.without(key);
        map.remove(key);
      } else {
        tree = tree.with(key, "at " + trees.size());
        map.put(key, "at " + trees.size());
      }
      assertEquals(map.containsKey(key), tree.containsKey(key));
    }
    trees.add(tree);
    maps.add(map);
    for (int i = 0; i < trees.size(); i++) {
      assertEquals(maps.get(i), trees.get(i));
      assertEquals(trees.get(i), maps.get(i));
      assertEquals(Tree.of(maps.get(i)), trees.get(i));
      assertNotEquals(Tree.of(maps.get(i)).with(-1, ""), trees.get(i).with(-1, "other"));
      assertEquals(maps.get(i).hashCode(), trees.get(i).hashCode());
      assertEquals(List.copyOf(maps.get(i).entrySet()), List.copyOf(trees.get(i).entrySet()));
      assertEquals(maps.get(i).size(), trees.get(i).size());
    }
  }

  @Property(tries = 100)
  void tellsTheKeysFromOneToAnother(
      @ForAll @Size(max = 300) Set<@IntRange(min = 0, max = 500) Integer> keys,
      @ForAll @IntRange(min = -5, max = 505) int from,
      @ForAll @IntRange(min = 0, max = 200) int more) {
    NavigableSet<Integer> sorted = new TreeSet<>(keys);
    assertEquals(
        List.copyOf(sorted.subSet(from, true, from + more, true)),
        Members.of(keys).between(from, from + more));
  }

  @Property(tries = 20)
  void isNotDeep(
      @ForAll @IntRange(min = 1, max = 5000) int size,
      @ForAll @IntRange(min = 0, max = 5000) int less,
      @ForAll boolean up) {
    Tree<Integer, Integer> tree = Tree.empty();
    for (int i = 0; i < size; i++) {
      tree = tree.with(up ? i : size - i, i);
    }
    assertFalse(tree.height() > 1.45 * log(size / 16.0) + 1, "its arrays are half full");
    for (int i = 0; i < less; i++) {
      tree = tree.without(up ? i : size - i);
    }
    assertFalse(tree.height() > 1.45 * log(tree.size()), "an AVL tree is no higher");
  }

  private static double log(double number) {
    return Math.log(number + 2) / Math.log(2);
  }

  @Property(tries = 20)
  void takesWhatIsATreeAsItIs(@ForAll Map<Integer, Integer> map) {
    Tree<Integer, Integer> tree = Tree.of(map);
    assertEquals(map, tree);
    assertEquals(System.identityHashCode(tree), System.identityHashCode(Tree.of(tree)));
  }
}
