package dev.holdfast.conformance.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.conformance.linux.LinuxSubject;
import dev.holdfast.conformance.subject.Address;
import dev.holdfast.conformance.subject.ChildSubject;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.RecordedSubject;
import dev.holdfast.conformance.subject.RecordingWriter;
import dev.holdfast.conformance.subject.SocketSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.wire.TraceLine;
import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.InMemoryDevice;
import dev.holdfast.impl.InMemoryTargetOs;
import dev.holdfast.model.Port;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Who is under test: the built-in implementation, a class in Java, the program that the command
 * after {@code --} starts, or one that runs already.
 */
final class SubjectOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description =
          "What is judged: proxy, target or device. Without it the built-in implementation is"
              + " judged in all three, and a program says its role itself.")
  private Optional<Role> role = Optional.empty();

  @Option(
      names = "--java",
      paramLabel = "CLASS",
      description =
          "Judge this class in Java, which is a dev.holdfast.model.Port.Factory with a public"
              + " constructor without parameters; needs --role.")
  private Optional<String> factory = Optional.empty();

  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      description = "Where that class is: jar files and folders, separated as for java.")
  private Optional<String> classpath = Optional.empty();

  @Option(
      names = "--connect",
      paramLabel = "ADDRESS",
      description =
          "Judge the program that listens at unix:/path or tcp:localhost:port, and speaks as one"
              + " that is started does.")
  private Optional<String> address = Optional.empty();

  @Option(
      names = "--linux",
      description =
          "Judge the built-in target OS of real Linux processes, with its proxy: a process of its"
              + " own, told some scenarios with profile SHED, for about a minute.")
  private boolean linux;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "With --linux: record what is told and said, for 'holdfast trace'.")
  private Optional<Path> recording = Optional.empty();

  private Optional<RecordingWriter> recorded = Optional.empty();

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      converter = Count.class,
      description = "How long any answer may take (${DEFAULT-VALUE}).")
  private int deadline = 10;

  /** For picocli. */
  SubjectOptions() {}

  /** The role that is asked for. */
  Optional<Role> role() {
    return role;
  }

  static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Who is to be judged.
   *
   * @param command the program and its arguments; empty for none
   * @return one subject for each role; opening it may show that it has another role
   * @throws UsageException if there is no such program or class
   */
  List<Candidate> candidates(List<String> command) {
    if (classpath.isPresent() && factory.isEmpty()) {
      throw new UsageException("--classpath is for --java");
    }
    if (recording.isPresent() && !linux) {
      throw new UsageException("--record is for --linux");
    }
    if (Stream.of(linux, factory.isPresent(), address.isPresent(), !command.isEmpty())
            .filter(named -> named)
            .count()
        > 1) {
      throw new UsageException(
          "either --linux, or --java, or --connect, or a command after --, not several");
    }
    if (linux) {
      return List.of(linuxProcesses());
    }
    if (factory.isPresent()) {
      Role its = role.orElseThrow(() -> new UsageException("--java needs --role"));
      return List.of(port(its, factory.get(), JavaFactory.load(factory.get(), classpath)));
    }
    if (!command.isEmpty()) {
      program(command.get(0));
      return List.of(
          new Candidate(
              role, () -> ofRole(new ChildSubject(command, Duration.ofSeconds(deadline)))));
    }
    if (address.isPresent()) {
      Address its = address(address.get());
      return List.of(
          new Candidate(role, () -> ofRole(new SocketSubject(its, Duration.ofSeconds(deadline)))));
    }
    return role.map(List::of).orElse(List.of(Role.values())).stream()
        .map(its -> port(its, "built-in", builtIn(its)))
        .toList();
  }

  /** Whether real processes are judged. */
  boolean linux() {
    return linux;
  }

  private Candidate linuxProcesses() {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new UsageException("--linux needs Linux");
    }
    if (role.filter(asked -> asked != Role.DEVICE).isPresent()) {
      throw new UsageException("--linux is a device");
    }
    return new Candidate(
        Optional.of(Role.DEVICE),
        () -> {
          Subject subject = LinuxSubject.start(Duration.ofSeconds(deadline));
          return recording.isPresent() ? recorded(subject, recording.get()) : subject;
        });
  }

  private Subject recorded(Subject subject, Path file) {
    try {
      RecordingWriter out =
          new RecordingWriter(java.nio.file.Files.newBufferedWriter(file, UTF_8), this::complain);
      recorded = Optional.of(out);
      return new RecordedSubject(subject, TraceLine.UNNAMED, out);
    } catch (IOException e) {
      subject.close();
      throw new UsageException("cannot record to " + file + ": " + Text.why(e));
    }
  }

  private void complain(String sentence) {
    spec.commandLine().getErr().println("holdfast: " + sentence);
  }

  /** Whether what was to be recorded has been. */
  boolean isRecorded() {
    return recorded.map(RecordingWriter::isComplete).orElse(true);
  }

  /** How a command line names the subject. */
  List<String> arguments(List<String> command) {
    List<String> words = new ArrayList<>(linux ? List.of("--linux") : List.of());
    factory.ifPresent(name -> words.addAll(List.of("--java", name)));
    classpath.ifPresent(path -> words.addAll(List.of("--classpath", path)));
    address.ifPresent(text -> words.addAll(List.of("--connect", text)));
    if (!command.isEmpty()) {
      words.add("--");
      words.addAll(command);
    }
    return words;
  }

  private static Address address(String text) {
    try {
      return Address.of(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Sends it away if it is not what was asked for. */
  private Subject ofRole(Subject subject) {
    Optional<Role> other = role.filter(asked -> asked != subject.role());
    if (other.isPresent()) {
      subject.close();
      throw new UsageException(
          "the program says that it is a " + name(subject.role()) + ", not a " + name(other.get()));
    }
    return subject;
  }

  private Candidate port(Role its, String name, Port.Factory made) {
    return new Candidate(
        Optional.of(its), () -> new PortSubject(its, name, made, Duration.ofSeconds(deadline)));
  }

  private static Port.Factory builtIn(Role its) {
    return switch (its) {
      case PROXY -> ConcurrentProxy::new;
      case TARGET -> InMemoryTargetOs::new;
      case DEVICE -> InMemoryDevice::new;
    };
  }

  /** A program that is not there is wrong usage, not a wrong subject. */
  private static void program(String name) {
    boolean found =
        name.contains(File.separator)
            ? isProgram(new File(name))
            : Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> isProgram(new File(folder, name)));
    if (!found) {
      throw new UsageException("cannot run '" + name + "': there is no such program");
    }
  }

  private static boolean isProgram(File file) {
    return file.isFile() && file.canExecute();
  }
}
