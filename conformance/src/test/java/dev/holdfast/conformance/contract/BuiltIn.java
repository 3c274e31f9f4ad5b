package dev.holdfast.conformance.contract;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Port;

/** The contract of what comes with the kit; in the long profile as long as anybody's. */
abstract class BuiltIn extends HoldfastContract {
  BuiltIn(Role role, Port.Factory factory) {
    super(role, factory);
  }

  @Override
  protected int messages() {
    return Boolean.getBoolean("holdfast.long") ? super.messages() : 4;
  }
}
