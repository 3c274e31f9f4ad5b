package dev.holdfast.impl;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A wrong twin of the implementation: one of its classes with one mistake. A check that is to find
 * mistakes of this kind must find it. The classes stand in a folder of their own; put first on a
 * class path, they hide the right ones.
 *
 * @param name what is wrong with it
 * @param type the simple name of the class that differs
 * @param right the text that is replaced; stands exactly once in the source
 * @param wrong what stands there instead
 */
public record Twin(String name, String type, String right, String wrong) {
  private static final String FOLDER = "src/main/java/dev/holdfast/impl";

  /**
   * Compiles it.
   *
   * @param folder where the classes go; made if it does not exist
   * @return the folder
   * @throws IOException if a file cannot be read or written
   * @throws IllegalStateException if the text to replace does not stand there once, or the twin
   *     does not compile
   */
  public Path compile(Path folder) throws IOException {
    Path source = source();
    String text = Files.readString(source);
    int at = text.indexOf(right);
    if (at < 0 || text.indexOf(right, at + 1) >= 0) {
      throw new IllegalStateException("'" + right + "' is not once in " + source);
    }
    Path copy = Files.createTempDirectory("twin").resolve(type + ".java");
    Files.writeString(copy, text.substring(0, at) + wrong + text.substring(at + right.length()));
    Files.createDirectories(folder);
    JavaCompiler compiler =
        Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
            .orElseThrow(() -> new IllegalStateException("needs a JDK"));
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path", ""));
      if (!compiler
          .getTask(said, files, null, options, null, files.getJavaFileObjects(copy))
          .call()) {
        throw new IllegalStateException(name + " does not compile: " + said);
      }
    } finally {
      Files.delete(copy);
      Files.delete(copy.getParent());
    }
    return folder;
  }

  /** From the folder of this module, or of a neighbour. */
  private Path source() {
    return Stream.of(Path.of(FOLDER), Path.of("../impl", FOLDER), Path.of("impl", FOLDER))
        .map(folder -> folder.resolve(type + ".java"))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no source of " + type));
  }
}
