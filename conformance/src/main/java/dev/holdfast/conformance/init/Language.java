package dev.holdfast.conformance.init;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A language that an adapter can be written in. */
public enum Language {
  /** Python 3.10 or later. */
  PYTHON("Python", "adapter.py"),
  /** Node 16 or later. */
  NODE("JavaScript", "adapter.js"),
  /** Java 17 or later. */
  JAVA("Java", "Adapter.java"),
  /** Go 1.18 or later. */
  GO("Go", "adapter.go"),
  /** C11. */
  C("C", "adapter.c"),
  /** Rust 2021. */
  RUST("Rust", "adapter.rs");

  private static final String README = "README.md";

  private final String title;
  private final String file;

  Language(String title, String file) {
    this.title = title;
    this.file = file;
  }

  /**
   * What it is called.
   *
   * @return its name in a command line
   */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The files of an adapter.
   *
   * @param check the command line that checks a command, which is added to it
   * @return their texts by their names
   */
  public Map<String, String> files(List<String> check) {
    Path here = Path.of(".");
    List<String> whole = new ArrayList<>(check);
    whole.addAll(run(here));
    StringBuilder commands = new StringBuilder();
    for (List<String> command : List.of(build(here), whole)) {
      commands.append(command.isEmpty() ? "" : "    " + String.join(" ", command) + "\n");
    }
    String readme =
        resource(README)
            .replace("{{language}}", title)
            .replace("{{file}}", file)
            .replace("{{commands}}", commands);
    return Map.of(file, resource(this + "/" + file), README, readme);
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Language.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How an adapter is built.
   *
   * @param folder where it is
   * @return a command; empty if nothing has to be built
   */
  public List<String> build(Path folder) {
    String source = folder.resolve(file).toString();
    String program = folder.resolve("adapter").toString();
    return switch (this) {
      case PYTHON, NODE -> List.of();
      case JAVA -> List.of("javac", "-d", folder.toString(), source);
      case GO -> List.of("go", "build", "-o", program, source);
      case C -> List.of("cc", "-std=c11", "-O2", "-Wall", "-Wextra", "-o", program, source);
      case RUST -> List.of("rustc", "--edition", "2021", "-O", "-o", program, source);
    };
  }

  /**
   * How it is run.
   *
   * @param folder where it is
   * @return a command
   */
  public List<String> run(Path folder) {
    return switch (this) {
      case PYTHON -> List.of("python3", folder.resolve(file).toString());
      case NODE -> List.of("node", folder.resolve(file).toString());
      case JAVA -> List.of("java", "-cp", folder.toString(), "Adapter");
      case GO, C, RUST -> List.of(folder.resolve("adapter").toString());
    };
  }
}
