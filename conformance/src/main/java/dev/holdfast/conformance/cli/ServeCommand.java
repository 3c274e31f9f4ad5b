package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.linux.LinuxDevice;
import dev.holdfast.impl.linux.Declaration;
import dev.holdfast.impl.linux.Notice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast serve}: a proxy and a target OS of real processes, on Linux. */
@Command(
    name = "serve",
    description =
        "Run a proxy and a target OS of real Linux processes, until it is told to end (SIGTERM or"
            + " ^C). Domains connect to DIR/domains/NAME and speak the wire protocol.")
public final class ServeCommand implements Callable<Integer> {
  /** Longer it takes nobody to begin, not even after one that was killed. */
  private static final Duration BEGINNING = Duration.ofSeconds(10);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "What can be started: see impl/README.md.")
  private Path file = Path.of("");

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      required = true,
      description = "For sockets; made with mode 0700 if it is not there.")
  private Path directory = Path.of("");

  @Option(
      names = "--record",
      paramLabel = "FILE",
      required = true,
      description = "Where to record all that happens, for 'holdfast trace'.")
  private Path recording = Path.of("");

  @Option(
      names = "--leave-it-to-the-kernel",
      description = "Do not free memory before the kernel has to.")
  private boolean unwatched;

  /** For picocli. */
  public ServeCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    CompletableFuture<Optional<LinuxDevice>> begun = new CompletableFuture<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(begun)));
    try (LinuxDevice device = begin(out)) {
      begun.complete(Optional.of(device));
      say(out, "serving");
      new CountDownLatch(1).await();
      return Exit.PASS;
    } catch (Declaration.WrongException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      String file = e instanceof FileSystemException its ? its.getFile() + ": " : "";
      throw new UsageException("cannot serve: " + file + Text.why(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.PASS;
    } finally {
      begun.complete(Optional.empty());
    }
  }

  private LinuxDevice begin(PrintWriter out) throws IOException, Declaration.WrongException {
    return new LinuxDevice(
        Declaration.read(file), directory, recording, !unwatched, notice -> say(out, notice));
  }

  /** One that has begun is ended; what is just beginning leaves something behind until it has. */
  private static void end(CompletableFuture<Optional<LinuxDevice>> begun) {
    try {
      begun.get(BEGINNING.toSeconds(), TimeUnit.SECONDS).ifPresent(LinuxDevice::close);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // It hangs, and the next one in this directory removes what is left.
    }
  }

  private static void say(PrintWriter out, Notice notice) {
    if (notice instanceof Notice.KernelKill kill) {
      say(
          out,
          "kernel-kill "
              + kill.program()
              + " "
              + kill.generation()
              + (kill.ownFault() ? " ceiling" : " device")
              + (kill.needed() ? " needed" : " idle")
              + (kill.inOrder() ? " in-order" : " out-of-order"));
    } else if (notice instanceof Notice.Remark remark) {
      say(out, "remark " + Text.oneLine(remark.sentence()));
    }
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
