package dev.holdfast.model;

import static dev.holdfast.model.Rule.Party.DEVICE;
import static dev.holdfast.model.Rule.Party.PROXY;
import static dev.holdfast.model.Rule.Party.TARGET;

import dev.holdfast.model.Check.AtRest;
import dev.holdfast.model.Check.InState;
import dev.holdfast.model.Check.OnProxy;
import dev.holdfast.model.Check.OnTarget;
import dev.holdfast.model.Message.AccessGiven;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Ending;
import dev.holdfast.model.Message.Exited;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Killed;
import dev.holdfast.model.Message.LocalDone;
import dev.holdfast.model.Message.LocalUse;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.OutOfMemory;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Refused;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Released;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.Stale;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.Started;
import dev.holdfast.model.Message.TargetDied;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.Message.Used;
import dev.holdfast.model.Message.Victim;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.TargetOs.Dying;
import dev.holdfast.model.TargetOs.Leaving;
import dev.holdfast.model.TargetOs.Rank;
import dev.holdfast.model.TargetOs.Running;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rules: what each says, which claim step it makes precise, whom it obliges, and the check
 * itself. Ids are stable; they are never renumbered or reused.
 *
 * <p>The checks divide the wrong exchanges among themselves: what a machine does wrong in one
 * exchange is, as far as possible, the business of one rule.
 */
public enum Rule {
  // ---------------------------------------------------------------- memory pressure
  MEM_1(
      TARGET,
      "C1",
      "The proxy is marked protected before it accepts its first request, and stays marked.",
      new OnTarget(
          List.of(Boot.class),
          TargetExchange::boots,
          x ->
              x.boots()
                  ? x.out()
                      .equals(
                          List.of(
                              new Envelope(Channel.SEEN, new Message.ProxyProtected()),
                              new Envelope(Channel.SEEN, new Message.Accepting())))
                  : x.said(Message.ProxyProtected.class).isEmpty()
                      && x.said(Message.Accepting.class).isEmpty())),
  MEM_2(
      TARGET,
      "C1",
      "No level of memory pressure ever kills the proxy.",
      new OnTarget(
          List.of(Pressure.class),
          x -> x.pressure().isPresent(),
          x -> !x.says(Killed.class, k -> k.victim() instanceof Victim.ProxyProcess))),
  MEM_3(
      TARGET,
      "C1",
      "A target process whose resource is needed inherits protection, ranked just below the proxy:"
          + " it is never a victim below CRITICAL.",
      new OnTarget(
          List.of(Pressure.class),
          x -> x.pressure().filter(l -> l != Level.CRITICAL).isPresent() && x.runsNeeded(true),
          x ->
              x.victims().stream()
                  .noneMatch(v -> spared(x, v.program()) && x.provides(v.program())))),
  MEM_4(
      TARGET,
      "",
      "A target process that is starting for a Need is protected like one in use.",
      new OnTarget(
          List.of(Pressure.class),
          x -> x.pressure().filter(l -> l != Level.CRITICAL).isPresent() && x.runsNeeded(false),
          x ->
              x.victims().stream()
                  .noneMatch(v -> spared(x, v.program()) && !x.provides(v.program())))),
  MEM_5(
      TARGET,
      "",
      "Processes that nobody needs go first, and while a victim has not exited no second victim is"
          + " chosen.",
      new OnTarget(
          List.of(Pressure.class),
          x -> x.pressure().isPresent() && (x.victimUnderWay() || anyUnprotected(x)),
          Rule::victimsInOrder)),
  MEM_6(
      TARGET,
      "",
      "When only protected processes remain, new starts are refused (MEMORY); at CRITICAL the"
          + " profile decides: SHED kills the lowest-ranked needed target process and tells its"
          + " users, HOLD kills nobody and reports that the device is out of memory. Never the"
          + " proxy.",
      new OnTarget(
          List.of(Need.class, LocalUse.class, Gone.class, Crashed.class, Pressure.class),
          x ->
              (x.startWanted().isPresent() && !x.mayStart())
                  || (cornered(x) && !x.victimUnderWay()),
          Rule::lastResortKept)),

