package dev.holdfast.conformance.linux;

import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.InMemoryDevice;
import dev.holdfast.impl.linux.Declaration;
import dev.holdfast.impl.linux.Directory;
import dev.holdfast.impl.linux.LinuxTargetOs;
import dev.holdfast.impl.linux.MemoryGroup;
import dev.holdfast.impl.linux.Notice;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A device whose proxy is this process, and whose target processes are real.
 *
 * @param declaration what it can start
 * @param directory its sockets
 * @param group the memory of its target processes, if this machine has memory groups
 * @param facts takes what processes do, and must deliver it
 * @param notices takes what else is to be known
 */
record RealDevice(
    Declaration declaration,
    Directory directory,
    Optional<MemoryGroup> group,
    Consumer<Envelope> facts,
    Consumer<Notice> notices) {
  /**
   * The device, which has not booted.
   *
   * @param whenMade given the target OS
   * @param said takes what the device says
   * @return its port
   * @throws UncheckedIOException if this process cannot be marked as the proxy
   */
  Port open(Consumer<LinuxTargetOs> whenMade, Consumer<Envelope> said) {
    return new InMemoryDevice(
        ConcurrentProxy::new,
        (catalogue, itsSaid) -> targetOs(whenMade, itsSaid),
        declaration.catalogue(),
        said);
  }

  private LinuxTargetOs targetOs(Consumer<LinuxTargetOs> whenMade, Consumer<Envelope> said) {
    try {
      LinuxTargetOs targetOs =
          new LinuxTargetOs(
              declaration, directory, group, LinuxTargetOs.PATIENCE, facts, said, notices);
      whenMade.accept(targetOs);
      return targetOs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
