package dev.holdfast.conformance.linux;

import dev.holdfast.conformance.cli.Text;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How another virtual machine is started, which is small, and starts soon. */
final class JavaCommand {
  private JavaCommand() {}

  /**
   * A command line.
   *
   * @param options of the virtual machine
   * @param arguments the main class, and what to tell it
   * @return the words; the class path is that of this process
   */
  static List<String> words(List<String> options, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k"));
    words.addAll(options);
    words.add("-cp");
    words.add(
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
    words.addAll(List.of(arguments));
    return words;
  }

  /**
   * The same as a program without arguments: a declaration does not quote, and paths have blanks.
   *
   * @param file where to write it
   * @param options of the virtual machine
   * @param arguments the main class, and what to tell it
   * @throws IOException if it cannot be written
   */
  static void write(Path file, List<String> options, String... arguments) throws IOException {
    Files.writeString(file, "#!/bin/sh\nexec " + Text.command(words(options, arguments)) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
