package dev.holdfast.conformance.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.conformance.wire.Line;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.Wire;
import dev.holdfast.conformance.wire.WireException;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.InMemoryTargetOs;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The other end of a link: a subject in Java that is spoken to in lines. */
public final class Served {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Served() {}

  /**
   * Serves over standard input and output.
   *
   * @param names the subject's
   * @throws IOException if it can be told or heard no more
   */
  public static void main(String[] names) throws IOException {
    serve(named(names[0]), System.in, System.out);
    System.exit(0);
  }

  /** An animal of the zoo, or one that is built in. */
  static Subject named(String name) {
    try {
      return switch (name) {
        case "built-in-proxy" -> port(Role.PROXY, ConcurrentProxy::new);
        case "built-in-target" -> port(Role.TARGET, InMemoryTargetOs::new);
        default ->
            Zoo.java().stream()
                .filter(animal -> animal.name().equals(name))
                .findFirst()
                .orElseThrow()
                .maker()
                .make();
      };
    } catch (SubjectException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Subject port(Role role, Port.Factory factory) {
    return new PortSubject(role, "built-in", factory, PATIENCE);
  }

  /**
   * Serves one conversation.
   *
   * @return whether the kit said bye
   */
  static boolean serve(Subject subject, InputStream from, OutputStream to) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(from, UTF_8));
    List<Envelope> batch = new ArrayList<>();
    try {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        Line.FromKit line = Wire.decodeKit(text);
        if (line instanceof Line.Greeting) {
          write(to, List.of(new Line.Hello(1, subject.role(), subject.name(), List.of())));
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
      throw new IllegalStateException(e);
    }
  }

  private static void write(OutputStream to, List<Line> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(Wire.encode(line)).append('\n'));
    to.write(text.toString().getBytes(UTF_8));
    to.flush();
  }
}
