package dev.holdfast.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How much of the specification an implementation claims to keep. */
public enum Conformance {
  /** What the claim says: the rules that make one of its steps precise. */
  CLAIM("the rules that make a step of the claim precise"),
  /** Requests, handles, association, release, end and progress. */
  CORE("CLAIM, and all of REQ, HND, ASC, REL, END and LIV"),
  /** Core, and what memory pressure may and may not do. */
  MEMORY("CORE and MEM"),
  /** Core, and what becomes of whatever dies. */
  FAILURE("CORE and DTH"),
  /** Core, and what a hostile domain cannot do. */
  SECURITY("CORE and SEC"),
  /** Every rule. */
  FULL("every rule");

  private final String text;

  Conformance(String text) {
    this.text = text;
  }

  /**
   * The level of this name.
   *
   * @param name for example {@code core}; case does not matter
   * @return empty if there is none
   */
  public static Optional<Conformance> of(String name) {
    return Arrays.stream(values())
        .filter(level -> level.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  /**
   * The lowest level of a rule.
   *
   * @param rule the rule
   * @return the first level, in their order, that asks for it
   */
  public static Conformance lowest(Rule rule) {
    return Arrays.stream(values()).filter(level -> level.asksFor(rule)).findFirst().orElse(FULL);
  }

  /**
   * What it asks for.
   *
   * @return a few words
   */
  public String text() {
    return text;
  }

  /**
   * The rules that it asks for.
   *
   * @return the rules, in their order
   */
  public List<Rule> rules() {
    return Arrays.stream(Rule.values()).filter(this::asksFor).toList();
  }

  /**
   * Whether it asks for a rule.
   *
   * @param rule the rule
   * @return whether it does
   */
  public boolean asksFor(Rule rule) {
    String family = rule.id().substring(0, rule.id().indexOf('-'));
    boolean core = List.of("REQ", "HND", "ASC", "REL", "END", "LIV").contains(family);
    boolean claimed = !rule.claimSteps().isEmpty();
    return switch (this) {
      case CLAIM -> claimed;
      case CORE -> claimed || core;
      case MEMORY -> claimed || core || family.equals("MEM");
      case FAILURE -> claimed || core || family.equals("DTH");
      case SECURITY -> claimed || core || family.equals("SEC");
      case FULL -> true;
    };
  }
}
