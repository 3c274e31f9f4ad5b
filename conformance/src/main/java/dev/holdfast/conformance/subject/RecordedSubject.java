package dev.holdfast.conformance.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.conformance.wire.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.StringNode;

/**
 * A subject whose conversations are recorded, as lines of the wire protocol: a reset for each
 * scenario, what it was told and what it said, a sync after each batch, and at last a bye.
 */
public final class RecordedSubject implements Subject {
  private final Subject subject;
  private final Writer file;
  private long batches;

  /**
   * Records from now on.
   *
   * @param subject who is recorded; closed with this
   * @param path where to
   * @throws IOException if the file cannot be written
   */
  public RecordedSubject(Subject subject, Path path) throws IOException {
    this.subject = subject;
    this.file = Files.newBufferedWriter(path, UTF_8);
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
    write(new Line.Reset(catalogue));
  }

  @Override
  public List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
    batch.forEach(told -> write(new Line.Said(plain(told))));
    List<Envelope> all = subject.exchange(batch);
    all.forEach(said -> write(new Line.Said(said)));
    write(new Line.Sync(++batches));
    return all;
  }

  /** What is no word of a domain is recorded as a text: it may look like one of the subject's. */
  private static Envelope plain(Envelope told) {
    return told.message() instanceof Message.Malformed malformed
        ? new Envelope(
            told.channel(), new Message.Malformed(StringNode.valueOf(malformed.text()).toString()))
        : told;
  }

  private void write(Line line) {
    try {
      file.write(Wire.encode(line) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot record: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    subject.close();
    write(new Line.Bye());
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot record: " + e.getMessage(), e);
    }
  }
}
