package dev.holdfast.tla.proof;

import static dev.holdfast.tla.proof.Formula.TRUE;
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
import java.util.Set;
import java.util.function.Predicate;

/**
 * {@code Coordination.tla} in first-order logic: its variables, initial state, actions, invariants
 * and properties of steps, under the same names and in the same order. Progress is not here.
 *
 * <p>Sets are relations and are never counted. Where the module chooses a set of pairs that go,
 * here the pairs before and after say which: what is in both has stayed.
 */
public final class Coordination {
  // ---------------------------------------------------------------- constants
  /** Whether any program provides the resource. */
  static final Relation KNOWN = new Relation("Known", false, List.of(Sort.RESOURCE));

  /** Which program provides it, if it is known: so no resource is provided twice. */
  static final Function PROVIDER =
      new Function("Provider", false, List.of(Sort.RESOURCE), Sort.PROGRAM);

  /** Whether a program may be kept when nobody needs it. */
  static final Relation KEEPS_WARM = new Relation("KeepsWarm", false, List.of(Sort.PROGRAM));

  /** Whether the profile is SHED, not HOLD. */
  static final Relation SHED = new Relation("Shed", false, List.of());

  // ---------------------------------------------------------------- variables
  /** Whether the proxy is protected. */
  static final Relation PROXY = new Relation("proxy", true, List.of());

  /** The association. */
  static final Relation USERS = new Relation("users", true, List.of(Sort.PROCESS, Sort.RESOURCE));

  /** The generation that the users were given a handle of. */
  static final Function LIVE = new Function("live", true, List.of(Sort.RESOURCE), Sort.GENERATION);

  /** What the target OS was asked for and has not heard of. */
  static final Relation ASKED = new Relation("asked", true, List.of(Sort.RESOURCE));

  /** What the target OS takes to be needed. */
  static final Relation NEEDED = new Relation("needed", true, List.of(Sort.RESOURCE));

  /** What the running process was given access to. */
  static final Relation ACCESS = new Relation("access", true, List.of(Sort.RESOURCE));

  /** The first half of process: what it is doing. */
  static final Function LIFE = new Function("is", true, List.of(Sort.PROGRAM), Sort.LIFE);

  /** The other half: which run it is. */
  static final Function GENERATION =
      new Function("generation", true, List.of(Sort.PROGRAM), Sort.GENERATION);

  /** What a local user needs. */
  static final Relation LOCAL_USE = new Relation("localUse", true, List.of(Sort.PROGRAM));

  /** Whether memory is scarce. */
  static final Relation SCARCE = new Relation("scarce", true, List.of());

  /** The generations that died in use and whose users have not been told. */
  static final Relation LOST = new Relation("lost", true, List.of(Sort.PROGRAM, Sort.GENERATION));

  private static final List<Symbol> CONSTANTS = List.of(KNOWN, PROVIDER, KEEPS_WARM, SHED);

  private static final List<Symbol> VARIABLES =
      List.of(PROXY, USERS, LIVE, ASKED, NEEDED, ACCESS, LIFE, GENERATION, LOCAL_USE, SCARCE, LOST);

  static final Variable U = new Variable("u", Sort.PROCESS);
  static final Variable R = new Variable("r", Sort.RESOURCE);
  static final Variable S = new Variable("s", Sort.RESOURCE);
  static final Variable P = new Variable("p", Sort.PROGRAM);
  static final Variable Q = new Variable("q", Sort.PROGRAM);
  static final Variable G = new Variable("g", Sort.GENERATION);

  /** The parameters of actions. */
  static final Variable RESOURCE = new Variable("resource", Sort.RESOURCE);

  static final Variable PROGRAM = new Variable("program", Sort.PROGRAM);
  static final Variable DEAD = new Variable("dead", Sort.GENERATION);
  static final Variable LEVEL = new Variable("level", Sort.LEVEL);

  static final Term NONE = new Literal(Sort.GENERATION, 0);
  static final Term FIRST = new Literal(Sort.GENERATION, 1);
  static final Term PROVIDES = PROVIDER.of(RESOURCE);

  private final Set<Slip> slips;

  private Coordination(Set<Slip> slips) {
    this.slips = slips;
  }