  // ---------------------------------------------------------------- request
  REQ_1(
      PROXY,
      "C2",
      "A request names at least one process, each number once, and a resource; anything else is"
          + " refused INVALID and changes nothing.",
      new OnProxy(
          List.of(Request.class),
          x -> x.formless().isPresent(),
          x ->
              x.formless().isPresent()
                  ? x.saysOnly(x.reply(new Refused(x.formless().get().id(), Reason.INVALID)))
                      && x.after().resources().equals(x.before().resources())
                  : !x.refusesAny(Reason.INVALID))),
  REQ_2(
      PROXY,
      "C3",
      "One Need per attempt: concurrent first requests join it.",
      new OnProxy(
          List.of(Request.class),
          x -> opens(x) || joins(x),
          x ->
              opens(x)
                  ? grantsTooSoon(x)
                      || misrefuses(x)
                      || x.said(Need.class).equals(List.of(dueNeed(x)))
                  : x.said(Need.class).isEmpty() || reuses(x) || x.deathly().isPresent())),
  REQ_3(
      TARGET,
      "C4 C5",
      "A target process is started if and only if none that runs provides the resource; exactly"
          + " one; and only after the generation before it has exited.",
      new OnTarget(
          List.of(Need.class, LocalUse.class, Gone.class, Crashed.class),
          TargetExchange::startDue,
          x ->
              x.startDue()
                  ? waitedForExit(x)
                      || (x.said(Started.class).size() == 1
                          && x.starts(x.startWanted().get())
                          && exitsFirst(x))
                  : x.said(Started.class).isEmpty()
                      || x.startWanted().isPresent() // MEM-6
                      || x.unknownNeed().isPresent() // REQ-8
                      || x.dies().isPresent() // DTH-3
                      || x.outdated() // END-4
                      || x.needFindsRunningOfOthers())), // REQ-4
  REQ_4(
      DEVICE,
      "C4",
      "A running target process is reused, whoever started it, a local user of the target OS"
          + " included; the pair is still added to the association.",
      new OnProxy(
          List.of(Request.class),
          x -> reuses(x) && !repeats(x),
          x ->
              !reuses(x)
                  || repeats(x)
                  || misrefuses(x)
                  || (grantsOnce(x)
                      && x.said(Need.class).isEmpty()
                      && x.after()
                          .interest(x.valid().get().resource())
                          .users()
                          .containsAll(x.requesters()))),
      new OnTarget(
          List.of(Need.class),
          TargetExchange::needFindsRunningOfOthers,
          x -> !x.needFindsRunningOfOthers() || x.said(Started.class).isEmpty())),
  REQ_5(
      PROXY,
      "C8",
      "The association is a set: a repeated request of a process for the same resource gets the"
          + " live generation and adds nothing; one release undoes it.",
      new OnProxy(
          List.of(Request.class),
          Rule::repeats,
          x ->
              !repeats(x)
                  || !reuses(x)
                  || misrefuses(x)
                  || (grantsOnce(x) && x.said(Need.class).isEmpty()))),
  REQ_6(
      PROXY,
      "C2",
      "Several processes are admitted all or none; those that exit or release while the start is"
          + " under way drop singly, and Granted goes out if at least one remains.",
      new OnProxy(
          List.of(Message.FromDomain.class, Provided.class),
          x -> x.requesters().size() > 1 || dropsSingly(x) || grantsGroup(x),
          x ->
              (x.requesters().size() < 2
                      || misrefuses(x)
                      || x.after()
                          .interest(x.valid().get().resource())
                          .users()
                          .containsAll(x.requesters()))
                  && x.waiting().stream()
                      .noneMatch(
                          w ->
                              x.refuses(w, Reason.CANCELLED)
                                  && !x.cancelled().contains(w)
                                  && !ofAnother(x, w)
                                  && !ofLaterLife(x, w))
                  && (!grantsGroup(x)
                      || x.answered().get().waiting().stream()
                          .allMatch(w -> w.processes().size() < 2 || x.grants(w))))),
  REQ_7(
      DEVICE,
      "",
      "A failed start refuses every waiting request and leaves no pair; an answer to an attempt"
          + " that is over settles nothing and is ignored.",
      new OnProxy(
          List.of(StartFailed.class, Provided.class),
          x -> failed(x).isPresent() || x.lateAnswer(),
          x ->
              !x.lateAnswer()
                  ? failed(x)
                      .filter(reason -> reason != Reason.UNKNOWN_RESOURCE)
                      .map(reason -> allRefused(x, reason))
                      .orElse(
                          failed(x).isPresent() // REQ-8
                              || (!x.refusesAny(Reason.START_FAILED)
                                  && !x.refusesAny(Reason.MEMORY)))
                  : !x.saysToDomains() && x.after().resources().equals(x.before().resources())),
      new OnTarget(
          List.of(Message.class),
          x -> x.says(StartFailed.class, f -> f.reason() == Reason.START_FAILED),
          x ->
              x.crash().isPresent()
                  || !x.says(StartFailed.class, f -> f.reason() == Reason.START_FAILED)
                  || findsOnTheWayOut(x))), // END-3
  REQ_8(
      DEVICE,
      "",
      "A request for an unknown resource is refused UNKNOWN_RESOURCE; nothing starts.",
      new OnProxy(
          List.of(StartFailed.class),
          x -> failed(x).filter(r -> r == Reason.UNKNOWN_RESOURCE).isPresent(),
          x ->
              failed(x).filter(r -> r == Reason.UNKNOWN_RESOURCE).isPresent()
                  ? allRefused(x, Reason.UNKNOWN_RESOURCE)
                  : x.lateAnswer() || !x.refusesAny(Reason.UNKNOWN_RESOURCE)),
      new OnTarget(
          List.of(Need.class),
          x -> x.unknownNeed().isPresent(),
          x ->
              x.unknownNeed().isPresent()
                  ? x.saysOnly(
                      new Envelope(
                          Channel.TARGET,
                          new StartFailed(
                              x.unknownNeed().get().resource(),
                              x.unknownNeed().get().attempt(),
                              Reason.UNKNOWN_RESOURCE)))
                  : !x.says(StartFailed.class, f -> f.reason() == Reason.UNKNOWN_RESOURCE))),
  REQ_9(
      PROXY,
      "",
      "A request for a process that is known dead, because this incarnation or a later one of its"
          + " number has exited, is refused DEAD_PROCESS.",
      new OnProxy(
          List.of(Request.class),
          x -> x.deathly().isPresent(),
          x ->
              x.deathly().isPresent()
                  ? x.saysOnly(x.reply(new Refused(x.deathly().get().id(), Reason.DEAD_PROCESS)))
                      && x.after().resources().equals(x.before().resources())
                  : !x.refusesAny(Reason.DEAD_PROCESS) || reusesNumber(x))), // ASC-2

