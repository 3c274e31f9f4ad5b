package dev.holdfast.conformance.oracle;

import dev.holdfast.conformance.wire.Role;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.TargetExchange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for orders of hearing what was told in which the model says what was said. Depth first;
 * what is likely is tried first; what has led nowhere once is not tried again.
 */
final class Search {
  private final Role role;
  private final Orders orders;
  private final Lanes told;
  private final Lanes said;
  private final int[] answers;
  private final Independence independence;
  private final Set<Place> left = new HashSet<>();
  private final List<Node> furthest = new ArrayList<>();
  private int progress = -1;
  private int budget;

  /** Which orders are tried. */
  enum Orders {
    /** All. */
    ALL,
    /** Of those that come to the same, one (see {@link Independence}): for a proxy alone. */
    THAT_MATTER
  }

  /** A search for explanations of one batch that may visit so many nodes. */
  Search(Role role, Recording.Batch batch, int budget, Orders orders) {
    this.role = role;
    this.orders = orders;
    this.budget = budget;
    told = new Lanes(batch.told(), channel -> !channel.equals(Channel.TARGET));
    said =
        new Lanes(
            batch.said(),
            channel -> channel instanceof Channel.OfDomain || channel instanceof Channel.Direct);
    independence = new Independence(told, said);
    answers = new int[told.lanes()];
    for (int lane = 0; lane < answers.length; lane++) {
      answers[lane] = said.lane(batch.told().get(told.start().next(lane)).channel());
    }
  }

  /** Where a search has got to: how much is heard, and which sayings are explained. */
  record Place(World world, Lanes.Mark heard, Lanes.Mark explained) {
    private Place comparable() {
      return new Place(world.comparable(), heard, explained);
    }
  }

  /** A place, and how the search came there. */
  record Node(Place place, Path path) {}

  /** What may happen next, and how much is heard then. */
  record Next(World.Move move, Lanes.Mark heard) {}

  /**
   * How an exchange is seen in what was said: in the order of saying, from which index on,
   * explaining so much.
   */
  private record Seen(Exchange exchange, int first, Lanes.Mark explained) {}

  /** Where the search got furthest. */
  List<Node> furthest() {
    return furthest;
  }

  boolean givenUp() {
    return budget <= 0;
  }

  /**
   * Ways to explain everything, each to another world.
   *
   * @param worlds where to begin
   * @param enough how many are enough
   */
  List<Node> ends(List<World> worlds, int enough) {
    List<Node> ends = new ArrayList<>();
    Deque<Successors> open = new ArrayDeque<>();
    for (World world : worlds) {
      visit(new Node(new Place(world, told.start(), said.start()), Path.start()), open, ends);
      while (!open.isEmpty() && ends.size() < enough) {
        Optional<Node> next = open.peek().next();
        if (next.isPresent()) {
          visit(next.get(), open, ends);
        } else {
          left.add(open.pop().node.place().comparable());
        }
      }
    }
    return ends;
  }

  private void visit(Node node, Deque<Successors> open, List<Node> ends) {
    Place place = node.place();
    if (budget <= 0 || (!left.isEmpty() && left.contains(place.comparable()))) {
      return;
    }
    budget--;
    keepIfFurthest(node);
    if (place.heard().all() && place.explained().all() && !place.world().underWay()) {
      left.add(place.comparable());
      ends.add(node);
    } else {
      open.push(new Successors(node));
    }
  }

  private void keepIfFurthest(Node node) {
    int its =
        node.place().explained().size() * 2 + node.place().heard().size() + node.path().size();
    if (its > progress) {
      progress = its;
      furthest.clear();
    }
    if (its == progress && furthest.size() < 32) {
      furthest.add(node);
    }
  }

  /** Everything that may happen next, whether it was said or not. */
  List<Next> next(Place place) {
    List<Next> next = new ArrayList<>();
    for (int lane = 0; lane < told.lanes(); lane++) {
      hear(place, lane, next);
    }
    hearLoose(place, next);
    inside(place, next);
    return next;
  }

  private void hear(Place place, int lane, List<Next> next) {
    int index = place.heard().next(lane);
    if (index != Lanes.NONE) {
      Lanes.Mark heard = place.heard().plus(lane, 1);
      for (World.Move move : place.world().hear(role, told.get(index))) {
        next.add(new Next(move, heard));
      }
    }
  }

  private void hearLoose(Place place, List<Next> next) {
    Lanes.Mark heard = place.heard();
    for (int at = heard.nextLoose(0); at != Lanes.NONE; at = heard.nextLoose(at + 1)) {
      for (World.Move move : place.world().hear(role, told.get(told.loose(at)))) {
        next.add(new Next(move, heard.plusLoose(at)));
      }
    }
  }

  private void inside(Place place, List<Next> next) {
    for (World.Move move : place.world().inside(role)) {
      next.add(new Next(move, place.heard()));
    }
  }

  /** What may come after a node, likely ones first, each worked out when it is asked for. */
  private final class Successors {
    private final Node node;
    private final int[] lanes;
    private final Deque<Node> likely = new ArrayDeque<>();

    /** Those that pass over something that was said before. */
    private final Deque<Node> hasty = new ArrayDeque<>();

    /** Those of which nothing was said. */
    private final Deque<Node> silent = new ArrayDeque<>();

    private int tried;

    Successors(Node node) {
      this.node = node;
      lanes = lanes(node.place());
    }

