package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.check.Report.Line;
import dev.holdfast.conformance.check.Tally;
import dev.holdfast.conformance.check.Verdict;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Judges traces. What it keeps depends on how many devices are live at the same time, and on what
 * each of them has to keep; neither on how long a trace is nor on how many devices there were.
 *
 * <p>Not thread-safe.
 */
public final class Judge {
  /** How many findings are kept. */
  public static final int LISTED = 20;

  private final Consumer<Finding> found;
  private final Queue<Finding> untold = new ConcurrentLinkedQueue<>();
  private final Tally tally = new Tally(EnumSet.allOf(Rule.class));
  private final Set<Role> roles = EnumSet.noneOf(Role.class);
  private final Set<Rule> broken = EnumSet.noneOf(Rule.class);
  private final List<Finding> findings = new ArrayList<>();
  private long unlisted;
  private long devices;
  private long messages;
  private boolean wrong;

  /**
   * A judge.
   *
   * @param found told of everything that is found, at once
   */
  public Judge(Consumer<Finding> found) {
    this.found = found;
  }

  /**
   * Judges one file alone.
   *
   * @param file which
   * @param progress told now and then how many bytes have been read
   * @return what came of it
   * @throws IOException if it cannot be read
   * @throws InterruptedException if this thread is interrupted
   */
  public static Trace judge(Path file, LongConsumer progress)
      throws IOException, InterruptedException {
    Judge judge = new Judge(finding -> {});
    try (Source source = Source.of(file)) {
      judge.judge(source, progress);
    }
    return judge.trace();
  }

  /**
   * Judges one source; devices of different sources have nothing to do with each other. Threads of
   * its own do so in turn; this one tells what is found. If it cannot be read on, that is a
   * finding: a trace that ends in the middle is what a system leaves that has crashed.
   *
   * @param source what to read; it is not closed
   * @param progress told now and then how many bytes have been read
   * @throws InterruptedException if this thread is interrupted; what was read until then is judged
   */
  public void judge(Source source, LongConsumer progress) throws InterruptedException {
    Devices its = new Devices(source.name(), this);
    Runnable meanwhile =
        () -> {
          tell();
          progress.accept(source.read());
        };
    try (Relay relay = new Relay(source, lines -> hear(its, lines))) {
      relay.handOn(meanwhile);
      its.end(Optional.empty());
    } catch (IOException e) {
      String why = "it cannot be read on: " + e.getMessage();
      its.end(Optional.of(why));
      find(Finding.unclear(source.name(), why));
    } catch (InterruptedException e) {
      its.end(Optional.of("the judging was interrupted"));
      throw e;
    } finally {
      tell();
    }
  }

  /** In the thread of whoever has something judged. */
  private void tell() {
    for (Finding next = untold.poll(); next != null; next = untold.poll()) {
      found.accept(next);
    }
  }

  /** Judges lines of devices, but for the counting, which can be done at any time. */
  Runnable hear(Devices devices, List<TraceLine> lines) {
    List<Exchange> explained = devices.hear(lines);
    return () -> explained.forEach(tally::count);
  }

  void begins(Role role) {
    devices++;
    roles.add(role);
  }

  void judged(int count) {
    messages += count;
  }

  void find(Finding finding) {
    broken.addAll(finding.rules());
    wrong |= finding.verdict() == Verdict.FAIL;
    findings.add(finding);
    if (findings.size() > LISTED) {
      findings.remove(leastTelling());
      unlisted++;
    }
    untold.add(finding);
  }

  /** The last that is no FAIL, if there is one; else the last. */
  private int leastTelling() {
    for (int i = findings.size() - 1; i >= 0; i--) {
      if (findings.get(i).verdict() != Verdict.FAIL) {
        return i;
      }
    }
    return findings.size() - 1;
  }

  /**
   * What has come of it so far.
   *
   * @return the verdict; never PASS if no rule's condition arose
   */
  public Trace trace() {
    Role role = roles.size() == 1 ? roles.iterator().next() : Role.DEVICE;
    Map<Rule, Line> lines = tally.lines(roles.isEmpty() ? Set.of(Role.DEVICE) : roles, broken);
    boolean kept = lines.values().stream().anyMatch(line -> line.verdict() == Verdict.PASS);
    Verdict verdict =
        wrong
            ? Verdict.FAIL
            : !findings.isEmpty() ? Verdict.INCONCLUSIVE : kept ? Verdict.PASS : Verdict.NOT_RUN;
    return new Trace(role, lines, devices, messages, verdict, List.copyOf(findings), unlisted);
  }
}
