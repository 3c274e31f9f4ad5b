package dev.holdfast.conformance.oracle;

import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.oracle.Judgement.Refuted;
import dev.holdfast.conformance.oracle.Judgement.Unsettled;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetExchange;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges one run of a subject, batch by batch. It keeps every state that the model may be in, and
 * for each batch searches an order of hearing what was told (FIFO per channel; what goes to or
 * comes from a target OS may overtake) in which the model says what the subject said.
 *
 * <p>Not thread-safe.
 */
public final class Oracle {
  /** How many nodes a search may visit before it is given up. */
  private static final int BUDGET = 200_000;

  private final Role role;
  private final Catalogue catalogue;
  private final List<Recording.Batch> batches = new ArrayList<>();
  private Set<World> worlds;
  private final Map<Handle, Handle> modelNames = new HashMap<>();
  private final Map<Handle, Handle> subjectNames = new HashMap<>();

  /**
   * An oracle for one run.
   *
   * @param role what the subject is
   * @param catalogue what its target OS can start
   */
  public Oracle(Role role, Catalogue catalogue) {
    this.role = role;
    this.catalogue = catalogue;
    this.worlds = Set.of(World.fresh(catalogue));
  }

  /**
   * What to tell the subject: handles in its own words, where it has minted them.
   *
   * @param in a message with the model's names
   * @return the message with the subject's
   */
  public Envelope toSubject(Envelope in) {
    return in.message() instanceof Use use
        ? new Envelope(in.channel(), new Use(subjectNames.getOrDefault(use.handle(), use.handle())))
        : in;
  }

  /** Handles in the model's words. The first Provided that names one says what it stands for. */
  private Envelope toModel(Envelope said) {
    Message message = said.message();
    if (message instanceof Provided p && role != Role.PROXY) {
      Handle due = TargetOs.handle(p.resource(), p.attempt(), p.generation());
      Handle name = modelNames.computeIfAbsent(p.handle(), any -> due);
      subjectNames.putIfAbsent(due, p.handle());
      message = new Provided(p.resource(), p.attempt(), p.program(), p.generation(), name);
    } else if (message instanceof Granted g && role != Role.PROXY) {
      message = new Granted(g.id(), modelNames.getOrDefault(g.handle(), g.handle()));
    }
    return new Envelope(said.channel(), message);
  }

  /**
   * The handles that the subject has minted so far, in its own words.
   *
   * @return the handles; none if its role mints none
   */
  public Set<Handle> minted() {
    return Set.copyOf(modelNames.keySet());
  }

  /**
   * What it has been given to judge so far.
   *
   * @return the recording, in the model's words
   */
  public Recording recording() {
    return new Recording(role, catalogue, batches);
  }

  /**
   * Judges one batch.
   *
   * @param told what the subject was told, in the model's words, in the order of each channel
   * @param said what it has said since, in order
   * @return the judgement; after a refutation the oracle is of no further use
   */
  public Judgement judge(List<Envelope> told, List<Envelope> said) {
    Recording.Batch batch = new Recording.Batch(told, said.stream().map(this::toModel).toList());
    batches.add(batch);
    Search search = new Search(batch.told(), batch.said());
    worlds.forEach(world -> search.visit(search.start(world), List.of()));
    if (search.budget <= 0) {
      return new Unsettled("the search for an explanation was given up after " + BUDGET + " nodes");
    }
    if (search.ends.isEmpty()) {
      return search.refuted();
    }
    worlds = search.ends.keySet();
    List<Exchange> path = search.ends.values().iterator().next();
    for (int i = 0; i < path.size(); i++) {
      Exchange exchange = path.get(i);
      List<Rule> broken = broken(exchange);
      if (broken.isEmpty() && startsTooSoon(exchange, batch.said())) {
        broken = List.of(Rule.REQ_3);
      }
      if (!broken.isEmpty()) { // the right messages in the wrong order
        return new Refuted(path.subList(0, i), exchange, broken, inOrder(exchange));
      }
    }
    return new Explained(path);
  }

  /** One run is seen to exit before the next is started, whatever caused the two (REQ-3). */
  private static boolean startsTooSoon(Exchange exchange, List<Envelope> said) {
    return exchange.said(Started.class).stream()
        .anyMatch(
            next ->
                next.generation() > 1
                    && said.lastIndexOf(seen(new Exited(next.program(), next.generation() - 1)))
                        > said.indexOf(seen(next)));
  }

  private static Envelope seen(Message message) {
    return new Envelope(Channel.SEEN, message);
  }

  /** What the model says in an exchange, in its own order. */
  private static List<Envelope> inOrder(Exchange exchange) {
    return exchange instanceof TargetExchange x
        ? x.before().steps(x.in()).stream()
            .map(Step::out)
            .filter(out -> Exchange.sameMessages(out, x.out()))
            .findFirst()
            .orElse(x.out())
        : ((ProxyExchange) exchange).before().step(exchange.in()).out();
  }

