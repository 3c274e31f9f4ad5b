package dev.holdfast.conformance.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.impl.linux.Declaration;
import dev.holdfast.impl.linux.Directory;
import dev.holdfast.impl.linux.DomainServer;
import dev.holdfast.impl.linux.LinuxTargetOs;
import dev.holdfast.impl.linux.MemoryGroup;
import dev.holdfast.impl.linux.Notice;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A device whose proxy is this process, whose domains come by sockets, whose target processes are
 * real; and everything is recorded.
 */
public final class LinuxDevice implements AutoCloseable {
  private final Map<Domain, DomainServer> servers = new ConcurrentHashMap<>();
  private final Recorder recorder;
  private final Witness witness;
  private final Consumer<Notice> notices;

  /** The memory group that this process comes from. */
  private final Optional<MemoryGroup> origin;

  /**
   * A device that runs.
   *
   * @param declaration what it can start, and for whom
   * @param at the directory for its sockets
   * @param recording where to record
   * @param watched whether it frees memory before the kernel has to
   * @param notices takes what else is to be known
   * @throws IOException if the directory cannot be had, the recording not be written, or this
   *     process not be marked as the proxy; then nothing is left of it
   */
  public LinuxDevice(
      Declaration declaration, Path at, Path recording, boolean watched, Consumer<Notice> notices)
      throws IOException {
    this.notices = notices;
    Directory directory = Directory.take(at, declaration);
    Writer file = open(recording, directory);
    Optional<MemoryGroup> group = directory.group(declaration.memory(), notices);
    List<LinuxTargetOs> made = new ArrayList<>();
    RealDevice device = new RealDevice(declaration, directory, group, this::fact, notices);
    try {
      recorder =
          new Recorder(
              file,
              (catalogue, said) -> device.open(made::add, said),
              declaration.catalogue(),
              this::tell,
              sentence -> notices.accept(new Notice.Remark(sentence)));
    } catch (UncheckedIOException e) {
      file.close();
      throw Objects.requireNonNull(e.getCause());
    }
    try {
      origin = group.isPresent() ? Optional.of(group.get().takeThisProcess()) : Optional.empty();
    } catch (IOException e) {
      recorder.close();
      throw e;
    }
    witness = new Witness(directory.handles(), recorder, LinuxTargetOs.PATIENCE, notices);
    fact(new Envelope(Channel.ENVIRONMENT, new Message.Boot()));
    if (watched) {
      made.forEach(LinuxTargetOs::watch);
    }
    try {
      for (Domain domain : declaration.domains()) {
        servers.put(
            domain,
            new DomainServer(
                domain, directory.domains(), new WireWords(domain), recorder, notices));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Before there is anything to leave behind. */
  private static Writer open(Path recording, Directory directory) throws IOException {
    try {
      return Files.newBufferedWriter(recording, UTF_8);
    } catch (IOException e) {
      directory.close();
      throw e;
    }
  }

  private void fact(Envelope fact) {
    recorder.deliver(fact);
  }

  private void tell(Envelope said) {
    witness.hear(said);
    if (said.channel() instanceof Channel.OfDomain channel
        && said.message() instanceof Message.ToDomain message) {
      Optional.ofNullable(servers.get(channel.domain())).ifPresent(its -> its.tell(message));
    }
  }

  /** Ends the device, its target processes, and the recording. */
  @Override
  public void close() {
    servers.values().forEach(DomainServer::close);
    witness.close();
    if (origin.isPresent()) {
      try {
        origin.get().comeBack();
      } catch (IOException e) {
        notices.accept(new Notice.Remark("the memory group stays, for " + e.getMessage()));
      }
    }
    recorder.close();
  }
}
