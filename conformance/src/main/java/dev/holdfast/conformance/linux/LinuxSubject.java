package dev.holdfast.conformance.linux;

import dev.holdfast.conformance.scenario.Scenario;
import dev.holdfast.conformance.subject.ChildSubject;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.subject.SubjectException.Kind;
import dev.holdfast.conformance.subject.SubjectServer;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Level;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Port;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Rule;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The Linux target OS and its proxy as a subject: a process of its own, whose target processes are
 * real, and do what the kit wants ({@link Enacted}).
 */
public final class LinuxSubject implements Subject {
  /** The rules whose condition is memory pressure. */
  public static final Set<Rule> OF_PRESSURE =
      Set.of(Rule.MEM_2, Rule.MEM_3, Rule.MEM_4, Rule.MEM_5, Rule.MEM_6);

  private static final String NAME = "Linux processes";

  private final Scratch scratch;
  private final Subject child;

  private LinuxSubject(Scratch scratch, Subject child) {
    this.scratch = scratch;
    this.child = child;
  }

  /**
   * Starts its process.
   *
   * @param deadline how long any answer may take
   * @return the subject, of role DEVICE
   * @throws SubjectException if it does not start
   */
  public static LinuxSubject start(Duration deadline) throws SubjectException {
    Scratch scratch;
    try {
      scratch = Scratch.make();
    } catch (IOException e) {
      throw new SubjectException(Kind.NO_SUBJECT, "it has no directory: " + e.getMessage());
    }
    List<String> command =
        JavaCommand.words(
            List.of("-Xmx64m"),
            LinuxSubject.class.getName(),
            scratch.sockets().toString(),
            deadline.toString());
    try {
      return new LinuxSubject(scratch, new ChildSubject(command, deadline));
    } catch (SubjectException e) {
      remove(scratch);
      throw e;
    }
  }

  /**
   * What it can be told: the kernel holds nothing back, so its profile is SHED; and while memory is
   * taken away nothing else goes on, for the kernel could choose whom it likes.
   *
   * @param obstacle why no memory can be taken away, if so
   * @return which scenarios are possible
   */
  public static Predicate<Scenario> possible(Optional<String> obstacle) {
    return scenario ->
        scenario.catalogue().profile() == Profile.SHED
            && scenario.batches().stream()
                .filter(LinuxSubject::isUnderPressure)
                .allMatch(batch -> batch.size() == 1 && obstacle.isEmpty());
  }

  private static boolean isUnderPressure(List<Envelope> batch) {
    return batch.stream()
        .anyMatch(it -> it.message() instanceof Pressure to && to.level() != Level.NONE);
  }

  /**
   * What a person should know where no memory can be taken away.
   *
   * @param obstacle why
   * @return a sentence
   */
  public static String withoutPressure(String obstacle) {
    return OF_PRESSURE.stream().map(Rule::id).sorted().collect(Collectors.joining(", "))
        + " are NOT_APPLICABLE here, for there is no real memory pressure: "
        + obstacle;
  }

  /**
   * The process.
   *
   * @param args the directory for its sockets, and how long a batch may take
   * @throws IOException if the kit cannot be heard or told any more
   */
  public static void main(String[] args) throws IOException {
    PrintStream kit = System.out;
    System.setOut(System.err);
    Port.Factory factory =
        (catalogue, said) -> {
          try {
            return new Enacted(catalogue, Path.of(args[0]), said);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (Subject subject = new PortSubject(Role.DEVICE, NAME, factory, Duration.parse(args[1]))) {
      factory.open(Catalogue.of("any", "any"), said -> {}).close(); // before it says hello
      SubjectServer.serve(subject, System.in, kit);
    } catch (UncheckedIOException e) {
      giveUp(Objects.requireNonNull(e.getCause()));
    } catch (IllegalStateException e) {
      giveUp(e);
    }
  }

  /** The last line on standard error is what the kit shows. */
  private static void giveUp(Exception why) {
    System.err.println(why.getMessage());
    System.exit(1);
  }

  @Override
  public Role role() {
    return child.role();
  }

  @Override
  public String name() {
    return child.name();
  }

  @Override
  public void reset(Catalogue catalogue) throws SubjectException {
    child.reset(catalogue);
  }

  @Override
  public List<Envelope> exchange(List<Envelope> batch) throws SubjectException {
    return child.exchange(batch);
  }

  @Override
  public void close() {
    child.close();
    remove(scratch);
  }

  private static void remove(Scratch scratch) {
    try {
      scratch.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
