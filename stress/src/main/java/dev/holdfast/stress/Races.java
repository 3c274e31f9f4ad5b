package dev.holdfast.stress;

import static dev.holdfast.stress.Subject.DEVICE;
import static dev.holdfast.stress.Subject.P;
import static dev.holdfast.stress.Subject.PROXY;
import static dev.holdfast.stress.Subject.Q;
import static dev.holdfast.stress.Subject.R;
import static dev.holdfast.stress.Subject.S;
import static dev.holdfast.stress.Subject.T;
import static dev.holdfast.stress.Subject.TARGET_OS;

import dev.holdfast.model.Cause;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Level;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Boot;
import dev.holdfast.model.Message.Crashed;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Gone;
import dev.holdfast.model.Message.LocalDone;
import dev.holdfast.model.Message.LocalUse;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.Pressure;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Ready;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Message.Use;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.TargetOs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The races of the protocol. What may come of them is not here: the model says it. */
final class Races {
  private static final Domain A = new Domain("A");
  private static final Domain B = new Domain("B");

  /** The target OS is asked again, loses its processes, and is short of memory. */
  private static final List<Envelope> HARDSHIP =
      List.of(
          need(S, 9),
          need(T, 9),
          gone(P, 1),
          ready(P, 1, R),
          ready(P, 1, S),
          ready(P, 2, R),
          ready(P, 2, S),
          pressure(Level.CRITICAL),
          gone(P, 1),
          gone(P, 2),
          pressure(Level.CRITICAL),
          noLongerNeeded(R, 9),
          pressure(Level.CRITICAL));

  /** A uses r; both domains are up. */
  private static final List<Envelope> A_USES =
      List.of(up(A, 1), up(B, 1), request(A, 1, 1, R), provided(R, 1, P, 1));

  /** Both domains use r. */
  private static final List<Envelope> BOTH_USE = and(A_USES, request(B, 1, 1, R));

  /** A waits for r; both domains are up. */
  private static final List<Envelope> A_WAITS = List.of(up(A, 1), up(B, 1), request(A, 1, 1, R));

  /** The target OS was asked for r. */
  private static final List<Envelope> ASKED = List.of(environment(new Boot()), need(R, 1));

  /** The target OS provides r. */
  private static final List<Envelope> GIVEN = and(ASKED, ready(P, 1, R));

  /** A device that runs; both domains are up. */
  private static final List<Envelope> UP = List.of(environment(new Boot()), up(A, 1), up(B, 1));

  /** The same, where A uses r. */
  private static final List<Envelope> A_HAS = and(UP, request(A, 1, 1, R), ready(P, 1, R));

  /** All of them. */
  static final List<Race> ALL =
      Stream.of(proxy(), targetOs(), device()).flatMap(races -> races).toList();

  /** Those that end the same, whoever comes first, and why they are races all the same. */
  static final Map<String, String> ONE_RESULT =
      Map.of(
          "FirstRequests", "one Need, whoever comes first",
          "LastReleases", "one NoLongerNeeded, whoever comes last",
          "LastExits", "one NoLongerNeeded per resource, whoever comes last",
          "GrantAndRequestOfItsUser", "who asked first is told first, whether it waited or not",
          "Deaths", "each is told, whichever comes first",
          "DownAndLastRelease", "one NoLongerNeeded, whoever comes last",
          "UnneededByBoth", "one Ending, whoever comes last");

  private Races() {}

  /** Those with these names, separated by commas; all of them if there is no name. */
  static List<Race> named(String names) {
    Set<String> wanted = Set.of(names.split(",", -1));
    return ALL.stream().filter(race -> names.isEmpty() || wanted.contains(race.name())).toList();
  }

