package dev.holdfast.impl.linux;

import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a Linux target OS can start, and how much memory it has for it.
 *
 * @param memory how many bytes all its processes may use together
 * @param domains the originating OSes that may use it; none if it is not used over sockets
 * @param programs what can be started
 */
public record Declaration(
    long memory, Set<Domain> domains, NavigableMap<Program, Command> programs) {
  /**
   * How a program is started, and what it provides.
   *
   * @param words the command line; the first word is an executable file, or is found on the PATH
   * @param resources what it provides, at least one
   * @param ceiling how many bytes a process of it may use
   * @param keptWarm whether it is kept until memory is wanted when nobody needs it (END-1)
   */
  public record Command(
      List<String> words, List<ResourceId> resources, long ceiling, boolean keptWarm) {
    /** Keeps immutable copies. */
    public Command {
      words = List.copyOf(words);
      resources = List.copyOf(resources);
    }
  }

  /** A declaration is wrong. */
  public static final class WrongException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongException(String sentence) {
      super(sentence);
    }
  }

  /**
   * Checks what must fit together.
   *
   * @throws IllegalArgumentException if a resource is provided twice, or a ceiling is so high that
   *     the kernel's choice of a victim could not be foreseen (see {@link OomScores})
   */
  public Declaration {
    domains = Set.copyOf(domains);
    programs = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(programs));
    Set<ResourceId> provided = new TreeSet<>();
    programs.forEach(
        (program, command) -> {
          for (ResourceId resource : command.resources()) {
            if (!provided.add(resource)) {
              throw new IllegalArgumentException("the resource " + resource + " is provided twice");
            }
          }
          if (command.ceiling() > new OomScores(0).highestCeiling(memory)) {
            throw new IllegalArgumentException(
                "the ceiling of "
                    + program
                    + " is above 1/"
                    + OomScores.STEPS
                    + " of the memory: the kernel could take it before one that is less needed");
          }
        });
  }

  /**
   * What the protocol needs to know of it.
   *
   * @return the catalogue; its profile is {@link Profile#SHED}, for the kernel holds nothing back
   */
  public Catalogue catalogue() {
    NavigableMap<Program, List<ResourceId>> provided = new TreeMap<>();
    programs.forEach((program, command) -> provided.put(program, command.resources()));
    return new Catalogue(
        provided,
        programs.entrySet().stream()
            .filter(entry -> entry.getValue().keptWarm())
            .map(java.util.Map.Entry::getKey)
            .collect(Collectors.toSet()),
        Profile.SHED);
  }

  /**
   * Reads a declaration.
   *
   * @param file a text file; impl/README.md describes its form
   * @return the declaration; all its commands exist
   * @throws WrongException if the file cannot be read or says something wrong; the message names
   *     the file, and the line if it is one line's fault
   */
  public static Declaration read(Path file) throws WrongException {
    try {
      return new DeclarationReader(file.toString()).read(Files.readAllLines(file));
    } catch (NoSuchFileException e) {
      throw new WrongException(file + ": there is no such file");
    } catch (MalformedInputException e) {
      throw new WrongException(file + ": is no UTF-8 text");
    } catch (IOException e) {
      throw new WrongException(file + ": cannot be read: " + e.getMessage());
    }
  }
}
