package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.linux.LinuxDevice;
import dev.holdfast.impl.linux.Declaration;
import dev.holdfast.impl.linux.Notice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
    try (LinuxDevice device =
        new LinuxDevice(
            Declaration.read(file), directory, recording, !unwatched, notice -> say(out, notice))) {
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(device::close));
      say(out, "serving");
      ended.await();
      return Exit.PASS;
    } catch (Declaration.WrongException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      String file = e instanceof FileSystemException its ? its.getFile() + ": " : "";
      throw new UsageException("cannot serve: " + file + Text.why(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.PASS;
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
