package dev.holdfast.tla.proof;

import static dev.holdfast.tla.proof.Coordination.ACCESS;
import static dev.holdfast.tla.proof.Coordination.ASKED;
import static dev.holdfast.tla.proof.Coordination.DEAD;
import static dev.holdfast.tla.proof.Coordination.FIRST;
import static dev.holdfast.tla.proof.Coordination.G;
import static dev.holdfast.tla.proof.Coordination.GENERATION;
import static dev.holdfast.tla.proof.Coordination.KNOWN;
import static dev.holdfast.tla.proof.Coordination.LIFE;
import static dev.holdfast.tla.proof.Coordination.LIVE;
import static dev.holdfast.tla.proof.Coordination.LOST;
import static dev.holdfast.tla.proof.Coordination.NEEDED;
import static dev.holdfast.tla.proof.Coordination.NONE;
import static dev.holdfast.tla.proof.Coordination.P;
import static dev.holdfast.tla.proof.Coordination.PROVIDER;
import static dev.holdfast.tla.proof.Coordination.PROVIDES;
import static dev.holdfast.tla.proof.Coordination.R;
import static dev.holdfast.tla.proof.Coordination.RESOURCE;
import static dev.holdfast.tla.proof.Coordination.U;
import static dev.holdfast.tla.proof.Coordination.USERS;
import static dev.holdfast.tla.proof.Coordination.is;
import static dev.holdfast.tla.proof.Coordination.isLive;
import static dev.holdfast.tla.proof.Coordination.mayStart;
import static dev.holdfast.tla.proof.Coordination.minus;
import static dev.holdfast.tla.proof.Coordination.plus;
import static dev.holdfast.tla.proof.Coordination.provides;
import static dev.holdfast.tla.proof.Coordination.sameProcesses;
import static dev.holdfast.tla.proof.Coordination.start;
import static dev.holdfast.tla.proof.Coordination.stayed;
import static dev.holdfast.tla.proof.Coordination.unchanged;
import static dev.holdfast.tla.proof.Coordination.used;
import static dev.holdfast.tla.proof.Coordination.waiting;
import static dev.holdfast.tla.proof.Formula.and;
import static dev.holdfast.tla.proof.Formula.choose;
import static dev.holdfast.tla.proof.Formula.differ;
import static dev.holdfast.tla.proof.Formula.exists;
import static dev.holdfast.tla.proof.Formula.forAll;
import static dev.holdfast.tla.proof.Formula.implies;
import static dev.holdfast.tla.proof.Formula.not;
import static dev.holdfast.tla.proof.Formula.or;
import static dev.holdfast.tla.proof.Formula.same;

import dev.holdfast.model.Rule;
import dev.holdfast.tla.proof.Formula.AtMost;
import dev.holdfast.tla.proof.Formula.Iff;
import dev.holdfast.tla.proof.Symbol.Function;
import dev.holdfast.tla.proof.Symbol.Relation;
import dev.holdfast.tla.proof.Term.Literal;
import dev.holdfast.tla.proof.Term.Successor;
import dev.holdfast.tla.proof.Term.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What proxy and target OS say to each other, with attempts of any number that overtake each other
 * in any order: the model's machines in first-order logic, as far as safety is concerned. Every
 * step is proved to be one of {@link Coordination}, or none.
 *
 * <p>The variables are those of {@link Coordination} and what the messages need. Where a machine
 * does by itself what Coordination says, the step is Coordination's, and says or hears messages
 * beside; where it acts on what it hears, its guard is the machine's own, and that Coordination
 * permits the step is proved. What the proxy answers to domains is not here.
 */
public final class Handshake {
  /** The proxy's newest attempt on a resource. */
  static final Function ATTEMPT =
      new Function("attempt", true, List.of(Sort.RESOURCE), Sort.ATTEMPT);

  /** The highest generation that the proxy knows dead. */
  static final Function KNOWN_DEAD =
      new Function("knownDead", true, List.of(Sort.PROGRAM), Sort.GENERATION);

  /** The highest attempt that the target OS has seen. */
  static final Function SEEN = new Function("seen", true, List.of(Sort.RESOURCE), Sort.ATTEMPT);

  /** Need under way. */
  static final Relation NEED = new Relation("need", true, List.of(Sort.RESOURCE, Sort.ATTEMPT));

  /** NoLongerNeeded under way. */
  static final Relation OVER = new Relation("over", true, List.of(Sort.RESOURCE, Sort.ATTEMPT));

