package dev.holdfast.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * One small change to a machine, as PIT reports it.
 *
 * @param name where it is and what it changes, in two lines: the method and the change; and the
 *     line of the source, with a number if it is not the first such change there. It stays the same
 *     when other lines change.
 * @param status what became of it, in PIT's word
 */
record Mutant(String name, String status) {

  /** Whether the kit rejected it. */
  boolean rejected() {
    return status.equals("KILLED") || status.equals("TIMED_OUT");
  }

  /**
   * All mutants of a run.
   *
   * @param report what PIT has written
   * @param sources where what it mutated is
   */
  static List<Mutant> read(Path report, Path sources)
      throws IOException, ParserConfigurationException, SAXException {
    NodeList found =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("mutation");
    List<Element> mutations =
        IntStream.range(0, found.getLength())
            .mapToObj(i -> (Element) found.item(i))
            .sorted(
                Comparator.comparing((Element mutation) -> text(mutation, "mutatedClass"))
                    .thenComparing(mutation -> number(mutation, "lineNumber"))
                    .thenComparing(mutation -> number(mutation, "index")))
            .toList();
    List<Mutant> mutants = new ArrayList<>();
    Map<String, Integer> times = new HashMap<>();
    for (Element mutation : mutations) {
      String name = name(mutation, sources);
      int time = times.merge(name, 1, Integer::sum);
      mutants.add(
          new Mutant(time == 1 ? name : name + " (" + time + ")", mutation.getAttribute("status")));
    }
    return mutants;
  }

  private static String name(Element mutation, Path sources) throws IOException {
    String type = text(mutation, "mutatedClass");
    int line = number(mutation, "lineNumber");
    return type.substring(type.lastIndexOf('.') + 1)
        + "."
        + text(mutation, "mutatedMethod").replaceAll("lambda\\$(\\w+)\\$\\d+", "$1")
        + ": "
        + text(mutation, "description").replaceAll("\\b[a-z]+/", "")
        + "\n"
        + Files.readAllLines(sources.resolve(text(mutation, "sourceFile"))).get(line - 1).strip();
  }

  private static int number(Element mutation, String field) {
    return Integer.parseInt(text(mutation, field));
  }

  private static String text(Element mutation, String field) {
    return mutation.getElementsByTagName(field).item(0).getTextContent();
  }
}
