package dev.holdfast.impl.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.Port;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses of handles whose target process does not do what it should. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DirectConnectionTest {
  private static final Handle HANDLE = new Handle("h");
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(50);

  private final Sandbox sandbox = new Sandbox();
  private final UnixDomainSocketAddress address =
      UnixDomainSocketAddress.of(sandbox.path.resolve("socket"));
  private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

  DirectConnectionTest() throws IOException {
    server.bind(address, 1);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    sandbox.close();
  }

  private Handles handles() throws IOException {
    Handles handles = new Handles(Files.createDirectories(sandbox.path.resolve("handles")));
    handles.open(HANDLE, address.getPath());
    return handles;
  }

  /** Says this to the first who connects, and keeps the connection. */
  private Thread saying(String words) {
    Thread process =
        new Thread(
            () -> {
              try {
                server.accept().write(ByteBuffer.wrap(words.getBytes(UTF_8)));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    process.start();
    return process;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "used 1", "used 1\r"})
  void whoDoesNotAnswerIsNotWaitedForLonger(String words) throws Exception {
    Handles handles = handles();
    Thread process = saying(words);
    TimeoutException e =
        assertThrows(
            TimeoutException.class, () -> DirectConnection.attempt(handles, HANDLE, SHORT));
    assertEquals(
        "the target process at " + address + " has not answered a use within 50 ms",
        e.getMessage());
    process.join();
  }

  /** Its queue is full, and it takes nobody from there. */
  @Test
  void nobodyWaitsLongerToBeAccepted() throws Exception {
    Handles handles = handles();
    List<SocketChannel> queue = fill();
    assertThrows(TimeoutException.class, () -> DirectConnection.attempt(handles, HANDLE, SHORT));
    for (SocketChannel one : queue) {
      one.close();
    }
  }

  /** Whoever asks whether it serves does not wait at all: it asks again later. */
  @Test
  void whoAcceptsNobodyDoesNotServe() throws Exception {
    assertTrue(Run.isServed(address.getPath()));
    List<SocketChannel> queue = fill();
    assertFalse(Run.isServed(address.getPath()));
    for (SocketChannel one : queue) {
      one.close();
    }
  }

  private List<SocketChannel> fill() throws IOException {
    List<SocketChannel> queue = new ArrayList<>();
    try {
      while (true) {
        SocketChannel one = SocketChannel.open(StandardProtocolFamily.UNIX);
        queue.add(one);
        one.configureBlocking(false);
        one.connect(address);
      }
    } catch (SocketException e) {
      return queue; // it is full
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"used", "used x", "used -1", "used 9999999999", "thanks"})
  void whatMakesNoSenseServesNobody(String answer) throws Exception {
    Handles handles = handles();
    Thread process = saying(answer + "\n");
    assertEquals(Optional.of(new Stale()), DirectConnection.attempt(handles, HANDLE, LONG));
    process.join();
  }

  @Test
  void whoAnswersInTimeIsHeard() throws Exception {
    Handles handles = handles();
    Thread process = saying("used 7\n");
    assertEquals(Optional.of(new Used(7)), DirectConnection.attempt(handles, HANDLE, LONG));
    process.join();
  }

  @Test
  void theTargetOsSaysWhoDoesNotAnswer() throws Exception {
    Declaration declaration = sandbox.declare("256 MiB", sandbox.script("nav", "exit"));
    List<Message> said = new ArrayList<>();
    Port.Factory factory =
        LinuxTargetOs.factory(
            declaration, sandbox.path.resolve("d"), sandbox.notices::add, targetOs -> {}, SHORT);
    Catalogue catalogue = declaration.catalogue();
    try (Port targetOs = factory.open(catalogue, message -> said.add(message.message()))) {
      new Handles(sandbox.path.resolve("d/handles")).open(HANDLE, address.getPath());
      targetOs.deliver(new Envelope(Channel.DIRECT, new Use(HANDLE)));
    }
    assertTrue(said.contains(new Stale()), said.toString());
    assertTrue(sandbox.remarked(address + " has not answered"), sandbox.notices.toString());
  }
}
