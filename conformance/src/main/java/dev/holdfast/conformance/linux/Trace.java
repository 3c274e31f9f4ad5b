package dev.holdfast.conformance.linux;

import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.check.Tally;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.oracle.Judgement;
import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.oracle.Judgement.Unsettled;
import dev.holdfast.conformance.oracle.Oracle;
import dev.holdfast.conformance.wire.Line.Bye;
import dev.holdfast.conformance.wire.Line.Reset;
import dev.holdfast.conformance.wire.Line.Said;
import dev.holdfast.conformance.wire.Line.Sync;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Rule;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * What the oracle makes of a recording of a device.
 *
 * @param lines per rule what came of it
 * @param messages how many messages were judged
 * @param verdict of the recording as a whole: FAIL if a rule is broken, INCONCLUSIVE if it is not
 *     complete or not understood, else PASS; how many rules never arose is in the lines
 * @param sentence what is wrong, or nothing
 */
public record Trace(
    Map<Rule, Line> lines, long messages, Verdict verdict, Optional<String> sentence) {

  /**
   * Judges a recording.
   *
   * @param file lines of the wire protocol: a reset, messages and syncs, a bye
   * @param progress told now and then how many messages are judged
   * @return what came of it
   * @throws IOException if the file cannot be read
   */
  public static Trace judge(Path file, LongConsumer progress) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      return new Judge(progress).judge(in);
    }
  }

  /**
   * What came of one rule.
   *
   * @param rule which
   * @return its verdict
   */
  public Verdict verdict(Rule rule) {
    return Optional.ofNullable(lines.get(rule)).map(Line::verdict).orElse(Verdict.NOT_RUN);
  }

  private static final class Judge {
    private final LongConsumer progress;
    private final Tally tally = new Tally(EnumSet.allOf(Rule.class));
    private Optional<Oracle> oracle = Optional.empty();
    private final List<Envelope> told = new ArrayList<>();
    private final List<Envelope> said = new ArrayList<>();
    private long messages;

    Judge(LongConsumer progress) {
      this.progress = progress;
    }

    Trace judge(BufferedReader in) throws IOException {
      long number = 0;
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        number++;
        try {
          dev.holdfast.conformance.wire.Line line = read(text);
          if (line instanceof Reset reset && oracle.isEmpty()) {
            oracle = Optional.of(new Oracle(Role.DEVICE, reset.catalogue()));
          } else if (line instanceof Said one) {
            (Role.DEVICE.hears(one.envelope()) ? told : said).add(one.envelope());
          } else if (line instanceof Sync && oracle.isPresent()) {
            Optional<Trace> bad = batch(oracle.get(), number);
            if (bad.isPresent()) {
              return bad.get();
            }
          } else if (line instanceof Bye && told.isEmpty() && said.isEmpty() && messages > 0) {
            return end(Verdict.PASS, Set.of(), Optional.empty());
          } else {
            return inconclusive("line " + number + " has no place there");
          }
        } catch (WireException e) {
          return inconclusive("line " + number + " is not understood: " + e.getMessage());
        }
      }
      return inconclusive("the recording breaks off after line " + number);
    }

    private static dev.holdfast.conformance.wire.Line read(String text) throws WireException {
      try {
        return Wire.decode(text);
      } catch (WireException e) { // then it was told
        return Wire.decodeKit(text);
      }
    }

    private Optional<Trace> batch(Oracle oracle, long number) {
      Judgement judgement = oracle.judge(List.copyOf(told), List.copyOf(said));
      messages += told.size() + said.size();
      progress.accept(messages);
      told.clear();
      said.clear();
      if (judgement instanceof Refuted refuted) {
        return Optional.of(
            end(
                Verdict.FAIL,
                refuted.rules().isEmpty() ? Set.of() : EnumSet.copyOf(refuted.rules()),
                Optional.of(
                    "before line "
                        + number
                        + ", after "
                        + refuted.wrong().in()
                        + " it said "
                        + refuted.wrong().out()
                        + ", where the model allows "
                        + refuted.allowed())));
      }
      if (judgement instanceof Unsettled unsettled) {
        return Optional.of(inconclusive("before line " + number + ": " + unsettled.why()));
      }
      ((Explained) judgement).exchanges().forEach(tally::count);
      return Optional.empty();
    }

    private Trace inconclusive(String why) {
      return end(Verdict.INCONCLUSIVE, Set.of(), Optional.of(why));
    }

    private Trace end(Verdict verdict, Set<Rule> broken, Optional<String> sentence) {
      return new Trace(tally.lines(Role.DEVICE, broken), messages, verdict, sentence);
    }
  }
}