  /**
   * The module as a whole.
   *
   * @return what it is about and what is to be proved of it
   */
  public static Theory theory() {
    return new Theory("Coordination", CONSTANTS, VARIABLES, init(), actions(), properties());
  }

  /**
   * The initial states.
   *
   * @return the formula
   */
  public static Formula init() {
    return and(
        not(PROXY.at()),
        forAll(not(USERS.at(U, R)), U, R),
        forAll(same(LIVE.of(R), NONE), R),
        forAll(and(not(ASKED.at(R)), not(NEEDED.at(R)), not(ACCESS.at(R))), R),
        forAll(and(is(P, "off"), same(GENERATION.of(P), NONE), not(LOCAL_USE.at(P))), P),
        not(SCARCE.at()),
        forAll(not(LOST.at(P, G)), P, G));
  }

  /**
   * The actions.
   *
   * @return the actions, those of the environment first
   */
  public static List<Action> actions() {
    return new Coordination(Set.of()).all();
  }

  /**
   * A wrong action.
   *
   * @param slip what is wrong with it
   * @return the action
   */
  static Action wrong(Slip slip) {
    return new Coordination(Set.of(slip))
        .all().stream().filter(a -> a.name().equals(slip.action())).findFirst().orElseThrow();
  }

  // ---------------------------------------------------------------- words about the state

  private static Literal life(String name) {
    return new Literal(Sort.LIFE, Sort.LIFE.names().indexOf(name));
  }

  static Formula is(Term program, String life) {
    return same(LIFE.of(program), life(life));
  }

  private static Formula isNext(Term program, String life) {
    return same(LIFE.after(program), life(life));
  }

  private static Formula becomes(Term program, String life) {
    return and(not(is(program, life)), isNext(program, life));
  }

  private static Formula level(String name) {
    return same(LEVEL, new Literal(Sort.LEVEL, Sort.LEVEL.names().indexOf(name)));
  }

  private static Formula onItsWayOut(Term program) {
    return or(is(program, "leaving"), is(program, "dying"));
  }

  static Formula provides(Term program, Term resource) {
    return and(KNOWN.at(resource), same(PROVIDER.of(resource), program));
  }

  private static Formula needed(Term program) {
    return exists(and(provides(program, S), NEEDED.at(S)), S);
  }

  static Formula used(Term resource) {
    return exists(USERS.at(U, resource), U);
  }

  static Formula stayed(Term resource) {
    return exists(and(USERS.at(U, resource), USERS.after(U, resource)), U);
  }

  static Formula isLive(Term resource) {
    return differ(LIVE.of(resource), NONE);
  }

  static Formula waiting(Term resource) {
    return and(used(resource), same(LIVE.of(resource), NONE));
  }

  /** Rank(one) <= Rank(other). */
  private static Formula rankAtMost(Term one, Term other) {
    return and(
        implies(needed(one), needed(other)),
        implies(LOCAL_USE.at(one), or(needed(other), LOCAL_USE.at(other))));
  }

  private static Formula wanted(Term program) {
    return or(needed(program), LOCAL_USE.at(program));
  }

  static Formula mayStart(Term program) {
    return or(
        not(SCARCE.at()),
        exists(
            and(differ(Q, program), or(onItsWayOut(Q), and(is(Q, "running"), not(needed(Q))))), Q));
  }

  // ---------------------------------------------------------------- pieces of steps

  /** A guard, unless this is what a wrong specification forgets. */
  private Formula guard(Slip slip, Formula guard) {
    return slips.contains(slip) ? TRUE : guard;
  }

  private Formula either(Slip slip, Formula wrong, Formula right) {
    return slips.contains(slip) ? wrong : right;
  }

  static Formula unchangedBut(Symbol... changed) {
    List<Formula> same = new ArrayList<>();
    for (Symbol symbol : VARIABLES) {
      if (!List.of(changed).contains(symbol)) {
        same.add(unchanged(symbol));
      }
    }
    return new Formula.And(same);
  }

  static Formula unchanged(Symbol symbol) {
    Variable[] of = new Variable[symbol.takes().size()];
    for (int i = 0; i < of.length; i++) {
      of[i] = new Variable("x" + i, symbol.takes().get(i));
    }
    Formula same =
        symbol instanceof Relation relation
            ? new Iff(relation.after(of), relation.at(of))
            : same(((Function) symbol).after(of), ((Function) symbol).of(of));
    return forAll(same, of);
  }

