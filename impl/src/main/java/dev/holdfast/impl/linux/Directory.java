package dev.holdfast.impl.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.model.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where a target OS has its sockets, handles and logs: nobody but its user may look into it. One
 * target OS at a time has it.
 */
public final class Directory implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /** What the kernel allows for the path of a socket, less the longest name in here, in bytes. */
  private static final int LONGEST_PATH =
      107 - "/domains/".length() - DeclarationReader.LONGEST_DOMAIN;

  /** How much of a log is looked at, in bytes: it has any length. */
  private static final int LONGEST_WORDS = 1024;

  /**
   * Those that this process has. It must not even open the lock of one again: when that is closed
   * the kernel takes the lock from the whole process.
   */
  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;
  private final List<Program> programs;

  private Directory(Path path, FileChannel lock, List<Program> programs) {
    this.path = path;
    this.lock = lock;
    this.programs = programs;
  }

  /**
   * Takes a directory, makes it if it is not there, and ends what an earlier target OS has left in
   * it: its target processes are killed, its handles are void.
   *
   * @param at where
   * @param declaration whose programs have their sockets there
   * @return the directory
   * @throws IOException if it cannot be had; the message says why
   */
  public static Directory take(Path at, Declaration declaration) throws IOException {
    Files.createDirectories(at, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Path path = at.toRealPath();
    if (path.toString().getBytes(UTF_8).length > LONGEST_PATH) {
      throw new IOException(path + " is too long for a directory with sockets");
    }
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    if (!found.equals(OWNER_ONLY)) {
      throw new IOException(
          path + " has mode " + PosixFilePermissions.toString(found) + ", and needs rwx------");
    }
    if (!TAKEN.add(path)) {
      throw new IOException(path + " is used by another proxy of this process");
    }
    try {
      return lock(path, declaration);
    } catch (IOException | RuntimeException e) {
      TAKEN.remove(path);
      throw e;
    }
  }

  private static Directory lock(Path path, Declaration declaration) throws IOException {
    FileChannel lock =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw new IOException(path + " is used by another proxy");
      }
      Directory directory = new Directory(path, lock, List.copyOf(declaration.programs().keySet()));
      directory.clear();
      return directory;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void clear() throws IOException {
    targetProcesses(path).forEach(ProcessHandle::destroyForcibly);
    for (String name : List.of("targets", "handles", "domains", "logs")) {
      Path below = Files.createDirectories(path.resolve(name));
      try (Stream<Path> old = Files.list(below)) {
        for (Path file : old.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * The target processes that were started for a directory and are still there. A handle is made
   * before the environment is read, and remembers when its process began: if the number is
   * another's by the time it is killed, that one is left alone.
   *
   * @param path the directory, an absolute path without symbolic links
   * @return the processes, as far as this user may look into them
   */
  public static List<ProcessHandle> targetProcesses(Path path) {
    return ProcessHandle.allProcesses()
        .filter(process -> environment(process).contains(Run.DIRECTORY + "=" + path))
        .toList();
  }

  /**
   * The processes of one run of a program that are there now.
   *
   * @param program which
   * @param generation which run of it
   * @return the processes, found as those of {@link #targetProcesses} are
   */
  public List<ProcessHandle> targetProcesses(Program program, int generation) {
    String mark = Run.SOCKET + "=" + socket(program, generation);
    return ProcessHandle.allProcesses()
        .filter(process -> environment(process).contains(mark))
        .toList();
  }

  private static List<String> environment(ProcessHandle process) {
    try {
      Path file = Path.of("/proc/" + process.pid() + "/environ");
      return List.of(Files.readString(file, ISO_8859_1).split("\0", -1));
    } catch (IOException e) {
      return List.of(); // it is gone, or another user's
    }
  }

  /**
   * Where it is.
   *
   * @return an absolute path without symbolic links
   */
  public Path path() {
    return path;
  }

  /**
   * The handles that are valid now.
   *
   * @return where originating processes look them up
   */
  public Handles handles() {
    return new Handles(path.resolve("handles"));
  }

  /**
   * Where the originating OSes' sockets are.
   *
   * @return a directory
   */
  public Path domains() {
    return path.resolve("domains");
  }

  /** The socket of one run of a program. */
  Path socket(Program program, int generation) {
    return path.resolve("targets").resolve(programs.indexOf(program) + "." + generation);
  }

  /** Where a program's standard error goes. */
  Path log(Program program) {
    return path.resolve("logs").resolve(Integer.toString(programs.indexOf(program)));
  }

  /** What a program said last on standard error, if it said anything. */
  Optional<String> lastWords(Program program) {
    try (FileChannel log = FileChannel.open(log(program))) {
      ByteBuffer end = ByteBuffer.allocate((int) Math.min(log.size(), LONGEST_WORDS));
      log.read(end, log.size() - end.capacity());
      return new String(end.array(), 0, end.position(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .reduce((before, last) -> last);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The memory group of this directory's processes; what an earlier target OS left in it is killed.
   *
   * @param memory how many bytes they may use together
   * @param notices told if there is none
   * @return the group; empty if this machine has no memory groups, or this user may not make one
   */
  public Optional<MemoryGroup> group(long memory, Consumer<Notice> notices) {
    try {
      return Optional.of(MemoryGroup.make(MemoryGroup.name(path), memory));
    } catch (IOException e) {
      notices.accept(new Notice.Remark("no ceiling is enforced: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** Gives it up. */
  @Override
  public synchronized void close() {
    if (!lock.isOpen()) {
      return; // then it may be another's already
    }
    try {
      lock.close();
    } catch (IOException e) {
      // then nobody has the lock either
    }
    TAKEN.remove(path);
  }
}
