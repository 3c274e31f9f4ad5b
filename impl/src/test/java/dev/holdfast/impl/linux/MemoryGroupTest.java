package dev.holdfast.impl.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.impl.linux.MemoryGroup.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files of a memory group, as the kernel would have them; no kernel looks at them. */
class MemoryGroupTest {
  private static final Map<Version, Map<String, String>> FILES =
      Map.of(
          Version.V1,
          Map.of(
              "memory.limit_in_bytes", "1000\n",
              "memory.usage_in_bytes", "900\n",
              "memory.max_usage_in_bytes", "1000\n",
              "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
              "memory.stat", "cache 500\ninactive_file 1\ntotal_inactive_file 300\n"),
          Version.V2,
          Map.of(
              "memory.max", "1000\n",
              "memory.current", "900\n",
              "memory.events.local", "low 0\nhigh 0\nmax 7\noom 1\noom_kill 2\n",
              "memory.stat", "anon 400\nfile 500\ninactive_file 300\n"));

  @TempDir Path temp;

  private MemoryGroup group(Version version) throws IOException {
    for (Map.Entry<String, String> file :
        Optional.ofNullable(FILES.get(version)).orElseThrow().entrySet()) {
      Files.writeString(temp.resolve(file.getKey()), file.getValue());
    }
    return new MemoryGroup(temp, version);
  }

  @ParameterizedTest
  @EnumSource
  void usageIsWithoutFilesThatAreNotInUse(Version version) throws IOException {
    MemoryGroup group = group(version);
    assertEquals(600, group.usage());
    assertFalse(group.isNearlyFull());
    assertEquals(dev.holdfast.model.Level.NONE, new PressureGauge.Usage(group, 1000).read());
    assertEquals(dev.holdfast.model.Level.LOW, new PressureGauge.Usage(group, 700).read());
  }

  @ParameterizedTest
  @EnumSource
  void killsAreCounted(Version version) throws IOException {
    assertEquals(2, group(version).kills());
    assertTrue(group(version).wasFull());
  }

  @Test
  void whoWasNeverFullWasKilledForOthers() throws IOException {
    MemoryGroup group = group(Version.V2);
    Files.writeString(temp.resolve("memory.events.local"), "max 7\noom 0\noom_kill 1\n");
    assertFalse(group.wasFull());
    group = group(Version.V1);
    Files.writeString(temp.resolve("memory.max_usage_in_bytes"), "999\n");
    assertFalse(group.wasFull());
  }

  /** The kernel makes the files of a group; where it does not, there are no groups. */
  @ParameterizedTest
  @EnumSource
  void whereTheKernelMakesNoFilesThereIsNoGroup(Version version) {
    MemoryGroup above = new MemoryGroup(temp, version);
    assertThrows(NoSuchFileException.class, () -> above.within("nav", 1 << 20));
  }

  /** Who makes a group kills what an earlier one of its name has left. */
  @Test
  void everyDirectoryHasANameOfItsOwn() {
    List<String> names =
        Stream.of("/a/b", "/a-b", "/a_-b", "/a_/b", "/a__b", "/a_b", "/a/-b", "/a-/b", "/a//_b")
            .map(path -> MemoryGroup.name(Path.of(path)))
            .toList();
    assertEquals(Set.copyOf(names).size(), names.size(), names.toString());
  }
}
