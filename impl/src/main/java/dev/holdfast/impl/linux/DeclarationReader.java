package dev.holdfast.impl.linux;

import dev.holdfast.impl.linux.Declaration.Command;
import dev.holdfast.impl.linux.Declaration.WrongException;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one declaration, once, line by line. */
final class DeclarationReader {
  private static final Pattern SECTION = Pattern.compile("\\[(.*)]");
  private static final Pattern ENTRY = Pattern.compile("(\\S+)\\s*=\\s*(.*)");
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,6}) (KiB|MiB|GiB)");
  private static final Set<String> DEVICE_KEYS = Set.of("memory", "domains");
  private static final Set<String> PROGRAM_KEYS =
      Set.of("command", "resources", "ceiling", "keepsWarm");

  /** How many characters the name of a domain may have: its socket is called so. */
  static final int LONGEST_DOMAIN = 20;

  private final String file;

  DeclarationReader(String file) {
    this.file = file;
  }

  private record Entry(int line, String text) {}

  /** What stands under one heading, by key. */
  private record Section(int line, String name, Map<String, Entry> entries) {}

  Declaration read(List<String> lines) throws WrongException {
    Section device = new Section(1, "", new HashMap<>());
    List<Section> sections = new ArrayList<>();
    Section current = device;
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).strip();
      Matcher section = SECTION.matcher(text);
      if (section.matches()) {
        current = new Section(i + 1, section.group(1), new HashMap<>());
        sections.add(current);
      } else if (!text.isEmpty() && !text.startsWith("#")) {
        enter(current, sections.isEmpty() ? DEVICE_KEYS : PROGRAM_KEYS, i + 1, text);
      }
    }
    NavigableMap<Program, Command> programs = new TreeMap<>();
    for (Section section : sections) {
      Program program = program(section);
      if (programs.put(program, command(section)) != null) {
        throw wrong(section.line(), "the program " + program + " is declared twice");
      }
    }
    if (programs.isEmpty()) {
      throw new WrongException(file + ": declares no program");
    }
    try {
      return new Declaration(size(needed(device, "memory")), domains(device), programs);
    } catch (IllegalArgumentException e) {
      throw new WrongException(file + ": " + e.getMessage());
    }
  }

  private void enter(Section section, Set<String> keys, int line, String text)
      throws WrongException {
    Matcher entry = ENTRY.matcher(text);
    if (!entry.matches()) {
      throw wrong(line, "is neither '[program]' nor 'key = value'");
    }
    String key = entry.group(1);
    if (!keys.contains(key)) {
      throw wrong(
          line,
          "the key "
              + key
              + " is unknown; here there are "
              + Stream.of(keys).flatMap(Set::stream).sorted().toList());
    }
    if (section.entries().put(key, new Entry(line, entry.group(2))) != null) {
      throw wrong(line, "the key " + key + " stands here twice");
    }
  }

  private Program program(Section section) throws WrongException {
    try {
      return new Program(section.name());
    } catch (IllegalArgumentException e) {
      throw wrong(section.line(), String.valueOf(e.getMessage()));
    }
  }

  private Command command(Section section) throws WrongException {
    Entry command = needed(section, "command");
    List<String> words = words(command.text());
    if (words.isEmpty() || !exists(words.get(0))) {
      throw wrong(command.line(), "there is no such command: '" + command.text() + "'");
    }
    Entry names = needed(section, "resources");
    List<ResourceId> resources = names(names, ResourceId::new);
    if (resources.isEmpty()) {
      throw wrong(names.line(), "a program provides at least one resource");
    }
    return new Command(words, resources, size(needed(section, "ceiling")), warm(section));
  }

  private Set<Domain> domains(Section device) throws WrongException {
    Optional<Entry> entry = Optional.ofNullable(device.entries().get("domains"));
    return entry.isEmpty()
        ? Set.of()
        : new TreeSet<>(names(entry.get(), DeclarationReader::domain));
  }

  private static Domain domain(String name) {
    if (name.length() > LONGEST_DOMAIN || name.startsWith(".") || name.contains("/")) {
      throw new IllegalArgumentException(
          "the name of a domain has at most "
              + LONGEST_DOMAIN
              + " characters, no '/', and no '.' at its beginning");
    }
    return new Domain(name);
  }

  private <T> List<T> names(Entry entry, Function<String, T> type) throws WrongException {
    try {
      return words(entry.text()).stream().map(type).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(entry.line(), String.valueOf(e.getMessage()));
    }
  }

  private boolean warm(Section section) throws WrongException {
    Optional<Entry> warm = Optional.ofNullable(section.entries().get("keepsWarm"));
    if (warm.isPresent() && !Set.of("yes", "no").contains(warm.get().text())) {
      throw wrong(warm.get().line(), "keepsWarm is yes or no, not '" + warm.get().text() + "'");
    }
    return warm.isPresent() && warm.get().text().equals("yes");
  }

  private Entry needed(Section section, String key) throws WrongException {
    Optional<Entry> entry = Optional.ofNullable(section.entries().get(key));
    if (entry.isEmpty()) {
      throw wrong(
          section.line(),
          (section.name().isEmpty() ? "before the first program" : "the program " + section.name())
              + " lacks the key "
              + key);
    }
    return entry.get();
  }

  private long size(Entry entry) throws WrongException {
    Matcher size = SIZE.matcher(entry.text());
    if (!size.matches()) {
      throw wrong(entry.line(), "a size is for example '48 MiB', not '" + entry.text() + "'");
    }
    long unit =
        switch (size.group(2)) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          default -> 1L << 30;
        };
    return Long.parseLong(size.group(1)) * unit;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static boolean exists(String command) {
    return command.contains(File.separator)
        ? runs(Path.of(command))
        : Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(folder -> runs(Path.of(folder, command)));
  }

  private static boolean runs(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private WrongException wrong(int line, String sentence) {
    return new WrongException(file + ", line " + line + ": " + sentence);
  }
}
