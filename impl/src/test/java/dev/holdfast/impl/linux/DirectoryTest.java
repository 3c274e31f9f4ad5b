package dev.holdfast.impl.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What processes leave in the directory of a target OS. */
@EnabledOnOs(OS.LINUX)
class DirectoryTest {
  private static final Program NAV = new Program("nav");

  private final Declaration declaration;
  private final Directory directory;

  DirectoryTest(@TempDir Path temp) throws IOException {
    Declaration.Command command =
        new Declaration.Command(List.of("true"), List.of(new ResourceId("map")), 1, false);
    TreeMap<Program, Declaration.Command> programs = new TreeMap<>();
    programs.put(NAV, command);
    declaration = new Declaration(3, Set.of(), programs);
    directory = Directory.take(temp.resolve("d"), declaration);
  }

  @AfterEach
  void close() {
    directory.close();
  }

  /** If it were opened, the kernel would take the lock away when it is closed. */
  @Test
  void whatThisProcessHasItDoesNotOpenAgain() throws IOException {
    for (int i = 0; i < 2; i++) {
      IOException e =
          assertThrows(IOException.class, () -> Directory.take(directory.path(), declaration));
      assertEquals(directory.path() + " is used by another proxy of this process", e.getMessage());
      assertEquals(1, open(directory.path().resolve("lock")));
    }
    directory.close();
    try (Directory next = Directory.take(directory.path(), declaration)) {
      directory.close(); // once more: it is not its own any more
      assertThrows(IOException.class, () -> Directory.take(next.path(), declaration));
    }
  }

  /** What cannot be cleared is not kept either. */
  @Test
  void whatCannotBeHadIsGivenUp() throws IOException {
    directory.close();
    Path obstacle = Files.createDirectories(directory.path().resolve("logs/0/obstacle"));
    assertThrows(
        DirectoryNotEmptyException.class, () -> Directory.take(directory.path(), declaration));
    assertEquals(0, open(directory.path().resolve("lock")));
    Files.delete(obstacle);
    Directory.take(directory.path(), declaration).close();
  }

  /** How often this process has a file open. */
  private static long open(Path file) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(each -> leads(each, file)).count();
    }
  }

  private static boolean leads(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file);
    } catch (IOException e) {
      return false; // it has been closed
    }
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
