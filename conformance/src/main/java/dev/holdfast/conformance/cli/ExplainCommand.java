package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.diagram.SequenceDiagram;
import dev.holdfast.conformance.report.FormException;
import dev.holdfast.conformance.report.Transcript;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
        "Draw a counterexample, or a recorded conversation in the lines of PROTOCOL.md, as a"
            + " sequence diagram. Nothing is judged.")
public final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The counterexample or conversation.")
  private Path file = Path.of("");

  @Option(
      names = "--scenario",
      paramLabel = "N",
      converter = Count.class,
      description = "Draw this scenario of the conversation alone; each begins with a reset.")
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
    List<SequenceDiagram> all = chosen(diagrams());
    if (picture.isPresent()) {
      if (all.size() > 1) {
        throw new UsageException(
            file + " holds " + Text.count(all.size(), "scenario") + ": choose one with --scenario");
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

  private List<SequenceDiagram> diagrams() {
    String text = Files.text(file);
    String name = Text.cut(Text.oneLine(String.valueOf(file.getFileName())), 60);
    try {
      List<SequenceDiagram> all =
          text.contains("\"holdfast-replay\"")
              ? List.of(Transcript.of(name, Files.replay(file).recording()))
              : Transcript.read(name, text);
      if (all.isEmpty()) {
        throw new UsageException(file + " holds no message");
      }
      return all;
    } catch (FormException e) {
      throw new UsageException(file + ": " + e.sentence());
    }
  }

  private List<SequenceDiagram> chosen(List<SequenceDiagram> all) {
    if (number.isEmpty()) {
      return all;
    }
    if (number.get() > all.size()) {
      throw new UsageException(file + " holds " + Text.count(all.size(), "scenario"));
    }
    return List.of(all.get(number.get() - 1));
  }
}
