package dev.holdfast.conformance.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.conformance.check.Checker;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.subject.RecordedSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.TraceWriter;
import dev.holdfast.conformance.zoo.Animal;
import dev.holdfast.conformance.zoo.Zoo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Traces to judge. */
final class Traces {
  private static final List<String> KINDS =
      List.of(
          "one-thing-at-a-time-proxy",
          "one-thing-at-a-time-target",
          "device-of-machines",
          "over-with-users",
          "shed-at-medium",
          "device-over-with-users");

  private Traces() {}

  /** A trace that breaks a rule. */
  static List<String> wrong(String device) {
    int seed = KINDS.indexOf("over-with-users");
    while (judge(trace(device, seed)).verdict() != Verdict.FAIL) {
      seed += KINDS.size();
    }
    return trace(device, seed);
  }

  /** A trace of a device, right or wrong, of any role: a walk that only the seed decides. */
  static List<String> trace(String device, int seed) {
    String kind = KINDS.get(Math.floorMod(seed, KINDS.size()));
    Animal animal =
        Zoo.java().stream().filter(its -> its.name().equals(kind)).findFirst().orElseThrow();
    Scenario walk = new Walks(animal.role(), seed).walk(seed & 0xff);
    return recorded(device, animal, its -> new Checker(its).replay(walk, 1, done -> {}));
  }

  /** The trace of the first life that an animal has in some work. */
  static List<String> recorded(String device, Animal animal, Consumer<Subject> work) {
    StringWriter out = new StringWriter();
    try (Subject its = new RecordedSubject(animal.maker().make(), device, out)) {
      work.accept(its);
    } catch (SubjectException e) {
      throw new IllegalStateException(e);
    }
    List<String> lines = out.toString().lines().toList();
    String bye = new TraceWriter(device, animal.role()).ends();
    return lines.subList(0, lines.indexOf(bye) + 1);
  }

  static byte[] bytes(List<String> lines) {
    return lines.stream().collect(Collectors.joining("\n", "", "\n")).getBytes(UTF_8);
  }

  static Trace judge(List<String> lines) {
    return judge(bytes(lines));
  }

  static Trace judge(byte[] bytes) {
    Judge judge = new Judge(finding -> {});
    try (Source source = Source.of("trace", new ByteArrayInputStream(bytes))) {
      judge.judge(source, read -> {});
      return judge.trace();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
