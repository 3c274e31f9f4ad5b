package dev.holdfast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A tree is a sorted map, and stays what it was when another is made of it. */
class TreeProperties {
  @Property(tries = 300)
  void isASortedMap(@ForAll List<@IntRange(min = -40, max = 40) Integer> changes) {
    Tree<Integer, String> tree = Tree.empty();
    NavigableMap<Integer, String> map = new TreeMap<>();
    List<Tree<Integer, String>> trees = new ArrayList<>();
    List<NavigableMap<Integer, String>> maps = new ArrayList<>();
    for (int change : changes) {
      trees.add(tree);
      maps.add(new TreeMap<>(map));
      int key = Math.abs(change);
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
      assertEquals(maps.get(i).hashCode(), trees.get(i).hashCode());
      assertEquals(List.copyOf(maps.get(i).entrySet()), List.copyOf(trees.get(i).entrySet()));
      assertEquals(maps.get(i).size(), trees.get(i).size());
    }
  }

  @Property(tries = 20)
  void isNotDeep(@ForAll @IntRange(min = 1, max = 5000) int size, @ForAll boolean up) {
    Tree<Integer, Integer> tree = Tree.empty();
    for (int i = 0; i < size; i++) {
      tree = tree.with(up ? i : size - i, i);
    }
    double log = Math.log(size + 2) / Math.log(2);
    assertFalse(tree.height() > 1.45 * log, "an AVL tree is no higher");
  }

  @Property(tries = 20)
  void takesWhatIsATreeAsItIs(@ForAll Map<Integer, Integer> map) {
    Tree<Integer, Integer> tree = Tree.of(map);
    assertEquals(map, tree);
    assertEquals(System.identityHashCode(tree), System.identityHashCode(Tree.of(tree)));
  }
}
