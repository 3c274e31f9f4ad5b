package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.check.Failure;
import dev.holdfast.conformance.oracle.Judgement;
import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.oracle.Judgement.Unsettled;
import dev.holdfast.conformance.oracle.Oracle;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.TraceLine.Begins;
import dev.holdfast.conformance.wire.TraceLine.Passed;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One device, from where it begins to where it ends. Not thread-safe. */
final class Life {
  /** How many messages there may be between two syncs: they are kept until then. */
  static final int MOST = 1 << 16;

  private final Begins begins;
  private final Role role;
  private final Oracle oracle;
  private final List<Envelope> told = new ArrayList<>();
  private final List<Envelope> said = new ArrayList<>();
  private final Map<Direction, Long> sequences = new HashMap<>();
  private long messages;

  private record Direction(Channel channel, boolean heard) {}

  /** Nothing more can be said of the device. */
  static final class Over extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, Finding> finding;

    private Over(Function<String, Finding> finding) {
      super(null, null, false, false);
      this.finding = finding;
    }

    /** Nobody can tell whether it keeps the rules. */
    static Over unclear(String why) {
      return new Over(where -> Finding.unclear(where, why));
    }

    /** The same, of the device at this place. */
    Finding finding(String where) {
      return finding.apply(where);
    }
  }

  Life(Begins begins) {
    this.begins = begins;
    this.role = begins.role();
    this.oracle = new Oracle(begins.role(), begins.catalogue());
  }

  /** Hears one more message. */
  void hear(Passed passed) throws Over {
    Envelope envelope = passed.envelope();
    boolean heard = role.hears(envelope);
    if (!heard && !role.says(envelope)) {
      throw Over.unclear("it holds what its role does not have: " + envelope);
    }
    checkSequence(passed, heard);
    (heard ? told : said).add(envelope);
    if (unsettled() > MOST) {
      throw Over.unclear("there are more than " + MOST + " messages without a sync");
    }
  }

  private void checkSequence(Passed passed, boolean heard) throws Over {
    boolean none = passed.sequence() == 0;
    if (none && sequences.isEmpty()) {
      return;
    }
    boolean first = messages == 0 && unsettled() == 0;
    if (none || (sequences.isEmpty() && !first)) {
      throw Over.unclear("some of its messages have a seq, and some have none");
    }
    Direction direction = new Direction(passed.envelope().channel(), heard);
    long due = sequences.getOrDefault(direction, 0L) + 1;
    if (passed.sequence() != due) {
      throw Over.unclear("its seq is " + passed.sequence() + " where " + due + " is due");
    }
    sequences.put(direction, due);
  }

  /** How many messages there are that are not judged. */
  int unsettled() {
    return told.size() + said.size();
  }

  /** Judges what was heard since the last time: how it can have come about. */
  List<Exchange> settle() throws Over {
    messages += unsettled();
    Judgement judgement = oracle.overhear(told, said);
    told.clear();
    said.clear();
    if (judgement instanceof Refuted refuted) {
      throw new Over(
          where ->
              new Finding(
                  refuted.rules(),
                  Failure.overheard(where, begins.role(), begins.catalogue(), refuted)));
    }
    if (judgement instanceof Unsettled unsettled) {
      throw Over.unclear(unsettled.why());
    }
    return ((Explained) judgement).exchanges();
  }

  /** Checks that everything is judged, and that there was something. */
  void end() throws Over {
    if (unsettled() > 0) {
      throw Over.unclear("its last messages have no sync after them");
    }
    if (messages == 0) {
      throw Over.unclear("it has no message");
    }
  }
}