  private static Stream<Race> proxy() {
    return Stream.of(
        proxy(
            "FirstRequests", // REQ-2: one Need
            List.of(up(A, 1), up(B, 1)),
            List.of(request(A, 1, 1, R)),
            List.of(request(B, 1, 1, R))),
        proxy(
            "LastReleaseAndRequest", // END-3
            A_USES,
            List.of(release(A, 2, 1, R)),
            List.of(request(B, 1, 1, R))),
        proxy(
            "LastReleases", // REL-3: one NoLongerNeeded
            BOTH_USE,
            List.of(release(A, 2, 1, R)),
            List.of(release(B, 2, 1, R))),
        proxy(
            "LastReleaseAndNextAttempt", // END-3, REQ-7
            A_USES,
            List.of(release(A, 2, 1, R)),
            List.of(request(B, 1, 1, R), provided(R, 2, P, 1))),
        proxy(
            "ReleaseAndRequestWhileWaiting", // REL-1
            A_WAITS,
            List.of(release(A, 2, 1, R)),
            List.of(request(B, 1, 1, R))),
        proxy(
            "ExitAndRequest", // DTH-1
            A_USES,
            List.of(exited(A, 1)),
            List.of(request(B, 1, 1, R))),
        proxy(
            "LastExits", // DTH-1, with more than one resource
            and(BOTH_USE, request(A, 2, 1, S), request(B, 2, 1, S)),
            List.of(exited(A, 1)),
            List.of(exited(B, 1))),
        proxy(
            "DeathAndRequest", // DTH-3
            A_USES,
            List.of(died(P, 1)),
            List.of(request(B, 1, 1, R))),
        proxy(
            "DeathAndRequestOfItsUser", A_USES, List.of(died(P, 1)), List.of(request(A, 2, 2, R))),
        proxy(
            "DeathAndLastRelease", // REL-3: no NoLongerNeeded after a Died
            A_USES,
            List.of(died(P, 1)),
            List.of(release(A, 2, 1, R))),
        proxy("DeathAndExit", BOTH_USE, List.of(died(P, 1)), List.of(exited(B, 1))),
        proxy(
            "FailedStartAndRequest", // REQ-7
            A_WAITS,
            List.of(failed(R, 1)),
            List.of(request(B, 1, 1, R))),
        proxy(
            "FailedStartAndLastRelease",
            A_WAITS,
            List.of(failed(R, 1)),
            List.of(release(A, 2, 1, R))),
        proxy(
            "FailedStartAndNextAttempt", // REQ-7: an old answer settles nothing
            A_WAITS,
            List.of(failed(R, 1)),
            List.of(release(A, 2, 1, R), request(A, 3, 2, R))),
        proxy(
            "GrantAndRequest", // REQ-4
            A_WAITS,
            List.of(provided(R, 1, P, 1)),
            List.of(request(B, 1, 1, R), release(B, 2, 1, R))),
        proxy(
            "GrantAndRequestOfItsUser", // C7: who asked first is told first
            A_WAITS,
            List.of(provided(R, 1, P, 1)),
            List.of(request(A, 2, 2, R))),
        proxy(
            "GrantAndLastRelease", // REL-1: granted, or cancelled
            A_WAITS,
            List.of(provided(R, 1, P, 1)),
            List.of(release(A, 2, 1, R))),
        proxy(
            "GrantAndReleaseOfOne", // REQ-6
            List.of(up(A, 1), up(B, 1), request(A, 1, List.of(1, 2), R)),
            List.of(provided(R, 1, P, 1)),
            List.of(release(A, 2, 1, R))),
        proxy(
            "GrantAndExit", // DTH-4
            A_WAITS,
            List.of(provided(R, 1, P, 1)),
            List.of(exited(A, 1))),
        proxy(
            "GrantAndExitOfOneWhoWaitsForMore", // DTH-1: all at once
            and(A_WAITS, request(A, 2, 1, S)),
            List.of(provided(S, 1, P, 1)),
            List.of(exited(A, 1))),
        proxy(
            "OtherGrantAndExitOfOneWhoWaitsForMore",
            and(A_WAITS, request(A, 2, 1, S)),
            List.of(provided(R, 1, P, 1)),
            List.of(exited(A, 1))),
        proxy(
            "GrantAndDeath", // DTH-3: a Died overtakes its Provided
            A_WAITS,
            List.of(provided(R, 1, P, 1)),
            List.of(died(P, 1))),
        proxy(
            "GrantAndDeathOfAnotherResource",
            and(A_USES, request(A, 2, 1, S)),
            List.of(provided(S, 1, P, 1)),
            List.of(died(P, 1))),
        proxy(
            "Grants", // two resources: each says so to the same domain
            and(A_WAITS, request(A, 2, 1, S)),
            List.of(provided(R, 1, P, 1)),
            List.of(provided(S, 1, P, 1))),
        proxy(
            "Deaths", // of two programs
            and(A_USES, request(A, 2, 1, T), provided(T, 1, Q, 1)),
            List.of(died(P, 1)),
            List.of(died(Q, 1))),
        proxy(
            "DownAndRequest", // DTH-2
            A_USES,
            List.of(down(A)),
            List.of(request(B, 1, 1, R))),
        proxy("DownAndLastRelease", BOTH_USE, List.of(down(A)), List.of(release(B, 2, 1, R))),
        proxy(
            "DownAndDeath", // told before it goes down, or never
            BOTH_USE,
            List.of(down(A)),
            List.of(died(P, 1))),
        proxy("DownAndGrant", A_WAITS, List.of(down(A)), List.of(provided(R, 1, P, 1))),
        proxy(
            "RebootAndRequest", // a boot ends the one before
            A_USES,
            List.of(up(A, 2), request(A, 1, 2, R)),
            List.of(request(B, 1, 1, R))),
        proxy(
            "RebootAndDeath", A_USES, List.of(up(A, 2), request(A, 1, 2, R)), List.of(died(P, 1))));
  }

