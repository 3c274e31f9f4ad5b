package dev.holdfast.impl.linux;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A control group of processes with a limit of memory, of version 1 or 2 of the kernel's interface.
 * When its processes want more, the kernel kills one of them.
 *
 * @param path its directory
 * @param version of the kernel's interface
 */
public record MemoryGroup(Path path, Version version) {
  private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");
  private static final String PROCESSES = "cgroup.procs";

  /** What the kernel calls things. */
  public enum Version {
    /** The memory controller of its own hierarchy. */
    V1("memory.limit_in_bytes", "memory.usage_in_bytes", "memory.oom_control"),
    /** The one hierarchy of all controllers. */
    V2("memory.max", "memory.current", "memory.events.local");

    private final String limit;
    private final String usage;
    private final String events;

    Version(String limit, String usage, String events) {
      this.limit = limit;
      this.usage = usage;
      this.events = events;
    }
  }

  /**
   * A new group, directly below the highest group in which this process may make one: not below its
   * own, whose limit is another's concern.
   *
   * @param name what to call it
   * @param limit how many bytes its processes may use together
   * @return the group; if there was one of this name, its processes are killed first
   * @throws IOException if this machine has no memory groups, or does not allow to make any
   */
  static MemoryGroup make(String name, long limit) throws IOException {
    String why = "this machine has no memory controller";
    for (MemoryGroup above : above()) {
      MemoryGroup group = new MemoryGroup(above.path.resolve(name), above.version);
      try {
        group.remove();
        group.create(limit);
        return group;
      } catch (IOException e) {
        why = "no memory group can be made: " + e;
        if (Files.isDirectory(group.path)) {
          Files.delete(group.path);
        }
      }
    }
    throw new IOException(why);
  }

