package dev.holdfast.conformance.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.impl.InMemoryDevice;
import dev.holdfast.impl.linux.Handles;
import dev.holdfast.impl.linux.Notice;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Who uses handles so that the recording shows whom they reach. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WitnessTest {
  private final Path temp = Files.createTempDirectory("hf").toRealPath();
  private final List<Notice> notices = new CopyOnWriteArrayList<>();

  WitnessTest() throws IOException {}

  @AfterEach
  void remove() throws IOException {
    new Scratch(temp).close();
  }

  /** A target process's socket, and a handle that leads there. */
  private ServerSocketChannel provide(String handle) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(handle.getBytes(UTF_8));
    Path socket = temp.resolve("socket-" + handle);
    Files.createSymbolicLink(temp.resolve(HexFormat.of().formatHex(digest)), socket);
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket));
  }

  private static Envelope provided(String resource) {
    return new Envelope(
        Channel.TARGET,
        new Provided(new ResourceId(resource), 1, new Program("nav"), 1, new Handle(resource)));
  }

  @Test
  void whoNeverAnswersDoesNotEndIt() throws Exception {
    try (ServerSocketChannel mute = provide("mute");
        ServerSocketChannel other = provide("other");
        Recorder recorder =
            new Recorder(
                Writer.nullWriter(),
                InMemoryDevice::new,
                Catalogue.of("nav", "mute", "other"),
                said -> {},
                complaint -> {});
        Witness witness =
            new Witness(new Handles(temp), recorder, Duration.ofMillis(50), notices::add)) {
      witness.hear(provided("mute"));
      witness.hear(provided("other"));
      other.accept().close(); // the other is used, too
      assertTrue(mute.isOpen());
    }
    assertTrue(notices.toString().contains("socket-mute has not answered"), notices.toString());
  }
}
