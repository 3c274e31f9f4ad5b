package dev.holdfast.tla;

import dev.holdfast.conformance.oracle.Recording;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recordings of one catalogue as the TLA+ module TraceData: the constants of module Trace.
 *
 * @param catalogue what the target OS can start
 * @param recordings the recordings
 */
record TraceData(Catalogue catalogue, List<Recording> recordings) {

  /** The module. */
  String text() {
    Map<String, Integer> words = new LinkedHashMap<>();
    List<String> traces = new ArrayList<>();
    for (Recording recording : recordings) {
      String batches =
          recording.batches().stream()
              .map(
                  batch ->
                      "[told |-> "
                          + numbers(batch.told(), words)
                          + ", said |-> "
                          + numbers(batch.said(), words)
                          + "]")
              .collect(Collectors.joining(",\n    ", "<<", ">>"));
      traces.add(
          "[role |-> " + TlaText.quoted(recording.role()) + ", batches |->\n    " + batches + "]");
    }
    Map<Program, List<ResourceId>> provides = new TreeMap<>(catalogue.programs());
    named(Program.class).forEach(program -> provides.putIfAbsent(program, List.of()));
    return lines(
        "------------------------------- MODULE TraceData -------------------------------",
        "\\* Generated from recordings of the conformance kit.",
        "EXTENDS Integers, Sequences, TLC",
        "",
        "\\* Everything that is ever told or said, each once; recordings name it by its place.",
        "Words == <<\n  " + String.join(",\n  ", words.keySet()) + ">>",
        "",
        "Recordings == <<\n  " + String.join(",\n  ", traces) + ">>",
        "",
        "Startable == " + TlaText.set(catalogue.programs().keySet()),
        "TracePrograms == " + TlaText.set(provides.keySet()),
        "TraceProvides == " + TlaText.function(provides),
        "TraceKeepsWarm == " + TlaText.set(catalogue.keepsWarm()),
        "TraceProfile == " + TlaText.quoted(catalogue.profile()),
        "TraceDomains == " + TlaText.set(processes().keySet()),
        "TraceProcesses == " + TlaText.function(processes()),
        "TraceAsks == [d \\in TraceDomains |-> " + TlaText.set(named(ResourceId.class)) + "]",
        "===============================================================================");
  }

  /** The configuration for Trace, or for a module that extends it. */
  static String config() {
    return lines(
        "SPECIFICATION TraceSpec",
        "VIEW TraceView",
        "CHECK_DEADLOCK FALSE",
        "INVARIANT AtTypeInv",
        "CONSTANTS",
        "  Domains <- TraceDomains",
        "  Processes <- TraceProcesses",
        "  Asks <- TraceAsks",
        "  Programs <- TracePrograms",
        "  Provides <- TraceProvides",
        "  KeepsWarm <- TraceKeepsWarm",
        "  Profile <- TraceProfile",
        "  Causes <- TraceCauses",
        "  Exits <- TraceNone",
        "  Something <- TraceNone",
        "  Levels = {}",
        "  Hostile = FALSE",
        "  Groups = FALSE",
        "  Uses = FALSE");
  }

  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  private static String numbers(List<Envelope> envelopes, Map<String, Integer> words) {
    List<Integer> numbers = new ArrayList<>();
    for (Envelope envelope : envelopes) {
      String word = TlaText.of(envelope);
      words.putIfAbsent(word, words.size() + 1);
      numbers.add(words.getOrDefault(word, 0));
    }
    return TlaText.sequence(numbers);
  }

  private Stream<Envelope> envelopes() {
    return recordings.stream()
        .flatMap(recording -> recording.batches().stream())
        .flatMap(batch -> Stream.concat(batch.told().stream(), batch.said().stream()))
        .distinct();
  }

  /** Per domain that speaks or is spoken to the processes that are named there. */
  private Map<Domain, Set<ProcessId>> processes() {
    Map<Domain, Set<ProcessId>> processes = new TreeMap<>();
    envelopes()
        .forEach(
            envelope -> {
              if (envelope.channel() instanceof Channel.OfDomain of) {
                Set<ProcessId> its =
                    processes.computeIfAbsent(of.domain(), any -> new LinkedHashSet<>());
                collect(ProcessId.class, envelope.message(), its);
              }
            });
    if (processes.isEmpty()) { // Protocol knows a resource because a domain may ask for it
      processes.put(new Domain("silent"), Set.of());
    }
    return processes;
  }

  private <T> Set<T> named(Class<T> kind) {
    Set<T> named = new LinkedHashSet<>();
    envelopes().forEach(envelope -> collect(kind, envelope.message(), named));
    return named;
  }

  private static <T> void collect(Class<T> kind, Object value, Collection<? super T> into) {
    if (kind.isInstance(value)) {
      into.add(kind.cast(value));
    } else if (value instanceof List<?> list) {
      list.forEach(element -> collect(kind, element, into));
    } else if (value instanceof Record) {
      TlaText.fields(value).values().forEach(part -> collect(kind, part, into));
    }
  }
}
