package dev.holdfast.stress;

import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.InMemoryDevice;
import dev.holdfast.impl.InMemoryTargetOs;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Port;
import java.util.function.Consumer;

/**
 * A proxy and its target OS, without threads of their own: whoever makes one of them speak carries
 * it to the other. {@link InMemoryDevice} has threads that carry, too many for a run of every
 * sample.
 *
 * <p>Thread-safe.
 */
final class Joined implements Port {
  private final Consumer<Envelope> said;
  private final Port proxy;
  private final Port targetOs;

  /** Fits {@link Port.Factory}; {@code said} hears of each message before it is carried. */
  Joined(Catalogue catalogue, Consumer<Envelope> said) {
    this.said = said;
    proxy = new ConcurrentProxy(catalogue, this::carry);
    targetOs = new InMemoryTargetOs(catalogue, this::carry);
  }

  @Override
  public void deliver(Envelope in) {
    (in.channel() instanceof Channel.OfDomain ? proxy : targetOs).deliver(in);
  }

  private void carry(Envelope message) {
    said.accept(message);
    if (message.channel() instanceof Channel.Target) {
      (message.message() instanceof Message.ToTarget ? targetOs : proxy).deliver(message);
    }
  }

  @Override
  public void close() {
    proxy.close();
    targetOs.close();
  }
}
