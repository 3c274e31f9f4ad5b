package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.diagram.SequenceDiagram;
import dev.holdfast.conformance.report.FormException;
import dev.holdfast.conformance.report.Transcript;
import dev.holdfast.conformance.wire.TraceLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast explain}: draws what was said, and judges nothing. */
@Command(
    name = "explain",
    description =
        "Draw a counterexample, or a recorded conversation or trace in the lines of PROTOCOL.md, as"
            + " sequence diagrams: one for every device and scenario. Nothing is judged.")
public final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The counterexample, conversation or trace.")
  private Path file = Path.of("");

  @Option(names = "--device", paramLabel = "NAME", description = "Draw this device alone.")
  private Optional<String> device = Optional.empty();

  @Option(
      names = "--scenario",
      paramLabel = "N",
      converter = Count.class,
      description = "Draw this scenario of each device alone; each begins with a reset.")
  private Optional<Integer> number = Optional.empty();

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Draw a picture into this file, instead of text.")
  private Optional<Path> picture = Optional.empty();

  /** For picocli. */
  public ExplainCommand() {}

  @Override
  public Integer call() {
    List<SequenceDiagram> all = chosen(devices());
    if (picture.isPresent()) {
      if (all.size() > 1) {
        throw new UsageException(
            file
                + " holds "
                + Text.count(all.size(), "scenario")
                + ": choose one with --scenario, and its device with --device");
      }
      Files.write(picture.get(), all.get(0).svg());
      return Exit.PASS;
    }
    PrintWriter out = spec.commandLine().getOut();
    for (int i = 0; i < all.size(); i++) {
      out.print(i == 0 ? "" : System.lineSeparator());
      out.print(all.get(i).text());
    }
    return Exit.PASS;
  }

  /** What each device has said, scenario by scenario. */
  private Map<String, List<SequenceDiagram>> devices() {
    String text = Files.text(file);
    String name = Text.cut(Text.oneLine(String.valueOf(file.getFileName())), 60);
    try {
      Map<String, List<SequenceDiagram>> all =
          text.contains("\"holdfast-replay\"")
              ? Map.of(
                  TraceLine.UNNAMED, List.of(Transcript.of(name, Files.replay(file).recording())))
              : Transcript.read(name, text);
      if (all.isEmpty()) {
        throw new UsageException(file + " holds no message");
      }
      return all;
    } catch (FormException e) {
      throw new UsageException(file + ": " + e.sentence());
    }
  }

  private List<SequenceDiagram> chosen(Map<String, List<SequenceDiagram>> all) {
    if (device.isPresent() && !all.containsKey(device.get())) {
      throw new UsageException(
          "nothing is said of a device '" + Text.oneLine(device.get()) + "' in " + file);
    }
    List<List<SequenceDiagram>> its =
        device
            .map(name -> List.of(all.getOrDefault(name, List.of())))
            .orElseGet(() -> List.copyOf(all.values()));
    if (number.isEmpty()) {
      return its.stream().flatMap(List::stream).toList();
    }
    int most = its.stream().mapToInt(List::size).max().orElse(0);
    if (number.get() > most) {
      throw new UsageException(file + " holds " + Text.count(most, "scenario"));
    }
    return its.stream().flatMap(one -> one.stream().skip(number.get() - 1).limit(1)).toList();
  }
}
