package dev.holdfast.conformance.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.impl.linux.Declaration;
import dev.holdfast.impl.linux.Eater;
import dev.holdfast.impl.linux.MemoryGroup;
import dev.holdfast.impl.linux.TargetServer;
import dev.holdfast.model.ResourceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A whole device of real processes, each in a virtual machine of its own: the proxy, two domains,
 * and target processes; and somebody who takes their memory away. Not thread-safe.
 */
public final class Rehearsal implements AutoCloseable {
  private static final List<String> DOMAINS = List.of("A", "B");
  private static final int CEILING_MIB = 64;

  /** What the proxy uses, and what a target process does, roughly. */
  private static final int PROXY_MIB = 96;

  private static final int PROCESS_MIB = 40;

  private final Scratch scratch = Scratch.make();
  private final int programs;
  private final Map<String, Process> domains = new ConcurrentSkipListMap<>();
  private final List<String> proxySaid = new CopyOnWriteArrayList<>();
  private final Process proxy;
  private Thread listener = new Thread();
  private Optional<MemoryGroup> memory = Optional.empty();
  private Optional<EchoServer> echo = Optional.empty();
  private Optional<Eater> eater = Optional.empty();
  private volatile boolean closed;

  /**
   * A device that runs, its domains included.
   *
   * @param programs how many programs there are, at least 2
   * @throws IOException if it cannot be started; the message says why
   */
  public Rehearsal(int programs) throws IOException {
    this.programs = programs;
    Path declaration = Files.writeString(scratch.path().resolve("programs"), declaration());
    JavaCommand.write(target(), List.of("-Xmx40m"), TargetServer.class.getName(), "16");
    proxy =
        new ProcessBuilder(
                JavaCommand.words(
                    List.of("-Xmx64m"),
                    "dev.holdfast.conformance.Main",
                    "serve",
                    declaration.toString(),
                    "--directory",
                    scratch.sockets().toString(),
                    "--record",
                    recording().toString(),
                    "--leave-it-to-the-kernel"))
            .redirectErrorStream(true)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close)); // for who interrupts it
    try {
      BufferedReader said =
          new BufferedReader(new InputStreamReader(proxy.getInputStream(), UTF_8));
      for (String line = said.readLine(); !"serving".equals(line); line = said.readLine()) {
        if (line == null) {
          throw new IOException("the proxy does not start: " + String.join(" ", proxySaid));
        }
        proxySaid.add(line);
      }
      listener = new Thread(() -> said.lines().forEach(proxySaid::add));
      listener.setDaemon(true);
      listener.start();
      echo = Optional.of(new EchoServer(echo()));
      memory = scratch.memory();
      for (String domain : DOMAINS) {
        domains.put(domain, start(domain));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Process start(String domain) throws IOException {
    List<String> words =
        new ArrayList<>(
            JavaCommand.words(
                List.of("-Xmx128m"),
                Workload.class.getName(),
                scratch.sockets().toString(),
                domain,
                seen(domain).toString(),
                "own-" + domain,
                echo().toString()));
    resources().map(ResourceId::toString).forEach(words::add);
    return new ProcessBuilder(words)
        .inheritIO()
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .start();
  }

  /** How many MiB all have together: the ranks are far enough apart, and not all fit at once. */
  private int memoryMib() {
    return Math.max(3 * 3 * CEILING_MIB / 2, programs * CEILING_MIB / 2) + 64;
  }

  /** Every second program is kept warm, every third provides two resources. */
  private String declaration() {
    StringBuilder text = new StringBuilder();
    text.append("memory = ").append(memoryMib()).append(" MiB\ndomains = A B\n");
    for (String domain : DOMAINS) {
      program(text, "own-" + domain, "own-" + domain, false);
    }
    for (int i = 1; i <= programs; i++) {
      program(text, "p" + i, i % 3 == 0 ? "r" + i + " s" + i : "r" + i, i % 2 == 0);
    }
    return text.toString();
  }

  private void program(StringBuilder text, String name, String resources, boolean warm) {
    text.append("\n[").append(name).append("]\ncommand = ").append(target());
    text.append("\nresources = ").append(resources).append("\nceiling = ");
    text.append(CEILING_MIB).append(" MiB\nkeepsWarm = ").append(warm ? "yes" : "no").append('\n');
  }

  /** The program of all target processes. */
  private Path target() {
    return scratch.path().resolve("target");
  }

  private Stream<ResourceId> resources() {
    return Stream.iterate(1, i -> i <= programs, i -> i + 1)
        .flatMap(i -> i % 3 == 0 ? Stream.of("r" + i, "s" + i) : Stream.of("r" + i))
        .map(ResourceId::new);
  }

  private Path echo() {
    return scratch.path().resolve("echo");
  }

  private Path seen(String domain) {
    return scratch.path().resolve("seen-" + domain);
  }

  /**
   * What the proxy records.
   *
   * @return a file that grows
   */
  public Path recording() {
    return scratch.path().resolve("recording.ndjson");
  }

  /**
   * What it declares.
   *
   * @return the declaration
   * @throws Declaration.WrongException never, unless a command has vanished
   */
  public Declaration declared() throws Declaration.WrongException {
    return Declaration.read(scratch.path().resolve("programs"));
  }

  /**
   * The memory of all its target processes and the proxy.
   *
   * @return the group; empty if this machine has none, or allows none
   */
  public Optional<MemoryGroup> memory() {
    return memory;
  }

  /**
   * Takes so much memory away that only a few target processes fit, or gives some back; until it is
   * called again. What is started beyond that makes the kernel kill.
   *
   * @param room how many of 20 fit, roughly; of fewer programs, in proportion
   * @throws IOException if memory cannot be taken
   */
  public void leaveRoomFor(int room) throws IOException {
    if (eater.isEmpty() && memory.isPresent()) {
      eater = Optional.of(new Eater(memory.get(), proxy.toHandle()));
    }
    if (eater.isPresent()) {
      int processes = Math.max(1, room * (programs + DOMAINS.size()) / 20);
      eater.get().resize(memoryMib() - PROXY_MIB - processes * PROCESS_MIB);
    }
  }

  /**
   * Gives all memory back.
   *
   * @throws IOException if it cannot
   */
  public void giveBack() throws IOException {
    if (eater.isPresent()) {
      eater.get().close();
      eater = Optional.empty();
    }
  }

  /**
   * How many target processes the kernel has killed.
   *
   * @param which of those, by the words of the proxy's line
   * @return how many
   */
  public long kills(Predicate<List<String>> which) {
    return proxySaid.stream()
        .filter(line -> line.startsWith("kernel-kill "))
        .map(line -> List.of(line.split(" ", -1)))
        .filter(which)
        .count();
  }

  /**
   * What the proxy remarked.
   *
   * @return sentences, each once, in the order of their first appearance
   */
  public List<String> remarks() {
    return proxySaid.stream()
        .filter(line -> line.startsWith("remark "))
        .map(line -> line.substring("remark ".length()))
        .distinct()
        .toList();
  }

  /**
   * Whether the proxy lives.
   *
   * @return whether it is still the process that was started
   */
  public boolean proxyLives() {
    return proxy.isAlive();
  }

  /**
   * Ends the domains, then the proxy.
   *
   * @return what was seen, by domain
   * @throws IOException if it cannot be read
   * @throws InterruptedException if the wait is interrupted
   */
  public List<String> finish() throws IOException, InterruptedException {
    giveBack();
    List<String> seen = new ArrayList<>();
    for (Map.Entry<String, Process> domain : domains.entrySet()) {
      domain.getValue().getOutputStream().close();
      if (!domain.getValue().waitFor(30, TimeUnit.SECONDS)) {
        throw new IOException(
            "domain " + domain.getKey() + " does not end; the proxy said " + remarks());
      }
      seen.addAll(Files.readAllLines(seen(domain.getKey())));
    }
    proxy.toHandle().destroy(); // Process.destroy would close what it says, too
    if (!proxy.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("the proxy does not end");
    }
    listener.join();
    return seen;
  }

  /**
   * What should be gone and is not.
   *
   * @return processes and memory groups, as sentences
   * @throws IOException if that cannot be found out
   */
  public List<String> left() throws IOException {
    return scratch.left();
  }

  /**
   * Whether it is at its end. An interruption brings it there, whatever is under way; what fails
   * after that says nothing about the device.
   *
   * @return whether it is closed, or being closed
   */
  public boolean isClosed() {
    return closed;
  }

  /** Kills what is still there, and removes its files. */
  @Override
  public void close() {
    closed = true;
    remove();
  }

  private synchronized void remove() {
    if (!Files.exists(scratch.path())) {
      return; // it has been closed before
    }
    Stream.concat(domains.values().stream(), Stream.of(proxy))
        .forEach(process -> process.destroyForcibly().onExit().join());
    try {
      giveBack();
      if (echo.isPresent()) {
        echo.get().close();
      }
      scratch.close();
    } catch (IOException e) {
      proxySaid.add("remark cannot clean up " + scratch.path() + ": " + e);
    }
  }
}
