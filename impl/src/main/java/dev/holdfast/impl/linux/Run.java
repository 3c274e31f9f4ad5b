package dev.holdfast.impl.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.holdfast.model.Program;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One real process: one generation of a program. The virtual machine watches its own child, whose
 * number the kernel does not give away before that; so nothing here can hit another process.
 * Thread-safe.
 */
final class Run {
  static final String SOCKET = "HOLDFAST_SOCKET";
  static final String HANDLES = "HOLDFAST_HANDLES";
  static final String GENERATION = "HOLDFAST_GENERATION";
  static final String DIRECTORY = "HOLDFAST_DIRECTORY";

  /**
   * What a process does before it becomes the program: it marks itself, and enters its memory group
   * if it has one. Then it has never used memory that is not counted as the program's.
   */
  private static final String PRELUDE =
      "echo $1 >/proc/self/oom_score_adj && { [ -z \"$2\" ] || echo $$ >\"$2\"; } || exit 125;"
          + " shift 2; exec \"$@\"";

  final Program program;
  final int generation;
  final Path socket;
  final Optional<MemoryGroup> group;
  private final Process process;

  private volatile boolean told;

  /** Its oom_score_adj, opened while it lived: once it is gone this leads to no other process. */
  private final FileChannel scores;

  private Run(
      Program program, int generation, Path socket, Optional<MemoryGroup> group, Process process)
      throws IOException {
    this.program = program;
    this.generation = generation;
    this.socket = socket;
    this.group = group;
    this.process = process;
    FileChannel opened =
        FileChannel.open(
            Path.of("/proc/" + process.pid() + "/oom_score_adj"), StandardOpenOption.WRITE);
    if (!process.isAlive()) { // then the number may be another's already
      opened.close();
    }
    this.scores = opened;
  }

  static Run start(
      Program program,
      int generation,
      Declaration.Command command,
      int score,
      Optional<MemoryGroup> device,
      Directory directory)
      throws IOException {
    Path socket = directory.socket(program, generation);
    Files.deleteIfExists(socket);
    Optional<MemoryGroup> group = Optional.empty();
    if (device.isPresent()) {
      group = Optional.of(device.get().within(socket.getFileName().toString(), command.ceiling()));
    }
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", PRELUDE, "holdfast"));
    words.add(Integer.toString(score));
    words.add(group.map(its -> its.members().toString()).orElse(""));
    words.addAll(command.words());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(directory.log(program).toFile());
    builder.environment().put(SOCKET, socket.toString());
    builder.environment().put(HANDLES, directory.handles().directory().toString());
    builder.environment().put(GENERATION, Integer.toString(generation));
    builder.environment().put(DIRECTORY, directory.path().toString());
    try {
      return start(builder, program, generation, socket, group);
    } catch (IOException e) {
      if (group.isPresent()) {
        group.get().remove();
      }
      throw e;
    }
  }

  private static Run start(
      ProcessBuilder builder,
      Program program,
      int generation,
      Path socket,
      Optional<MemoryGroup> group)
      throws IOException {
    Process process = builder.start();
    try {
      return new Run(program, generation, socket, group, process);
    } catch (IOException e) { // it has exited already, or this process has too many files open
      process.destroyForcibly();
      throw e;
    }
  }

  long pid() {
    return process.pid();
  }

  CompletableFuture<Process> exited() {
    return process.onExit();
  }

  /** Whether it accepts connections now. */
  boolean serves() {
    return isServed(socket);
  }

  /** Whether one can connect without waiting: who asks has other processes to look after. */
  static boolean isServed(Path socket) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      return probe.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      return false; // nobody listens there, or the queue is full
    }
  }

  /**
   * Sets its place in the kernel's order.
   *
   * @throws IOException if it is gone, which the virtual machine may notice later than the kernel
   */
  void score(int score) throws IOException {
    scores.write(ByteBuffer.wrap(Integer.toString(score).getBytes(US_ASCII)), 0);
  }

  /** Asks it to end. */
  void terminate() {
    told = true;
    process.destroy();
  }

  void kill() {
    told = true;
    process.destroyForcibly();
  }

  /** Whether it runs, and the kernel has not chosen it: one that it has takes a while to exit. */
  boolean lives() {
    try {
      return process.isAlive() && (group.isEmpty() || group.get().kills() == 0);
    } catch (IOException e) { // removed, with the process
      return false;
    }
  }

  /** Whether it was this target OS that wanted its end. */
  boolean told() {
    return told;
  }

  /** After its exit: what it died of, and everything of it is removed. */
  Death bury() throws IOException {
    scores.close();
    Files.deleteIfExists(socket);
    if (group.isEmpty()) {
      return Death.ITS_OWN;
    }
    Death death =
        group.get().kills() == 0
            ? Death.ITS_OWN
            : group.get().wasFull() ? Death.CEILING : Death.DEVICE_FULL;
    group.get().remove();
    return death;
  }

  /** Why a process is no more. */
  enum Death {
    /** It exited, crashed, or somebody killed it. */
    ITS_OWN,
    /** The kernel killed it, for it wanted more than its ceiling. */
    CEILING,
    /** The kernel killed it, for all together wanted more than there is. */
    DEVICE_FULL
  }
}
