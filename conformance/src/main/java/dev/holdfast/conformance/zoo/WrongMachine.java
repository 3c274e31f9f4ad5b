package dev.holdfast.conformance.zoo;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal.Breaks;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Rule;
import dev.holdfast.model.fault.Fault;

/**
 * A machine that breaks a rule, and remembers nothing that the model's does not.
 *
 * @param name what it is called
 * @param role whether its proxy or its target OS is wrong
 * @param rule the rule it breaks before any other
 * @param story what it does wrong, in one sentence
 * @param machines the wrong machine and the reference's other one
 */
record WrongMachine(String name, Role role, Rule rule, String story, Machines machines) {
  static WrongMachine of(Fault fault) {
    Role role = fault.inProxy() ? Role.PROXY : Role.TARGET;
    return new WrongMachine(fault.name(), role, fault.rule(), fault.story(), fault.machines());
  }

  /** It alone, as a subject. */
  Animal animal() {
    return Zoo.animal(name, role, story, new Breaks(rule.id()), Zoo.machine(role, machines));
  }
}
