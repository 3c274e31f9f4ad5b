package dev.holdfast.impl.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.impl.LocalDevice;
import dev.holdfast.impl.LocalDevice.OriginatingOs;
import dev.holdfast.impl.LocalDevice.RefusedException;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Level;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real processes. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinuxTargetOsTest {
  private static final ResourceId MAP = new ResourceId("map");
  private static final ResourceId ROUTE = new ResourceId("route");
  private static final ProcessId APP = new ProcessId(1, 1);
  private static final ProcessId OTHER = new ProcessId(2, 1);

  private final BlockingQueue<TargetDied> deaths = new LinkedBlockingQueue<>();
  private final Sandbox sandbox;

  LinuxTargetOsTest() throws Exception {
    sandbox = new Sandbox();
  }

  @AfterEach
  void close() throws Exception {
    assertEquals(List.of(), left());
    sandbox.close();
  }

  /** Processes of this sandbox that are still there. */
  private List<ProcessHandle> left() {
    return Directory.targetProcesses(sandbox.path.resolve("d"));
  }

  private LocalDevice device(Declaration declaration) {
    return device(declaration, LinuxTargetOs::watch, LinuxTargetOs.PATIENCE);
  }

  /** Nobody frees memory before the kernel has to. */
  private LocalDevice unwatched(Declaration declaration) {
    return device(declaration, targetOs -> {}, LinuxTargetOs.PATIENCE);
  }

  private LocalDevice impatient(Declaration declaration) {
    return device(declaration, targetOs -> {}, Duration.ofMillis(200));
  }

  private LocalDevice device(
      Declaration declaration, Consumer<LinuxTargetOs> whenBooted, Duration deadline) {
    return new LocalDevice(
        LinuxTargetOs.factory(
            declaration, sandbox.path.resolve("d"), sandbox.notices::add, whenBooted, deadline),
        declaration.catalogue());
  }

  /** Makes one and removes it; where that is forbidden the test is skipped, and says why. */
  private void needsMemoryGroups(Declaration declaration) throws IOException {
    try (Directory directory = Directory.take(sandbox.path.resolve("d"), declaration)) {
      List<Notice> why = new ArrayList<>();
      Optional<MemoryGroup> group = directory.group(1 << 20, why::add);
      assumeTrue(group.isPresent(), () -> "NOT RUN: " + why);
      group.get().remove();
    }
  }

  private OriginatingOs up(LocalDevice device) {
    return device.up(new Domain("A"), 1, deaths::add);
  }

  private Handles handles() {
    return new Handles(sandbox.path.resolve("d/handles"));
  }

  private Object use(Handle handle) {
    return DirectConnection.use(handles(), handle);
  }

  @Test
  void aProcessIsStartedUsedDirectlyAndEnded() throws Exception {
    Declaration declaration = sandbox.declare("256 MiB", sandbox.server("nav", 0, "map route", ""));
    try (LocalDevice device = device(declaration)) {
      OriginatingOs os = up(device);
      Handle handle = os.request(MAP, APP).join();
      assertEquals(new Used(1), use(handle));
      assertEquals(new Stale(), use(new Handle("made-up")));
      assertEquals(
          "rwx------",
          java.nio.file.attribute.PosixFilePermissions.toString(
              Files.getPosixFilePermissions(sandbox.path.resolve("d"))));

      Handle route = os.request(ROUTE, APP).join();
      assertNotEquals(handle, route);
      assertEquals(new Used(1), use(route), "the same process has both");
      DirectConnection open = DirectConnection.open(handles(), handle).orElseThrow();
      assertTrue(os.release(MAP, APP).join());
      device.sync(); // the proxy answers before the target OS has heard of it
      assertEquals(new Stale(), open.use(handle), "also through a connection that was open before");
      assertEquals(new Used(1), use(route));
      open.close();

      os.release(ROUTE, APP).join();
      device.sync(); // else the new need may overtake the end of the old one
      Handle next = os.request(ROUTE, OTHER).join();
      assertEquals(
          new Used(2), use(next), "END-3: the next generation, after the exit of the first");
      assertEquals(new Stale(), use(route));
    }
  }

  @Test
  void aDeathIsNoticed() throws Exception {
    Declaration declaration = sandbox.declare("256 MiB", sandbox.server("nav", 0, "map", ""));
    try (LocalDevice device = device(declaration)) {
      OriginatingOs os = up(device);
      Handle handle = os.request(MAP, APP).join();
      left().get(0).destroyForcibly();
      assertEquals(new TargetDied(APP, MAP, 1, Cause.CRASHED), deaths.poll(20, TimeUnit.SECONDS));
      assertEquals(new Stale(), use(handle));
      assertEquals(new Used(2), use(os.request(MAP, APP).join()));
    }
  }

  @Test
  void whatDoesNotStartIsRefused() throws Exception {
    Path gone = sandbox.path.resolve("gone.sh");
    Declaration declaration =
        sandbox.declare(
            "256 MiB",
            sandbox.script("gone", ""),
            sandbox.script("exits", "echo no luck >&2; exit 3"),
            sandbox.server("nav", 0, "map", ""));
    Files.delete(gone);
    try (LocalDevice device = device(declaration)) {
      OriginatingOs os = up(device);
      for (String name : List.of("gone", "exits")) {
        CompletionException e =
            assertThrows(
                CompletionException.class, () -> os.request(new ResourceId(name), APP).join());
        RefusedException refused = assertInstanceOf(RefusedException.class, e.getCause());
        assertEquals(Reason.START_FAILED, refused.reason());
      }
      assertEquals(new Used(1), use(os.request(MAP, APP).join()), "others are not concerned");
    }
  }

  @Test
  void protectionFollowsUse() throws Exception {
    Declaration declaration =
        sandbox.declare("256 MiB", sandbox.server("nav", 0, "map", "keepsWarm = yes\n"));
    try (LocalDevice device = device(declaration)) {
      OriginatingOs os = up(device);
      os.request(MAP, APP).join();
      int own = score(ProcessHandle.current().pid());
      int needed = score(left().get(0).pid());
      os.release(MAP, APP).join();
      device.sync();
      int idle = score(left().get(0).pid());
      os.request(MAP, APP).join();
      assertTrue(own < needed && needed < idle, own + " " + needed + " " + idle);
      assertEquals(needed, score(left().get(0).pid()));
    }
    assertTrue(
        sandbox.notices.stream().filter(n -> n.toString().contains("CAP_SYS_RESOURCE")).count()
            <= 1);
  }

  private static int score(long pid) throws Exception {
    return Integer.parseInt(Files.readString(Path.of("/proc/" + pid + "/oom_score_adj")).strip());
  }

  @Test
  void theKernelKillsTheIdleOneFirst() throws Exception {
    Declaration declaration =
        sandbox.declare(
            "256 MiB",
            sandbox.server("idle", 8, "idle", "keepsWarm = yes\n"),
            sandbox.server("nav", 24, "map", ""));
    Path at = sandbox.path.resolve("d");
    needsMemoryGroups(declaration);
    try (LocalDevice device = unwatched(declaration)) {
      OriginatingOs os = up(device);
      Handle handle = os.request(MAP, APP).join();
      os.request(new ResourceId("idle"), OTHER).join();
      os.release(new ResourceId("idle"), OTHER).join();
      device.sync();
      MemoryGroup group = MemoryGroup.of(at).orElseThrow();
      try (Eater eater = new Eater(group, ProcessHandle.current())) {
        eater.eatUntil(() -> kills().size() == 2); // it may go itself before the second is told
        assertEquals(new TargetDied(APP, MAP, 1, Cause.MEMORY), deaths.poll(20, TimeUnit.SECONDS));
      }
      assertEquals(
          List.of("idle", "nav"), kills().stream().map(kill -> kill.program().name()).toList());
      assertTrue(kills().stream().allMatch(kill -> kill.inOrder() && !kill.ownFault()));
      assertEquals(new Stale(), use(handle));
    }
  }

  @Test
  void memoryIsFreedBeforeTheKernelHasTo() throws Exception {
    Declaration declaration =
        sandbox.declare("256 MiB", sandbox.server("idle", 8, "idle", "keepsWarm = yes\n"));
    Path at = sandbox.path.resolve("d");
    needsMemoryGroups(declaration);
    try (LocalDevice device = device(declaration)) {
      OriginatingOs os = up(device);
      os.request(new ResourceId("idle"), OTHER).join();
      os.release(new ResourceId("idle"), OTHER).join();
      device.sync();
      assertEquals(1, left().size());
      try (Eater eater = new Eater(MemoryGroup.of(at).orElseThrow(), ProcessHandle.current())) {
        assertTrue(eater.eatUntil(() -> left().isEmpty()));
      }
      assertEquals(List.of(), kills());
    }
  }

  @Test
  void aGaugeThatOnceMakesNoSenseIsLookedAtAgain() throws Exception {
    Declaration declaration = sandbox.declare("256 MiB", sandbox.script("nav", "exit"));
    Path gauge = Files.writeString(sandbox.path.resolve("gauge"), "some avg10=much \n");
    Path next = Files.writeString(sandbox.path.resolve("next"), "full avg10=20.00 \n");
    BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
    BlockingQueue<Message> facts = new LinkedBlockingQueue<>();
    try (LinuxTargetOs targetOs =
        new LinuxTargetOs(
            declaration,
            Directory.take(sandbox.path.resolve("d"), declaration),
            Optional.empty(),
            LinuxTargetOs.PATIENCE,
            fact -> facts.add(fact.message()),
            said -> {},
            notices::add)) {
      targetOs.watch(new PressureGauge.Stalls(gauge));
      while (!notices.take().toString().contains("internal error")) {
        // that oom_score_adj cannot be lowered here
      }
      Files.move(next, gauge, StandardCopyOption.ATOMIC_MOVE);
      assertEquals(new Message.Pressure(Level.CRITICAL), facts.poll(20, TimeUnit.SECONDS));
    }
  }

  private List<Notice.KernelKill> kills() {
    return sandbox.notices.stream()
        .flatMap(n -> n instanceof Notice.KernelKill kill ? Stream.of(kill) : Stream.empty())
        .toList();
  }

  @Test
  void whoWantsMoreThanItsCeilingIsKilledAlone() throws Exception {
    Declaration declaration =
        sandbox.declare(
            "256 MiB",
            sandbox.script("greedy", "head -c 100m /dev/zero | tail >/dev/null; exit 1"),
            sandbox.server("nav", 0, "map", ""));
    needsMemoryGroups(declaration);
    try (LocalDevice device = device(declaration)) {
      OriginatingOs os = up(device);
      Handle handle = os.request(MAP, APP).join();
      assertThrows(
          CompletionException.class, () -> os.request(new ResourceId("greedy"), APP).join());
      assertEquals(1, kills().size());
      assertTrue(kills().get(0).ownFault());
      assertEquals(new Used(1), use(handle));
    }
  }

  @Test
  void whatDoesNotStartLeavesNoMemoryGroup() throws Exception {
    Declaration declaration = sandbox.declare("256 MiB", sandbox.script("map", "exit"));
    needsMemoryGroups(declaration);
    try (LocalDevice device = unwatched(declaration)) {
      Files.delete(sandbox.path.resolve("d/logs")); // nobody can write there
      OriginatingOs os = up(device);
      assertThrows(CompletionException.class, () -> os.request(MAP, APP).join());
      assertTrue(sandbox.remarked("map cannot be started"), sandbox.notices.toString());
      assertEquals(List.of(), MemoryGroup.of(sandbox.path.resolve("d")).orElseThrow().groups());
    }
  }

  @Test
  void whoNeverServesIsKilledAtItsDeadline() throws Exception {
    Declaration declaration = sandbox.declare("256 MiB", sandbox.script("mute", "exec sleep 600"));
    try (LocalDevice device = impatient(declaration)) {
      OriginatingOs os = up(device);
      CompletionException e =
          assertThrows(
              CompletionException.class, () -> os.request(new ResourceId("mute"), APP).join());
      RefusedException refused = assertInstanceOf(RefusedException.class, e.getCause());
      assertEquals(Reason.START_FAILED, refused.reason());
      assertTrue(sandbox.remarked("mute does not serve within 200 ms"));
      assertEquals(List.of(), left());
    }
  }

  /** As on a full disk, for anybody: the directory of handles is none any more. */
  @Test
  void aHandleThatCannotBeWrittenReachesNobody() throws Exception {
    Declaration declaration = sandbox.declare("256 MiB", sandbox.server("nav", 0, "map", ""));
    try (LocalDevice device = device(declaration)) {
      OriginatingOs os = up(device);
      Files.delete(handles().directory());
      Files.createFile(handles().directory());
      try {
        Handle handle = os.request(MAP, APP).join();
        assertEquals(new TargetDied(APP, MAP, 1, Cause.CRASHED), deaths.poll(20, TimeUnit.SECONDS));
        assertEquals(new Stale(), use(handle));
      } catch (CompletionException e) { // the news of its death was faster
        RefusedException refused = assertInstanceOf(RefusedException.class, e.getCause());
        assertEquals(Reason.TARGET_DIED, refused.reason());
      }
      assertTrue(sandbox.remarked("a handle cannot be written, so nav is ended"));
      Files.delete(handles().directory());
      Files.createDirectory(handles().directory());
      assertEquals(new Used(2), use(os.request(MAP, APP).join()), "when there is room again");
    }
  }

  /** What a killed proxy leaves: processes, handles, a memory group. */
  @Test
  void whatAKilledProxyHasLeftIsEndedByTheNext() throws Exception {
    Declaration declaration =
        sandbox.declare("256 MiB", sandbox.server("nav", 0, "map", "keepsWarm = yes\n"));
    List<String> words = new ArrayList<>(Sandbox.java());
    words.add(Doomed.class.getName());
    words.add(sandbox.path.resolve("programs").toString());
    words.add(sandbox.path.resolve("d").toString());
    Process proxy = new ProcessBuilder(words).redirectErrorStream(true).start();
    Handle old;
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(proxy.getInputStream(), UTF_8))) {
      String line = said.readLine();
      while (line != null && !line.startsWith("handle ")) {
        line = said.readLine();
      }
      old = new Handle(String.valueOf(line).substring("handle ".length()));
      assertEquals(new Used(1), use(old));
      proxy.destroyForcibly();
    }
    assertEquals(137, proxy.waitFor());
    assertEquals(1, left().size(), "an orphan, for nobody is there to end it");
    long orphan = left().get(0).pid();
    assertEquals(new Used(1), use(old), "and it still serves");
    try (LocalDevice device = device(declaration)) {
      OriginatingOs os = up(device);
      assertEquals(new Stale(), use(old));
      assertEquals(new Used(1), use(os.request(MAP, APP).join()));
      assertEquals(1, left().size());
      assertNotEquals(orphan, left().get(0).pid());
    }
  }

  /** A proxy that waits to be killed. */
  static final class Doomed {
    private Doomed() {}

    public static void main(String[] args) throws Exception {
      Declaration declaration = Declaration.read(Path.of(args[0]));
      LocalDevice device =
          new LocalDevice(
              LinuxTargetOs.factory(declaration, Path.of(args[1]), System.out::println),
              declaration.catalogue());
      OriginatingOs os = device.up(new Domain("A"), 1, death -> {});
      System.out.println("handle " + os.request(MAP, APP).join());
      Thread.currentThread().join();
    }
  }
}
