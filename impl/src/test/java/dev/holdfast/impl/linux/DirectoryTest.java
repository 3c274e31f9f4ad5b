package dev.holdfast.impl.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What processes leave in the directory of a target OS. */
@EnabledOnOs(OS.LINUX)
class DirectoryTest {
  private static final Program NAV = new Program("nav");

  private final Directory directory;

  DirectoryTest(@TempDir Path temp) throws IOException {
    Declaration.Command command =
        new Declaration.Command(List.of("true"), List.of(new ResourceId("map")), 1, false);
    TreeMap<Program, Declaration.Command> programs = new TreeMap<>();
    programs.put(NAV, command);
    directory = Directory.take(temp.resolve("d"), new Declaration(3, Set.of(), programs));
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void whoSaidNothingHasNoLastWords() throws IOException {
    assertEquals(Optional.empty(), directory.lastWords(NAV));
    Files.writeString(directory.log(NAV), "\n\n");
    assertEquals(Optional.empty(), directory.lastWords(NAV));
  }

  /** More than any heap holds; on the disk it is a hole. */
  @Test
  void theLastWordsOfALogOfAnyLengthAreRead() throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(directory.log(NAV).toFile(), "rw")) {
      log.seek(1L << 33);
      log.writeBytes("much\nno map\n\n");
    }
    assertEquals(Optional.of("no map"), directory.lastWords(NAV));
  }
}