  /** The set is what it was, and one more. */
  static Formula plus(Relation set, Variable each, Term one) {
    return forAll(new Iff(set.after(each), or(set.at(each), same(each, one))), each);
  }

  /** The set is what it was, without one. */
  static Formula minus(Relation set, Variable each, Term one) {
    return forAll(new Iff(set.after(each), and(set.at(each), differ(each, one))), each);
  }

  /** The set is what it was, without what a program provides. */
  private static Formula minusProvided(Relation set, Term program) {
    return forAll(new Iff(set.after(R), and(set.at(R), not(provides(program, R)))), R);
  }

  /** Of the processes, only this one does anything else. */
  private static Formula turn(Term program, String life) {
    return and(
        unchanged(GENERATION),
        isNext(program, life),
        forAll(implies(differ(P, program), same(LIFE.after(P), LIFE.of(P))), P));
  }

  static Formula start(Term program) {
    return and(
        isNext(program, "running"),
        same(GENERATION.after(program), new Successor(GENERATION.of(program))),
        forAll(
            implies(
                differ(P, program),
                and(same(LIFE.after(P), LIFE.of(P)), same(GENERATION.after(P), GENERATION.of(P)))),
            P));
  }

  static Formula sameProcesses() {
    return and(unchanged(LIFE), unchanged(GENERATION));
  }

  static Formula endsIfUnused(Term program) {
    return new Coordination(Set.of()).endIfUnused(program);
  }

  private Formula endIfUnused(Term program) {
    Formula unused =
        and(
            guard(
                Slip.END_WHAT_IS_NEEDED,
                forAll(not(and(provides(program, R), NEEDED.after(R))), R)),
            guard(Slip.END_LOCAL_USE, not(LOCAL_USE.after(program))));
    return choose(
        and(is(program, "running"), unused),
        or(turn(program, "leaving"), and(KEEPS_WARM.at(program), sameProcesses())),
        sameProcesses());
  }

  private Formula bury(Term program) {
    Formula dies =
        and(
            same(P, program),
            same(G, GENERATION.of(program)),
            exists(and(provides(program, S), ACCESS.at(S)), S));
    return and(
        minusProvided(NEEDED, program),
        minusProvided(ACCESS, program),
        minus(LOCAL_USE, P, program),
        either(
            Slip.DIE_SILENTLY,
            unchanged(LOST),
            forAll(new Iff(LOST.after(P, G), or(LOST.at(P, G), dies)), P, G)));
  }

  /** Where no pair stayed, nothing is live any more. */
  private Formula drop() {
    return either(
        Slip.LEAVE_LIVE,
        unchanged(LIVE),
        forAll(choose(stayed(R), same(LIVE.after(R), LIVE.of(R)), same(LIVE.after(R), NONE)), R));
  }

  // ---------------------------------------------------------------- the actions

  private List<Action> all() {
    return List.of(
        environment("Boot", and(not(PROXY.at()), PROXY.after(), unchangedBut(PROXY))),
        environment("Leave", leave()),
        environment("Request", request(RESOURCE), RESOURCE),
        environment("LocalUse", localUse(PROGRAM), PROGRAM),
        environment("LocalDone", localDone(PROGRAM), PROGRAM),
        environment("Crash", crash(PROGRAM), PROGRAM),
        environment("Pressure", pressure(PROGRAM), LEVEL, PROGRAM),
        system("Learn", learn(RESOURCE), RESOURCE),
        system("Give", give(RESOURCE), RESOURCE),
        system("Serve", serve(RESOURCE), RESOURCE, DEAD),
        system("Refuse", refuse(RESOURCE), RESOURCE),
        system("Forget", forget(RESOURCE), RESOURCE),
        system("Overtaken", overtaken(RESOURCE), RESOURCE),
        system("Tell", tell(PROGRAM), PROGRAM, DEAD),
        system("Exit", exit(PROGRAM), PROGRAM));
  }

  private static Action environment(String name, Formula step, Variable... parameters) {
    return new Action(name, false, List.of(parameters), step);
  }