  /** Provided under way. Died under way is Coordination's lost. */
  static final Relation PROVIDED =
      new Relation("provided", true, List.of(Sort.RESOURCE, Sort.ATTEMPT, Sort.GENERATION));

  /** StartFailed under way. */
  static final Relation FAILED = new Relation("failed", true, List.of(Sort.RESOURCE, Sort.ATTEMPT));

  private static final List<Symbol> OWN =
      List.of(ATTEMPT, KNOWN_DEAD, SEEN, NEED, OVER, PROVIDED, FAILED);

  private static final Variable A = new Variable("a", Sort.ATTEMPT);
  private static final Variable HEARD = new Variable("heard", Sort.ATTEMPT);
  private static final Variable PROGRAM = Coordination.PROGRAM;
  private static final Term NEVER = new Literal(Sort.ATTEMPT, 0);
  private static final Term ONCE = new Literal(Sort.ATTEMPT, 1);

  private final Set<Slip> slips;

  private Handshake(Set<Slip> slips) {
    this.slips = slips;
  }

  /** A guard, unless this is what a wrong specification forgets. */
  private Formula guard(Slip slip, Formula guard) {
    return slips.contains(slip) ? Formula.TRUE : guard;
  }

  /**
   * A wrong step.
   *
   * @param slip what is wrong with it
   * @return the step
   */
  static Action wrong(Slip slip) {
    return new Handshake(Set.of(slip))
        .actions().stream()
            .filter(action -> action.name().equals(slip.action()))
            .findFirst()
            .orElseThrow();
  }

  /**
   * The machines as a whole.
   *
   * @return what is to be proved: Coordination's invariants again, those of the messages, and that
   *     every step is Coordination's
   */
  public static Theory theory() {
    List<Symbol> variables = new ArrayList<>(Coordination.theory().variables());
    variables.addAll(OWN);
    List<Property> properties = new ArrayList<>(Coordination.theory().invariants());
    properties.addAll(properties());
    return new Theory(
        "Handshake",
        Coordination.theory().constants(),
        variables,
        and(
            Coordination.theory().init(),
            forAll(and(same(ATTEMPT.of(R), NEVER), same(SEEN.of(R), NEVER)), R),
            forAll(same(KNOWN_DEAD.of(P), NONE), P),
            forAll(and(not(NEED.at(R, A)), not(OVER.at(R, A)), not(FAILED.at(R, A))), R, A),
            forAll(not(PROVIDED.at(R, A, G)), R, A, G)),
        new Handshake(Set.of()).actions(),
        properties);
  }

  // ---------------------------------------------------------------- the steps

  private static Formula sameBut(Symbol... changed) {
    return new Formula.And(
        OWN.stream()
            .filter(symbol -> !List.of(changed).contains(symbol))
            .map(Coordination::unchanged)
            .toList());
  }

  /** Of Coordination's variables. */
  private static Formula restBut(Symbol... changed) {
    return Coordination.unchangedBut(changed);
  }

  private static Formula sends(Relation channel, Formula which) {
    return forAll(new Iff(channel.after(R, A), or(channel.at(R, A), which)), R, A);
  }

  private static Formula hears(Relation channel) {
    return and(
        channel.at(RESOURCE, HEARD),
        forAll(
            new Iff(
                channel.after(R, A),
                and(channel.at(R, A), or(differ(R, RESOURCE), differ(A, HEARD)))),
            R,
            A));
  }

  private static Formula only(Function function, Term at, Term value) {
    return and(
        same(function.after(at), value),
        forAll(implies(differ(R, at), same(function.after(R), function.of(R))), R));
  }

  /** What asked stands for: a Need is under way that the target OS will not take for old. */
  private static Formula askedMeans() {
    // Of an unknown resource the target OS remembers nothing: the newest Need is what is waited on.
    Formula newer =
        choose(KNOWN.at(R), not(new AtMost(A, SEEN.of(R))), new AtMost(ATTEMPT.of(R), A));
    return forAll(new Iff(ASKED.at(R), exists(and(NEED.at(R, A), newer), A)), R);
  }

  /** C10: the resources whose last user goes in this step. */
  private Formula tellsOver() {
    return sends(
        OVER,
        and(same(A, ATTEMPT.of(R)), used(R), guard(Slip.OVER_WHILE_ONE_REMAINS, not(stayed(R)))));
  }

