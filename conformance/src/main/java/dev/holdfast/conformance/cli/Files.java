package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.report.Baseline;
import dev.holdfast.conformance.report.FormException;
import dev.holdfast.conformance.report.Replay;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that a command line names; one that cannot be read as it should is wrong usage. */
final class Files {
  private Files() {}

  static String text(Path file) {
    try {
      return java.nio.file.Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UsageException("there is no file " + file);
    } catch (CharacterCodingException e) {
      throw new UsageException(file + " is no text in UTF-8");
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + ": " + Text.why(e));
    }
  }

  static Replay replay(Path file) {
    try {
      return Replay.read(text(file));
    } catch (FormException e) {
      throw new UsageException(file + " is no counterexample: " + e.sentence());
    }
  }

  static Baseline baseline(Path file) {
    try {
      return Baseline.read(text(file));
    } catch (FormException e) {
      throw new UsageException(file + " is no baseline: " + e.sentence());
    }
  }

  static void write(Path file, String text) {
    try {
      java.nio.file.Files.writeString(file, text);
    } catch (IOException e) {
      throw new UsageException("cannot write " + file + ": " + Text.why(e));
    }
  }
}
