package dev.holdfast.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a target OS can start, and how it treats it.
 *
 * @param programs what each program provides, in the order of their names; no resource twice
 * @param keepsWarm programs that may be kept until memory is wanted when nobody needs them (END-1)
 * @param profile what happens at CRITICAL when only protected processes remain (MEM-6)
 */
public record Catalogue(
    Map<Program, List<ResourceId>> programs, Set<Program> keepsWarm, Profile profile) {
  /**
   * Checks that programs and resources fit together.
   *
   * @throws IllegalArgumentException if two programs provide one resource, or a program that is not
   *     listed is to be kept warm
   */
  public Catalogue {
    programs = Tree.of(programs);
    keepsWarm = Set.copyOf(keepsWarm);
    List<ResourceId> all = programs.values().stream().flatMap(List::stream).toList();
    if (Set.copyOf(all).size() != all.size()) {
      throw new IllegalArgumentException("a resource is provided twice: " + all);
    }
    if (!programs.keySet().containsAll(keepsWarm)) {
      throw new IllegalArgumentException("keepsWarm names a program that is not listed");
    }
  }

  /**
   * A catalogue of one program, for examples and tests.
   *
   * @param program its name
   * @param resources what it provides
   * @return the catalogue, nothing kept warm, profile SHED
   */
  public static Catalogue of(String program, String... resources) {
    TreeMap<Program, List<ResourceId>> programs = new TreeMap<>();
    programs.put(new Program(program), List.of(resources).stream().map(ResourceId::new).toList());
    return new Catalogue(programs, Set.of(), Profile.SHED);
  }

  /**
   * Who provides a resource (C4).
   *
   * @param resource which
   * @return the program, or empty if the resource is unknown (REQ-8)
   */
  public Optional<Program> provider(ResourceId resource) {
    for (Map.Entry<Program, List<ResourceId>> entry : programs.entrySet()) {
      if (entry.getValue().contains(resource)) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  /**
   * What a program provides.
   *
   * @param program which
   * @return its resources; empty if the program is unknown
   */
  public List<ResourceId> resources(Program program) {
    return programs.getOrDefault(program, List.of());
  }
}