  /** REQ-7: those that wait for access when the process goes are told. */
  private static Formula tellsFailed() {
    return sends(
        FAILED,
        and(
            provides(PROGRAM, R),
            NEEDED.at(R),
            not(ACCESS.at(R)),
            not(NEEDED.after(R)),
            same(A, SEEN.of(R))));
  }

  private List<Action> actions() {
    Map<String, Formula> beside =
        Map.of(
            "Leave", and(tellsOver(), sameBut(OVER)),
            "Request", request(),
            "Crash", and(tellsFailed(), sameBut(FAILED)),
            "Pressure", and(tellsFailed(), sameBut(FAILED)),
            "Exit", and(tellsFailed(), sameBut(FAILED)),
            "Give", give(),
            "Tell", tell());
    List<Action> actions = new ArrayList<>();
    List<String> replaced = List.of("Learn", "Serve", "Refuse", "Forget", "Overtaken");
    for (Action action : Coordination.actions()) {
      if (!replaced.contains(action.name())) {
        Formula more = beside.getOrDefault(action.name(), sameBut());
        actions.add(
            new Action(
                action.name(), action.system(), action.parameters(), and(action.step(), more)));
      }
    }
    actions.add(hearing("HearNeed", hearNeed(), RESOURCE, HEARD));
    actions.add(hearing("HearOver", hearOver(), RESOURCE, HEARD));
    actions.add(hearing("HearProvided", hearProvided(), RESOURCE, HEARD, DEAD));
    actions.add(hearing("HearFailed", hearFailed(), RESOURCE, HEARD));
    return actions;
  }

  private static Action hearing(String name, Formula step, Variable... parameters) {
    return new Action(name, true, List.of(parameters), and(step, askedMeans().next()));
  }

  private Formula request() {
    Formula opens = not(stayed(RESOURCE));
    Term next = new Successor(ATTEMPT.of(RESOURCE));
    Formula asks =
        slips.contains(Slip.ASK_SILENTLY)
            ? unchanged(NEED)
            : sends(NEED, and(same(R, RESOURCE), same(A, next)));
    return and(
        tellsOver(),
        choose(
            opens,
            and(only(ATTEMPT, RESOURCE, next), asks),
            and(unchanged(ATTEMPT), unchanged(NEED))),
        sameBut(OVER, ATTEMPT, NEED));
  }

  private static Formula give() {
    Formula answer =
        and(same(R, RESOURCE), same(A, SEEN.of(RESOURCE)), same(G, GENERATION.of(PROVIDES)));
    return and(
        forAll(new Iff(PROVIDED.after(R, A, G), or(PROVIDED.at(R, A, G), answer)), R, A, G),
        sameBut(PROVIDED));
  }

  private static Formula tell() {
    return and(
        forAll(implies(differ(P, PROGRAM), same(KNOWN_DEAD.after(P), KNOWN_DEAD.of(P))), P),
        choose(
            new AtMost(DEAD, KNOWN_DEAD.of(PROGRAM)),
            same(KNOWN_DEAD.after(PROGRAM), KNOWN_DEAD.of(PROGRAM)),
            same(KNOWN_DEAD.after(PROGRAM), DEAD)),
        sameBut(KNOWN_DEAD));
  }

  private Formula hearNeed() {
    Formula answersNo = sends(FAILED, and(same(R, RESOURCE), same(A, HEARD)));
    Formula nothing = and(unchanged(NEEDED), unchanged(ACCESS), sameProcesses());
    Formula old =
        slips.contains(Slip.HONOUR_AN_OVERTAKEN_NEED)
            ? Formula.FALSE
            : new AtMost(HEARD, SEEN.of(RESOURCE));
    Formula mayNot = and(is(PROVIDES, "off"), not(mayStart(PROVIDES)));
    Formula news =
        choose(
            mayNot,
            and(nothing, answersNo, only(SEEN, RESOURCE, HEARD)),
            and(
                plus(NEEDED, R, RESOURCE),
                minus(ACCESS, R, RESOURCE),
                choose(is(PROVIDES, "off"), start(PROVIDES), sameProcesses()),
                unchanged(FAILED),
                only(SEEN, RESOURCE, HEARD)));
    return and(
        hears(NEED),
        choose(
            KNOWN.at(RESOURCE),
            choose(old, and(nothing, unchanged(FAILED), unchanged(SEEN)), news),
            and(nothing, answersNo, unchanged(SEEN))),
        restBut(ASKED, NEEDED, ACCESS, LIFE, GENERATION),
        sameBut(NEED, FAILED, SEEN));
  }

