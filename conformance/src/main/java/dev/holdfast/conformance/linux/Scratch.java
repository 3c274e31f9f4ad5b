package dev.holdfast.conformance.linux;

import dev.holdfast.impl.linux.Directory;
import dev.holdfast.impl.linux.MemoryGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory for one target OS that another process runs; nothing outlives it: no target process,
 * no memory group, no file.
 *
 * @param path where it is
 */
record Scratch(Path path) implements AutoCloseable {
  /**
   * A new one, with a path that is short enough for sockets.
   *
   * @return the directory
   * @throws IOException if it cannot be made
   */
  static Scratch make() throws IOException {
    return new Scratch(Files.createTempDirectory("hf").toRealPath());
  }

  /** Where the target OS has its sockets. */
  Path sockets() {
    return path.resolve("d");
  }

  /** The memory of all its target processes; empty if it has no group, or does not run. */
  Optional<MemoryGroup> memory() throws IOException {
    return Files.exists(sockets()) ? MemoryGroup.of(sockets()) : Optional.empty();
  }

  /** What should be gone when the target OS is: processes and memory groups, as sentences. */
  List<String> left() throws IOException {
    List<String> left = new ArrayList<>();
    Directory.targetProcesses(sockets()).forEach(p -> left.add("process " + p.pid()));
    memory().ifPresent(group -> left.add("memory group " + group.path()));
    return left;
  }

  /**
   * Removes all of it; the target OS must have ended.
   *
   * @throws IOException if something stays
   */
  @Override
  public void close() throws IOException {
    Directory.targetProcesses(sockets()).forEach(ProcessHandle::destroyForcibly);
    Optional<MemoryGroup> group = memory();
    if (group.isPresent()) {
      group.get().remove();
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