    Optional<Node> next() {
      while (tried < lanes.length || (likely.isEmpty() && tried == lanes.length)) {
        List<Next> next = new ArrayList<>();
        int answer = said.size();
        if (tried < lanes.length) {
          hear(node.place(), lanes[tried], next);
          answer = answer(node.place(), lanes[tried]);
        } else {
          hearLoose(node.place(), next);
          inside(node.place(), next);
        }
        tried++;
        for (Next each : next) {
          add(each, answer);
        }
      }
      Deque<Node> best = !likely.isEmpty() ? likely : !hasty.isEmpty() ? hasty : silent;
      return Optional.ofNullable(best.poll());
    }

    private void add(Next next, int answer) {
      Exchange due = next.move().exchange();
      Optional<Seen> seen = explain(due, node.place().explained());
      if (seen.isPresent()) {
        Node after =
            new Node(
                new Place(next.move().after(), next.heard(), seen.get().explained()),
                node.path().plus(due, seen.get().exchange()));
        if (orders == Orders.THAT_MATTER && independence.isIndependent(next, node.place())) {
          tried = lanes.length + 1;
          likely.clear();
          hasty.clear();
          silent.clear();
          likely.add(after);
        } else {
          int first = seen.get().first();
          (due.out().isEmpty() ? silent : first > answer ? hasty : likely).add(after);
        }
      }
    }

    /** The channels with something left to hear; first who is answered first. */
    private int[] lanes(Place place) {
      int[] open = new int[told.lanes()];
      int[] answered = new int[told.lanes()];
      int count = 0;
      for (int lane = 0; lane < told.lanes(); lane++) {
        if (place.heard().next(lane) != Lanes.NONE) {
          int key = answer(place, lane);
          int at = count++;
          for (; at > 0 && answered[at - 1] > key; at--) {
            answered[at] = answered[at - 1];
            open[at] = open[at - 1];
          }
          answered[at] = key;
          open[at] = lane;
        }
      }
      return Arrays.copyOf(open, count);
    }
  }

  /** The index of what is said next to a domain that was told something, or one beyond all. */
  private int answer(Place place, int lane) {
    int answer = answers[lane] == Lanes.NONE ? Lanes.NONE : place.explained().next(answers[lane]);
    return answer == Lanes.NONE ? said.size() : answer;
  }

  /** How this exchange is seen among the unexplained sayings, or empty if it was not said. */
  private Optional<Seen> explain(Exchange due, Lanes.Mark explained) {
    List<Envelope> out = due.out();
    int[] at = new int[out.size()];
    Lanes.Mark more = explained;
    int cause = cause(due);
    int first = said.size();
    boolean sameOrder = true;
    for (int i = 0; i < at.length; i++) {
      int lane = said.lane(out.get(i).channel());
      int place = lane == Lanes.NONE ? place(out.get(i), due, more) : Lanes.NONE;
      at[i] = lane == Lanes.NONE ? index(place) : index(out, i, lane, explained, at);
      if (at[i] <= cause) {
        return Optional.empty();
      }
      more = lane == Lanes.NONE ? more.plusLoose(place) : more.plus(lane, 1);
      first = Math.min(first, at[i]);
      sameOrder &= i == 0 || at[i] > at[i - 1];
    }
    return Optional.of(new Seen(sameOrder ? due : as(due, inOrder(at)), first, more));
  }

  private List<Envelope> inOrder(int[] at) {
    return Arrays.stream(at).sorted().mapToObj(said::get).toList();
  }

  /** Inside a device, where the message was reported that this exchange hears; else before all. */
  private int cause(Exchange heard) {
    if (role != Role.DEVICE || !heard.in().channel().equals(Channel.TARGET)) {
      return Lanes.NONE;
    }
    int[] places = said.places(heard.in());
    return places.length == 0 ? Lanes.NONE : said.loose(places[0]);
  }

  /**
   * What is said on a FIFO channel about one input comes before what is said there about the next;
   * about one input it has no order.
   */
  private int index(List<Envelope> out, int which, int lane, Lanes.Mark explained, int[] taken) {
    Envelope due = out.get(which);
    int later = 0;
    for (Envelope each : out) {
      if (each.channel().equals(due.channel())) {
        int index = explained.next(lane, later++);
        if (index != Lanes.NONE && said.get(index).equals(due) && !contains(taken, which, index)) {
          return index;
        }
      }
    }
    return Lanes.NONE;
  }

  private static boolean contains(int[] numbers, int count, int number) {
    for (int i = 0; i < count; i++) {
      if (numbers[i] == number) {
        return true;
      }
    }
    return false;
  }

  private int index(int place) {
    return place == Lanes.NONE ? Lanes.NONE : said.loose(place);
  }

  private int place(Envelope due, Exchange exchange, Lanes.Mark explained) {
    int[] places = said.places(due);
    if (due.message() instanceof AccessGiven) {
      int answer = answer(exchange, explained);
      for (int i = places.length - 1; i >= 0; i--) {
        if (said.loose(places[i]) < answer && !explained.hasLoose(places[i])) {
          return places[i];
        }
      }
    }
    for (int place : places) {
      if (!explained.hasLoose(place)) {
        return place;
      }
    }
    return Lanes.NONE;
  }

  /**
   * Accesses for two attempts look alike. The last one before the answer is the one to take: an
   * earlier one may be the only one before another answer.
   */
  private int answer(Exchange exchange, Lanes.Mark explained) {
    for (Envelope out : exchange.out()) {
      if (out.message() instanceof Provided) {
        return index(place(out, exchange, explained));
      }
    }
    return Lanes.NONE;
  }

  static Exchange as(Exchange exchange, List<Envelope> out) {
    if (exchange instanceof ProxyExchange x) {
      return new ProxyExchange(x.before(), x.in(), out, x.after());
    }
    TargetExchange x = (TargetExchange) exchange;
    return new TargetExchange(x.before(), x.in(), out, x.after());
  }
}
