package dev.holdfast.conformance.zoo;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A right subject that says nothing until it is asked to, then all at once, and what may overtake
 * in reverse.
 */
final class Batching implements Port {
  private final List<Envelope> held = new ArrayList<>();
  private final Consumer<Envelope> said;
  private final Port port;

  Batching(Function<Consumer<Envelope>, Port> maker, Consumer<Envelope> said) {
    this.said = said;
    this.port = maker.apply(this::hold);
  }

  private synchronized void hold(Envelope envelope) {
    held.add(envelope);
  }

  @Override
  public void deliver(Envelope in) {
    port.deliver(in);
  }

  @Override
  public synchronized void sync() throws InterruptedException {
    port.sync();
    List<Envelope> overtaking = new ArrayList<>(held);
    overtaking.removeIf(envelope -> !envelope.channel().equals(Channel.TARGET));
    Collections.reverse(overtaking);
    held.removeIf(envelope -> envelope.channel().equals(Channel.TARGET));
    held.forEach(said);
    overtaking.forEach(said);
    held.clear();
  }

  @Override
  public void close() {
    port.close();
  }
}