  private Formula hearOver() {
    Formula closes =
        and(
            KNOWN.at(RESOURCE),
            guard(Slip.HONOUR_AN_OLD_OVER, new AtMost(SEEN.of(RESOURCE), HEARD)));
    return and(
        hears(OVER),
        choose(
            closes,
            and(
                only(SEEN, RESOURCE, HEARD),
                minus(NEEDED, R, RESOURCE),
                minus(ACCESS, R, RESOURCE),
                choose(NEEDED.at(RESOURCE), Coordination.endsIfUnused(PROVIDES), sameProcesses())),
            and(unchanged(SEEN), unchanged(NEEDED), unchanged(ACCESS), sameProcesses())),
        restBut(ASKED, NEEDED, ACCESS, LIFE, GENERATION),
        sameBut(OVER, SEEN));
  }

  private static Formula refused() {
    return forAll(new Iff(USERS.after(U, R), and(USERS.at(U, R), differ(R, RESOURCE))), U, R);
  }

  private Formula open() {
    return and(
        waiting(RESOURCE), guard(Slip.SETTLE_ANOTHER_ATTEMPT, same(ATTEMPT.of(RESOURCE), HEARD)));
  }

  private Formula hearProvided() {
    Formula dead =
        slips.contains(Slip.GO_LIVE_ON_THE_DEAD)
            ? Formula.FALSE
            : new AtMost(DEAD, KNOWN_DEAD.of(PROVIDES));
    Formula rest =
        and(
            PROVIDED.at(RESOURCE, HEARD, DEAD),
            forAll(
                new Iff(
                    PROVIDED.after(R, A, G),
                    and(
                        PROVIDED.at(R, A, G),
                        or(differ(R, RESOURCE), differ(A, HEARD), differ(G, DEAD)))),
                R,
                A,
                G));
    return and(
        rest,
        choose(
            open(),
            choose(
                dead,
                and(refused(), unchanged(LIVE)),
                and(unchanged(USERS), only(LIVE, RESOURCE, DEAD))),
            and(unchanged(USERS), unchanged(LIVE))),
        restBut(ASKED, USERS, LIVE),
        sameBut(PROVIDED));
  }

  private Formula hearFailed() {
    return and(
        hears(FAILED),
        choose(open(), refused(), unchanged(USERS)),
        restBut(ASKED, USERS),
        sameBut(FAILED));
  }

  // ---------------------------------------------------------------- what holds

  private static Property inState(String name, Formula formula, Rule... rules) {
    return new Property(name, List.of(rules), false, action -> true, formula);
  }

