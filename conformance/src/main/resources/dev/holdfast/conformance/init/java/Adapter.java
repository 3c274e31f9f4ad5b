import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/**
 * An adapter between the Holdfast conformance kit and a proxy. Java 17 or later, and no library.
 * Replace the bodies below YOUR SYSTEM by calls of your own; leave THE WIRE as it is. Standard
 * output belongs to the kit: log to standard error. A proxy that can have Holdfast on its class
 * path needs no adapter: see check --java.
 */
public final class Adapter {
  record ProcessId(long pid, long incarnation) {}

  // ---------------------------------------------------------------- YOUR SYSTEM

  /** One scenario. What your system says goes to say(), from any of these, in its order. */
  static final class MyProxy {
    MyProxy() {
      // YOUR SYSTEM: begin afresh; nothing that came before is known
    }

    // From the originating OS whose channel is domain, such as "domain:A".

    void domainUp(String domain, long epoch) {
      // YOUR SYSTEM
    }

    void domainDown(String domain) {
      // YOUR SYSTEM
    }

    void request(String domain, long id, List<ProcessId> processes, String resource) {
      // YOUR SYSTEM, for example:
      // say("target", "\"type\":\"Need\",\"resource\":\"%s\",\"attempt\":%d", resource, 1);
    }

    void release(String domain, long id, ProcessId process, String resource) {
      // YOUR SYSTEM
    }

    void processExited(String domain, ProcessId process) {
      // YOUR SYSTEM
    }

    void malformed(String domain, String message) {
      say(domain, "\"type\":\"Error\",\"reason\":\"INVALID\""); // YOUR SYSTEM, if it reads itself
    }

    // From the target OS.

    void provided(
        String resource, long attempt, String program, long generation, String handle) {
      // YOUR SYSTEM
    }

    void startFailed(String resource, long attempt, String reason) {
      // YOUR SYSTEM
    }

    void died(String program, long generation, String cause) {
      // YOUR SYSTEM
    }

    void settle() {
      // YOUR SYSTEM: return when all that was caused so far has been said
    }
  }

  // ---------------------------------------------------------------- THE WIRE

  private static final long SMALL = Integer.MAX_VALUE;
  private static final long GREAT = (1L << 53) - 1;

  private static final StringBuilder SAID = new StringBuilder();

  /** Says a message: its fields, as JSON, without braces. */
  static void say(String channel, String fields, Object... values) {
    String message = values.length == 0 ? fields : String.format(fields, values);
    SAID.append("{\"channel\":\"" + channel + "\",\"message\":{" + message + "}}\n");
  }

  /** What is no message, or has a field that is missing or not right. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** A piece of a line, which is JSON: the kit says nothing else. */
  private record Json(String text) {
    /** The values of an array; the names and the values of an object, in turn. */
    List<Json> values(char open) throws Malformed {
      if (text.isEmpty() || text.charAt(0) != open) {
        throw new Malformed();
      }
      List<Json> values = new ArrayList<>();
      int start = 1;
      int depth = 0;
      for (int at = 1; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          for (at++; text.charAt(at) != '"'; at++) {
            at += text.charAt(at) == '\\' ? 1 : 0;
          }
        }
        boolean end = at == text.length() - 1 || (depth == 0 && (c == ',' || c == ':'));
        if (end && !text.substring(start, at).isBlank()) {
          values.add(new Json(text.substring(start, at).strip()));
        }
        start = end ? at + 1 : start;
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      }
      return values;
    }

    Json field(String name) throws Malformed {
      List<Json> values = values('{');
      for (int i = 0; i + 1 < values.size(); i += 2) {
        if (values.get(i).text.equals("\"" + name + "\"")) {
          return values.get(i + 1);
        }
      }
      throw new Malformed();
    }

    long number(String name, long most) throws Malformed {
      String number = field(name).text;
      if (!number.matches("[1-9][0-9]{0,15}") || Long.parseLong(number) > most) {
        throw new Malformed();
      }
      return Long.parseLong(number);
    }

    String name(String of) throws Malformed {
      String name = field(of).text;
      if (!name.matches("\"[A-Za-z0-9._:/#-]{1,128}\"")) {
        throw new Malformed();
      }
      return name.substring(1, name.length() - 1);
    }

    ProcessId process() throws Malformed {
      return new ProcessId(number("pid", SMALL), number("incarnation", SMALL));
    }

    List<ProcessId> processes(String name) throws Malformed {
      List<ProcessId> processes = new ArrayList<>();
      for (Json one : field(name).values('[')) {
        processes.add(one.process());
      }
      return processes;
    }
  }

  private static void hear(MyProxy proxy, String channel, Json m) throws Malformed {
    switch (m.name("type")) {
      case "DomainUp" -> proxy.domainUp(channel, m.number("epoch", SMALL));
      case "DomainDown" -> proxy.domainDown(channel);
      case "Request" ->
          proxy.request(
              channel, m.number("id", GREAT), m.processes("processes"), m.name("resource"));
      case "Release" ->
          proxy.release(
              channel, m.number("id", GREAT), m.field("process").process(), m.name("resource"));
      case "ProcessExited" -> proxy.processExited(channel, m.field("process").process());
      default -> throw new Malformed();
    }
  }

  private static void hearTarget(MyProxy proxy, Json m) throws Malformed {
    switch (m.name("type")) {
      case "Provided" ->
          proxy.provided(
              m.name("resource"),
              m.number("attempt", SMALL),
              m.name("program"),
              m.number("generation", SMALL),
              m.name("handle"));
      case "StartFailed" ->
          proxy.startFailed(m.name("resource"), m.number("attempt", SMALL), m.name("reason"));
      case "Died" ->
          proxy.died(m.name("program"), m.number("generation", SMALL), m.name("cause"));
      default -> throw new Malformed();
    }
  }

  /**
   * Listens to the kit.
   *
   * @param args none
   * @throws IOException if the kit can be heard no more
   * @throws Malformed if it says what it may not say
   */
  public static void main(String[] args) throws IOException, Malformed {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    MyProxy proxy = new MyProxy();
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      Json line = new Json(text);
      if (!text.startsWith("{\"control\"")) {
        String channel = line.name("channel");
        Json message = line.field("message");
        try {
          if (channel.equals("target")) {
            hearTarget(proxy, message);
          } else {
            hear(proxy, channel, message);
          }
        } catch (Malformed e) {
          proxy.malformed(channel, message.text());
        }
        continue;
      }
      switch (line.name("control")) {
        case "hello" ->
            flush(
                "{\"control\":\"hello\",\"version\":1,\"role\":\"proxy\","
                    + "\"name\":\"my proxy\",\"capabilities\":[]}");
        case "reset" -> proxy = new MyProxy();
        case "sync" -> {
          proxy.settle();
          flush("{\"control\":\"synced\",\"number\":" + line.number("number", GREAT) + "}");
        }
        default -> {
          return; // bye
        }
      }
    }
  }

  /** Once per answer, not once per line. */
  private static void flush(String last) {
    byte[] all = SAID.append(last).append('\n').toString().getBytes(UTF_8);
    System.out.write(all, 0, all.length);
    System.out.flush();
    SAID.setLength(0);
  }
}
