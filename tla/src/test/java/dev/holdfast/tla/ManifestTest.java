package dev.holdfast.tla;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Rule;
import dev.holdfast.model.Scopes;
import dev.holdfast.tla.Manifest.Build;
import dev.holdfast.tla.Manifest.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final Path DIRECTORY = GeneratedFiles.DIRECTORY;

  @BeforeAll
  static void update() throws IOException {
    if (GeneratedFiles.UPDATE) {
      GeneratedFiles.write();
    }
  }

  @Test
  void whatIsGeneratedIsUpToDate() throws IOException {
    for (Map.Entry<Path, String> file : GeneratedFiles.all().entrySet()) {
      Path there = DIRECTORY.resolve(file.getKey());
      assertEquals(
          file.getValue(),
          Files.exists(there) ? Files.readString(there) : "(no such file)",
          file.getKey() + " is out of date: run with -Dholdfast.update=true");
    }
  }

  @Test
  void everyConfigurationFileIsInTheManifest() throws IOException {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      Path built = DIRECTORY.resolve("target");
      Set<Path> there =
          files
              .filter(file -> file.toString().endsWith(".cfg") && !file.startsWith(built))
              .map(DIRECTORY::relativize)
              .collect(Collectors.toCollection(TreeSet::new));
      Set<Path> listed =
          Manifest.read(DIRECTORY).configurations().stream()
              .map(its -> Path.of(its.file()))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(listed, there);
    }
  }

  /** A rule may have several parts, each named like it and something more. */
  @Test
  void everyRuleHoldsSomewhereAndIsBrokenByAWrongDefinition() throws IOException {
    Manifest manifest = Manifest.read(DIRECTORY);
    Set<String> hold = new TreeSet<>();
    Set<String> broken = new TreeSet<>();
    for (Configuration its : manifest.configurations()) {
      if (its.build() == Build.DEFAULT && its.violates().isEmpty() && its.overrides().isEmpty()) {
        hold.addAll(manifest.checked(its));
      } else if (its.build() == Build.DEFAULT) {
        broken.add(its.violates());
      }
    }
    Set<String> rules =
        Arrays.stream(Rule.values()).map(Rule::name).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), minus(rules, hold));
    hold.removeIf(name -> rules.stream().noneMatch(name::startsWith));
    assertEquals(Set.of(), minus(hold, broken));
  }

  @Test
  void everyFocusedScopeIsCheckedWhole() throws IOException {
    Map<String, String> scopes = new TreeMap<>();
    Manifest.read(DIRECTORY).configurations().stream()
        .filter(its -> its.name().startsWith("scopes/"))
        .filter(its -> its.build() == Build.DEFAULT)
        .forEach(its -> scopes.put(its.scope(), its.name()));
    assertEquals(Set.of(), minus(Scopes.focused().keySet(), scopes.keySet()));
  }

  @Test
  void nothingHoldsOfNoState() throws IOException {
    for (Configuration its : Manifest.read(DIRECTORY).configurations()) {
      assertTrue(its.states() > 0 && its.generated() > 0, its.name() + " was never counted");
    }
  }

  private static Set<String> minus(Set<String> some, Set<String> others) {
    Set<String> rest = new TreeSet<>(some);
    rest.removeAll(others);
    return rest;
  }
}
