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
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Rule;
import dev.holdfast.model.TargetExchange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Judges one run of a subject, batch by batch. It keeps every state that the model may be in, and
 * for each batch searches an order of hearing what was told (FIFO per channel; what goes to or
 * comes from a target OS may overtake) in which the model says what the subject said.
 *
 * <p>How long it takes depends on how much of a batch is concurrent, not on how many batches there
 * were; what it keeps, on what the subject has to keep.
 *
 * <p>Not thread-safe.
 */
public final class Oracle {
  /** How many nodes a search may visit before it is given up. */
  private static final int BUDGET = 200_000;

  private final Role role;
  private final Consumer<Recording.Batch> recorder;
  private List<World> worlds;
  private final Names names = new Names();

  /**
   * An oracle for one run of any length: it keeps nothing of what it has judged.
   *
   * @param role what the subject is
   * @param catalogue what its target OS can start
   */
  public Oracle(Role role, Catalogue catalogue) {
    this(role, catalogue, batch -> {});
  }

  /**
   * An oracle for one run that is recorded.
   *
   * @param role what the subject is
   * @param catalogue what its target OS can start
   * @param recorder given every batch, in the model's words, before it is judged
   */
  public Oracle(Role role, Catalogue catalogue, Consumer<Recording.Batch> recorder) {
    this.role = role;
    this.recorder = recorder;
    this.worlds = List.of(World.fresh(catalogue));
  }

  /**
   * What to tell the subject: handles in its own words, where it has minted them.
   *
   * @param in a message with the model's names
   * @return the message with the subject's
   */
  public Envelope toSubject(Envelope in) {
    return in.message() instanceof Use use
        ? new Envelope(in.channel(), new Use(names.ofSubject(use.handle())))
        : in;
  }

  /**
   * The handles that the subject has minted so far, in its own words.
   *
   * @return the handles; none if its role mints none
   */
  public Set<Handle> minted() {
    return names.minted();
  }

  /**
   * Judges one batch.
   *
   * @param told what the subject was told, in the model's words, in the order of each channel
   * @param said what it has said since, in order
   * @return the judgement; after a refutation the oracle is of no further use
   */
  public Judgement judge(List<Envelope> told, List<Envelope> said) {
    return judge(new Recording.Batch(told, mints() ? names.toModel(said) : said));
  }

  /**
   * Judges one batch of a run that others have driven.
   *
   * @param told what the subject was told, in its own words, in the order of each channel
   * @param said what it has said since, in order
   * @return the judgement; after a refutation the oracle is of no further use
   */
  public Judgement overhear(List<Envelope> told, List<Envelope> said) {
    if (!mints()) {
      return judge(new Recording.Batch(told, said));
    }
    List<Envelope> its = names.toModel(said); // first: what it has minted may be used at once
    Judgement judgement = judge(new Recording.Batch(names.toModel(told), its));
    names.forget(worlds);
    return judgement;
  }

  /** A proxy passes on the handles that it is told. */
  private boolean mints() {
    return role != Role.PROXY;
  }

  private Judgement judge(Recording.Batch batch) {
    recorder.accept(batch);
    Optional<Explained> forced = forced(batch);
    return forced.isPresent() ? forced.get() : searched(batch);
  }

  /**
   * What can come about in one way only, or in any of those that come to the same, and is seen in
   * the order in which it was told, leaves nothing to search for.
   */
  private Optional<Explained> forced(Recording.Batch batch) {
    if (worlds.size() > 1 || (batch.told().size() != 1 && !determined(batch))) {
      return Optional.empty();
    }
    List<Exchange> exchanges = new ArrayList<>(batch.told().size());
    World world = worlds.get(0);
    int explained = 0;
    for (Envelope in : batch.told()) {
      List<World.Move> moves = world.hear(role, in);
      do {
        Exchange due = moves.get(0).exchange();
        Optional<Exchange> seen = seen(due, batch.said(), explained);
        if (moves.size() > 1 || seen.isEmpty()) {
          return Optional.empty();
        }
        exchanges.add(seen.get());
        explained += due.out().size();
        world = moves.get(0).after();
        moves = world.inside(role);
      } while (!moves.isEmpty());
    }
    if (explained < batch.said().size()) {
      return Optional.empty();
    }
    worlds = List.of(world);
    return Optional.of(new Explained(exchanges));
  }

  /**
   * How this exchange is seen in what was said from an index on, if it is. What a proxy says about
   * one message has no order.
   */
  private Optional<Exchange> seen(Exchange due, List<Envelope> said, int from) {
    if (isAt(from, due.out(), said)) {
      return Optional.of(due);
    }
    int to = from + due.out().size();
    return role == Role.PROXY
            && to <= said.size()
            && Exchange.sameMessages(said.subList(from, to), due.out())
        ? Optional.of(Search.as(due, said.subList(from, to)))
        : Optional.empty();
  }

  private static boolean isAt(int from, List<Envelope> out, List<Envelope> said) {
    if (from + out.size() > said.size()) {
      return false;
    }
    for (int i = 0; i < out.size(); i++) {
      if (!out.get(i).equals(said.get(from + i))) {
        return false;
      }
    }
    return true;
  }

  private Judgement searched(Recording.Batch batch) {
    int budget = BUDGET + 20 * (batch.told().size() + batch.said().size());
    Search.Orders orders = role == Role.PROXY ? Search.Orders.THAT_MATTER : Search.Orders.ALL;
    Search search = new Search(role, batch, budget, orders);
    List<Search.Node> ends = search.ends(worlds, determined(batch) ? 1 : Integer.MAX_VALUE);
    if (search.givenUp()) {
      return new Unsettled("the search for an explanation was given up after " + budget + " nodes");
    }
    if (ends.isEmpty()) {
      return new Refutation(role, search).refuted();
    }
    worlds = ends.stream().map(end -> end.place().world()).toList();
    List<Path.Link> links = ends.get(0).path().links();
    List<Exchange> exchanges = links.stream().map(Path.Link::seen).toList();
    for (int i = 0; i < links.size(); i++) {
      List<Rule> broken = brokenByOrder(links.get(i), batch.said());
      if (!broken.isEmpty()) {
        return new Refuted(
            exchanges.subList(0, i), exchanges.get(i), broken, links.get(i).due().out());
      }
    }
    return new Explained(exchanges);
  }

  /**
   * The right messages may be in the wrong order. In the order of the model they keep every rule,
   * and no rule says in which order a proxy says what one message causes.
   */
  private static List<Rule> brokenByOrder(Path.Link link, List<Envelope> said) {
    if (!(link.seen() instanceof TargetExchange seen)) {
      return List.of();
    }
    List<Rule> broken = seen.equals(link.due()) ? List.of() : Refutation.broken(seen);
    return broken.isEmpty() && startsTooSoon(seen, said) ? List.of(Rule.REQ_3) : broken;
  }

  /**
   * Whether what was told and said leaves no choice of how the subject is afterwards, but for the
   * order in which requests of different domains wait, which nobody can tell: so one explanation is
   * as good as all. Of a proxy it does, unless one attempt was answered twice.
   */
  private boolean determined(Recording.Batch batch) {
    if (role != Role.PROXY) {
      return false;
    }
    Set<Message.ToTarget> answered = new HashSet<>();
    for (Envelope in : batch.told()) {
      if (in.message() instanceof Provided p
          && !answered.add(new Need(p.resource(), p.attempt()))) {
        return false;
      }
    }
    return true;
  }

  /** One run is seen to exit before the next is started, whatever caused the two (REQ-3). */
  private static boolean startsTooSoon(TargetExchange exchange, List<Envelope> said) {
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
}
