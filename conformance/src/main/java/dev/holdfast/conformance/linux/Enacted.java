package dev.holdfast.conformance.linux;

import dev.holdfast.impl.linux.Declaration;
import dev.holdfast.impl.linux.Directory;
import dev.holdfast.impl.linux.Eater;
import dev.holdfast.impl.linux.MemoryGroup;
import dev.holdfast.impl.linux.Notice;
import dev.holdfast.impl.linux.PressureGauge;
import dev.holdfast.impl.linux.TargetServer;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Level;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Port;
import dev.holdfast.model.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A device of real processes on a stage: what the kit says that its environment does is done, or
 * waited for, in reality, and only then does the device hear of it. What happens in reality before
 * the kit says so is news that is late.
 *
 * <table>
 *   <caption>What is done</caption>
 *   <tr><td>Ready</td><td>nothing: the process serves in time</td></tr>
 *   <tr><td>Crashed</td><td>the process is killed from outside</td></tr>
 *   <tr><td>Gone</td><td>nothing: the process was told to end, or killed, and exits in time</td></tr>
 *   <tr><td>Pressure</td><td>memory is taken until the gauge says that level; it is given back
 *       when the device has heard of it</td></tr>
 * </table>
 *
 * <p>What cannot happen to the processes that there are, for example that one is gone which nobody
 * has told to end, does not; then the device does not hear of it either, nor would the model mind.
 *
 * <p>Thread-safe.
 */
final class Enacted implements Port {
  private static final int CEILING_MIB = 64;
  private static final int SPARE_MIB = 64;

  private final Directory directory;
  private final Optional<MemoryGroup> group;
  private final Optional<PressureGauge> gauge;
  private final Port device;

  /** What processes have done, and what the device was seen to do; also its lock. */
  private final Set<Message> news = new HashSet<>();

  /**
   * A device that has not booted.
   *
   * @param catalogue what it can start; its profile is SHED
   * @param at the directory for its sockets
   * @param said takes what the device says
   * @throws IOException if the directory cannot be had
   */
  Enacted(Catalogue catalogue, Path at, Consumer<Envelope> said) throws IOException {
    Declaration declaration = declaration(catalogue);
    directory = Directory.take(at, declaration);
    group = directory.group(declaration.memory(), Enacted::complain);
    gauge = group.flatMap(its -> PressureGauge.of(Optional.of(its), declaration.memory()));
    device =
        new RealDevice(
                declaration, directory, group, fact -> learn(fact.message()), Enacted::complain)
            .open(
                targetOs -> {},
                message -> {
                  learn(message.message());
                  said.accept(message);
                });
  }

  private static Declaration declaration(Catalogue catalogue) {
    NavigableMap<Program, Declaration.Command> programs = new TreeMap<>();
    catalogue
        .programs()
        .forEach(
            (program, resources) ->
                programs.put(
                    program,
                    new Declaration.Command(
                        JavaCommand.words(List.of("-Xmx16m"), TargetServer.class.getName()),
                        resources,
                        (long) CEILING_MIB << 20,
                        catalogue.keepsWarm().contains(program))));
    long mib = (long) CEILING_MIB * Math.max(3, programs.size()) + SPARE_MIB;
    return new Declaration(mib << 20, Set.of(), programs);
  }

  private static void complain(Notice notice) {
    System.err.println(notice instanceof Notice.Remark remark ? remark.sentence() : notice);
  }

  private void learn(Message message) {
    synchronized (news) {
      news.add(message);
      news.notifyAll();
    }
  }

  @Override
  public void deliver(Envelope in) {
    if (in.message() instanceof Ready it) {
      if (runs(it.program(), it.generation())) {
        await(() -> news.contains(it) || hasExited(it.program(), it.generation()));
        device.deliver(in);
      }
    } else if (in.message() instanceof Crashed it) {
      if (isThere(it.program(), it.generation())) {
        kill(it.program(), it.generation());
        device.deliver(in);
      }
    } else if (in.message() instanceof Gone it) {
      if (isThere(it.program(), it.generation()) && !runs(it.program(), it.generation())) {
        await(() -> hasExited(it.program(), it.generation()));
        device.deliver(in);
      }
    } else if (in.message() instanceof Pressure it && it.level() != Level.NONE) {
      underPressure(it.level(), () -> device.deliver(in));
    } else {
      device.deliver(in);
    }
  }

  /** Whether it was started, and the device has not yet heard of its exit. */
  private boolean isThere(Program program, int generation) {
    synchronized (news) {
      return news.contains(new Started(program, generation))
          && !news.contains(new Exited(program, generation));
    }
  }

  /** Whether it is there, and nobody wants its end. */
  private boolean runs(Program program, int generation) {
    synchronized (news) {
      return isThere(program, generation)
          && !news.contains(new Ending(program, generation))
          && news.stream()
              .noneMatch(
                  it ->
                      it instanceof Killed killed
                          && killed.victim().equals(new Victim.TargetProcess(program, generation)));
    }
  }

  /** Whether it has, whether or not the device has heard of it. */
  private boolean hasExited(Program program, int generation) {
    return news.contains(new Crashed(program, generation));
  }

  private void await(BooleanSupplier condition) {
    synchronized (news) {
      while (!condition.getAsBoolean()) {
        awaitNews(0);
      }
    }
  }

  /** At most so many milliseconds; 0 for however long it takes. */
  private void awaitNews(long millis) {
    try {
      news.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it waited for a process", e);
    }
  }

  /** Again and again: it may not even have begun. */
  private void kill(Program program, int generation) {
    synchronized (news) {
      while (!hasExited(program, generation)) {
        directory.targetProcesses(program, generation).forEach(ProcessHandle::destroyForcibly);
        awaitNews(5);
      }
    }
  }

  /** When all that was started serves, for what grows meanwhile could be the kernel's victim. */
  private void underPressure(Level level, Runnable work) {
    await(() -> started().allMatch(it -> serves(it) || hasExited(it.program(), it.generation())));
    try (Eater eater = new Eater(group.orElseThrow(), ProcessHandle.current())) {
      if (!eater.eatFastUntil(() -> gauge.orElseThrow().read().compareTo(level) >= 0)) {
        throw new IllegalStateException("there was no memory to take away");
      }
      work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Started> started() {
    return news.stream()
        .flatMap(it -> it instanceof Started started ? Stream.of(started) : Stream.of());
  }

  private boolean serves(Started it) {
    return news.stream()
        .anyMatch(
            one ->
                one instanceof Ready ready
                    && ready.program().equals(it.program())
                    && ready.generation() == it.generation());
  }

  @Override
  public void sync() throws InterruptedException {
    device.sync();
  }

  @Override
  public void close() {
    device.close();
  }
}
