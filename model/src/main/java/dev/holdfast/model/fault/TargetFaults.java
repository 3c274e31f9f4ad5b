package dev.holdfast.model.fault;

import dev.holdfast.model.Channel;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Level;
import dev.holdfast.model.Machines;
import dev.holdfast.model.Machines.TargetMachine;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.Rule;
import dev.holdfast.model.Step;
import dev.holdfast.model.TargetOs;
import dev.holdfast.model.TargetOs.Demand;
import dev.holdfast.model.TargetOs.Dying;
import dev.holdfast.model.TargetOs.Given;
import dev.holdfast.model.TargetOs.Leaving;
import dev.holdfast.model.TargetOs.Life;
import dev.holdfast.model.TargetOs.Off;
import dev.holdfast.model.TargetOs.Rank;
import dev.holdfast.model.TargetOs.Running;
import dev.holdfast.model.TargetOs.Unneeded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Target OSes that are wrong in one way each. */
final class TargetFaults {
  private TargetFaults() {}

  static List<Fault> all() {
    return List.of(
        fault(
            "accepts-before-protected",
            Rule.MEM_1,
            "The proxy accepts requests before it is marked protected.",
            "default",
            each(
                (t, in, step) -> {
                  List<Envelope> out = new ArrayList<>(step.out());
                  if (in.message() instanceof Boot) {
                    Collections.reverse(out);
                  }
                  return new Step<>(step.state(), out);
                })),
        fault(
            "proxy-as-victim",
            Rule.MEM_2,
            "When CRITICAL pressure finds nobody else, the proxy is killed.",
            "default",
            each(
                (t, in, step) ->
                    says(step, Message.OutOfMemory.class)
                        ? plus(step, seen(new Killed(new Victim.ProxyProcess(), Level.CRITICAL)))
                        : step)),
        fault(
            "shed-at-medium",
            Rule.MEM_3,
            "MEDIUM pressure kills a target process in use.",
            "shared",
            shedsAtMedium(true)),
        fault(
            "kills-starting",
            Rule.MEM_4,
            "MEDIUM pressure kills a target process that is starting for a Need.",
            "shared",
            shedsAtMedium(false)),
        fault(
            "second-victim",
            Rule.MEM_5,
            "A second victim is chosen while the first has not exited.",
            "programs",
            (t, in) -> {
              boolean waiting = t.lives().values().stream().anyMatch(Dying.class::isInstance);
              if (!(in.message() instanceof Pressure) || !waiting) {
                return t.steps(in);
              }
              TreeMap<Program, Life> others = new TreeMap<>(t.lives());
              others.values().removeIf(Dying.class::isInstance);
              List<Step<TargetOs>> wrong = lives(t, others).steps(in);
              if (!says(wrong.get(0), Killed.class)) {
                return t.steps(in);
              }
              return wrong.stream()
                  .map(
                      step -> {
                        TreeMap<Program, Life> all = new TreeMap<>(t.lives());
                        all.putAll(step.state().lives());
                        return new Step<>(lives(step.state(), all), step.out());
                      })
                  .toList();
            }),
        fault(
            "needed-before-unused",
            Rule.MEM_5,
            "CRITICAL pressure kills a needed process though one that nobody needs is left.",
            "warm",
            (t, in) ->
                in.message() instanceof Pressure pressure
                        && pressure.level() == Level.CRITICAL
                        && t.lowestRank().filter(rank -> rank == Rank.UNUSED).isPresent()
                        && t.lives().keySet().stream()
                            .anyMatch(p -> running(t, p) && t.rank(p) == Rank.NEEDED)
                    ? unusedHidden(t).steps(in).stream()
                        .map(step -> new Step<>(unhidden(t, step.state()), step.out()))
                        .toList()
                    : t.steps(in)),
        fault(
            "starts-without-memory",
            Rule.MEM_6,
            "A start is not refused when only protected processes remain.",
            "programs",
            (t, in) -> {
              if (!(in.message() instanceof Need)) {
                return t.steps(in);
              }
              return scarce(t, false).steps(in).stream()
                  .map(step -> new Step<>(scarce(step.state(), t.scarce()), step.out()))
                  .toList();
            }),
        fault(
            "sheds-though-holding",
            Rule.MEM_6,
            "CRITICAL pressure kills a needed process though the profile is HOLD.",
            "hold",
            (t, in) ->
                in.message() instanceof Pressure
                    ? profile(t, Profile.SHED).steps(in).stream()
                        .map(step -> new Step<>(profile(step.state(), Profile.HOLD), step.out()))
                        .toList()
                    : t.steps(in)),
        fault(
            "starts-before-exit",
            Rule.REQ_3,
            "A Need that finds its process ending starts the next one at once.",
            "default",
            each(
                (t, in, step) -> {
                  if (!(in.message() instanceof Need need)) {
                    return step;
                  }
                  Optional<Program> program = t.catalogue().provider(need.resource());
                  return program.isPresent() && t.life(program.get()) instanceof Leaving life
                      ? plus(step, seen(new Started(program.get(), life.generation() + 1)))
                      : step;
                })),
        fault(
            "local-process-not-reused",
            Rule.REQ_4,
            "A Need starts a second process though a local user's runs.",
            "default",
            each(
                (t, in, step) -> {
                  if (!(in.message() instanceof Need need)) {
                    return step;
                  }
                  Optional<Program> program = t.catalogue().provider(need.resource());
                  return program.isPresent()
                          && t.life(program.get()) instanceof Running life
                          && t.rank(program.get()) == Rank.LOCAL
                          && need.attempt() > t.demand(need.resource()).attempt()
                      ? plus(step, seen(new Started(program.get(), life.generation() + 1)))
                      : step;
                })),
        fault(
            "unknown-resource-unanswered",
            Rule.REQ_8,
            "A Need of an unknown resource gets no answer.",
            "unknown",
            each((t, in, step) -> without(step, failure(step, "UNKNOWN_RESOURCE")))),
        fault(
            "provided-before-access",
            Rule.HND_1,
            "Provided is said before the target process is given access.",
            "default",
            each(
                (t, in, step) -> {
                  List<Envelope> out = new ArrayList<>(step.out());
                  if (in.message() instanceof Ready) {
                    Collections.reverse(out);
                  }
                  return new Step<>(step.state(), out);
                })),
        fault(
            "use-waits-for-start",
            Rule.HND_2,
            "A valid handle answers Stale while another resource waits for access.",
            "shared",
            each(
                (t, in, step) ->
                    in.message() instanceof Use
                            && t.demands().values().stream()
                                .anyMatch(TargetOs.Asked.class::isInstance)
                        ? edit(step, m -> Optional.of(m instanceof Used ? new Stale() : m))
                        : step)),
        fault(
            "old-generation-reaches-new",
            Rule.HND_3,
            "A handle of an older generation reaches the newer one.",
            "default",
            voidedStillWork(true)),
        fault(
            "made-up-handle-works",
            Rule.HND_4,
            "A handle that was never minted is served.",
            "default",
            each(
                (t, in, step) ->
                    in.message() instanceof Use use && use.handle().name().equals("made-up")
                        ? edit(step, m -> Optional.of(new Used(1)))
                        : step)),
        fault(
            "withdrawn-handle-works",
            Rule.HND_5,
            "A handle whose access was withdrawn still works while the process lives on.",
            "shared",
            voidedStillWork(false)),
        fault(
            "never-ends",
            Rule.END_1,
            "NoLongerNeeded does not end the target process.",
            "default",
            (t, in) ->
                in.message() instanceof NoLongerNeeded over
                        && t.demand(over.resource()) instanceof Given
                    ? t.steps(in).stream().map(step -> staysRunning(t, step)).toList()
                    : t.steps(in)),
        fault(
            "ends-with-resource-in-use",
            Rule.END_2,
            "A target process is ended though another of its resources is in use.",
            "default",
            each(
                (t, in, step) -> {
                  if (!(in.message() instanceof NoLongerNeeded over)
                      || t.demand(over.resource()) instanceof Unneeded
                      || !(step.state().demand(over.resource()) instanceof Unneeded)) {
                    return step;
                  }
                  Program program = t.catalogue().provider(over.resource()).orElseThrow();
                  return step.state().life(program) instanceof Running life
                          && step.state().needed(program)
                      ? plus(
                          new Step<>(
                              life(step.state(), program, new Leaving(life.generation())),
                              step.out()),
                          seen(new Ending(program, life.generation())))
                      : step;
                })),
        fault(
            "ending-process-provides",
            Rule.END_3,
            "A Need that finds its process ending is given the ending process.",
            "default",
            each(
                (t, in, step) -> {
                  if (!(in.message() instanceof Need need)) {
                    return step;
                  }
                  Optional<Program> program = t.catalogue().provider(need.resource());
                  return program.isPresent()
                          && t.life(program.get()) instanceof Leaving life
                          && need.attempt() > t.demand(need.resource()).attempt()
                      ? plus(
                          step,
                          new Envelope(
                              Channel.TARGET,
                              new Provided(
                                  need.resource(),
                                  need.attempt(),
                                  program.get(),
                                  life.generation(),
                                  TargetOs.handle(
                                      need.resource(), need.attempt(), life.generation()))))
                      : step;
                })),
        fault(
            "old-over-honoured",
            Rule.END_4,
            "A NoLongerNeeded of an older attempt closes the one in force.",
            "default",
            (t, in) ->
                in.message() instanceof NoLongerNeeded over
                        && !(t.demand(over.resource()) instanceof Unneeded)
                    ? t.steps(
                        new Envelope(
                            Channel.TARGET,
                            new NoLongerNeeded(
                                over.resource(), t.demand(over.resource()).attempt())))
                    : t.steps(in)),
        fault(
            "overtaken-need-honoured",
            Rule.END_4,
            "A Need that its NoLongerNeeded has overtaken starts a process.",
            "default",
            (t, in) ->
                in.message() instanceof Need need
                        && t.demand(need.resource()) instanceof Unneeded unneeded
                        && unneeded.attempt() == need.attempt()
                    ? demand(t, need.resource(), new Unneeded(need.attempt() - 1)).steps(in)
                    : t.steps(in)),
        fault(
            "death-unreported",
            Rule.DTH_3,
            "The death of a target process in use is not reported.",
            "default",
            each((t, in, step) -> without(step, Died.class))),
        fault(
            "restarts-silently",
            Rule.DTH_3,
            "A target process that crashes is started again at once.",
            "default",
            each(
                (t, in, step) ->
                    in.message() instanceof Crashed crashed
                            && t.life(crashed.program()) instanceof Running
                        ? plus(step, seen(new Started(crashed.program(), crashed.generation() + 1)))
                        : step)),
        fault(
            "waiting-access-unanswered",
            Rule.DTH_3,
            "Who waits for access when the target process dies hears nothing.",
            "default",
            each(
                (t, in, step) ->
                    in.message() instanceof Crashed ? without(step, StartFailed.class) : step)),
        fault(
            "access-without-answer",
            Rule.LIV_1,
            "Access is given, but never answered.",
            "default",
            each(
                (t, in, step) ->
                    says(step, AccessGiven.class) ? without(step, Provided.class) : step)),
        fault(
            "end-never-completes",
            Rule.LIV_2,
            "A target process that was told to end never exits.",
            "default",
            (t, in) ->
                in.message() instanceof Gone ? List.of(new Step<>(t, List.of())) : t.steps(in)),
        fault(
            "cancelled-start-runs-on",
            Rule.LIV_2,
            "A NoLongerNeeded that meets the start leaves the target process behind.",
            "default",
            (t, in) ->
                in.message() instanceof NoLongerNeeded over
                        && t.demand(over.resource()) instanceof TargetOs.Asked
                    ? t.steps(in).stream().map(step -> staysRunning(t, step)).toList()
                    : t.steps(in)));
  }

