package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A twin differs as it says, or cannot be made. */
class TwinTest {
  @TempDir private Path folder;

  @Test
  void differs() throws IOException, ReflectiveOperationException {
    Twin twin = new Twin("counts wrong", "Users", "return count;", "return count + 1;");
    URL[] place = {twin.compile(folder).toUri().toURL()};
    assertTrue(Files.exists(folder.resolve("dev/holdfast/impl/Users.class")));
    try (URLClassLoader loader = new URLClassLoader(place, null)) {
      var type = loader.loadClass("dev.holdfast.impl.Users");
      var constructor = type.getDeclaredConstructor();
      var method = type.getDeclaredMethod("count");
      constructor.setAccessible(true);
      method.setAccessible(true);
      assertEquals(1, method.invoke(constructor.newInstance()));
    }
  }

  @Test
  void mustFindWhatItReplaces() {
    assertThrows(
        IllegalStateException.class,
        () -> new Twin("nothing", "Users", "no such text", "").compile(folder));
    assertThrows(
        IllegalStateException.class, () -> new Twin("many", "Users", "count", "").compile(folder));
  }
}