  /**
   * Why there can be no group here, found out by making one.
   *
   * @return a sentence; empty if there can be groups
   */
  public static Optional<String> obstacle() {
    try {
      make("holdfast-trial-" + ProcessHandle.current().pid(), 1 << 20).remove();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The group of a target OS that runs.
   *
   * @param directory where that has its sockets
   * @return the group; empty if it has none, or does not run
   * @throws IOException if the directory is not there
   */
  public static Optional<MemoryGroup> of(Path directory) throws IOException {
    String name = name(directory.toRealPath());
    return above().stream()
        .map(above -> new MemoryGroup(above.path.resolve(name), above.version))
        .filter(group -> Files.isDirectory(group.path))
        .findFirst();
  }

  /** What the group of a directory is called. No other directory's is called the same. */
  static String name(Path directory) {
    return "holdfast"
        + directory.toString().replace("_", "__").replace("-", "_-").replace('/', '-');
  }

  /** The groups that this process is in, the highest first; none if there are no groups. */
  private static List<MemoryGroup> above() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/cgroup"));
    for (String line : lines) { // version 1, also where version 2 is there for something else
      String[] parts = line.split(":", 3);
      if (Arrays.asList(parts[1].split(",", -1)).contains("memory")) {
        return above(CONTROL_GROUPS.resolve("memory"), Path.of(parts[2]), Version.V1);
      }
    }
    return lines.stream()
        .filter(line -> line.startsWith("0::"))
        .findFirst()
        .map(line -> above(CONTROL_GROUPS, Path.of(line.substring("0::".length())), Version.V2))
        .orElse(List.of());
  }

  private static List<MemoryGroup> above(Path root, Path own, Version version) {
    List<MemoryGroup> above = new ArrayList<>(List.of(new MemoryGroup(root, version)));
    Path below = root;
    for (Path name : own) {
      below = below.resolve(name);
      above.add(new MemoryGroup(below, version));
    }
    return above;
  }

  private void create(long limit) throws IOException {
    Files.createDirectory(path);
    if (version == Version.V2) {
      write("cgroup.subtree_control", "+memory"); // for the groups below
      writeIfThere("memory.swap.max", "0");
    }
    limit(limit);
  }

  private void limit(long limit) throws IOException {
    write(version.limit, Long.toString(limit));
    if (version == Version.V1) {
      writeIfThere("memory.memsw.limit_in_bytes", Long.toString(limit));
    }
  }

  /**
   * A group within this one, made anew.
   *
   * @param name what to call it
   * @param limit how many bytes its processes may use
   * @return the group
   * @throws IOException if it cannot be made
   */
  MemoryGroup within(String name, long limit) throws IOException {
    MemoryGroup group = new MemoryGroup(path.resolve(name), version);
    Files.createDirectory(group.path);
    group.limit(limit);
    return group;
  }

  /**
   * Moves this process into this device's group: then the kernel may choose it, too.
   *
   * @return the group that it was in, to which it must {@link #comeBack} before this one is removed
   * @throws IOException if the kernel refuses
   */
  public MemoryGroup takeThisProcess() throws IOException {
    List<MemoryGroup> above = above();
    MemoryGroup before = above.get(above.size() - 1);
    // In version 2 processes are only in groups that have no groups below.
    within("proxy", Long.MAX_VALUE / 2).comeBack();
    return before;
  }

  /**
   * Moves this process into this very group.
   *
   * @throws IOException if the kernel refuses
   */
  public void comeBack() throws IOException {
    write(PROCESSES, Long.toString(ProcessHandle.current().pid()));
  }

  /** The file into which a process that is to be in this group writes its number. */
  Path members() {
    return path.resolve(PROCESSES);
  }

  /**
   * How much memory is in use and not to be had back for the asking, in bytes.
   *
   * @return the group's usage without files that were read and are not in use
   * @throws IOException if the group is gone
   */
  public long usage() throws IOException {
    String word = version == Version.V1 ? "total_inactive_file " : "inactive_file ";
    long files =
        Files.readAllLines(path.resolve("memory.stat")).stream()
            .filter(line -> line.startsWith(word))
            .mapToLong(line -> Long.parseLong(line.substring(word.length())))
            .sum();
    return Math.max(0, bytes(version.usage) - files);
  }

  /** How many of the processes in this very group the kernel has killed for want of memory. */
  long kills() throws IOException {
    return Files.readAllLines(path.resolve(version.events)).stream()
        .filter(line -> line.startsWith("oom_kill "))
        .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
        .findFirst()
        .orElse(0);
  }

  /** Whether little more is to be had without a kill. */
  boolean isNearlyFull() throws IOException {
    return usage() > bytes(version.limit) * 85 / 100;
  }

  /** Whether its processes have ever used all that they may. */
  boolean wasFull() throws IOException {
    return version == Version.V2
        ? Files.readAllLines(path.resolve(version.events)).stream()
            .anyMatch(line -> line.startsWith("oom ") && !line.equals("oom 0"))
        : bytes("memory.max_usage_in_bytes") >= bytes(version.limit);
  }

  private long bytes(String file) throws IOException {
    return Long.parseLong(Files.readString(path.resolve(file)).strip());
  }

  /** The processes in this very group. */
  List<ProcessHandle> processes() {
    try {
      return Files.readAllLines(path.resolve(PROCESSES)).stream()
          .map(pid -> ProcessHandle.of(Long.parseLong(pid)))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      return List.of(); // the group is gone
    }
  }

  /** The groups directly within this one. */
  List<MemoryGroup> groups() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> below = Files.list(path)) {
      return below.filter(Files::isDirectory).map(p -> new MemoryGroup(p, version)).toList();
    }
  }

  /**
   * Kills what is in it, and removes it, and the groups within it.
   *
   * @throws IOException if the kernel refuses, or a process does not end within some seconds
   */
  public void remove() throws IOException {
    for (MemoryGroup below : groups()) {
      below.remove();
    }
    for (int tries = 500; ; tries--) {
      for (ProcessHandle process : processes()) { // also those that were started meanwhile
        if (process.pid() != ProcessHandle.current().pid()) {
          process.destroyForcibly();
        }
      }
      try {
        Files.delete(path);
        return;
      } catch (NoSuchFileException e) {
        return;
      } catch (DirectoryNotEmptyException e) {
        throw e;
      } catch (IOException e) { // busy: the kernel has not buried them all
        if (tries == 0) {
          throw e;
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  /** Only to what the kernel has made: where there are no groups no file is to appear. */
  private void write(String file, String text) throws IOException {
    Files.writeString(path.resolve(file), text, StandardOpenOption.WRITE);
  }

  private void writeIfThere(String file, String text) throws IOException {
    if (Files.exists(path.resolve(file))) {
      write(file, text);
    }
  }
}