  // ---------------------------------------------------------------- handle
  HND_1(
      DEVICE,
      "C6 C7",
      "A returned handle names a generation that was running and had been given the resource.",
      new OnProxy(
          List.of(Message.class),
          x -> !x.said(Granted.class).isEmpty(),
          x ->
              x.said(Granted.class).stream()
                  .allMatch(
                      g ->
                          dueHandle(x).filter(g.handle()::equals).isPresent()
                              || grantsOver(x) // END-3
                              || x.deadOnArrival().isPresent() // DTH-3
                              || x.lateAnswer())), // REQ-7
      new OnTarget(
          List.of(Ready.class),
          x -> x.accessDue().isPresent(),
          x ->
              x.accessDue().isPresent()
                  ? accessBeforeAnswer(x)
                  : (x.said(Provided.class).isEmpty() && x.said(AccessGiven.class).isEmpty())
                      || x.outdated() // END-4
                      || findsOnTheWayOut(x)), // END-3
      new InState(Node::anyLive, Node::liveIsGiven)),
  HND_2(
      DEVICE,
      "C7",
      "Use does not pass through the proxy, and works while the proxy is busy.",
      new OnTarget(
          List.of(Use.class),
          x -> x.use().filter(u -> x.before().reaches(u.handle()).isPresent()).isPresent(),
          x ->
              x.use().isEmpty()
                  ? x.said(Message.FromProcess.class).isEmpty()
                  : x.out().size() == 1
                      && (x.before().reaches(x.use().get().handle()).isEmpty()
                          || x.said(Stale.class).isEmpty()))),
  HND_3(
      TARGET,
      "",
      "A handle of an older generation answers Stale; it never reaches a newer one.",
      new OnTarget(
          List.of(Use.class),
          x -> voided(x).filter(v -> v == Voided.GENERATION).isPresent(),
          x ->
              x.use().isEmpty()
                  || voided(x).filter(v -> v != Voided.GENERATION).isPresent()
                  || (voided(x).isEmpty()
                      ? x.said(Used.class).stream()
                          .allMatch(
                              used ->
                                  x.before().reaches(x.use().get().handle()).orElse(0)
                                      == used.generation())
                      : x.said(Used.class).isEmpty()))),
  HND_4(
      TARGET,
      "",
      "A handle is opaque and unguessable; a made-up one answers Stale.",
      new OnTarget(
          List.of(Use.class),
          x -> voided(x).filter(v -> v == Voided.MADE_UP).isPresent(),
          x ->
              voided(x).filter(v -> v == Voided.MADE_UP).isEmpty()
                  || x.said(Used.class).isEmpty())),
  HND_5(
      TARGET,
      "",
      "A handle is minted for one access, and void for good once its generation is over or that"
          + " access is withdrawn.",
      new OnTarget(
          List.of(Use.class),
          x -> voided(x).filter(v -> v == Voided.ACCESS).isPresent(),
          x ->
              (voided(x).filter(v -> v == Voided.ACCESS).isEmpty() || x.said(Used.class).isEmpty())
                  && x.said(Provided.class).stream().allMatch(Rule::mintedForThis))),

  // ---------------------------------------------------------------- association and release
  ASC_1(
      PROXY,
      "C8",
      "The association holds exactly the pairs admitted, waiting ones included, and not yet"
          + " released or dropped. A pair is admitted when a valid request is received.",
      new OnProxy(
          List.of(Request.class, Release.class),
          x -> x.valid().isPresent() || x.releaseHeld().isPresent(),
          x ->
              (othersSayWhy(x) || x.exact())
                  && (x.releaseHeld().isEmpty()
                      || !x.says(Released.class, r -> r.outcome() == Outcome.NOT_HELD)))),
  ASC_2(
      PROXY,
      "",
      "A process is domain, epoch, pid and incarnation: a reused number is a different process. A"
          + " new incarnation implies the exit of the old.",
      new OnProxy(
          List.of(Request.class, Release.class, ProcessExited.class),
          x -> replaces(x) || reusesNumber(x) || outlives(x),
          x ->
              (x.valid().isEmpty()
                      || (!(reusesNumber(x) && x.refusesAny(Reason.DEAD_PROCESS))
                          && x.closing().stream().allMatch(x::saysOver)
                          && x.cancelled().stream().allMatch(w -> x.refuses(w, Reason.CANCELLED))))
                  && (!replaces(x)
                      || x.after().resources().keySet().stream()
                          .noneMatch(r -> x.kept(r).stream().anyMatch(x::replaced)))
                  && (x.releaseNotHeld().isEmpty()
                      || !laterLifeHolds(x)
                      || x.saysOnly(
                          x.reply(new Released(x.releaseNotHeld().get().id(), Outcome.NOT_HELD))))
                  && !x.loses(u -> laterLife(x, u))
                  && x.waiting().stream()
                      .noneMatch(w -> ofLaterLife(x, w) && x.refuses(w, Reason.CANCELLED))
                  && early(x).stream()
                      .noneMatch(r -> x.remaining(r).stream().anyMatch(u -> laterLife(x, u))))),
  REL_1(
      PROXY,
      "C9",
      "A release removes that one pair and no other. While the start is under way it answers"
          + " RELEASED too; a request left without a process is refused CANCELLED.",
      new OnProxy(
          List.of(Release.class),
          x -> x.releaseHeld().isPresent(),
          x ->
              x.releaseHeld().isPresent()
                  ? x.said(Released.class).stream().filter(r -> its(x, r)).count() == 1
                      && x.said(Released.class).size() == 1
                      && x.exact()
                      && x.cancelled().stream().allMatch(w -> x.refuses(w, Reason.CANCELLED))
                      && early(x).stream().allMatch(r -> r.equals(x.releaseHeld().get().resource()))
                  : x.releaseNotHeld().isPresent() || x.said(Released.class).isEmpty())),
  REL_2(
      PROXY,
      "",
      "A release of a pair that is not held has no effect and answers NOT_HELD.",
      new OnProxy(
          List.of(Release.class),
          x -> x.releaseNotHeld().isPresent(),
          x ->
              x.releaseNotHeld().isEmpty()
                  || heldByNamesake(x) // SEC-1, ASC-2
                  || (x.exact()
                      && x.saysOnly(
                          x.reply(
                              new Released(x.releaseNotHeld().get().id(), Outcome.NOT_HELD)))))),
  REL_3(
      PROXY,
      "C10",
      "NoLongerNeeded is sent when, and only when, the last pair of the resource goes by release,"
          + " exit or domain down, also while the start is under way; never while one remains. A"
          + " failed start, a death, and an answer of a generation known dead close the attempt by"
          + " themselves.",
      new OnProxy(
          List.of(Message.FromDomain.class),
          x -> !x.closing().isEmpty(),
          x ->
              x.closing().stream()
                      .allMatch(
                          r ->
                              x.releaseHeld().isEmpty()
                                  ? !x.saysOver(r) || saysOverOnce(x, r)
                                  : saysOverOnce(x, r))
                  && early(x).stream()
                      .allMatch(
                          r ->
                              x.releaseHeld().filter(h -> !h.resource().equals(r)).isPresent()
                                  || x.releaseNotHeld().isPresent() // REL-2, SEC-1, ASC-2
                                  || namesakeRemains(x, r)))), // SEC-1, ASC-2

