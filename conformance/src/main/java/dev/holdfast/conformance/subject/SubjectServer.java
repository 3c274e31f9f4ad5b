package dev.holdfast.conformance.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.conformance.wire.Line;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.model.Envelope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The other end of a link: makes a subject in Java one that is spoken to in lines. */
public final class SubjectServer {
  private SubjectServer() {}

  /**
   * Serves one conversation.
   *
   * @param subject who is spoken to
   * @param from what the kit says
   * @param to where the answers go
   * @return whether the kit said bye
   * @throws IOException if it can be told or heard no more
   * @throws IllegalStateException if the subject cannot go on, or the kit is not understood
   */
  public static boolean serve(Subject subject, InputStream from, OutputStream to)
      throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(from, UTF_8));
    List<Envelope> batch = new ArrayList<>();
    try {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        Line.FromKit line = Wire.decodeKit(text);
        if (line instanceof Line.Greeting) {
          write(
              to, List.of(new Line.Hello(Line.VERSION, subject.role(), subject.name(), List.of())));
        } else if (line instanceof Line.Reset reset) {
          subject.reset(reset.catalogue());
        } else if (line instanceof Line.Said said) {
          batch.add(said.envelope());
        } else if (line instanceof Line.Sync sync) {
          List<Line> answer = new ArrayList<>();
          subject.exchange(List.copyOf(batch)).forEach(said -> answer.add(new Line.Said(said)));
          answer.add(new Line.Synced(sync.number()));
          write(to, answer);
          batch.clear();
        } else {
          return true;
        }
      }
      return false;
    } catch (SubjectException | WireException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static void write(OutputStream to, List<Line> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(Wire.encode(line)).append('\n'));
    to.write(text.toString().getBytes(UTF_8));
    to.flush();
  }
}