  private static Fault fault(
      String name, Rule rule, String story, String scope, TargetMachine machine) {
    return new Fault(
        name, rule, story, scope, false, new Machines(Machines.REFERENCE.proxy(), machine));
  }

  /** What becomes of a right step. */
  private interface Change {
    Step<TargetOs> of(TargetOs before, Envelope in, Step<TargetOs> right);
  }

  private static TargetMachine each(Change change) {
    return (t, in) -> t.steps(in).stream().map(step -> change.of(t, in, step)).toList();
  }

  // ---------------------------------------------------------------- the longer stories

  private static TargetMachine shedsAtMedium(boolean provided) {
    return (t, in) -> {
      boolean medium =
          in.message() instanceof Pressure pressure && pressure.level() == Level.MEDIUM;
      boolean cornered = t.lowestRank().filter(rank -> rank == Rank.NEEDED).isPresent();
      boolean given = t.demands().values().stream().anyMatch(Given.class::isInstance);
      if (!medium || !cornered || given != provided) {
        return t.steps(in);
      }
      return t.steps(new Envelope(Channel.ENVIRONMENT, new Pressure(Level.CRITICAL))).stream()
          .map(
              step ->
                  edit(
                      step,
                      m ->
                          Optional.of(
                              m instanceof Killed killed
                                  ? new Killed(killed.victim(), Level.MEDIUM)
                                  : m)))
          .toList();
    };
  }

