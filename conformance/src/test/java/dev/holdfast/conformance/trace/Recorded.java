package dev.holdfast.conformance.trace;

import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.TraceWriter;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import java.util.ArrayList;
import java.util.List;

/** A subject of which traces are kept, one for each life. */
final class Recorded implements Subject {
  private final Subject subject;
  private final TraceWriter writer;
  private final List<List<String>> lives = new ArrayList<>();
  private long number;
  private boolean settled;

  Recorded(String device, Subject subject) {
    this.subject = subject;
    this.writer = new TraceWriter(device, subject.role());
  }

  /** Forgets all lives, and gives the trace of the first: complete, unless it broke down. */
  List<String> first() {
    List<String> first = lives.get(0);
    if (settled) {
      first.add(writer.ends());
    }
    lives.clear();
    return first;
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
    lives.add(new ArrayList<>(List.of(writer.begins(catalogue))));
    subject.reset(catalogue);
  }

  @Override
  public List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
    List<String> lines = lives.get(lives.size() - 1);
    batch.forEach(in -> lines.add(writer.passed(in)));
    settled = false;
    List<Envelope> said = subject.exchange(batch);
    settled = true;
    said.forEach(out -> lines.add(writer.passed(out)));
    lines.add(writer.settled(++number));
    return said;
  }

  @Override
  public void close() {
    subject.close();
  }
}