  private static Action system(String name, Formula step, Variable... parameters) {
    return new Action(name, true, List.of(parameters), step);
  }

  private Formula request(Term resource) {
    return and(
        guard(Slip.REQUEST_BEFORE_BOOT, PROXY.at()),
        exists(USERS.after(U, resource), U),
        forAll(implies(and(USERS.after(U, R), differ(R, resource)), USERS.at(U, R)), U, R),
        drop(),
        choose(
            and(stayed(resource), guard(Slip.ASK_FOR_WHAT_IS_LIVE, TRUE)),
            either(Slip.ASK_FOR_WHAT_IS_LIVE, plus(ASKED, R, resource), unchanged(ASKED)),
            plus(ASKED, R, resource)),
        unchangedBut(USERS, LIVE, ASKED));
  }

  private Formula leave() {
    return and(
        forAll(implies(USERS.after(U, R), USERS.at(U, R)), U, R),
        drop(),
        unchangedBut(USERS, LIVE));
  }

  private Formula localUse(Term program) {
    return and(
        PROXY.at(),
        implies(is(program, "off"), mayStart(program)),
        plus(LOCAL_USE, P, program),
        choose(
            is(program, "off"),
            either(Slip.START_UNCOUNTED, turn(program, "running"), start(program)),
            sameProcesses()),
        unchangedBut(LOCAL_USE, LIFE, GENERATION));
  }

  private Formula localDone(Term program) {
    return and(
        LOCAL_USE.at(program),
        minus(LOCAL_USE, P, program),
        either(Slip.LOCAL_DONE_RUNS_ON, sameProcesses(), endIfUnused(program)),
        unchangedBut(LOCAL_USE, LIFE, GENERATION));
  }

  private Formula crash(Term program) {
    return and(
        is(program, "running"),
        bury(program),
        turn(program, "off"),
        unchangedBut(NEEDED, ACCESS, LOCAL_USE, LIFE, GENERATION, LOST));
  }

  private Formula mayTouch(Term program) {
    return and(
        not(level("NONE")),
        implies(
            needed(program),
            and(
                guard(Slip.KILL_BELOW_CRITICAL, level("CRITICAL")),
                guard(Slip.KILL_UNDER_HOLD, SHED.at()))),
        implies(
            and(LOCAL_USE.at(program), not(needed(program))),
            or(level("MEDIUM"), level("CRITICAL"))));
  }

  private Formula victim(Term program) {
    return and(
        is(program, "running"),
        mayTouch(program),
        guard(Slip.KILL_A_SECOND, forAll(not(is(Q, "dying")), Q)),
        guard(
            Slip.KILL_WITHOUT_RANK, forAll(implies(is(Q, "running"), rankAtMost(program, Q)), Q)));
  }

  private Formula pressure(Term program) {
    Formula nobody =
        and(
            forAll(not(victim(P)), P),
            unchanged(NEEDED),
            unchanged(ACCESS),
            unchanged(LOCAL_USE),
            unchanged(LOST),
            sameProcesses());
    return and(
        PROXY.at(),
        new Iff(SCARCE.after(), or(level("MEDIUM"), level("CRITICAL"))),
        or(nobody, and(victim(program), bury(program), turn(program, "dying"))),
        guard(Slip.KILL_THE_PROXY, unchanged(PROXY)),
        unchangedBut(PROXY, SCARCE, NEEDED, ACCESS, LOCAL_USE, LIFE, GENERATION, LOST));
  }

  private Formula learn(Term resource) {
    Formula off =
        or(
            is(PROVIDES, "off"),
            either(Slip.START_AGAIN, is(PROVIDES, "running"), Formula.FALSE),
            either(Slip.START_BEFORE_EXIT, is(PROVIDES, "leaving"), Formula.FALSE));
    Formula hears =
        and(
            guard(Slip.NEED_THE_UNKNOWN, KNOWN.at(resource)),
            guard(Slip.START_WITHOUT_MEMORY, implies(off, mayStart(PROVIDES))));
    return and(
        ASKED.at(resource),
        or(unchanged(ASKED), minus(ASKED, R, resource)),
        choose(
            hears,
            and(
                plus(NEEDED, R, resource),
                minus(ACCESS, R, resource),
                choose(off, start(PROVIDES), sameProcesses())),
            and(unchanged(NEEDED), unchanged(ACCESS), sameProcesses())),
        unchangedBut(ASKED, NEEDED, ACCESS, LIFE, GENERATION));
  }

