package dev.holdfast.conformance.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows on standard error how far a long task has come, when it has taken two seconds: a bar on a
 * terminal, else a line now and then. Not thread-safe.
 */
public final class Progress implements LongConsumer, AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

  private final String task;
  private final String unit;
  private final long total;
  private final PrintWriter err;
  private final long begun = System.nanoTime();
  private Optional<ProgressBar> bar = Optional.empty();
  private long due = PATIENCE;

  /**
   * Progress of one task, which begins now.
   *
   * @param task what is being done
   * @param unit of what it does how many, in the singular
   * @param total how many there will be; -1 if that is not known
   * @param err where lines go; a bar goes to the terminal
   */
  public Progress(String task, String unit, long total, PrintWriter err) {
    this.task = task;
    this.unit = unit;
    this.total = total;
    this.err = err;
  }

  @Override
  public void accept(long done) {
    long spent = System.nanoTime() - begun;
    if (spent < due) {
      return;
    }
    if (Screen.TERMINAL) {
      bar = Optional.of(bar.orElseGet(this::open).stepTo(done));
      return;
    }
    due = spent + PAUSE;
    err.println(line(done));
    err.flush();
  }

  private String line(long done) {
    return line(done, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
  }

  /** With how many a second, and, where the total is known, how long the rest takes at that. */
  String line(long done, long seconds) {
    String of = total < 0 ? "" : " of " + Text.number(total);
    double rate = (double) done / Math.max(seconds, 1);
    String left =
        total < done || done == 0
            ? ""
            : ", " + Text.number(Math.round((total - done) / rate)) + " s left";
    return task
        + ": "
        + Text.count(done, unit)
        + of
        + ", "
        + Text.number(seconds)
        + " s, "
        + (rate < 10 ? String.format(Locale.ROOT, "%.1f", rate) : Text.number(Math.round(rate)))
        + " a second"
        + left;
  }

  private ProgressBar open() {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .startsFrom(0, Duration.ofNanos(System.nanoTime() - begun))
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(
                new DelegatingProgressBarConsumer(
                    text -> System.err.print("\r" + text), Text.WIDTH - 1))
            .clearDisplayOnFinish();
    if (total < 0) {
      builder.setRenderer((state, width) -> line(state.getCurrent()));
    }
    return builder.build();
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