  private static TargetMachine voidedStillWork(boolean ofOlderGenerations) {
    return each(
        (t, in, step) -> {
          if (!(in.message() instanceof Use use) || !says(step, Stale.class)) {
            return step;
          }
          Optional<Program> program =
              TargetOs.resource(use.handle()).flatMap(t.catalogue()::provider);
          if (program.isEmpty() || !(t.life(program.get()) instanceof Running life)) {
            return step;
          }
          boolean older = TargetOs.generation(use.handle()).getAsInt() < life.generation();
          return older == ofOlderGenerations
              ? edit(step, m -> Optional.of(new Used(life.generation())))
              : step;
        });
  }

  private static Step<TargetOs> staysRunning(TargetOs t, Step<TargetOs> step) {
    return new Step<>(lives(step.state(), t.lives()), without(step, Ending.class).out());
  }

  // ---------------------------------------------------------------- the stories' own words

  private static boolean running(TargetOs t, Program program) {
    return t.life(program) instanceof Running;
  }

  private static TargetOs unusedHidden(TargetOs t) {
    TreeMap<Program, Life> shown = new TreeMap<>(t.lives());
    shown.replaceAll(
        (program, life) ->
            life instanceof Running && t.rank(program) == Rank.UNUSED
                ? new Off(life.generation())
                : life);
    return lives(t, shown);
  }

