package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.conformance.cli.BaselineCommand;
import dev.holdfast.conformance.cli.CheckCommand;
import dev.holdfast.conformance.cli.DemoCommand;
import dev.holdfast.conformance.cli.Exit;
import dev.holdfast.conformance.cli.ExplainCommand;
import dev.holdfast.conformance.cli.ExploreCommand;
import dev.holdfast.conformance.cli.InitCommand;
import dev.holdfast.conformance.cli.ReplayCommand;
import dev.holdfast.conformance.cli.ServeCommand;
import dev.holdfast.conformance.cli.SpecCommand;
import dev.holdfast.conformance.cli.Text;
import dev.holdfast.conformance.cli.TraceCommand;
import dev.holdfast.conformance.cli.UsageException;
import dev.holdfast.conformance.cli.ZooCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code holdfast} command. */
@Command(
    name = "holdfast",
    description = "Reference model, verification suite and conformance kit of Holdfast.",
    subcommands = {
      CheckCommand.class,
      InitCommand.class,
      ReplayCommand.class,
      BaselineCommand.class,
      ExplainCommand.class,
      ExploreCommand.class,
      SpecCommand.class,
      ZooCommand.class,
      ServeCommand.class,
      TraceCommand.class,
      DemoCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    scope = ScopeType.INHERIT,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:pass",
      "1:fail",
      "2:inconclusive, or an error of Holdfast itself",
      "64:wrong usage"
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** For picocli. */
  public Main() {}

  /**
   * Runs the command and exits with its code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    int code = run(out, err, args);
    System.exit(code);
  }

  /**
   * Runs the command.
   *
   * @param out standard output
   * @param err standard error
   * @param args the command line
   * @return the exit code; never 0 if not all of the output could be written
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    int code = execute(out, err, args);
    if (out.checkError() && code == Exit.PASS) {
      err.println("holdfast: standard output could not be written");
      code = Exit.INCONCLUSIVE;
    }
    err.flush();
    return code;
  }

  private static int execute(PrintWriter out, PrintWriter err, String... args) {
    try {
      return new CommandLine(new Main())
          .setOut(out)
          .setErr(err)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setParameterExceptionHandler((e, rest) -> usage(e))
          .setExecutionExceptionHandler((e, command, parsed) -> failure(e, command))
          .execute(args);
    } catch (OutOfMemoryError e) {
      return failure(err, "out of memory", e);
    } catch (RuntimeException | Error e) {
      return failure(err, "internal error: " + e, e);
    }
  }

  @Override
  public void run() {
    throw new UsageException("what to do? There are " + commands(spec.commandLine()));
  }

  private static int failure(Exception e, CommandLine command) {
    if (e instanceof UsageException) {
      return usage(command, String.valueOf(e.getMessage()));
    }
    return failure(command.getErr(), "internal error: " + e, e);
  }

  private static int failure(PrintWriter err, String what, Throwable e) {
    err.println("holdfast: " + Text.oneLine(what));
    if ("1".equals(System.getenv("HOLDFAST_DEBUG"))) {
      e.printStackTrace(err);
    }
    return Exit.INCONCLUSIVE;
  }

  private static int usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      String first = unmatched.getUnmatched().get(0);
      return usage(
          command,
          command.getSubcommands().isEmpty()
              ? "'" + first + "' is one argument too many"
              : "no command is called '" + first + "'; there are " + commands(command));
    }
    return usage(command, String.valueOf(e.getMessage()));
  }

  private static int usage(CommandLine command, String what) {
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println("holdfast: " + Text.oneLine(what) + " (see " + name + " --help)");
    return Exit.USAGE;
  }

  private static String commands(CommandLine command) {
    return String.join(", ", command.getSubcommands().keySet());
  }

  /** Reads the version that Maven wrote into the jar. */
  static final class Version implements IVersionProvider {
    private static final String PROPERTIES =
        "/META-INF/maven/dev.holdfast/holdfast-conformance/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = Main.class.getResourceAsStream(PROPERTIES)) {
        if (in != null) {
          properties.load(in);
        }
      }
      return new String[] {
        "holdfast " + properties.getProperty("version", "(not packaged)"),
        "Java " + Runtime.version()
      };
    }
  }
}