  private static List<Property> properties() {
    Formula current = and(used(R), same(A, ATTEMPT.of(R)));
    List<Property> properties =
        new ArrayList<>(
            List.of(
                inState("AskedInv", askedMeans()),
                inState(
                    "AttemptsInv",
                    and(
                        forAll(
                            and(
                                new AtMost(NEVER, SEEN.of(R)),
                                new AtMost(SEEN.of(R), ATTEMPT.of(R)),
                                implies(not(KNOWN.at(R)), same(SEEN.of(R), NEVER)),
                                implies(NEEDED.at(R), new AtMost(ONCE, SEEN.of(R))),
                                implies(used(R), new AtMost(ONCE, ATTEMPT.of(R)))),
                            R),
                        forAll(
                            and(
                                implies(
                                    or(NEED.at(R, A), OVER.at(R, A), FAILED.at(R, A)),
                                    and(new AtMost(ONCE, A), new AtMost(A, ATTEMPT.of(R)))),
                                implies(
                                    and(FAILED.at(R, A), KNOWN.at(R)), new AtMost(A, SEEN.of(R)))),
                            R,
                            A),
                        forAll(
                            implies(
                                PROVIDED.at(R, A, G),
                                and(
                                    KNOWN.at(R),
                                    new AtMost(A, SEEN.of(R)),
                                    or(differ(A, SEEN.of(R)), ACCESS.at(R), not(NEEDED.at(R))),
                                    new AtMost(FIRST, G),
                                    new AtMost(G, GENERATION.of(PROVIDER.of(R))))),
                            R,
                            A,
                            G))),
                // NoLongerNeeded is only said of an attempt that is over.
                inState(
                    "OverInv",
                    forAll(implies(OVER.at(R, A), not(current)), R, A),
                    Rule.REL_3,
                    Rule.END_3),
                // A Need is not lost, and the target OS sees the attempt in no other way.
                inState(
                    "NeedInv",
                    and(
                        forAll(
                            implies(
                                and(current, KNOWN.at(R)),
                                new Iff(NEED.at(R, A), not(new AtMost(A, SEEN.of(R))))),
                            R,
                            A),
                        forAll(implies(isLive(R), same(SEEN.of(R), ATTEMPT.of(R))), R)),
                    Rule.REQ_2),
                // An answer to the attempt that is open is true, or its death is known or told.
                inState(
                    "ProvidedInv",
                    forAll(
                        implies(
                            and(PROVIDED.at(R, A, G), current),
                            or(
                                and(ACCESS.at(R), same(G, GENERATION.of(PROVIDER.of(R)))),
                                and(
                                    not(NEEDED.at(R)),
                                    or(
                                        LOST.at(PROVIDER.of(R), G),
                                        new AtMost(G, KNOWN_DEAD.of(PROVIDER.of(R))))))),
                        R,
                        A,
                        G),
                    Rule.HND_1,
                    Rule.DTH_3),
                inState(
                    "FailedInv",
                    and(
                        forAll(
                            implies(and(FAILED.at(R, A), NEEDED.at(R)), not(same(A, SEEN.of(R)))),
                            R,
                            A),
                        forAll(not(and(FAILED.at(R, A), NEED.at(R, A), not(KNOWN.at(R)))), R, A)),
                    Rule.REQ_7),
                inState(
                    "KnownDeadInv",
                    forAll(
                        and(
                            new AtMost(NONE, KNOWN_DEAD.of(P)),
                            new AtMost(KNOWN_DEAD.of(P), GENERATION.of(P)),
                            implies(
                                same(KNOWN_DEAD.of(P), GENERATION.of(P)),
                                or(is(P, "off"), is(P, "dying")))),
                        P),
                    Rule.DTH_3)));
    once(
        properties,
        forAll(not(and(used(R), not(stayed(R)), OVER.at(R, ATTEMPT.of(R)))), R),
        "Leave",
        "Request");
    once(
        properties,
        or(stayed(RESOURCE), not(NEED.at(RESOURCE, new Successor(ATTEMPT.of(RESOURCE))))),
        "Request");
    once(
        properties,
        forAll(not(and(NEEDED.at(R), not(ACCESS.at(R)), FAILED.at(R, SEEN.of(R)))), R),
        "Crash",
        "Pressure",
        "Exit");
    once(
        properties,
        not(and(is(PROGRAM, "running"), LOST.at(PROGRAM, GENERATION.of(PROGRAM)))),
        "Crash",
        "Pressure");
    once(
        properties, not(PROVIDED.at(RESOURCE, SEEN.of(RESOURCE), GENERATION.of(PROVIDES))), "Give");
    once(
        properties,
        not(
            and(
                FAILED.at(RESOURCE, HEARD),
                or(not(KNOWN.at(RESOURCE)), not(new AtMost(HEARD, SEEN.of(RESOURCE)))))),
        "HearNeed");
    refines(properties, "HearNeed", "Learn");
    refines(properties, "HearOver", "Forget", "Overtaken");
    refines(properties, "HearProvided", "Serve", "Refuse");
    refines(properties, "HearFailed", "Refuse");
    return properties;
  }

  /** Nothing is said that is under way already: so channels may be sets. */
  private static void once(List<Property> properties, Formula formula, String... actions) {
    properties.add(
        new Property(
            "OnceProp",
            List.of(),
            true,
            action -> List.of(actions).contains(action.name()),
            formula));
  }

  /** A step of the one is a step of the other, or none. */
  private static void refines(List<Property> properties, String action, String... permitted) {
    List<Formula> possible = new ArrayList<>();
    possible.add(restBut());
    for (String name : permitted) {
      Coordination.actions().stream()
          .filter(its -> its.name().equals(name))
          .map(Action::step)
          .forEach(possible::add);
    }
    properties.add(
        new Property(
            "RefinesProp",
            List.of(Rule.REQ_7, Rule.END_3, Rule.END_4, Rule.DTH_3),
            true,
            its -> its.name().equals(action),
            new Formula.Or(possible)));
  }
}
