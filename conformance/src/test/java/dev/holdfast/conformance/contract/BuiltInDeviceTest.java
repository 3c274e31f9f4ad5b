package dev.holdfast.conformance.contract;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.InMemoryDevice;

class BuiltInDeviceTest extends BuiltIn {
  BuiltInDeviceTest() {
    super(Role.DEVICE, InMemoryDevice::new);
  }
}
