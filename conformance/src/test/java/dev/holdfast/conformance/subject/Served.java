package dev.holdfast.conformance.subject;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.InMemoryTargetOs;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The other end of a link: subjects in Java that are spoken to in lines. */
public final class Served {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Served() {}

  /**
   * Serves over standard input and output.
   *
   * @param names the subject's; or a role, and a file that names a subject, whenever a scenario
   *     begins another one
   * @throws IOException if it can be told or heard no more
   */
  public static void main(String[] names) throws IOException {
    Subject subject =
        names.length == 1 ? named(names[0]) : new InTurn(Role.valueOf(names[0]), Path.of(names[1]));
    SubjectServer.serve(subject, System.in, System.out);
    System.exit(0);
  }

  /**
   * Starts it as a child.
   *
   * @param names what {@link #main} takes
   * @return the child
   * @throws SubjectException if it does not start
   */
  public static Subject child(String... names) throws SubjectException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Served.class.getName()));
    command.addAll(List.of(names));
    return new ChildSubject(command, PATIENCE);
  }

  /** Many subjects of one role, one after the other: the one that a file names. */
  private static final class InTurn implements Subject {
    private final Role role;
    private final Path file;
    private String name = "";
    private Optional<Subject> subject = Optional.empty();

    InTurn(Role role, Path file) {
      this.role = role;
      this.file = file;
    }

    @Override
    public Role role() {
      return role;
    }

    @Override
    public String name() {
      return "many";
    }

    @Override
    public void reset(Catalogue catalogue) throws SubjectException {
      try {
        String named = Files.readString(file);
        if (!named.equals(name)) {
          close();
          name = named;
          subject = Optional.of(named(named));
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      subject.orElseThrow().reset(catalogue);
    }

    @Override
    public List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
      return subject.orElseThrow().exchange(batch);
    }

    @Override
    public void close() {
      subject.ifPresent(Subject::close);
    }
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
}
