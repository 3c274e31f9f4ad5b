package dev.holdfast.tla;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.diagram.SequenceDiagram;
import dev.holdfast.conformance.diagram.StateDiagram;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Scope;
import dev.holdfast.tla.Manifest.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people consult says what the sources say. */
class SpecificationTest {
  private static final Path DIRECTORY = GeneratedFiles.DIRECTORY;
  private static final Pattern FORMULA = Pattern.compile("(?m)^([A-Z]+_\\d)(?:_[A-Z]\\w*)? ==");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");

  @Test
  void theDocumentIsUpToDate() throws IOException {
    check(Path.of(Specification.FILE), new Specification(DIRECTORY).text());
  }

  @Test
  void theModulesCloseWithWhatTlcExplored() throws IOException {
    for (String module : Specification.TABLED) {
      check(Path.of(module + ".tla"), new Specification(DIRECTORY).module(module));
    }
  }

  @Test
  void theStateDiagramsAreUpToDate() throws IOException {
    check(Path.of("diagrams/proxy.svg"), StateDiagram.interest().svg());
    check(Path.of("diagrams/process.svg"), StateDiagram.life().svg());
    check(Path.of("diagrams/demand.svg"), StateDiagram.demand().svg());
  }

  /** Drawn from what TLC finds: the shortest way to break the rule. */
  @Test
  void theRacesAreUpToDate() throws IOException {
    Specification specification = new Specification(DIRECTORY);
    for (String race : Specification.RACES) {
      Configuration bug = specification.bug(race);
      Tlc.Run run = new Tlc(DIRECTORY, 1, Tlc.BRIEF, 600).check(bug.module(), bug.file(), false);
      Rule broken = Specification.rule(bug);
      String title = race + ": " + specification.story(bug);
      SequenceDiagram diagram =
          SequenceDiagram.of(title, exchanges(bug, run)).marked(broken.id() + ": " + broken.text());
      check(Path.of(Specification.diagram(race)), diagram.svg());
    }
  }

  private static List<Exchange> exchanges(Configuration bug, Tlc.Run run) {
    Scope scope = Optional.ofNullable(ScopesModule.scopes().get(bug.scope())).orElseThrow();
    Translation translation = new Translation(scope);
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 1; i < run.trace().size(); i++) {
      exchanges.add(
          translation.exchange(run.trace().get(i - 1).variables(), run.trace().get(i).variables()));
    }
    return exchanges;
  }

  /** No rule without a formula, and no formula that is named like a rule that does not exist. */
  @Test
  void everyRuleHasItsFormulaAndEveryFormulaItsRule() throws IOException {
    Set<String> formulas =
        FORMULA
            .matcher(Files.readString(DIRECTORY.resolve("Rules.tla")))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> rules =
        Stream.of(Rule.values()).map(Rule::name).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(rules, formulas);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    for (String document : List.of(Specification.FILE, "README.md")) {
      Map<String, Boolean> links = new LinkedHashMap<>();
      LINK.matcher(Files.readString(DIRECTORY.resolve(document)))
          .results()
          .map(match -> match.group(1))
          .forEach(link -> links.put(link, Files.exists(DIRECTORY.resolve(link))));
      assertTrue(links.size() > 5);
      links.forEach((link, there) -> assertTrue(there, document + " links to " + link));
    }
  }

  private static void check(Path file, String text) throws IOException {
    Path there = DIRECTORY.resolve(file);
    if (GeneratedFiles.UPDATE) {
      GeneratedFiles.write(there, text);
    }
    assertEquals(
        text,
        Files.exists(there) ? Files.readString(there) : "(no such file)",
        file + " is out of date: run with -Dholdfast.update=true");
  }
}
