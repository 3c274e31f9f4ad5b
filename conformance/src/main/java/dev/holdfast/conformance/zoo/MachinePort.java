package dev.holdfast.conformance.zoo;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Machines;
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
  private final Machines machines;
  private final Function<List<Step<TargetOs>>, Step<TargetOs>> choice;
  private final Consumer<Envelope> said;
  private Proxy proxy = Proxy.NEW;
  private TargetOs target;

  MachinePort(Role role, Machines machines, Catalogue catalogue, Consumer<Envelope> said) {
    this(role, machines, outcomes -> outcomes.get(0), catalogue, said);
  }

  /** One that chooses for itself where the protocol leaves a choice. */
  MachinePort(
      Role role,
      Machines machines,
      Function<List<Step<TargetOs>>, Step<TargetOs>> choice,
      Catalogue catalogue,
      Consumer<Envelope> said) {
    this.choice = choice;
    this.role = role;
    this.machines = machines;
    this.said = said;
    this.target = TargetOs.off(catalogue);
  }

  @Override
  public synchronized void deliver(Envelope in) {
    if (role == Role.PROXY) {
      Step<Proxy> step = machines.proxy().step(proxy, in);
      proxy = step.state();
      step.out().forEach(said);
    } else {
      Step<TargetOs> step = choice.apply(machines.target().steps(target, in));
      target = step.state();
      step.out().forEach(said);
    }
  }
}
