package dev.holdfast.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.report.Findings.Numbered;
import dev.holdfast.model.Rule;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ReportTest {
  @TempDir Path folder;

  static Stream<Findings> all() {
    return Samples.all();
  }

  private static JsonNode json(Findings findings) {
    return Json.MAPPER.readTree(JsonReport.text(findings));
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void jsonHasTheFormThatIsPublished(Findings findings) {
    JsonNode report = json(findings);
    assertEquals(Optional.empty(), Form.REPORT.check(report));
    assertEquals(findings.verdict().name(), report.get("verdict").stringValue());
    assertEquals(Rule.values().length, report.get("rules").size());
    for (JsonNode rule : report.get("rules")) {
      Rule its = Rule.of(rule.get("id").stringValue()).orElseThrow();
      assertEquals(findings.line(its).verdict().name(), rule.get("verdict").stringValue());
      assertEquals(findings.line(its).arose(), rule.get("arose").longValue());
      assertEquals(findings.reports().size(), rule.get("roles").size());
    }
    assertEquals(findings.failures().size(), report.get("failures").size());
  }

  /** A schema that lets everything pass would be no check. */
  @Test
  void everyFieldIsRequiredOrMayBeMissingAndNoOtherIsThere() {
    Set<String> optional = new TreeSet<>(Set.of("trouble"));
    for (Form form : Form.values()) {
      Findings findings = Samples.of("over-with-users", 60);
      String text =
          form == Form.REPORT
              ? JsonReport.text(findings)
              : Replay.of(findings.failures().get(0).failure()).write();
      JsonNode right = Json.MAPPER.readTree(text);
      assertEquals(Optional.empty(), form.check(right));
      for (String name : right.propertyNames()) {
        ObjectNode less = (ObjectNode) right.deepCopy();
        less.remove(name);
        if (form.check(less).isEmpty()) {
          optional.add(name);
        }
      }
      ObjectNode more = ((ObjectNode) right.deepCopy()).put("surprise", 1);
      assertNotEquals(Optional.empty(), form.check(more));
      ObjectNode other = ((ObjectNode) right.deepCopy()).put("version", 3);
      assertNotEquals(Optional.empty(), form.check(other));
    }
    assertEquals(Set.of("trouble", "rule"), optional);
  }

  @ParameterizedTest
  @MethodSource("all")
  void junitHasATestForEveryRuleAndNoSkipPasses(Findings findings) throws Exception {
    Document document = xml(JunitReport.text(findings));
    List<Element> suites = elements(document, "testsuite");
    assertEquals(Math.max(1, findings.reports().size()), suites.size());
    List<Element> cases = elements(document, "testcase");
    assertEquals(suites.size() * (1 + Rule.values().length), cases.size());
    for (Element suite : suites) {
      for (String kind : List.of("failure", "error", "skipped")) {
        int told = Integer.parseInt(suite.getAttribute(kind.equals("skipped") ? kind : kind + "s"));
        assertEquals(told, suite.getElementsByTagName(kind).getLength());
      }
    }
    for (Element skipped : elements(document, "skipped")) {
      assertTrue(skipped.getAttribute("message").matches("(NOT_RUN|NOT_APPLICABLE): .+"));
    }
    for (int i = 0; i < findings.reports().size(); i++) {
      NodeList tests = suites.get(i).getElementsByTagName("testcase");
      Set<String> clean =
          IntStream.range(0, tests.getLength())
              .mapToObj(j -> (Element) tests.item(j))
              .filter(test -> test.getChildNodes().getLength() == 0)
              .map(test -> test.getAttribute("name").replaceFirst(":.*", ""))
              .filter(name -> !name.equals("the conversation"))
              .collect(Collectors.toSet());
      Set<String> passed =
          findings.reports().get(i).lines().entrySet().stream()
              .filter(line -> line.getValue().verdict() == Verdict.PASS)
              .map(line -> line.getKey().id())
              .collect(Collectors.toSet());
      assertEquals(passed, clean);
    }
    boolean bad = !elements(document, "failure").isEmpty();
    assertEquals(findings.verdict() == Verdict.FAIL, bad);
    boolean odd = !elements(document, "error").isEmpty();
    boolean unclear =
        findings.failures().stream()
            .anyMatch(found -> found.failure().verdict() == Verdict.INCONCLUSIVE);
    assertEquals(findings.interrupted() || findings.trouble().isPresent() || unclear, odd);
  }

  @Test
  void junitShowsAFailureAsTheTerminalDoes() throws Exception {
    Findings findings = Samples.of("over-with-users", 60);
    Failure failure = findings.failures().get(0).failure();
    String text = elements(xml(JunitReport.text(findings)), "failure").get(0).getTextContent();
    assertEquals(String.join("\n", FailureText.lines(failure)), text);
    assertTrue(text.contains("REL-3") && text.contains("allowed:"), text);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theBadgeTellsVerdictAndLevel(Findings findings) throws Exception {
    Element badge = xml(Badge.text(findings)).getDocumentElement();
    assertEquals("svg", badge.getTagName());
    String said = badge.getAttribute("aria-label");
    String verdict = findings.verdict().name().replace('_', ' ');
    assertEquals("holdfast 1: " + verdict + ", full", said);
  }

  /** The page is HTML, not XML; but what subjects say must not become part of it. */
  @ParameterizedTest
  @MethodSource("all")
  void nothingThatASubjectSaysBecomesMarkup(Findings findings) {
    String page = Page.text(findings);
    assertFalse(page.contains("<script") || page.contains("<odd>") || page.contains("<here>"));
    assertFalse(page.contains("<&>"));
    assertFalse(page.matches("(?s).*[\\x00-\\x08\\x0e-\\x1f\\ufffe\\uffff].*"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aCounterexampleIsReadAsItWasWritten(Findings findings) throws FormException {
    for (Numbered found : findings.failures()) {
      Replay written = Replay.of(found.failure());
      Replay read = Replay.read(written.write());
      assertEquals(written.told().catalogue(), read.told().catalogue());
      assertEquals(text(written), text(read));
      assertEquals(written.rule(), read.rule());
      assertEquals(written.scenario(), read.scenario());
      assertEquals(Replay.read(read.write()), read);
    }
  }

  /** What is malformed may be spelled with other white space. */
  private static List<String> text(Replay replay) {
    return replay.told().batches().stream()
        .map(batch -> batch.toString().replaceAll("\\s+", ""))
        .toList();
  }

  @Test
  void whatIsNoCounterexampleIsSaidToBeNone() {
    String right = Replay.of(Samples.of("over-with-users", 60).failures().get(0).failure()).write();
    List<String> wrong =
        List.of(
            "",
            "{",
            "[]",
            right + "{}",
            right.replace("REL-3", "REL-99"),
            right.replace("\"proxy\"", "\"target\""),
            right.replace("\"proxy\"", "\"nobody\""),
            right.replace("\"DomainUp\"", "\"Bogus\"").replace("domain:A", "seen"),
            right.replace("\"SHED\"", "\"NONE\"").replace("\"HOLD\"", "\"NONE\""),
            right.replaceFirst("\"told\"", "\"heard\""));
    List<String> read = new ArrayList<>();
    for (String text : wrong) {
      try {
        Replay.read(text);
        read.add(text);
      } catch (FormException e) {
        assertFalse(e.sentence().contains("\n"), e.sentence());
      }
    }
    assertEquals(List.of(), read);
  }

  /**
   * Times aside, and as long as nothing races, neither channels nor a subject's own threads:
   * handles are random, and do not show.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "over-with-users",
        "handles-by-number",
        "access-without-answer",
        "old-generation-reaches-new"
      })
  void theSameSeedAndSubjectGiveTheSameReport(String animal) {
    assertEquals(untimed(animal), untimed(animal));
  }

  private static String untimed(String animal) {
    Findings findings = Samples.of(animal, 60);
    assertFalse(findings.failures().isEmpty());
    return JsonReport.text(findings).replaceAll("\"seconds\" : [0-9.]+", "");
  }

  @Test
  void aHandleThatNobodyKnowsHasAPlaceholder() {
    String text = JsonReport.text(Samples.brokenDown());
    assertTrue(text.contains("made-up-1"), text);
    assertFalse(text.contains("secret-"), text);
  }

  @Test
  void aFolderHoldsOneReportAndNothingOfTheLast() throws IOException {
    ReportFolder report = new ReportFolder(folder.resolve("a/b"));
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/mine.txt"), "stays");
    report.write(Samples.of("over-with-users", 60));
    assertEquals(
        Set.of(
            "badge.svg",
            "failure-1.json",
            "failure-2.json",
            "index.html",
            "junit.xml",
            "mine.txt",
            "report.json"),
        names());
    report.write(Samples.of("one-thing-at-a-time-proxy", 5));
    assertEquals(
        Set.of("badge.svg", "index.html", "junit.xml", "mine.txt", "report.json"), names());
  }

  /** What was recorded is reported with the device and the place, and cannot be run again. */
  @Test
  void aTraceIsReportedAsACheckIs() throws Exception {
    Findings findings = Samples.recorded();
    String place = "device 'car <odd>' in some <&> trace, before line 11";
    JsonNode report = json(findings);
    assertEquals("trace", report.get("command").stringValue());
    assertEquals("RECORDED", report.get("subjects").get(0).get("ending").stringValue());
    assertEquals(3, report.get("subjects").get(0).get("scenarios").intValue());
    JsonNode failure = report.get("failures").get(0);
    assertEquals("REL-2", failure.get("rule").stringValue());
    assertEquals(place, failure.get("scenario").stringValue());
    assertEquals(2, failure.get("batches").get(0).get("told").size());
    assertFalse(failure.has("replay"));
    String outcome = failure.get("said").toString() + failure.get("allowed");
    assertTrue(outcome.matches(".*\"RELEASED\".*\"NOT_HELD\".*"), outcome);
    assertEquals("INCONCLUSIVE", report.get("failures").get(1).get("verdict").stringValue());

    Document junit = xml(JunitReport.text(findings));
    String message = elements(junit, "failure").get(0).getAttribute("message");
    assertTrue(message.startsWith(place), message);
    String page = Page.text(findings);
    assertTrue(page.contains("device 'car &lt;odd"), page);
    assertTrue(page.contains("<svg"));

    ReportFolder written = new ReportFolder(folder.resolve("a/b"));
    written.write(Samples.of("over-with-users", 60));
    written.write(findings);
    assertEquals(Set.of("badge.svg", "index.html", "junit.xml", "report.json"), names());
    assertEquals(Set.of(Rule.REL_2), JsonReport.broken(withoutUnclear(report)));
  }

  private static String withoutUnclear(JsonNode report) {
    ((ArrayNode) report.get("failures")).remove(1);
    return report.toString();
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("a/b"))) {
      return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
    }
  }
}