  private Formula give(Term resource) {
    return and(
        NEEDED.at(resource),
        not(ACCESS.at(resource)),
        guard(Slip.GIVE_TO_THE_DYING, is(PROVIDES, "running")),
        plus(ACCESS, R, resource),
        either(
            Slip.LOSE_THE_LIVING,
            forAll(
                new Iff(
                    LOST.after(P, G),
                    or(LOST.at(P, G), and(same(P, PROVIDES), same(G, GENERATION.of(P))))),
                P,
                G),
            unchanged(LOST)),
        unchangedBut(ACCESS, LOST));
  }

  private Formula serve(Term resource) {
    Formula running =
        and(
            guard(Slip.SERVE_BEFORE_ACCESS, ACCESS.at(resource)),
            same(DEAD, GENERATION.of(PROVIDES)));
    Formula lost =
        and(not(NEEDED.at(resource)), guard(Slip.SERVE_THE_DEAD, LOST.at(PROVIDES, DEAD)));
    return and(
        used(resource),
        guard(Slip.SERVE_TWICE, waiting(resource)),
        KNOWN.at(resource),
        not(ASKED.at(resource)),
        or(running, lost),
        same(LIVE.after(resource), DEAD),
        forAll(implies(differ(R, resource), same(LIVE.after(R), LIVE.of(R))), R),
        unchangedBut(LIVE));
  }

  private Formula refuse(Term resource) {
    return and(
        waiting(resource),
        not(ASKED.at(resource)),
        guard(Slip.REFUSE_WHAT_IS_NEEDED, not(NEEDED.at(resource))),
        forAll(new Iff(USERS.after(U, R), and(USERS.at(U, R), differ(R, resource))), U, R),
        unchangedBut(USERS));
  }

  private Formula forget(Term resource) {
    return and(
        NEEDED.at(resource),
        guard(Slip.FORGET_WHAT_IS_USED, or(ASKED.at(resource), not(used(resource)))),
        or(unchanged(ASKED), and(not(used(resource)), minus(ASKED, R, resource))),
        minus(NEEDED, R, resource),
        minus(ACCESS, R, resource),
        endIfUnused(PROVIDES),
        unchangedBut(ASKED, NEEDED, ACCESS, LIFE, GENERATION));
  }

  private static Formula overtaken(Term resource) {
    return and(
        ASKED.at(resource), not(used(resource)), minus(ASKED, R, resource), unchangedBut(ASKED));
  }

  private Formula tell(Term program) {
    Formula its =
        and(provides(program, R), either(Slip.TELL_OF_ANOTHER, isLive(R), same(LIVE.of(R), DEAD)));
    return and(
        LOST.at(program, DEAD),
        forAll(
            new Iff(LOST.after(P, G), and(LOST.at(P, G), or(differ(P, program), differ(G, DEAD)))),
            P,
            G),
        either(
            Slip.TELL_AND_KEEP,
            unchanged(USERS),
            forAll(new Iff(USERS.after(U, R), and(USERS.at(U, R), not(its))), U, R)),
        forAll(choose(its, same(LIVE.after(R), NONE), same(LIVE.after(R), LIVE.of(R))), R),
        unchangedBut(LOST, USERS, LIVE));
  }

  private Formula exit(Term program) {
    Formula starts = and(guard(Slip.RESTART_FOR_NOBODY, wanted(program)), mayStart(program));
    return and(
        onItsWayOut(program),
        choose(
            starts,
            and(start(program), unchanged(NEEDED), unchanged(LOCAL_USE)),
            and(
                turn(program, "off"),
                either(
                    Slip.NEED_KEPT_AT_REFUSAL, unchanged(NEEDED), minusProvided(NEEDED, program)),
                either(
                    Slip.LOCAL_USE_KEPT_AT_EXIT,
                    unchanged(LOCAL_USE),
                    minus(LOCAL_USE, P, program)))),
        unchangedBut(NEEDED, LOCAL_USE, LIFE, GENERATION));
  }