  // ---------------------------------------------------------------- end
  END_1(
      TARGET,
      "C11",
      "After NoLongerNeeded the target OS ends the target process; one that is declared to be kept"
          + " warm may be kept until memory is wanted.",
      new OnTarget(
          List.of(NoLongerNeeded.class),
          x -> x.closes().isPresent() && x.endDue().isPresent() && given(x),
          x ->
              x.said(Ending.class).size() < 2
                  && (x.closes().isEmpty() || x.endDue().isEmpty() || !given(x) || endsOnce(x)))),
  END_2(
      TARGET,
      "",
      "A target process is not ended while another of its resources is needed, or a local user"
          + " needs it.",
      new OnTarget(
          List.of(NoLongerNeeded.class, LocalDone.class),
          x -> x.relieved().filter(x::stillNeeded).isPresent(),
          x ->
              x.said(Ending.class).isEmpty()
                  || x.outdated() // END-4
                  || (x.relieved().filter(p -> !x.stillNeeded(p)).isPresent()
                      && x.said(Ending.class).stream()
                          .allMatch(e -> e.program().equals(x.relieved().get()))))),
  END_3(
      DEVICE,
      "C10",
      "Once NoLongerNeeded is sent, a new request is a new attempt with its own Need, and waits for"
          + " that attempt's answer: the same generation if the target OS still runs it, else the"
          + " next. A handle of an ending generation is never returned.",
      new OnProxy(
          List.of(Request.class), x -> opens(x) && dueNeed(x).attempt() > 1, x -> !grantsOver(x)),
      new OnTarget(
          List.of(Need.class, Gone.class, Crashed.class),
          Rule::waitsForExit,
          x -> {
            if (!waitsForExit(x)) {
              return true;
            }
            return x.gone().isPresent()
                ? x.gone().filter(x::wasKilled).isPresent()
                    || !x.mayStart()
                    || x.starts(x.gone().get().program())
                : x.said(Provided.class).isEmpty()
                    && x.said(StartFailed.class).isEmpty()
                    && x.said(AccessGiven.class).isEmpty();
          }),
      new InState(n -> !n.target().demands().isEmpty(), n -> n.attemptsKnown() && n.overIsTold())),
  END_4(
      TARGET,
      "",
      "A NoLongerNeeded of an attempt no longer in force, and a Need not newer than what was"
          + " already seen, have no effect.",
      new OnTarget(
          List.of(Need.class, NoLongerNeeded.class),
          TargetExchange::outdated,
          x ->
              !x.outdated()
                  || (x.out().isEmpty() && x.after().lives().equals(x.before().lives())))),

  // ---------------------------------------------------------------- death
  DTH_1(
      PROXY,
      "",
      "An originating process that exits without releasing releases everything it held or waited"
          + " for.",
      new OnProxy(
          List.of(ProcessExited.class),
          x -> x.exited().isPresent() && anyGoes(x, false),
          x ->
              x.exited().isEmpty()
                  || (x.closing().stream().allMatch(r -> x.awaited(r) || x.saysOver(r))
                      && !x.loses(u -> !laterLife(x, u) && !namesakeElsewhere(x, u))
                      && x.before().resources().keySet().stream()
                          .allMatch(r -> x.awaited(r) || x.kept(r).isEmpty())
                      && x.said(TargetDied.class).isEmpty()))),
  DTH_2(
      PROXY,
      "",
      "An originating OS that goes down drops all its pairs at once; nothing of an older epoch has"
          + " any effect afterwards.",
      new OnProxy(
          List.of(DomainUp.class, DomainDown.class),
          ProxyExchange::down,
          x ->
              !x.down()
                  || (x.exact()
                      && x.closing().stream().allMatch(x::saysOver)
                      && x.out().stream()
                          .noneMatch(e -> e.channel().equals(Channel.of(x.domain().get())))))),
  DTH_3(
      DEVICE,
      "",
      "A target process that dies in use: each user hears TargetDied once, its pairs go, its"
          + " handles are stale, nothing restarts silently. A Died of another generation touches"
          + " nothing, and one that overtakes its Provided is remembered. A Need that arrives while"
          + " the process dies waits for its exit. Who waited for access hears StartFailed.",
      new OnProxy(
          List.of(Died.class, Provided.class),
          x -> x.in().message() instanceof Died || x.deadOnArrival().isPresent(),
          Rule::deathIsTold),
      new OnTarget(
          List.of(Crashed.class, Gone.class, Pressure.class),
          x -> x.dies().isPresent() || x.gone().filter(x::wasKilled).isPresent(),
          Rule::deathIsReported)),
  DTH_4(
      DEVICE,
      "",
      "A request whose processes all exit while it waits leaves no pair, no handle in use and no"
          + " orphan; it is refused CANCELLED, unless its domain went down.",
      new OnProxy(
          List.of(ProcessExited.class),
          x -> x.exited().isPresent() && anyGoes(x, true),
          x ->
              (x.exited().isEmpty()
                      || (x.cancelled().stream().allMatch(w -> x.refuses(w, Reason.CANCELLED))
                          && x.closing().stream().allMatch(r -> !x.awaited(r) || x.saysOver(r))
                          && x.before().resources().keySet().stream()
                              .allMatch(r -> !x.awaited(r) || x.kept(r).isEmpty())))
                  && x.said(Refused.class).stream()
                          .filter(r -> r.reason() == Reason.CANCELLED)
                          .count()
                      <= x.waiting().stream().filter(w -> x.refuses(w, Reason.CANCELLED)).count())),

