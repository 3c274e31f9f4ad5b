package dev.holdfast.impl.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.impl.LocalDevice;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.ResourceId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The example of the README. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LibraryTest {
  private final List<Object> told = new CopyOnWriteArrayList<>();
  private Object answer = "none";

  @Test
  void works() throws Exception {
    try (Sandbox sandbox = new Sandbox()) {
      sandbox.declare("256 MiB", sandbox.server("nav", 0, "map", ""));
      example(sandbox.path.resolve("programs"), sandbox.path.resolve("d"));
    }
    assertEquals(new Used(1), answer, told::toString);
  }

  private void example(Path file, Path sockets) throws Exception {
    Declaration declaration = Declaration.read(file);
    try (LocalDevice device =
        new LocalDevice(
            LinuxTargetOs.factory(declaration, sockets, this::log), declaration.catalogue())) {
      LocalDevice.OriginatingOs phone = device.up(new Domain("phone"), 1, this::log);
      ProcessId app = new ProcessId(4711, 1);
      ResourceId map = new ResourceId("map");

      Handle handle = phone.request(map, app).join(); // starts a process, if none runs
      use(DirectConnection.use(new Handles(sockets.resolve("handles")), handle));
      phone.release(map, app).join(); // ends it, if nobody else uses it
    }
  }

  private void log(Object told) {
    this.told.add(told);
  }

  private void use(Message.FromProcess answer) {
    this.answer = answer;
  }
}
