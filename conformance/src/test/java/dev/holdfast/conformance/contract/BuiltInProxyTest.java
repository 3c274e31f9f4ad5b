package dev.holdfast.conformance.contract;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.ConcurrentProxy;

class BuiltInProxyTest extends BuiltIn {
  BuiltInProxyTest() {
    super(Role.PROXY, ConcurrentProxy::new);
  }
}
