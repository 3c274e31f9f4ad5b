package dev.holdfast.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.conformance.check.Assignment;
import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Report;
import dev.holdfast.conformance.check.Requirements;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.trace.Judge;
import dev.holdfast.conformance.trace.Source;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.model.Conformance;
import dev.holdfast.model.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Findings to make reports of, each found by a real check of a known implementation. */
final class Samples {
  private static final List<Findings> ALL =
      List.of(
          inEveryRole(),
          of("one-thing-at-a-time-proxy", 5),
          of("over-with-users", 60),
          of("handles-by-number", 20),
          brokenDown(),
          interrupted(),
          recorded(),
          nobody());

  private Samples() {}

  static Findings of(String animal, int walks) {
    return findings(List.of(check(animal, walks, Assignment.everything())), Optional.empty());
  }

  static Findings inEveryRole() {
    return findings(
        Stream.of("over-with-users", "one-thing-at-a-time-target", "device-of-machines")
            .map(animal -> check(animal, 20, Assignment.everything()))
            .toList(),
        Optional.empty());
  }

  static Findings interrupted() {
    Assignment never =
        new Assignment(Assignment.everything().rules(), Assignment.Until.NOTHING_NEW, () -> true);
    return findings(List.of(check("one-thing-at-a-time-target", 5, never)), Optional.empty());
  }

  /** Of three devices: one keeps the rules, one does not, and one is not recorded to its end. */
  static Findings recorded() {
    String right =
        """
        {"device":"phone","control":"reset","role":"proxy","programs":{},"keepsWarm":[],"profile":"HOLD"}
        {"device":"phone","channel":"domain:A","message":{"type":"DomainUp","epoch":1}}
        {"device":"phone","channel":"domain:A","message":{"type":"Release","id":1,"process":{"pid":1,"incarnation":1},"resource":"x"}}
        {"device":"phone","channel":"domain:A","message":{"type":"Released","id":1,"outcome":"NOT_HELD"}}
        {"device":"phone","control":"sync","number":1}
        """;
    String wrong = right.replace("NOT_HELD", "RELEASED").replace("phone", "car <odd>");
    String all = right + "{\"device\":\"phone\",\"control\":\"bye\"}\n" + wrong + right;
    String name = "some <&> trace";
    Judge judge = new Judge(finding -> {});
    try (Source source = Source.of(name, new ByteArrayInputStream(all.getBytes(UTF_8)))) {
      judge.judge(source, read -> {});
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Findings.of(judge.trace(), List.of(name), Instant.EPOCH, Report.Ending.RECORDED);
  }

  static Findings nobody() {
    return findings(List.of(), Optional.of("there was nobody <&> \u0000\uffff"));
  }

  /** Of every kind: what passes, fails by one rule or several, breaks down, or never began. */
  static Stream<Findings> all() {
    return ALL.stream();
  }

  /** A proxy that says what no wire can carry, then throws. */
  static Findings brokenDown() {
    Subject odd = new OddSubject();
    Report report = new Checker(odd).run(walks(Role.PROXY, 10), 1, done -> {});
    return findings(List.of(report), Optional.empty());
  }

  private static Report check(String animal, int walks, Assignment assignment) {
    try (Subject subject = animal(animal)) {
      return new Checker(subject, assignment).run(walks(subject.role(), walks), 1, done -> {});
    }
  }

  static Subject animal(String name) {
    try {
      return Zoo.java().stream()
          .filter(its -> its.name().equals(name))
          .findFirst()
          .orElseThrow()
          .maker()
          .make();
    } catch (SubjectException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Scenario> walks(Role role, int count) {
    return IntStream.range(0, count).mapToObj(new Walks(role, 1)::walk).toList();
  }

  private static Findings findings(List<Report> reports, Optional<String> trouble) {
    return new Findings(
        Requirements.current(),
        Conformance.FULL,
        List.of(Rule.values()),
        new Evidence.Told(1, List.of("--", "sh", "-c", "it's <here> & \"there\"")),
        Instant.EPOCH,
        reports,
        trouble,
        Optional.empty());
  }
}
