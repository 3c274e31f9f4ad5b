package dev.holdfast.tla;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import util.FilenameToStream;

/**
 * Where TLC's evaluator finds modules: in a directory, and the standard ones in its jar. TLC's own
 * way puts the standard modules where every other TLC of this machine puts and deletes them.
 */
final class Modules implements FilenameToStream {
  private final Path directory;
  private final Path standard;

  Modules(Path directory) {
    this.directory = directory;
    try {
      standard = Files.createTempDirectory("holdfast-tla");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    standard.toFile().deleteOnExit();
  }

  @Override
  public File resolve(String name, boolean isModule) {
    String file = isModule && !name.endsWith(".tla") ? name + ".tla" : name;
    Path own = directory.resolve(file);
    if (Files.exists(own) || !isStandardModule(file)) {
      return new TLAFile(own.toString(), this);
    }
    Path copy = standard.resolve(file);
    try (InputStream module = FilenameToStream.class.getResourceAsStream(resource(file))) {
      if (module != null && !Files.exists(copy)) {
        Files.copy(module, copy);
        copy.toFile().deleteOnExit();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TLAFile(copy.toString(), true, this);
  }

  private static String resource(String file) {
    return "/tla2sany/StandardModules/" + file;
  }

  @Override
  public boolean isStandardModule(String name) {
    String file = name.endsWith(".tla") ? name : name + ".tla";
    return FilenameToStream.class.getResource(resource(file)) != null;
  }

  @Override
  public String getFullPath() {
    return directory.toString();
  }
}
