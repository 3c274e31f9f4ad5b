package dev.holdfast.conformance.zoo;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Port;
import dev.holdfast.model.Step;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A machine, right or wrong, as a subject that does one thing at a time. Thread-safe.
 *
 * @param <S> the machine's state
 */
public final class MachinePort<S> implements Port {
  private final BiFunction<S, Envelope, Step<S>> machine;
  private final Minting minting;
  private final Consumer<Envelope> said;
  private S state;

  /**
   * A machine whose handles nobody guesses.
   *
   * @param initial its state before it has heard anything
   * @param machine what it does with a message
   * @param said takes what it says
   */
  public MachinePort(S initial, BiFunction<S, Envelope, Step<S>> machine, Consumer<Envelope> said) {
    this(initial, machine, any -> Minting.unguessable(), said);
  }

  /** A machine that mints its handles in this way: by the model's name of an access. */
  MachinePort(
      S initial,
      BiFunction<S, Envelope, Step<S>> machine,
      Function<Provided, Handle> minting,
      Consumer<Envelope> said) {
    this.state = initial;
    this.machine = machine;
    this.minting = new Minting(minting);
    this.said = said;
  }

  @Override
  public synchronized void deliver(Envelope in) {
    Step<S> step = machine.apply(state, minting.told(in));
    state = step.state();
    step.out().forEach(out -> said.accept(minting.said(out)));
  }
}
