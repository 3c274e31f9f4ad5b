package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.conformance.wire.TraceLine.Begins;
import dev.holdfast.conformance.wire.TraceLine.Ends;
import dev.holdfast.conformance.wire.TraceLine.Garbled;
import dev.holdfast.conformance.wire.TraceLine.OfDevice;
import dev.holdfast.conformance.wire.TraceLine.Passed;
import dev.holdfast.conformance.wire.TraceLine.Settled;
import dev.holdfast.conformance.wire.TraceLine.Strange;
import dev.holdfast.model.Exchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The devices of one source, each judged by its own lines alone. A name is a device's from where it
 * begins to where it ends, and then free for another. Not thread-safe.
 */
final class Devices {
  /** After so many findings nothing more is judged: of whom there is a finding is remembered. */
  private static final int MOST = 100_000;

  private final String source;
  private final Judge judge;
  private final Map<String, Stage> stages = new HashMap<>();
  private List<Exchange> explained = List.of();
  private long number;
  private int found;

  /** What becomes of the lines with a device's name. */
  private sealed interface Stage {}

  /** They are judged. */
  private record Live(Life life) implements Stage {}

  /** They are passed over until the device ends: it has a finding. */
  private record Found() implements Stage {}

  /** They are passed over for good: whose they are is not known any more. */
  private record Shared() implements Stage {}

  Devices(String source, Judge judge) {
    this.source = source;
    this.judge = judge;
  }

  /** Hears the next lines: how what they tell can have come about. */
  List<Exchange> hear(List<TraceLine> lines) {
    explained = new ArrayList<>();
    lines.forEach(this::hear);
    return explained;
  }

  private void hear(TraceLine line) {
    number++;
    if (found >= MOST) {
      return;
    }
    // What comes most often is told by its class. Which interface it was asked for last, Java 17
    // writes into a class, and threads that ask for different ones wait for each other.
    if (line instanceof Passed its) {
      hearOf(its);
    } else if (line instanceof Settled its) {
      hearOf(its);
    } else if (line instanceof OfDevice its) {
      hearOf(its);
    } else if (line instanceof Garbled garbled) {
      lose(garbled);
    }
  }

  private void hearOf(OfDevice line) {
    Optional<Stage> stage = Optional.ofNullable(stages.get(line.device()));
    if (stage.isEmpty()) {
      begin(line);
    } else if (stage.get() instanceof Live live) {
      goOn(live.life(), line);
    } else if (stage.get() instanceof Found && line instanceof Ends) {
      stages.remove(line.device());
    } else if (stage.get() instanceof Found && line instanceof Begins) {
      stages.put(line.device(), new Shared());
    }
  }

  private void begin(OfDevice line) {
    if (line instanceof Begins begins) {
      judge.begins(begins.role());
      stages.put(line.device(), new Live(new Life(begins)));
    } else {
      String why =
          line instanceof Strange strange
              ? notUnderstood(strange.why())
              : "there is no reset before it";
      unclear(line.device(), "line " + number, why);
      if (line instanceof Ends) {
        stages.remove(line.device());
      }
    }
  }

  private static String notUnderstood(String why) {
    return "it is not understood: " + why;
  }

  private void goOn(Life life, OfDevice line) {
    try {
      if (line instanceof Passed passed) {
        life.hear(passed);
      } else if (line instanceof Settled) {
        judge.judged(life.unsettled());
        explained.addAll(life.settle());
      } else if (line instanceof Ends) {
        life.end();
        stages.remove(line.device());
      } else if (line instanceof Begins) {
        throw Life.Over.unclear(
            "there is a reset without a bye before it: the recording broke off, or two devices"
                + " have one name");
      } else if (line instanceof Strange strange) {
        throw Life.Over.unclear(notUnderstood(strange.why()));
      }
    } catch (Life.Over over) {
      String place = (line instanceof Settled ? "before line " : "line ") + number;
      find(line.device(), place, over);
      if (line instanceof Begins) {
        stages.put(line.device(), new Shared());
      } else if (line instanceof Ends) {
        stages.remove(line.device());
      }
    }
  }

  /** The line may be any device's. */
  private void lose(Garbled garbled) {
    long live = stages.values().stream().filter(Live.class::isInstance).count();
    stages.replaceAll((device, stage) -> stage instanceof Live ? new Found() : stage);
    judge.find(
        Finding.unclear(
            source + ", line " + number,
            notUnderstood(garbled.why())
                + (live > 1 ? " (it may belong to any of " + live + " devices)" : "")));
  }

  /** Nothing more comes: for this reason, or because there is nothing more. */
  void end(Optional<String> reason) {
    String why = reason.orElse("the trace breaks off: there is no bye");
    for (String device : List.copyOf(stages.keySet())) {
      if (stages.get(device) instanceof Live) {
        unclear(device, "after line " + number, why);
      }
    }
    if (number == 0 && reason.isEmpty()) {
      judge.find(Finding.unclear(source, "there is no line in it"));
    }
  }

  private void unclear(String device, String place, String why) {
    find(device, place, Life.Over.unclear(why));
  }

  private void find(String device, String place, Life.Over over) {
    stages.replace(device, new Found());
    stages.putIfAbsent(device, new Found());
    String whose = device.equals(TraceLine.UNNAMED) ? "" : "device '" + device + "' in ";
    judge.find(over.finding(whose + source + ", " + place));
    found++;
    if (found == MOST) {
      stages.clear();
      judge.find(
          Finding.unclear(
              source + ", after line " + number,
              "what follows is not judged: there are already " + MOST + " findings"));
    }
  }
}
