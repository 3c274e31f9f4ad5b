package dev.holdfast.conformance.linux;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
   * @throws IOException if the directory cannot be had or the recording not be written
   */
  public LinuxDevice(
      Declaration declaration, Path at, Path recording, boolean watched, Consumer<Notice> notices)
      throws IOException {
    this.notices = notices;
    Directory directory = Directory.take(at, declaration);
    Optional<MemoryGroup> group = directory.group(declaration.memory(), notices);
    origin = group.isPresent() ? Optional.of(group.get().takeThisProcess()) : Optional.empty();
    RealDevice device = new RealDevice(declaration, directory, group, this::fact, notices);
    List<LinuxTargetOs> made = new ArrayList<>();
    recorder =
        new Recorder(
            recording,
            (catalogue, said) -> device.open(made::add, said),
            declaration.catalogue(),
            this::tell,
            sentence -> notices.accept(new Notice.Remark(sentence)));
    witness = new Witness(directory.handles(), recorder);
    fact(new Envelope(Channel.ENVIRONMENT, new Message.Boot()));
    if (watched) {
      made.forEach(LinuxTargetOs::watch);
    }
    for (Domain domain : declaration.domains()) {
      servers.put(
          domain,
          new DomainServer(domain, directory.domains(), new WireWords(domain), recorder, notices));
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
