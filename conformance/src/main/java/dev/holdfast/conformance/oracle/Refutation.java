package dev.holdfast.conformance.oracle;

import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.oracle.Search.Next;
import dev.holdfast.conformance.oracle.Search.Node;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Message;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.Rule;
import dev.holdfast.model.TargetExchange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Says what is wrong with a batch that a search could not explain. */
final class Refutation {
  private final Role role;
  private final Search search;

  /** Of a search that has found no explanation. */
  Refutation(Role role, Search search) {
    this.role = role;
    this.search = search;
  }

  static List<Rule> broken(Exchange exchange) {
    return Arrays.stream(Rule.values()).filter(rule -> !rule.holds(exchange)).toList();
  }

  /** The wrong exchange: of all ways to see it, the one that breaks the fewest rules. */
  Refuted refuted() {
    List<Refuted> readings = new ArrayList<>();
    for (Node node : search.furthest()) {
      List<Next> next = search.next(node.place());
      if (next.isEmpty()) {
        readings.addAll(leftOver(node));
      }
      for (Next possible : next) {
        Exchange due = possible.move().exchange();
        if (next.size() > 1 || role == Role.DEVICE) {
          readings.add(reading(node, due, common(due, node)));
        }
        readings.add(reading(node, due, unexplained(due, node)));
      }
    }
    return readings.stream()
        .filter(refuted -> !refuted.rules().isEmpty())
        .min(
            Comparator.comparingInt((Refuted refuted) -> refuted.rules().size())
                .thenComparing(refuted -> refuted.rules().get(0)))
        .orElse(readings.get(0));
  }

  private static Refuted reading(Node node, Exchange due, List<Envelope> out) {
    Exchange wrong = Search.as(due, out);
    return new Refuted(node.path().exchanges(), wrong, broken(wrong), due.out());
  }

  /** Everything was heard, and something was said beyond: one of those who spoke said too much. */
  private List<Refuted> leftOver(Node node) {
    List<Exchange> path = node.path().exchanges();
    List<Refuted> readings = new ArrayList<>();
    for (int i = path.size() - 1; i >= 0; i--) {
      Exchange one = path.get(i);
      List<Envelope> more = unexplained(one, node);
      if (!more.isEmpty()) {
        List<Envelope> out = new ArrayList<>(one.out());
        out.addAll(more);
        Exchange wrong = Search.as(one, out);
        readings.add(new Refuted(path.subList(0, i), wrong, broken(wrong), one.out()));
      }
    }
    return readings.isEmpty() ? List.of(unasked(node)) : readings;
  }

  /** One that heard nothing has spoken: as if it had heard what the other heard last. */
  private Refuted unasked(Node node) {
    List<Exchange> path = node.path().exchanges();
    World world = node.place().world();
    Envelope last =
        path.isEmpty()
            ? new Envelope(Channel.SEEN, new Message.Accepting())
            : path.get(path.size() - 1).in();
    Exchange silence = new ProxyExchange(world.proxy(), last, List.of(), world.proxy());
    if (unexplained(silence, node).isEmpty()) {
      silence = new TargetExchange(world.target(), last, List.of(), world.target());
    }
    Exchange wrong = Search.as(silence, unexplained(silence, node));
    return new Refuted(path, wrong, broken(wrong), List.of());
  }

  private List<Envelope> common(Exchange due, Node node) {
    List<Envelope> unexplained = node.place().explained().rest();
    return due.out().stream().filter(unexplained::remove).toList();
  }

  /** What this machine said that is not explained yet. */
  private static List<Envelope> unexplained(Exchange by, Node node) {
    return node.place().explained().rest().stream()
        .filter(
            envelope -> {
              boolean byProxy =
                  envelope.message() instanceof Message.ToDomain
                      || envelope.message() instanceof Message.ToTarget;
              return byProxy == (by instanceof ProxyExchange);
            })
        .toList();
  }
}