  private static TargetOs unhidden(TargetOs before, TargetOs after) {
    TreeMap<Program, Life> all = new TreeMap<>(after.lives());
    before
        .lives()
        .forEach(
            (program, life) -> {
              if (life instanceof Running && before.rank(program) == Rank.UNUSED) {
                all.put(program, life);
              }
            });
    return lives(after, all);
  }

  private static TargetOs lives(TargetOs t, Map<Program, Life> lives) {
    return new TargetOs(t.catalogue(), t.accepting(), t.scarce(), lives, t.demands(), t.localUse());
  }

  private static TargetOs life(TargetOs t, Program program, Life life) {
    TreeMap<Program, Life> lives = new TreeMap<>(t.lives());
    lives.put(program, life);
    return lives(t, lives);
  }

  private static TargetOs demand(TargetOs t, ResourceId resource, Demand demand) {
    TreeMap<ResourceId, Demand> demands = new TreeMap<>(t.demands());
    demands.put(resource, demand);
    return new TargetOs(t.catalogue(), t.accepting(), t.scarce(), t.lives(), demands, t.localUse());
  }

  private static TargetOs scarce(TargetOs t, boolean scarce) {
    return new TargetOs(t.catalogue(), t.accepting(), scarce, t.lives(), t.demands(), t.localUse());
  }

  private static TargetOs profile(TargetOs t, Profile profile) {
    return new TargetOs(
        new dev.holdfast.model.Catalogue(
            t.catalogue().programs(), t.catalogue().keepsWarm(), profile),
        t.accepting(),
        t.scarce(),
        t.lives(),
        t.demands(),
        t.localUse());
  }

  private static Envelope seen(Message message) {
    return new Envelope(Channel.SEEN, message);
  }

  private static boolean says(Step<TargetOs> step, Class<? extends Message> kind) {
    return step.out().stream().map(Envelope::message).anyMatch(kind::isInstance);
  }

  private static Step<TargetOs> plus(Step<TargetOs> step, Envelope more) {
    List<Envelope> out = new ArrayList<>(step.out());
    out.add(more);
    return new Step<>(step.state(), out);
  }

  private static Step<TargetOs> without(Step<TargetOs> step, Class<? extends Message> kind) {
    return edit(step, m -> kind.isInstance(m) ? Optional.empty() : Optional.of(m));
  }

  private static Class<? extends Message> failure(Step<TargetOs> step, String reason) {
    return step.out().stream()
            .map(Envelope::message)
            .anyMatch(m -> m instanceof StartFailed f && f.reason().name().equals(reason))
        ? StartFailed.class
        : Message.Malformed.class;
  }

  private static Step<TargetOs> edit(
      Step<TargetOs> step, Function<Message, Optional<Message>> change) {
    return new Step<>(
        step.state(),
        step.out().stream()
            .flatMap(e -> change.apply(e.message()).map(m -> new Envelope(e.channel(), m)).stream())
            .toList());
  }
}