  // ---------------------------------------------------------------- robustness
  SEC_1(
      PROXY,
      "",
      "Identity is the channel's: nothing a domain says can request, release or exit for another.",
      new OnProxy(
          List.of(Release.class, ProcessExited.class),
          x -> (x.release().isPresent() || x.exited().isPresent()) && namesakeElsewhere(x),
          x ->
              !x.loses(u -> namesakeElsewhere(x, u))
                  && x.waiting().stream()
                      .noneMatch(w -> ofAnother(x, w) && x.refuses(w, Reason.CANCELLED))
                  && early(x).stream()
                      .noneMatch(
                          r -> x.remaining(r).stream().anyMatch(u -> namesakeElsewhere(x, u)))
                  && (x.releaseNotHeld().isEmpty()
                      || !heldByNamesake(x)
                      || laterLifeHolds(x) // ASC-2
                      || x.saysOnly(
                          x.reply(
                              new Released(x.releaseNotHeld().get().id(), Outcome.NOT_HELD)))))),
  SEC_2(
      DEVICE,
      "",
      "A malformed, unknown or hostile message gets Error, or Refused INVALID, and stops nothing.",
      new OnProxy(
          List.of(Message.FromDomain.class),
          ProxyExchange::hostile,
          x ->
              x.hostile()
                  ? x.saysOnly(x.reply(new Message.Error(Reason.INVALID))) && x.exact()
                  : x.said(Message.Error.class).isEmpty())),

  // ---------------------------------------------------------------- progress
  LIV_1(
      DEVICE,
      "",
      "Every request is answered once, Granted or Refused, provided the target OS answers; while it"
          + " does not, other resources, releases, exits and shutdown go on.",
      new OnProxy(
          List.of(Provided.class),
          x -> x.grantDue().isPresent(),
          x ->
              x.grantDue().isEmpty()
                  || (x.answered().get().waiting().stream()
                          .allMatch(w -> w.processes().size() > 1 || x.grants(w))
                      && x.said(Granted.class).size() <= x.answered().get().waiting().size()
                      && x.said(Refused.class).isEmpty())),
      new OnTarget(
          List.of(Ready.class),
          x -> x.accessDue().isPresent(),
          x -> x.accessDue().isEmpty() || !x.said(Provided.class).isEmpty()),
      new AtRest(n -> !n.proxy().resources().isEmpty(), n -> !n.anyWaiting())),
  LIV_2(
      DEVICE,
      "",
      "A target process that nobody needs is ended, or kept warm if declared.",
      new OnTarget(
          List.of(NoLongerNeeded.class, LocalDone.class, Gone.class, Crashed.class),
          x ->
              x.gone().isPresent()
                  || (x.endDue().isPresent() && !(x.closes().isPresent() && given(x))),
          x ->
              (x.gone().isEmpty()
                      || x.said(Exited.class)
                          .equals(
                              List.of(
                                  new Exited(
                                      x.gone().get().program(), x.gone().get().generation()))))
                  && (!x.endDue().isPresent()
                      || (x.closes().isPresent() && given(x))
                      || endsOnce(x))
                  && (x.gone().isPresent()
                      || x.crash().isPresent()
                      || x.said(Exited.class).isEmpty())),
      new AtRest(Node::anyRunning, n -> n.nobodyIdles() && n.demandIsReal()));

  /** Who is obliged by a rule. */
  public enum Party {
    /** The proxy. */
    PROXY,
    /** The target OS. */
    TARGET,
    /** The device as a whole: each of its parts does its share. */
    DEVICE
  }

  private static final Properties RATIONALE = rationale();

  private final Party party;
  private final List<String> claimSteps;
  private final String text;
  private final List<Check> checks;

  Rule(Party party, String claimSteps, String text, Check... checks) {
    this.party = party;
    this.claimSteps = claimSteps.isEmpty() ? List.of() : List.of(claimSteps.split(" "));
    this.text = text;
    this.checks = List.of(checks);
  }

