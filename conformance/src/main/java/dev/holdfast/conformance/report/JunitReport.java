package dev.holdfast.conformance.report;

import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.cli.Text;
import dev.holdfast.model.Rule;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Findings for build servers: {@code junit.xml}. A suite for every role; in it a test for every
 * rule, and one for the conversation as a whole.
 */
final class JunitReport {
  private JunitReport() {}

  /** What is wrong with a test. */
  private record Flaw(String element, String message, String text) {}

  /** One test. */
  private record Case(String name, Optional<Flaw> flaw) {
    boolean has(String element) {
      return flaw.filter(its -> its.element().equals(element)).isPresent();
    }
  }

  /** The tests of one role. */
  private record Suite(String name, double seconds, List<Case> cases) {
    long count(String element) {
      return cases.stream().filter(test -> test.has(element)).count();
    }
  }

  static String text(Findings findings) {
    List<Suite> suites =
        new ArrayList<>(findings.reports().stream().map(r -> suite(findings, r)).toList());
    findings
        .trouble()
        .ifPresent(
            why ->
                suites.add(
                    new Suite(
                        "holdfast",
                        0,
                        Stream.concat(
                                Stream.of(
                                    new Case(
                                        "the subject",
                                        Optional.of(new Flaw("error", "HARNESS_ERROR", why)))),
                                findings.reports().isEmpty()
                                    ? findings.rules().stream().map(rule -> notRun(rule, why))
                                    : Stream.of())
                            .toList())));
    try {
      return write(suites);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e); // it is written to memory
    }
  }

  private static Case notRun(Rule rule, String why) {
    return new Case(name(rule), Optional.of(new Flaw("skipped", "NOT_RUN: " + why, "")));
  }

  private static Suite suite(Findings findings, Report report) {
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("the conversation", conversation(findings, report)));
    findings
        .rules()
        .forEach(rule -> cases.add(new Case(name(rule), settled(findings, report, rule))));
    return new Suite("holdfast." + JsonReport.lower(report.role()), report.nanos() / 1e9, cases);
  }

  private static String name(Rule rule) {
    return rule.id() + ": " + rule.text();
  }

  private static Optional<Flaw> conversation(Findings findings, Report report) {
    Optional<Failure> broken =
        report.failures().stream().filter(failure -> failure.rule().isEmpty()).findFirst();
    if (broken.isPresent()) {
      Verdict verdict = broken.get().verdict();
      return Optional.of(
          new Flaw(
              verdict == Verdict.FAIL ? "failure" : "error",
              verdict + ": " + findings.sentence(broken.get()),
              text(broken.get())));
    }
    if (report.ending() == Report.Ending.INTERRUPTED) {
      String message =
          "INCONCLUSIVE: interrupted after "
              + (report.scenarios() < report.planned() ? report.scenarios() + " of " : "")
              + Text.count(report.planned(), findings.unit());
      return Optional.of(new Flaw("error", message, ""));
    }
    return report.scenarios() > 0
        ? Optional.empty()
        : Optional.of(new Flaw("skipped", "NOT_RUN: there was no " + findings.unit(), ""));
  }

  /** With a baseline, what is known is skipped, and what is not so any more fails. */
  private static Optional<Flaw> settled(Findings findings, Report report, Rule rule) {
    Optional<Flaw> flaw = flaw(findings, report, rule);
    if (findings.baseline().filter(known -> known.rules().contains(rule)).isEmpty()) {
      return flaw;
    }
    if (findings.line(rule).verdict() == Verdict.PASS) {
      return Optional.of(
          new Flaw("failure", "FAIL: the baseline lists it, though it is not broken any more", ""));
    }
    return flaw.map(
        its ->
            its.element().equals("failure")
                ? new Flaw("skipped", "KNOWN_FAILURE: " + its.message(), its.text())
                : its);
  }

  private static Optional<Flaw> flaw(Findings findings, Report report, Rule rule) {
    Verdict verdict =
        Optional.ofNullable(report.lines().get(rule)).map(Line::verdict).orElse(Verdict.NOT_RUN);
    Optional<Failure> failure =
        report.failures().stream().filter(f -> f.rule().equals(Optional.of(rule))).findFirst();
    return switch (verdict) {
      case PASS -> Optional.empty();
      case FAIL ->
          Optional.of(
              new Flaw(
                  "failure",
                  failure.map(findings::sentence).orElse("broken"),
                  failure.map(JunitReport::text).orElse("")));
      case NOT_RUN -> Optional.of(new Flaw("skipped", "NOT_RUN: its condition never arose", ""));
      case NOT_APPLICABLE ->
          Optional.of(
              new Flaw(
                  "skipped",
                  "NOT_APPLICABLE: it does not oblige a " + JsonReport.lower(report.role()),
                  ""));
      case INCONCLUSIVE, HARNESS_ERROR -> Optional.of(new Flaw("error", verdict.name(), ""));
    };
  }

  private static String text(Failure failure) {
    return String.join("\n", FailureText.lines(failure));
  }

  private static String write(List<Suite> suites) throws XMLStreamException {
    StringWriter text = new StringWriter();
    XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "holdfast");
    for (Suite suite : suites) {
      xml.writeCharacters("\n  ");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", suite.name());
      xml.writeAttribute("tests", String.valueOf(suite.cases().size()));
      xml.writeAttribute("failures", String.valueOf(suite.count("failure")));
      xml.writeAttribute("errors", String.valueOf(suite.count("error")));
      xml.writeAttribute("skipped", String.valueOf(suite.count("skipped")));
      xml.writeAttribute("time", String.format(Locale.ROOT, "%.1f", suite.seconds()));
      for (Case test : suite.cases()) {
        write(xml, suite, test);
      }
      xml.writeCharacters("\n  ");
      xml.writeEndElement();
    }
    xml.writeCharacters("\n");
    xml.writeEndDocument();
    xml.close();
    return text + "\n";
  }

  private static void write(XMLStreamWriter xml, Suite suite, Case test) throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", suite.name());
    xml.writeAttribute("name", test.name());
    if (test.flaw().isPresent()) {
      Flaw flaw = test.flaw().get();
      xml.writeStartElement(flaw.element());
      xml.writeAttribute("message", Text.printable(Text.oneLine(flaw.message())));
      if (!flaw.text().isEmpty()) {
        xml.writeCharacters(Text.printable(flaw.text()));
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }
}
