package dev.holdfast.conformance.subject;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.TraceWriter;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/**
 * A subject whose conversations are recorded as a trace (PROTOCOL.md): for each scenario a reset,
 * what it was told and what it said, a sync after each batch, and a bye.
 */
public final class RecordedSubject implements Subject {
  private final Subject subject;
  private final Writer out;
  private final TraceWriter lines;
  private boolean begun;
  private long batches;

  /**
   * Records from now on.
   *
   * @param subject who is recorded; closed with this
   * @param device what to call it, or {@link dev.holdfast.conformance.wire.TraceLine#UNNAMED}
   * @param out where to; closed with this
   */
  public RecordedSubject(Subject subject, String device, Writer out) {
    this.subject = subject;
    this.out = out;
    this.lines = new TraceWriter(device, subject.role());
  }

  @Override
  public Role role() {
    return subject.role();
  }

  @Override
  public String name() {
    return subject.name();
  }

  @Override
  public void reset(Catalogue catalogue) throws SubjectException {
    subject.reset(catalogue);
    end();
    write(lines.begins(catalogue));
    begun = true;
  }

  @Override
  public List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
    batch.forEach(told -> write(lines.passed(told)));
    List<Envelope> all = subject.exchange(batch);
    all.forEach(said -> write(lines.passed(said)));
    write(lines.settled(++batches));
    return all;
  }

  private void end() {
    if (begun) {
      write(lines.ends());
    }
  }

  private void write(String line) {
    try {
      out.write(line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot record: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    subject.close();
    end();
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot record: " + e.getMessage(), e);
    }
  }
}
