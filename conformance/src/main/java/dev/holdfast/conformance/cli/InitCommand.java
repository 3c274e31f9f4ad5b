package dev.holdfast.conformance.cli;

import dev.holdfast.conformance.init.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast init}: an adapter to begin with. */
@Command(
    name = "init",
    description =
        "Write an adapter for a proxy in your language: a program that speaks with 'holdfast"
            + " check', with places for the calls of your own system. It overwrites nothing.")
public final class InitCommand implements Callable<Integer> {
  private static final List<String> CHECK = List.of("check", "--quick", "--level", "claim", "--");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "LANGUAGE",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Language language = Language.PYTHON;

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      arity = "0..1",
      description = "The folder to write it to; without it: holdfast-LANGUAGE.")
  private Optional<Path> folder = Optional.empty();

  /** For picocli. */
  public InitCommand() {}

  @Override
  public Integer call() {
    Path its = folder.orElseGet(() -> Path.of("holdfast-" + language));
    SortedMap<String, String> files = new TreeMap<>(language.files(command("holdfast")));
    write(its, files);
    PrintWriter out = spec.commandLine().getOut();
    files.keySet().forEach(name -> out.println("wrote " + its.resolve(name)));
    out.println();
    out.println("For a first verdict, which says what to do next:");
    if (!language.build(its).isEmpty()) {
      out.println("  " + Text.command(language.build(its)));
    }
    List<String> check = command("conformance/holdfast");
    check.addAll(language.run(its));
    out.println("  " + Text.command(check));
    return Exit.PASS;
  }

  private static List<String> command(String holdfast) {
    List<String> words = new ArrayList<>(List.of(holdfast));
    words.addAll(CHECK);
    return words;
  }

  /** All of them or, if one is there already, none. */
  private static void write(Path folder, Map<String, String> files) {
    for (String name : files.keySet()) {
      Path file = folder.resolve(name);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new UsageException(file + " is there already, and nothing was written");
      }
    }
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(
            folder.resolve(file.getKey()), file.getValue(), StandardOpenOption.CREATE_NEW);
      }
    } catch (IOException e) {
      throw new UsageException("cannot write to " + folder + ": " + Text.why(e));
    }
  }
}
