package dev.holdfast.impl.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.model.Handle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which handle leads to which socket, as symbolic links in a directory: so the target OS grants and
 * withdraws access in one instant, without asking the target process, and the target process checks
 * a handle without asking the target OS. A link's name is the handle's SHA-256, which tells nobody
 * the handle (HND-4). Thread-safe, also among processes.
 *
 * @param directory where the links are
 */
public record Handles(Path directory) {

  /** The handle leads to this socket from now on. */
  void open(Handle handle, Path socket) throws IOException {
    Files.createSymbolicLink(link(handle), socket);
  }

  /** The handle leads nowhere from now on (HND-5). */
  void close(Handle handle) throws IOException {
    Files.deleteIfExists(link(handle));
  }

  /**
   * Where a handle leads now.
   *
   * @param handle any handle
   * @return the target process's socket; empty if the handle is void or made up
   * @throws IOException if the directory cannot be read
   */
  public Optional<Path> socket(Handle handle) throws IOException {
    try {
      return Optional.of(Files.readSymbolicLink(link(handle)));
    } catch (NoSuchFileException | NotLinkException e) {
      return Optional.empty();
    }
  }

  private Path link(Handle handle) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(handle.name().getBytes(UTF_8));
      return directory.resolve(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java platform has it
    }
  }
}