  private static Properties rationale() {
    Properties rationale = new Properties();
    try (InputStream in = Rule.class.getResourceAsStream("rationale.properties")) {
      rationale.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rationale;
  }

  /**
   * The rule with this id.
   *
   * @param id for example {@code REQ-3}; case does not matter
   * @return empty if there is no such rule
   */
  public static Optional<Rule> of(String id) {
    String name = id.toUpperCase(Locale.ROOT).replace('-', '_');
    return List.of(values()).stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  /**
   * The rule's stable id.
   *
   * @return for example {@code REQ-3}
   */
  public String id() {
    return name().replace('_', '-');
  }

  /**
   * Whom it obliges.
   *
   * @return the party
   */
  public Party party() {
    return party;
  }

  /**
   * The claim steps that it makes precise.
   *
   * @return for example {@code C4, C5}; empty if it completes what the claim leaves open
   */
  public List<String> claimSteps() {
    return claimSteps;
  }

  /**
   * What it says.
   *
   * @return one paragraph
   */
  public String text() {
    return text;
  }

  /**
   * Why it is so.
   *
   * @return one paragraph
   */
  public String why() {
    return RATIONALE.getProperty(id());
  }

  /**
   * How it is checked.
   *
   * @return at least one check
   */
  public List<Check> checks() {
    return checks;
  }

  /**
   * Whether its condition arises in this exchange.
   *
   * @param exchange any exchange
   * @return whether it does
   */
  public boolean arises(Exchange exchange) {
    for (Check check : checks) {
      if (check.arises(exchange)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it is checked on exchanges of this machine.
   *
   * @param exchange any exchange
   * @return whether it is
   */
  public boolean judges(Exchange exchange) {
    for (Check check : checks) {
      if (check.judges(exchange)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether this exchange keeps it.
   *
   * @param exchange any exchange
   * @return false if it is broken
   */
  public boolean holds(Exchange exchange) {
    for (Check check : checks) {
      if (!check.holds(exchange)) {
        return false;
      }
    }
    return true;
  }

  // ---------------------------------------------------------------- the checks' own words: proxy

  /** A valid request that finds nobody using the resource. */
  private static boolean opens(ProxyExchange x) {
    Optional<Request> valid = x.valid();
    return valid.isPresent() && x.noneRemains(valid.get().resource());
  }

  /** A valid request that finds the start under way. */
  private static boolean joins(ProxyExchange x) {
    Optional<Request> valid = x.valid();
    return valid.isPresent() && x.awaited(valid.get().resource()) && !opens(x);
  }

  /** A valid request that finds the resource provided. */
  private static boolean reuses(ProxyExchange x) {
    Optional<Request> valid = x.valid();
    return valid.isPresent() && !x.awaited(valid.get().resource()) && !opens(x);
  }

  /** A valid request whose processes are all associated with the resource already. */
  private static boolean repeats(ProxyExchange x) {
    Optional<Request> valid = x.valid();
    return valid.isPresent() && x.allRemain(valid.get().resource(), x.requesters());
  }

  /** A valid request is refused: the rule of the reason judges. */
  private static boolean misrefuses(ProxyExchange x) {
    return x.valid().isPresent()
        && x.says(Refused.class, refused -> refused.id() == x.valid().get().id());
  }

  /** A waiting request of another domain than the one that spoke. */
  private static boolean ofAnother(ProxyExchange x, Proxy.Waiting request) {
    return x.domain().filter(domain -> !domain.equals(request.domain())).isPresent();
  }

  /** A request that waits for a later incarnation of the process that the input speaks of. */
  private static boolean ofLaterLife(ProxyExchange x, Proxy.Waiting request) {
    return !x.cancelled().contains(request)
        && request.processes().stream().anyMatch(user -> laterLife(x, user));
  }

  private static Need dueNeed(ProxyExchange x) {
    ResourceId resource = x.valid().get().resource();
    return new Need(resource, x.before().interest(resource).attempt() + 1);
  }

  private static boolean grantsTooSoon(ProxyExchange x) {
    return opens(x) && !x.said(Granted.class).isEmpty();
  }

  /** An attempt that is over is granted again, instead of a new one being made (END-3). */
  private static boolean grantsOver(ProxyExchange x) {
    return grantsTooSoon(x) && dueNeed(x).attempt() > 1;
  }

  private static Optional<Handle> dueHandle(ProxyExchange x) {
    if (x.grantDue().isPresent()) {
      return x.grantDue().map(Provided::handle);
    }
    return reuses(x) && x.before().interest(x.valid().get().resource()) instanceof Live live
        ? Optional.of(live.handle())
        : Optional.empty();
  }

  private static boolean grantsOnce(ProxyExchange x) {
    return x.out().stream().filter(e -> e.message() instanceof Granted).count() == 1
        && x.out().stream()
            .anyMatch(
                e ->
                    e.channel().equals(x.in().channel())
                        && e.message() instanceof Granted granted
                        && granted.id() == x.valid().get().id());
  }

  private static boolean dropsSingly(ProxyExchange x) {
    for (Map.Entry<ResourceId, Proxy.Interest> entry : x.before().resources().entrySet()) {
      if (entry.getValue() instanceof Asking asking) {
        for (Proxy.Waiting request : asking.waiting()) {
          if (request.processes().size() > 1
              && anyGoes(x, request.processes(), entry.getKey())
              && !x.cancelled().contains(request)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean anyGoes(
      ProxyExchange x, Set<OriginatingProcess> users, ResourceId resource) {
    for (OriginatingProcess user : users) {
      if (x.goes(user, resource)) {
        return true;
      }
    }
    return false;
  }

  private static boolean grantsGroup(ProxyExchange x) {
    return x.grantDue().isPresent()
        && x.answered().get().waiting().stream().anyMatch(w -> w.processes().size() > 1);
  }

  private static Optional<Reason> failed(ProxyExchange x) {
    return x.in().message() instanceof StartFailed failed && x.answered().isPresent()
        ? Optional.of(failed.reason())
        : Optional.empty();
  }

  private static boolean allRefused(ProxyExchange x, Reason reason) {
    List<Proxy.Waiting> waiting = x.answered().get().waiting();
    return waiting.stream().allMatch(w -> x.refuses(w, reason))
        && x.said(Message.ToDomain.class).size() == waiting.size();
  }

  /** Another rule says what becomes of the association on this input. */
  private static boolean othersSayWhy(ProxyExchange x) {
    return reuses(x) // REQ-4, REQ-5
        || misrefuses(x) // as the reason says
        || x.deathly().isPresent() // REQ-9
        || x.formless().isPresent() // REQ-1
        || x.requesters().size() > 1 // REQ-6
        || x.release().isPresent() // REL-1, REL-2
        || x.exited().isPresent() // DTH-1, DTH-4, ASC-2, SEC-1
        || x.down() // DTH-2
        || replaces(x) // ASC-2
        || x.deadOnArrival().isPresent() // DTH-3
        || x.in().message() instanceof Died // DTH-3
        || x.lateAnswer(); // REQ-7
  }

  /** NoLongerNeeded although the last pair does not go with this input. */
  private static List<ResourceId> early(ProxyExchange x) {
    return x.said(NoLongerNeeded.class).stream()
        .map(NoLongerNeeded::resource)
        .filter(resource -> !x.closes(resource))
        .toList();
  }

  private static boolean saysOverOnce(ProxyExchange x, ResourceId resource) {
    return x.said(NoLongerNeeded.class).stream()
        .filter(over -> over.resource().equals(resource))
        .toList()
        .equals(List.of(new NoLongerNeeded(resource, x.before().interest(resource).attempt())));
  }

  private static boolean its(ProxyExchange x, Released released) {
    return released.id() == x.releaseHeld().get().id();
  }

  /** A valid request that names a later incarnation of a process that is associated. */
  private static boolean replaces(ProxyExchange x) {
    return x.valid().isPresent() && anyUser(x, x::replaced);
  }

  /** Whether anybody is associated, before, of whom this is true. */
  private static boolean anyUser(ProxyExchange x, Predicate<OriginatingProcess> which) {
    for (Proxy.Interest interest : x.before().resources().values()) {
      for (OriginatingProcess user : interest.users()) {
        if (which.test(user)) {
          return true;
        }
      }
    }
    return false;
  }

  /** A valid request that names a number of which an earlier incarnation has exited. */
  private static boolean reusesNumber(ProxyExchange x) {
    Optional<Request> valid = x.valid();
    if (valid.isPresent()) {
      for (ProcessId id : valid.get().processes()) {
        if (x.session().get().exited().containsKey(id.pid())) {
          return true;
        }
      }
    }
    return false;
  }

  /** The input speaks of an earlier incarnation of a process that is associated. */
  private static boolean outlives(ProxyExchange x) {
    return spokenOf(x).isPresent() && anyUser(x, user -> laterLife(x, user));
  }

  private static Optional<ProcessId> spokenOf(ProxyExchange x) {
    Optional<Message.Release> release = x.release();
    return release.isPresent() ? Optional.of(release.get().process()) : x.exited();
  }

  private static boolean laterLife(ProxyExchange x, OriginatingProcess user) {
    Optional<ProcessId> id = spokenOf(x);
    return id.isPresent()
        && user.id().pid() == id.get().pid()
        && user.id().incarnation() > id.get().incarnation()
        && user.domain().equals(x.domain().get());
  }

  private static boolean namesakeElsewhere(ProxyExchange x, OriginatingProcess user) {
    Optional<ProcessId> id = spokenOf(x);
    return id.isPresent()
        && user.id().pid() == id.get().pid()
        && !user.domain().equals(x.domain().get());
  }

  private static boolean namesakeElsewhere(ProxyExchange x) {
    return anyUser(x, user -> namesakeElsewhere(x, user));
  }

  private static boolean namesakeRemains(ProxyExchange x, ResourceId resource) {
    return x.remaining(resource).stream().anyMatch(u -> namesakeElsewhere(x, u) || laterLife(x, u));
  }

  /** The pair to release is not held, but would be if only its number counted. */
  private static boolean heldByNamesake(ProxyExchange x) {
    return x.releaseNotHeld()
        .filter(
            release ->
                x.users(release.resource()).stream()
                    .anyMatch(u -> namesakeElsewhere(x, u) || laterLife(x, u)))
        .isPresent();
  }

  private static boolean laterLifeHolds(ProxyExchange x) {
    return x.users(x.releaseNotHeld().get().resource()).stream().anyMatch(u -> laterLife(x, u));
  }

  private static boolean anyGoes(ProxyExchange x, boolean awaited) {
    for (ResourceId resource : x.before().resources().keySet()) {
      if (x.awaited(resource) == awaited && anyGoes(x, x.users(resource), resource)) {
        return true;
      }
    }
    return false;
  }

  private static boolean deathIsTold(ProxyExchange x) {
    if (x.deadOnArrival().isPresent()) {
      return allRefused(x, Reason.TARGET_DIED);
    }
    if (!(x.in().message() instanceof Died died)) {
      return x.said(TargetDied.class).isEmpty()
          && (!x.refusesAny(Reason.TARGET_DIED) || x.lateAnswer());
    }
    List<Envelope> due =
        x.before().resources().entrySet().stream()
            .filter(entry -> x.died(entry.getValue()))
            .flatMap(
                entry ->
                    entry.getValue().users().stream()
                        .map(
                            user ->
                                new Envelope(
                                    Channel.of(user.domain()),
                                    new TargetDied(
                                        user.id(),
                                        entry.getKey(),
                                        died.generation(),
                                        died.cause()))))
            .toList();
    List<Envelope> told =
        x.out().stream().filter(e -> e.message() instanceof Message.ToDomain).toList();
    return Exchange.sameMessages(told, due);
  }

  // ---------------------------------------------------------------- the checks' own words: target

  /** A needed process, below CRITICAL. */
  private static boolean spared(TargetExchange x, Program program) {
    return x.pressure().filter(l -> l != Level.CRITICAL).isPresent()
        && x.before().rank(program) == Rank.NEEDED
        && x.before().life(program) instanceof Running;
  }

  private static boolean anyUnprotected(TargetExchange x) {
    return x.before().lowestRank().filter(rank -> rank != Rank.NEEDED).isPresent();
  }

  /** CRITICAL, and only protected processes remain. */
  private static boolean cornered(TargetExchange x) {
    return x.pressure().filter(l -> l == Level.CRITICAL).isPresent() && !anyUnprotected(x);
  }

  private static boolean victimsInOrder(TargetExchange x) {
    if (x.pressure().isEmpty()) {
      return x.said(Killed.class).isEmpty();
    }
    Level level = x.pressure().get();
    boolean unprotected =
        anyUnprotected(x) && x.before().mayKill(x.before().lowestRank().get(), level);
    boolean due = !x.victimUnderWay() && unprotected;
    return (!due || x.said(Killed.class).size() == 1)
        && (due || x.victims().isEmpty() || cornered(x) || sparesAny(x))
        && (!x.victimUnderWay() || x.victims().isEmpty())
        && x.said(Killed.class).stream().allMatch(k -> k.level() == level)
        && x.victims().stream()
            .allMatch(
                v ->
                    x.before().life(v.program()).equals(new Running(v.generation()))
                        && (spared(x, v.program())
                            || x.before()
                                .lowestRank()
                                .equals(Optional.of(x.before().rank(v.program())))));
  }

  /** A victim that MEM-3 or MEM-4 spares: theirs to judge. */
  private static boolean sparesAny(TargetExchange x) {
    return x.victims().stream().anyMatch(v -> spared(x, v.program()));
  }

  private static boolean lastResortKept(TargetExchange x) {
    boolean refused =
        x.startWanted().isEmpty()
            || x.mayStart()
            || (x.said(Started.class).isEmpty() && refusedForMemory(x));
    boolean noneRefused =
        (x.startWanted().isPresent() && !x.mayStart())
            || x.dies().isPresent()
            || findsOnTheWayOut(x)
            || !x.says(StartFailed.class, f -> f.reason() == Reason.MEMORY);
    boolean shed =
        cornered(x)
            && !x.victimUnderWay()
            && x.before().catalogue().profile() == Profile.SHED
            && x.before().lowestRank().isPresent();
    boolean decided =
        !cornered(x)
            || x.victimUnderWay()
            || (shed
                ? x.victims().size() == 1 && x.said(OutOfMemory.class).isEmpty()
                : x.victims().isEmpty() && x.said(OutOfMemory.class).size() == 1);
    boolean quiet = (cornered(x) && !x.victimUnderWay()) || x.said(OutOfMemory.class).isEmpty();
    return refused && noneRefused && decided && quiet;
  }

  private static boolean sameInAnyOrder(List<StartFailed> some, List<StartFailed> others) {
    return some.size() == others.size() && others.containsAll(some);
  }

  /** Every Need that waits for the start is told. */
  private static boolean refusedForMemory(TargetExchange x) {
    Program program = x.startWanted().get();
    List<StartFailed> due =
        x.before().catalogue().resources(program).stream()
            .flatMap(
                resource -> {
                  boolean asked = x.before().demand(resource) instanceof TargetOs.Asked;
                  Optional<Need> need = x.newNeed().filter(n -> n.resource().equals(resource));
                  return need
                      .map(Need::attempt)
                      .or(
                          () ->
                              asked
                                  ? Optional.of(x.before().demand(resource).attempt())
                                  : Optional.empty())
                      .map(attempt -> new StartFailed(resource, attempt, Reason.MEMORY))
                      .stream();
                })
            .toList();
    return sameInAnyOrder(x.said(StartFailed.class), due);
  }

  /** A Need that finds its process on the way out, or the exit that it waits for. */
  private static boolean waitsForExit(TargetExchange x) {
    return findsOnTheWayOut(x)
        || x.gone().filter(gone -> x.before().needed(gone.program())).isPresent();
  }

  /** A Need that finds its process on the way out. */
  private static boolean findsOnTheWayOut(TargetExchange x) {
    return x.needFinds(Leaving.class) || x.needFinds(Dying.class);
  }

  /** The generation before is seen to exit before the next is seen to start. */
  private static boolean exitsFirst(TargetExchange x) {
    List<Message> seen = x.out().stream().map(Envelope::message).toList();
    return x.gone()
        .map(gone -> seen.indexOf(new Exited(gone.program(), gone.generation())))
        .map(exit -> exit < seen.indexOf(x.said(Started.class).get(0)))
        .orElse(true);
  }

  private static boolean waitedForExit(TargetExchange x) {
    return x.gone().isPresent() && x.said(Started.class).isEmpty() && waitsForExit(x);
  }

  private static boolean accessBeforeAnswer(TargetExchange x) {
    Message.Ready ready = x.accessDue().get();
    AccessGiven access = new AccessGiven(ready.program(), ready.generation(), ready.resource());
    List<Provided> provided = x.said(Provided.class);
    int given = x.out().indexOf(new Envelope(Channel.SEEN, access));
    boolean right =
        provided.stream()
            .allMatch(
                p ->
                    p.resource().equals(ready.resource())
                        && p.attempt() == x.before().demand(p.resource()).attempt()
                        && p.program().equals(ready.program())
                        && p.generation() == ready.generation()
                        && x.out().indexOf(new Envelope(Channel.TARGET, p)) > given);
    return given >= 0 && right && provided.size() <= 1 && x.said(AccessGiven.class).size() == 1;
  }

  /** Why a handle is void. */
  private enum Voided {
    MADE_UP,
    GENERATION,
    ACCESS
  }

  private static Optional<Voided> voided(TargetExchange x) {
    if (x.use().isEmpty() || x.before().reaches(x.use().get().handle()).isPresent()) {
      return Optional.empty();
    }
    OptionalInt generation = TargetOs.generation(x.use().get().handle());
    Optional<Program> program = TargetOs.resource(x.use().get().handle()).flatMap(x::provider);
    if (generation.isEmpty() || program.isEmpty()) {
      return Optional.of(Voided.MADE_UP);
    }
    boolean over = !x.before().life(program.get()).equals(new Running(generation.getAsInt()));
    return Optional.of(over ? Voided.GENERATION : Voided.ACCESS);
  }

  private static boolean mintedForThis(Provided p) {
    return p.handle().equals(TargetOs.handle(p.resource(), p.attempt(), p.generation()));
  }

  /** The attempt that is closed had been provided, not only asked for. */
  private static boolean given(TargetExchange x) {
    return x.closes()
        .filter(over -> x.before().demand(over.resource()) instanceof TargetOs.Given)
        .isPresent();
  }

  private static boolean endsOnce(TargetExchange x) {
    Program program = x.endDue().get();
    return x.said(Ending.class)
        .equals(List.of(new Ending(program, x.before().life(program).generation())));
  }

  private static boolean deathIsReported(TargetExchange x) {
    Optional<Program> dies = x.dies();
    if (dies.isEmpty()) {
      boolean restarted =
          x.gone()
              .filter(x::wasKilled)
              .filter(gone -> x.before().rank(gone.program()) != Rank.UNUSED)
              .filter(gone -> x.mayStart())
              .map(gone -> x.starts(gone.program()))
              .orElse(true);
      return restarted && x.said(Died.class).isEmpty();
    }
    Program program = dies.get();
    int generation = x.before().life(program).generation();
    Cause cause = x.crash().isPresent() ? Cause.CRASHED : Cause.MEMORY;
    Reason reason = x.crash().isPresent() ? Reason.START_FAILED : Reason.MEMORY;
    List<Died> died =
        x.provides(program) ? List.of(new Died(program, generation, cause)) : List.of();
    List<StartFailed> failed =
        x.before().catalogue().resources(program).stream()
            .filter(r -> x.before().demand(r) instanceof TargetOs.Asked)
            .map(r -> new StartFailed(r, x.before().demand(r).attempt(), reason))
            .toList();
    boolean exited =
        x.crash().isEmpty()
            || x.said(Exited.class).equals(List.of(new Exited(program, generation)));
    return x.said(Died.class).equals(died)
        && sameInAnyOrder(x.said(StartFailed.class), failed)
        && x.said(Started.class).isEmpty()
        && exited;
  }
}