  private static List<Rule> broken(Exchange exchange) {
    return Arrays.stream(Rule.values()).filter(rule -> !rule.holds(exchange)).toList();
  }

  /** One batch's search: depth first, every node once. */
  private final class Search {
    private final List<List<Envelope>> queues = new ArrayList<>();
    private final List<Envelope> said;
    private final Set<Node> seen = new HashSet<>();
    private final Map<World, List<Exchange>> ends = new LinkedHashMap<>();
    private final List<Partial> best = new ArrayList<>();
    private int bestProgress = -1;
    private int budget = BUDGET;

    Search(List<Envelope> told, List<Envelope> said) {
      this.said = said;
      Map<Channel, List<Envelope>> fifo = new LinkedHashMap<>();
      for (Envelope in : told) {
        if (in.channel().equals(Channel.TARGET)) {
          queues.add(List.of(in)); // it may be overtaken by any other
        } else {
          fifo.computeIfAbsent(in.channel(), any -> new ArrayList<>()).add(in);
        }
      }
      queues.addAll(fifo.values());
    }

    /** Where a search has got to: how much of each queue is heard, and which sayings explained. */
    private record Node(World world, List<Integer> heard, BitSet explained) {}

    private record Partial(Node node, List<Exchange> path) {}

    Node start(World world) {
      return new Node(world, java.util.Collections.nCopies(queues.size(), 0), new BitSet());
    }

    void visit(Node node, List<Exchange> path) {
      if (--budget <= 0 || !seen.add(node)) {
        return;
      }
      int progress =
          node.explained().cardinality() * 2
              + node.heard().stream().mapToInt(Integer::intValue).sum()
              + path.size();
      if (progress > bestProgress) {
        bestProgress = progress;
        best.clear();
      }
      if (progress == bestProgress && best.size() < 32) {
        best.add(new Partial(node, path));
      }
      List<Next> next = next(node);
      if (next.isEmpty() && node.explained().cardinality() == said.size()) {
        ends.putIfAbsent(node.world(), path);
      }
      for (Next possible : next) {
        explain(possible.move().exchange(), node.explained())
            .ifPresent(
                indexes -> {
                  BitSet explained = (BitSet) node.explained().clone();
                  indexes.forEach(explained::set);
                  List<Envelope> out = indexes.stream().sorted().map(said::get).toList();
                  List<Exchange> longer = new ArrayList<>(path);
                  longer.add(as(possible.move().exchange(), out));
                  visit(new Node(possible.move().after(), possible.heard(), explained), longer);
                });
      }
    }

    private record Next(World.Move move, List<Integer> heard) {}

    private List<Next> next(Node node) {
      List<Next> next = new ArrayList<>();
      for (int i = 0; i < queues.size(); i++) {
        int heard = node.heard().get(i);
        if (heard < queues.get(i).size()) {
          List<Integer> more = new ArrayList<>(node.heard());
          more.set(i, heard + 1);
          for (World.Move move : node.world().hear(role, queues.get(i).get(heard))) {
            next.add(new Next(move, more));
          }
        }
      }
      for (World.Move move : node.world().inside(role)) {
        next.add(new Next(move, node.heard()));
      }
      return next;
    }

    /** Which of the unexplained sayings these are, or empty if one of them was not said. */
    private Optional<List<Integer>> explain(Exchange due, BitSet explained) {
      BitSet used = (BitSet) explained.clone();
      List<Integer> indexes = new ArrayList<>();
      for (Envelope out : due.out()) {
        int index =
            out.message() instanceof AccessGiven ? findAccess(out, due, used) : find(out, used);
        if (index < 0) {
          return Optional.empty();
        }
        used.set(index);
        indexes.add(index);
      }
      int cause = cause(due);
      return indexes.stream().allMatch(index -> index > cause && inOrder(index, used))
          ? Optional.of(indexes)
          : Optional.empty();
    }

    /**
     * Inside a device, where the message was reported that this exchange hears; else before all.
     */
    private int cause(Exchange heard) {
      return role == Role.DEVICE && heard.in().channel().equals(Channel.TARGET)
          ? said.indexOf(heard.in())
          : -1;
    }

    /**
     * What is said on a FIFO channel about one input comes before what is said there about the
     * next; about one input it has no order.
     */
    private boolean inOrder(int index, BitSet used) {
      Channel channel = said.get(index).channel();
      if (!(channel instanceof Channel.OfDomain) && !(channel instanceof Channel.Direct)) {
        return true;
      }
      for (int i = used.nextClearBit(0); i < index; i = used.nextClearBit(i + 1)) {
        if (said.get(i).channel().equals(channel)) {
          return false;
        }
      }
      return true;
    }

