package dev.holdfast.conformance.contract;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.InMemoryTargetOs;

class BuiltInTargetOsTest extends BuiltIn {
  BuiltInTargetOsTest() {
    super(Role.TARGET, InMemoryTargetOs::new);
  }
}