  private static Stream<Race> targetOs() {
    return Stream.of(
        targetOs(
            "BootAndNeed", // MEM-1
            List.of(),
            List.of(environment(new Boot())),
            List.of(need(R, 1))),
        targetOs(
            "UnneededAndNextNeed", // END-3, END-4
            GIVEN,
            List.of(noLongerNeeded(R, 1)),
            List.of(need(R, 2))),
        targetOs(
            "UnneededAndNeedOfAnother", // END-2
            GIVEN,
            List.of(noLongerNeeded(R, 1)),
            List.of(need(S, 1))),
        targetOs(
            "UnneededByBoth", // END-2: the last of two
            and(GIVEN, environment(new LocalUse(P))),
            List.of(noLongerNeeded(R, 1)),
            List.of(environment(new LocalDone(P)))),
        targetOs(
            "CrashAndUnneeded", // DTH-3
            GIVEN,
            List.of(crashed(P, 1)),
            List.of(noLongerNeeded(R, 1))),
        targetOs("CrashAndNeed", GIVEN, List.of(crashed(P, 1)), List.of(need(S, 1))),
        targetOs(
            "AccessAndUnneeded", // HND-5
            ASKED,
            List.of(ready(P, 1, R)),
            List.of(noLongerNeeded(R, 1))),
        targetOs(
            "AccessAndCrash", // DTH-3: StartFailed or Died
            ASKED,
            List.of(ready(P, 1, R)),
            List.of(crashed(P, 1))),
        targetOs(
            "ExitAndNeed", // REQ-3, END-3: the next starts only if it is needed after the exit
            and(GIVEN, noLongerNeeded(R, 1)),
            List.of(gone(P, 1)),
            List.of(need(R, 2), noLongerNeeded(R, 2))),
        targetOs(
            "PressureAndNeed", // MEM-3
            and(List.of(environment(new Boot())), environment(new LocalUse(P))),
            List.of(pressure(Level.MEDIUM)),
            List.of(need(R, 1))),
        targetOs(
            "PressureAndUnneeded",
            GIVEN,
            List.of(pressure(Level.CRITICAL)),
            List.of(noLongerNeeded(R, 1))),
        targetOs(
            "PressureAndStart", // MEM-6
            GIVEN,
            List.of(pressure(Level.MEDIUM)),
            List.of(need(T, 1))),
        targetOs(
            "PressureTwice", // MEM-5: the second victim after the first has exited, or none
            and(GIVEN, environment(new LocalUse(Q))),
            List.of(pressure(Level.CRITICAL)),
            List.of(pressure(Level.CRITICAL), gone(Q, 1))),
        targetOs(
            "UseAndUnneeded", // HND-5
            GIVEN,
            List.of(use(R)),
            List.of(noLongerNeeded(R, 1))),
        targetOs(
            "UseAndCrash", // HND-3
            GIVEN,
            List.of(use(R)),
            List.of(crashed(P, 1))),
        targetOs(
            "UsesAndCrash", // HND-5: all handles are void at once
            and(GIVEN, need(S, 1), ready(P, 1, S)),
            List.of(use(R), use(S)),
            List.of(crashed(P, 1))));
  }

  private static Stream<Race> device() {
    return Stream.of(
        device(
            "BootAndFirstRequest", // MEM-1: what is needed before is lost
            List.of(up(A, 1), up(B, 1)),
            List.of(environment(new Boot())),
            List.of(request(A, 1, 1, R))),
        device(
            "PressureAndFirstRequest", // MEM-3: the victim, or protected
            and(UP, environment(new LocalUse(P))),
            List.of(pressure(Level.MEDIUM)),
            List.of(request(A, 1, 1, R), ready(P, 1, R))),
        device(
            "PressureAndStartOfAnother", // MEM-6
            A_HAS,
            List.of(pressure(Level.MEDIUM)),
            List.of(request(B, 1, 1, T))),
        device(
            "KillAndRequest", // MEM-6, DTH-3
            A_HAS,
            List.of(pressure(Level.CRITICAL)),
            List.of(request(B, 1, 1, R))),
        device(
            "KillAndLastRelease",
            A_HAS,
            List.of(pressure(Level.CRITICAL)),
            List.of(release(A, 2, 1, R))),
        device(
            "CrashAndLastRelease", // DTH-3, REL-3
            A_HAS,
            List.of(crashed(P, 1)),
            List.of(release(A, 2, 1, R))),
        device(
            "CrashAndRequestOfAnotherResource", // DTH-3: waits for the next, or is told
            A_HAS,
            List.of(crashed(P, 1)),
            List.of(request(B, 1, 1, S))),
        device(
            "AccessAndOnlyRelease", // REL-1: granted, or cancelled
            and(UP, request(A, 1, 1, R)),
            List.of(ready(P, 1, R)),
            List.of(release(A, 2, 1, R))),
        device(
            "LastReleaseAndRequestOfAnotherDomain", // END-3
            A_HAS,
            List.of(release(A, 2, 1, R)),
            List.of(request(B, 1, 1, R))),
        device(
            "UseAndLastRelease", // HND-5
            A_HAS,
            List.of(use(R)),
            List.of(release(A, 2, 1, R))),
        device(
            "CrashAndDown", // DTH-2, DTH-3
            and(A_HAS, request(B, 1, 1, R)),
            List.of(crashed(P, 1)),
            List.of(down(A))));
  }

