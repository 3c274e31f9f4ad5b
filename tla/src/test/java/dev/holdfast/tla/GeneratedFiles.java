package dev.holdfast.tla;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The files of this module that are written by it, and checked in. */
final class GeneratedFiles {
  /** Where the modules are: tests run in the module's folder. */
  static final Path DIRECTORY = Path.of("").toAbsolutePath();

  /** Whether to write what is out of date instead of failing. */
  static final boolean UPDATE = Boolean.getBoolean("holdfast.update");

  private GeneratedFiles() {}

  static Map<Path, String> all() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    files.put(Path.of("Scopes.tla"), ScopesModule.text());
    Manifest manifest = Manifest.read(DIRECTORY);
    files.put(Path.of(Manifest.FILE), manifest.json());
    manifest.configurations().forEach(its -> files.put(Path.of(its.file()), manifest.text(its)));
    return files;
  }

  static void write() throws IOException {
    for (Map.Entry<Path, String> file : all().entrySet()) {
      write(DIRECTORY.resolve(file.getKey()), file.getValue());
    }
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