  // ---------------------------------------------------------------- what holds

  /**
   * What holds in every state and of every step.
   *
   * @return the invariants, then the properties of steps
   */
  public static List<Property> properties() {
    return List.of(
        // Of TypeInv, what the sorts do not say already.
        inState(
            "TypeInv",
            List.of(),
            and(
                forAll(new AtMost(NONE, LIVE.of(R)), R),
                forAll(new AtMost(NONE, GENERATION.of(P)), P),
                forAll(implies(NEEDED.at(R), KNOWN.at(R)), R),
                forAll(implies(ACCESS.at(R), NEEDED.at(R)), R))),
        inState(
            "MEM1ProtectedInv",
            List.of(Rule.MEM_1),
            implies(
                not(PROXY.at()),
                and(
                    forAll(not(USERS.at(U, R)), U, R),
                    forAll(not(ASKED.at(R)), R),
                    forAll(is(P, "off"), P)))),
        inState(
            "MEM5OneVictimInv",
            List.of(Rule.MEM_5),
            forAll(implies(and(is(P, "dying"), is(Q, "dying")), same(P, Q)), P, Q)),
        inState(
            "HND1HandleInv",
            List.of(Rule.HND_1, Rule.HND_5, Rule.DTH_3),
            forAll(
                implies(
                    isLive(R),
                    and(
                        KNOWN.at(R),
                        or(
                            and(ACCESS.at(R), same(LIVE.of(R), GENERATION.of(PROVIDER.of(R)))),
                            and(not(NEEDED.at(R)), LOST.at(PROVIDER.of(R), LIVE.of(R)))))),
                R)),
        inState(
            "HND1AccessInv",
            List.of(Rule.HND_1),
            forAll(implies(ACCESS.at(R), and(NEEDED.at(R), is(PROVIDER.of(R), "running"))), R)),
        inState(
            "REQ3NeededInv",
            List.of(Rule.REQ_3, Rule.REQ_7, Rule.REQ_8),
            forAll(implies(NEEDED.at(R), and(KNOWN.at(R), not(is(PROVIDER.of(R), "off")))), R)),
        inState(
            "REQ3LocalInv",
            List.of(Rule.REQ_3),
            forAll(implies(LOCAL_USE.at(P), not(is(P, "off"))), P)),
        inState(
            "REQ3GenerationInv",
            List.of(Rule.REQ_3),
            forAll(implies(not(is(P, "off")), new AtMost(FIRST, GENERATION.of(P))), P)),
        inState(
            "ASC1LiveInv", List.of(Rule.ASC_1, Rule.REL_3), forAll(implies(isLive(R), used(R)), R)),
        inState(
            "END3WaitInv", List.of(Rule.END_3), forAll(implies(ASKED.at(R), not(isLive(R))), R)),
        inState(
            "END1UnusedInv",
            List.of(Rule.END_1),
            forAll(implies(is(P, "running"), or(wanted(P), KEEPS_WARM.at(P))), P)),
        inState(
            "DTH3LostInv",
            List.of(Rule.DTH_3),
            forAll(
                implies(
                    LOST.at(P, G),
                    and(
                        new AtMost(FIRST, G),
                        new AtMost(G, GENERATION.of(P)),
                        implies(same(G, GENERATION.of(P)), or(is(P, "off"), is(P, "dying"))))),
                P,
                G)),
        ofSteps(
            "MEM2ProxyProp",
            List.of(Rule.MEM_2),
            action -> true,
            implies(PROXY.at(), PROXY.after())),
        ofSteps(
            "MEM3ProtectedProp",
            List.of(Rule.MEM_3, Rule.MEM_4),
            a -> a.name().equals("Pressure"),
            implies(
                not(level("CRITICAL")), forAll(implies(becomes(P, "dying"), not(needed(P))), P))),
        ofSteps(
            "MEM5OrderProp",
            List.of(Rule.MEM_5),
            action -> true,
            forAll(implies(and(becomes(P, "dying"), is(Q, "running")), rankAtMost(P, Q)), P, Q)),
        ofSteps(
            "MEM6ProfileProp",
            List.of(Rule.MEM_6),
            action -> true,
            forAll(implies(and(becomes(P, "dying"), needed(P)), SHED.at()), P)),
        ofSteps(
            "MEM6StartProp",
            List.of(Rule.MEM_6),
            action -> true,
            forAll(implies(differ(GENERATION.after(P), GENERATION.of(P)), mayStart(P)), P)),
        ofSteps(
            "MEM6StartProp",
            List.of(Rule.MEM_6),
            a -> a.name().equals("Exit"),
            implies(isNext(PROGRAM, "off"), or(not(wanted(PROGRAM)), not(mayStart(PROGRAM))))),
        ofSteps(
            "MEM6StartProp",
            List.of(Rule.MEM_6),
            a -> a.name().equals("Learn"),
            implies(and(KNOWN.at(RESOURCE), isNext(PROVIDES, "off")), not(mayStart(PROVIDES)))),
        ofSteps(
            "REQ3StartProp",
            List.of(Rule.REQ_3),
            action -> true,
            forAll(
                implies(
                    differ(GENERATION.after(P), GENERATION.of(P)),
                    and(
                        same(GENERATION.after(P), new Successor(GENERATION.of(P))),
                        isNext(P, "running"),
                        wanted(P).next())),
                P)),
        ofSteps(
            "REQ3StartProp",
            List.of(Rule.REQ_3),
            a -> !a.name().equals("Exit"),
            forAll(implies(differ(GENERATION.after(P), GENERATION.of(P)), is(P, "off")), P)),
        ofSteps(
            "REQ4ReuseProp",
            List.of(Rule.REQ_4, Rule.HND_3),
            action -> true,
            forAll(implies(is(P, "running"), same(GENERATION.after(P), GENERATION.of(P))), P)),
        ofSteps(
            "HND3SameProp",
            List.of(Rule.HND_3),
            action -> true,
            forAll(implies(and(isLive(R), isLive(R).next()), same(LIVE.after(R), LIVE.of(R))), R)),
        ofSteps(
            "ASC1PairsProp",
            List.of(Rule.ASC_1, Rule.REQ_7, Rule.DTH_3),
            Action::system,
            and(
                forAll(implies(USERS.after(U, R), USERS.at(U, R)), U, R),
                forAll(
                    implies(
                        and(USERS.at(U, R), not(USERS.after(U, R))),
                        and(
                            not(used(R).next()),
                            or(
                                and(not(isLive(R)), not(ASKED.at(R)), not(NEEDED.at(R))),
                                and(
                                    LOST.at(PROVIDER.of(R), LIVE.of(R)),
                                    not(LOST.after(PROVIDER.of(R), LIVE.of(R))))))),
                    U,
                    R))),
        ofSteps(
            "END2EndProp",
            List.of(Rule.END_2, Rule.END_3),
            action -> true,
            forAll(
                implies(
                    becomes(P, "leaving"),
                    and(
                        not(LOCAL_USE.after(P)),
                        forAll(
                            implies(
                                provides(P, R),
                                and(differ(LIVE.of(R), GENERATION.of(P)), not(NEEDED.after(R)))),
                            R))),
                P)),
        ofSteps(
            "REL3NeededProp",
            List.of(Rule.REL_3, Rule.DTH_3),
            action -> true,
            forAll(
                implies(
                    and(ACCESS.at(R), isLive(R), not(ACCESS.after(R))),
                    and(
                        is(PROVIDER.of(R), "running"),
                        not(isNext(PROVIDER.of(R), "running")),
                        LOST.after(PROVIDER.of(R), LIVE.of(R)))),
                R)),
        ofSteps(
            "DTH3ToldProp",
            List.of(Rule.DTH_3),
            action -> true,
            forAll(
                implies(
                    and(
                        LOST.at(PROVIDER.of(R), LIVE.of(R)),
                        KNOWN.at(R),
                        not(LOST.after(PROVIDER.of(R), LIVE.of(R)))),
                    and(not(isLive(R).next()), not(used(R).next()))),
                R)));
  }

  private static Property inState(String name, List<Rule> rules, Formula formula) {
    return new Property(name, rules, false, action -> true, formula);
  }

  private static Property ofSteps(
      String name, List<Rule> rules, Predicate<Action> actions, Formula formula) {
    return new Property(name, rules, true, actions, formula);
  }
}
