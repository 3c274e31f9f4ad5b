package dev.holdfast.impl.linux;

import dev.holdfast.model.Program;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory for one test, whose path is short enough for sockets, and what was noticed. */
final class Sandbox implements AutoCloseable {
  final Path path;
  final List<Notice> notices = new CopyOnWriteArrayList<>();

  Sandbox() throws IOException {
    path = Files.createTempDirectory(Path.of("/tmp"), "hf");
  }

  Declaration declare(String memory, String... sections) throws Exception {
    Path file = path.resolve("programs");
    Files.writeString(file, "memory = " + memory + "\n" + String.join("\n", sections));
    return Declaration.read(file);
  }

  /** A program that is {@link TargetServer}. */
  String server(String name, int mebibytes, String resources, String more) throws IOException {
    String words =
        Stream.concat(
                java().stream(),
                Stream.of(TargetServer.class.getName(), Integer.toString(mebibytes)))
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    return program(name, "exec " + words, resources, "64 MiB") + more;
  }

  /** A program that is a script in this sandbox, and provides what is called as it is. */
  String script(String name, String text) throws IOException {
    return program(name, text, name, "8 MiB");
  }

  /** A declaration does not quote, and paths may have blanks: those are in the script. */
  private String program(String name, String text, String resources, String ceiling)
      throws IOException {
    Path file = Files.writeString(path.resolve(name + ".sh"), "#!/bin/sh\n" + text + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
    return "["
        + name
        + "]\ncommand = "
        + file
        + "\nresources = "
        + resources
        + "\nceiling = "
        + ceiling
        + "\n";
  }

  static List<String> java() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx48m", "-Xss256k"));
    words.add("-cp");
    words.add(
        Stream.of(TargetServer.class, Program.class, Sandbox.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .map(location -> Path.of(URI.create(location.toString())).toString())
            .distinct()
            .collect(Collectors.joining(File.pathSeparator)));
    return words;
  }

  boolean remarked(String part) {
    return notices.stream()
        .anyMatch(n -> n instanceof Notice.Remark remark && remark.sentence().contains(part));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
