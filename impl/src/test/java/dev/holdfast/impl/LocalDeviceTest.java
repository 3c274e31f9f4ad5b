package dev.holdfast.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.impl.LocalDevice.DownException;
import dev.holdfast.impl.LocalDevice.OriginatingOs;
import dev.holdfast.impl.LocalDevice.RefusedException;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.Port;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device used from Java. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalDeviceTest {
  private static final Domain ANDROID = new Domain("android");
  private static final ResourceId CAMERA = new ResourceId("camera");
  private static final ResourceId NOTHING = new ResourceId("nothing");
  private static final ResourceId LATER = new ResourceId("later");
  private static final ProcessId APP = new ProcessId(4711, 1);
  private static final Catalogue CATALOGUE = Catalogue.of("camera-server", "camera", "later");

  private final List<Message> asked = new CopyOnWriteArrayList<>();
  private final Later<Consumer<Envelope>> says = new Later<>();

  /** Starts a camera at once, refuses nothing, and never answers for what comes later. */
  private Port targetOs(Catalogue catalogue, Consumer<Envelope> said) {
    says.set(said);
    return in -> {
      asked.add(in.message());
      if (in.message() instanceof Need need && !need.resource().equals(LATER)) {
        said.accept(new Envelope(Channel.TARGET, answer(need)));
      }
    };
  }

  private static Message answer(Need need) {
    return need.resource().equals(CAMERA)
        ? new Provided(CAMERA, need.attempt(), new Program("camera-server"), 1, new Handle("h"))
        : new StartFailed(need.resource(), need.attempt(), Reason.UNKNOWN_RESOURCE);
  }

  @Test
  void example() throws InterruptedException {
    try (LocalDevice device = new LocalDevice(this::targetOs, CATALOGUE)) {
      OriginatingOs android = device.up(ANDROID, 1, death -> {});
      assertEquals(new Handle("h"), android.request(CAMERA, APP).join());
      assertTrue(android.release(CAMERA, APP).join());
      assertFalse(android.release(CAMERA, APP).join());
      android.down();
      device.sync();
      assertEquals(List.of(new Need(CAMERA, 1), new NoLongerNeeded(CAMERA, 1)), asked);
    }
  }

  @Test
  void aRefusalSaysWhy() {
    try (LocalDevice device = new LocalDevice(this::targetOs, CATALOGUE)) {
      OriginatingOs android = device.up(ANDROID, 1, death -> {});
      assertEquals(Reason.UNKNOWN_RESOURCE, reason(android.request(NOTHING, APP)));
      assertEquals(Reason.INVALID, reason(android.request(CAMERA)));
      android.exited(APP);
      assertEquals(Reason.DEAD_PROCESS, reason(android.request(CAMERA, APP)));
    }
  }

  private static Reason reason(CompletableFuture<Handle> refused) {
    Throwable thrown = assertThrows(CompletionException.class, refused::join).getCause();
    return assertInstanceOf(RefusedException.class, thrown).reason();
  }

  @Test
  void deathsAreTold() {
    CountDownLatch told = new CountDownLatch(1);
    List<TargetDied> deaths = new CopyOnWriteArrayList<>();
    try (LocalDevice device = new LocalDevice(this::targetOs, CATALOGUE)) {
      OriginatingOs android =
          device.up(
              ANDROID,
              1,
              death -> {
                deaths.add(death);
                told.countDown();
              });
      android.request(CAMERA, APP).join();
      Died died = new Died(new Program("camera-server"), 1, Cause.CRASHED);
      says.get().accept(new Envelope(Channel.TARGET, died));
      Latches.await(told);
      assertEquals(List.of(new TargetDied(APP, CAMERA, 1, Cause.CRASHED)), deaths);
    }
  }

  /** No lock is held when a result is handed over: it may wait for another thread's request. */
  @Test
  void aResultMayWaitForAnotherRequest() {
    try (LocalDevice device = new LocalDevice(this::targetOs, CATALOGUE)) {
      OriginatingOs android = device.up(ANDROID, 1, death -> {});
      CompletableFuture<Handle> both =
          android
              .request(CAMERA, APP)
              .thenCombine(
                  CompletableFuture.supplyAsync(
                      () -> android.request(CAMERA, new ProcessId(2, 1)).join()),
                  (one, two) -> two);
      assertEquals(new Handle("h"), both.join());
    }
  }

  /** The same of a result that fails because its domain boots again. */
  @Test
  void aFailureMayWaitForAnotherDomainToBoot() {
    try (LocalDevice device = new LocalDevice(this::targetOs, CATALOGUE)) {
      CompletableFuture<Boolean> booted =
          device
              .up(ANDROID, 1, death -> {})
              .request(LATER, APP)
              .handle(
                  (handle, thrown) ->
                      CompletableFuture.supplyAsync(
                              () -> device.up(new Domain("linux"), 1, death -> {}))
                          .thenApply(its -> true)
                          .join());
      device.up(ANDROID, 2, death -> {});
      assertTrue(booted.join());
    }
  }

  /** What depends on a result may wait for another one, in a thread of its own. */
  @Test
  void whatFollowsAResultMayWaitElsewhere() {
    try (LocalDevice device = new LocalDevice(this::targetOs, CATALOGUE)) {
      OriginatingOs android = device.up(ANDROID, 1, death -> {});
      CompletableFuture<Handle> second =
          android
              .request(CAMERA, APP)
              .thenApplyAsync(first -> android.request(CAMERA, new ProcessId(2, 1)).join());
      assertEquals(new Handle("h"), second.join());
    }
  }

  /** What is never answered fails when the domain goes down, boots again, or the device ends. */
  @Test
  void nothingWaitsForEver() {
    LocalDevice device = new LocalDevice(this::targetOs, CATALOGUE);
    OriginatingOs first = device.up(ANDROID, 1, death -> {});
    CompletableFuture<Handle> one = first.request(LATER, APP);
    OriginatingOs second = device.up(ANDROID, 2, death -> {});
    CompletableFuture<Handle> two = second.request(LATER, APP);
    second.down();
    OriginatingOs third = device.up(ANDROID, 3, death -> {});
    CompletableFuture<Handle> three = third.request(LATER, APP);
    device.close();
    for (CompletableFuture<Handle> its :
        List.of(one, two, three, first.request(LATER, APP), third.request(LATER, APP))) {
      Throwable thrown = assertThrows(CompletionException.class, its::join).getCause();
      assertInstanceOf(DownException.class, thrown);
    }
  }
}
