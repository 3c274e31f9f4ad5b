package dev.holdfast.conformance.contract;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.InMemoryTargetOs;

class BuiltInTargetOsTest extends HoldfastContract {
  BuiltInTargetOsTest() {
    super(Role.TARGET, InMemoryTargetOs::new);
  }
}