  private static Race proxy(
      String name, List<Envelope> before, List<Envelope> first, List<Envelope> second) {
    return new Race(
        name, PROXY, before, List.of(first, second), farewell(List.of(before, first, second)));
  }

  private static Race targetOs(
      String name, List<Envelope> before, List<Envelope> first, List<Envelope> second) {
    return new Race(name, TARGET_OS, before, List.of(first, second), HARDSHIP);
  }

  private static Race device(
      String name, List<Envelope> before, List<Envelope> first, List<Envelope> second) {
    Stream<Envelope> hardship =
        HARDSHIP.stream().filter(it -> it.channel().equals(Channel.ENVIRONMENT));
    Stream<Envelope> farewell = farewell(List.of(before, first, second)).stream();
    List<Envelope> after = Stream.concat(hardship, farewell).toList();
    return new Race(name, DEVICE, before, List.of(first, second), after);
  }

  /** One more asks; then each pair that there may be is released. */
  private static List<Envelope> farewell(List<List<Envelope>> told) {
    List<Envelope> messages = new ArrayList<>(List.of(request(B, 90, 3, R)));
    Set<Envelope> requests = new LinkedHashSet<>();
    told.forEach(requests::addAll);
    requests.addAll(messages);
    for (Envelope it : requests) {
      if (it.message() instanceof Request request) {
        for (ProcessId process : request.processes()) {
          long id = 91L + messages.size();
          messages.add(new Envelope(it.channel(), new Release(id, process, request.resource())));
        }
      }
    }
    return messages;
  }

  private static List<Envelope> and(List<Envelope> before, Envelope... more) {
    return Stream.concat(before.stream(), Arrays.stream(more)).toList();
  }

  private static Envelope up(Domain domain, int epoch) {
    return new Envelope(Channel.of(domain), new DomainUp(epoch));
  }

  private static Envelope down(Domain domain) {
    return new Envelope(Channel.of(domain), new DomainDown());
  }

  private static Envelope request(Domain domain, long id, int pid, ResourceId resource) {
    return request(domain, id, List.of(pid), resource);
  }

  private static Envelope request(Domain domain, long id, List<Integer> pids, ResourceId resource) {
    List<ProcessId> processes = pids.stream().map(pid -> new ProcessId(pid, 1)).toList();
    return new Envelope(Channel.of(domain), new Request(id, processes, resource));
  }

  private static Envelope release(Domain domain, long id, int pid, ResourceId resource) {
    return new Envelope(Channel.of(domain), new Release(id, new ProcessId(pid, 1), resource));
  }

  private static Envelope exited(Domain domain, int pid) {
    return new Envelope(Channel.of(domain), new ProcessExited(new ProcessId(pid, 1)));
  }

  private static Envelope target(Message message) {
    return new Envelope(Channel.TARGET, message);
  }

  private static Envelope provided(
      ResourceId resource, int attempt, Program program, int generation) {
    return target(
        new Provided(
            resource,
            attempt,
            program,
            generation,
            TargetOs.handle(resource, attempt, generation)));
  }

  private static Envelope failed(ResourceId resource, int attempt) {
    return target(new StartFailed(resource, attempt, Reason.START_FAILED));
  }

  private static Envelope died(Program program, int generation) {
    return target(new Died(program, generation, Cause.CRASHED));
  }

  private static Envelope need(ResourceId resource, int attempt) {
    return target(new Need(resource, attempt));
  }

  private static Envelope noLongerNeeded(ResourceId resource, int attempt) {
    return target(new NoLongerNeeded(resource, attempt));
  }

  private static Envelope environment(Message message) {
    return new Envelope(Channel.ENVIRONMENT, message);
  }

  private static Envelope ready(Program program, int generation, ResourceId resource) {
    return environment(new Ready(program, generation, resource));
  }

  private static Envelope crashed(Program program, int generation) {
    return environment(new Crashed(program, generation));
  }

  private static Envelope use(ResourceId resource) {
    return new Envelope(Channel.DIRECT, new Use(TargetOs.handle(resource, 1, 1)));
  }

  private static Envelope gone(Program program, int generation) {
    return environment(new Gone(program, generation));
  }

  private static Envelope pressure(Level level) {
    return environment(new Pressure(level));
  }
}