    /**
     * Accesses for two attempts look alike. The last one before the answer is the one to take: an
     * earlier one may be the only one before another answer.
     */
    private int findAccess(Envelope access, Exchange due, BitSet used) {
      int answer =
          due.out().stream()
              .filter(out -> out.message() instanceof Provided)
              .mapToInt(out -> find(out, used))
              .findFirst()
              .orElse(-1);
      for (int i = used.previousClearBit(answer); i >= 0; i = used.previousClearBit(i - 1)) {
        if (said.get(i).equals(access)) {
          return i;
        }
      }
      return find(access, used); // after its answer
    }

    private int find(Envelope due, BitSet used) {
      for (int i = used.nextClearBit(0); i < said.size(); i = used.nextClearBit(i + 1)) {
        if (said.get(i).equals(due)) {
          return i;
        }
      }
      return -1;
    }

    /** The wrong exchange: of all ways to see it, the one that breaks the fewest rules. */
    Judgement refuted() {
      List<Refuted> readings = new ArrayList<>();
      for (Partial partial : best) {
        List<Next> next = next(partial.node());
        if (next.isEmpty()) {
          readings.addAll(leftOver(partial));
        }
        for (Next possible : next) {
          Exchange due = possible.move().exchange();
          if (next.size() > 1 || role == Role.DEVICE) {
            readings.add(reading(partial, due, common(due, partial.node().explained())));
          }
          readings.add(reading(partial, due, unexplained(due, partial.node().explained())));
        }
      }
      return readings.stream()
          .filter(refuted -> !refuted.rules().isEmpty())
          .min(
              Comparator.comparingInt((Refuted refuted) -> refuted.rules().size())
                  .thenComparing(refuted -> refuted.rules().get(0)))
          .orElse(readings.get(0));
    }

    private Refuted reading(Partial partial, Exchange due, List<Envelope> out) {
      Exchange wrong = as(due, out);
      return new Refuted(partial.path(), wrong, broken(wrong), due.out());
    }

    /**
     * Everything was heard, and something was said beyond: one of those who spoke said too much.
     */
    private List<Refuted> leftOver(Partial partial) {
      List<Exchange> path = partial.path();
      List<Refuted> readings = new ArrayList<>();
      for (int i = path.size() - 1; i >= 0; i--) {
        Exchange one = path.get(i);
        List<Envelope> more = unexplained(one, partial.node().explained());
        if (!more.isEmpty()) {
          List<Envelope> out = new ArrayList<>(one.out());
          out.addAll(more);
          Exchange wrong = as(one, out);
          readings.add(new Refuted(path.subList(0, i), wrong, broken(wrong), one.out()));
        }
      }
      return readings.isEmpty() ? List.of(unasked(partial)) : readings;
    }

    /** One that heard nothing has spoken: as if it had heard what the other heard last. */
    private Refuted unasked(Partial partial) {
      List<Exchange> path = partial.path();
      World world = partial.node().world();
      Envelope last =
          path.isEmpty()
              ? new Envelope(Channel.SEEN, new Message.Accepting())
              : path.get(path.size() - 1).in();
      Exchange silence = new ProxyExchange(world.proxy(), last, List.of(), world.proxy());
      if (unexplained(silence, partial.node().explained()).isEmpty()) {
        silence = new TargetExchange(world.target(), last, List.of(), world.target());
      }
      Exchange wrong = as(silence, unexplained(silence, partial.node().explained()));
      return new Refuted(path, wrong, broken(wrong), List.of());
    }

    private List<Envelope> common(Exchange due, BitSet explained) {
      BitSet used = (BitSet) explained.clone();
      List<Envelope> common = new ArrayList<>();
      for (Envelope envelope : due.out()) {
        int index = find(envelope, used);
        if (index >= 0) {
          used.set(index);
          common.add(envelope);
        }
      }
      return common;
    }

    /** What this machine said that is not explained yet. */
    private List<Envelope> unexplained(Exchange by, BitSet explained) {
      List<Envelope> rest = new ArrayList<>();
      for (int i = 0; i < said.size(); i++) {
        Message message = said.get(i).message();
        boolean byProxy =
            message instanceof Message.ToDomain || message instanceof Message.ToTarget;
        if (!explained.get(i) && byProxy == (by instanceof ProxyExchange)) {
          rest.add(said.get(i));
        }
      }
      return rest;
    }
  }

  private static Exchange as(Exchange exchange, List<Envelope> out) {
    if (exchange instanceof ProxyExchange x) {
      return new ProxyExchange(x.before(), x.in(), out, x.after());
    }
    TargetExchange x = (TargetExchange) exchange;
    return new TargetExchange(x.before(), x.in(), out, x.after());
  }
}
