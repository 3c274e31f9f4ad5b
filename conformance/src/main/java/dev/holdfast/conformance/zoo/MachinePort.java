package dev.holdfast.conformance.zoo;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Port;
import dev.holdfast.model.Proxy;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A model machine, right or wrong, as a subject that does one thing at a time. */
final class MachinePort implements Port {
  private final Role role;
  private final Kind kind;
  private final Consumer<Envelope> said;
  private final Minting minting;
  private Proxy proxy = Proxy.NEW;
  private TargetOs target;

  /**
   * What is left to whoever makes a target OS of the machine.
   *
   * @param machines the machines
   * @param choice which outcome it takes where the protocol leaves a choice
   * @param minting the handle that it gives for the model's name of an access
   */
  record Kind(
      Machines machines,
      Function<List<Step<TargetOs>>, Step<TargetOs>> choice,
      Function<Provided, Handle> minting) {}

  MachinePort(Role role, Kind kind, Catalogue catalogue, Consumer<Envelope> said) {
    this.role = role;
    this.kind = kind;
    this.said = said;
    this.minting = new Minting(kind.minting());
    this.target = TargetOs.off(catalogue);
  }

  @Override
  public synchronized void deliver(Envelope in) {
    if (role == Role.PROXY) {
      Step<Proxy> step = kind.machines().proxy().step(proxy, in);
      proxy = step.state();
      step.out().forEach(said);
    } else {
      Step<TargetOs> step =
          kind.choice().apply(kind.machines().target().steps(target, minting.told(in)));
      target = step.state();
      step.out().forEach(out -> said.accept(minting.said(out)));
    }
  }
}
