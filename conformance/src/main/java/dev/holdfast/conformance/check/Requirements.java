package dev.holdfast.conformance.check;

import dev.holdfast.model.Conformance;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Rule.Party;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A set of rules that verdicts can name. A frozen set never changes, whatever becomes of the rules:
 * who passed it once can be held to the same again.
 *
 * @param version what the set is called
 * @param all what it holds, in the order of the rules
 */
public record Requirements(String version, List<Requirement> all) {
  /** The versions that are frozen, from the oldest to the newest. */
  public static final List<String> FROZEN = List.of("1");

  /** Keeps a copy of the list. */
  public Requirements {
    all = List.copyOf(all);
  }

  /**
   * One rule as it stands in a set.
   *
   * @param rule the rule
   * @param level the lowest level of conformance that asks for it
   * @param party whom it obliges
   */
  public record Requirement(Rule rule, Conformance level, Party party) {
    /**
     * A rule as it stands today.
     *
     * @param rule the rule
     * @return the requirement
     */
    public static Requirement of(Rule rule) {
      return new Requirement(rule, Conformance.lowest(rule), rule.party());
    }
  }

  /**
   * All rules there are.
   *
   * @return the newest frozen set, if it holds these very rules; else a draft of the next
   */
  public static Requirements current() {
    List<Requirement> today = Arrays.stream(Rule.values()).map(Requirement::of).toList();
    Requirements newest = read(FROZEN.get(FROZEN.size() - 1));
    return newest.all().equals(today)
        ? newest
        : new Requirements((FROZEN.size() + 1) + "-draft", today);
  }

  /**
   * A frozen set.
   *
   * @param version its version
   * @return empty if there is none of this version
   */
  public static Optional<Requirements> frozen(String version) {
    return FROZEN.contains(version) ? Optional.of(read(version)) : Optional.empty();
  }

  /**
   * The rules that are in it.
   *
   * @return the rules, in their order
   */
  public List<Rule> rules() {
    return all.stream().map(Requirement::rule).toList();
  }

  /**
   * The file that a frozen set is kept in.
   *
   * @param version one of {@link #FROZEN}
   * @return its text: a line for every rule with its id, level and party
   */
  public static String text(String version) {
    try (InputStream in =
        Objects.requireNonNull(
            Requirements.class.getResourceAsStream("requirements-" + version + ".txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Requirements read(String version) {
    return new Requirements(
        version,
        text(version)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(Requirements::requirement)
            .toList());
  }

  private static Requirement requirement(String line) {
    String[] words = line.split(" ", -1);
    return new Requirement(
        Rule.of(words[0]).orElseThrow(() -> new IllegalStateException("no rule: " + line)),
        Conformance.of(words[1]).orElseThrow(() -> new IllegalStateException("no level: " + line)),
        Party.valueOf(words[2].toUpperCase(Locale.ROOT)));
  }
}
