package dev.holdfast.tla;

import static java.util.Collections.nCopies;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.oracle.Judgement.Unsettled;
import dev.holdfast.conformance.oracle.Recording;
import dev.holdfast.conformance.oracle.Recording.Batch;
import dev.holdfast.conformance.oracle.Recording.Judged;
import dev.holdfast.conformance.scenario.Walks;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.conformance.zoo.Animal;
import dev.holdfast.conformance.zoo.Zoo;
import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.impl.InMemoryDevice;
import dev.holdfast.impl.InMemoryTargetOs;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Message;
import dev.holdfast.model.Port;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Profile;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import dev.holdfast.model.TargetOs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kit's oracle and TLC judge recordings alike, and a wrong specification does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondOpinionTest {
  private static final Path SPECIFICATION = Path.of("");
  private static final SecondOpinion TLC = new SecondOpinion(SPECIFICATION, 300);
  private static final int BY_BUILT_IN = 40;
  private static final int BY_MACHINE = 6;

  /** The zoo has few devices. */
  private static final int BY_DEVICE = 16;

  private final List<Case> cases = new ArrayList<>();

  /** What was recorded, and what the oracle made of it. */
  private record Case(String name, Judged judged) {
    boolean accepted() {
      return judged.judgement() instanceof Explained;
    }

    Role role() {
      return judged.recording().role();
    }

    /** How many batches the oracle explains: all but the last if it refutes. */
    int explained() {
      return judged.recording().batches().size() - (accepted() ? 0 : 1);
    }
  }

  @BeforeAll
  void record() throws SubjectException {
    Map<Role, Port.Factory> builtIn = new EnumMap<>(Role.class);
    builtIn.put(Role.PROXY, ConcurrentProxy::new);
    builtIn.put(Role.TARGET, InMemoryTargetOs::new);
    builtIn.put(Role.DEVICE, InMemoryDevice::new);
    for (Map.Entry<Role, Port.Factory> its : builtIn.entrySet()) {
      Duration patience = Duration.ofSeconds(20);
      try (Subject subject = new PortSubject(its.getKey(), "built-in", its.getValue(), patience)) {
        record(subject, 1, BY_BUILT_IN);
      }
    }
    for (Animal animal : Zoo.java()) {
      if (!(animal.expected() instanceof Animal.BreaksDown)) {
        try (Subject subject = animal.maker().make()) {
          int walks = subject.role() == Role.DEVICE ? BY_DEVICE : BY_MACHINE;
          record(subject, animal.name().hashCode(), walks);
        }
      }
    }
    Random random = new Random(1);
    for (Case its : List.copyOf(cases)) {
      if (its.accepted() && random.nextInt(3) == 0) {
        Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
        Recording mutant = mutant(its.judged().recording(), mutation, random);
        cases.add(new Case(its.name() + " " + mutation, mutant.judged()));
      }
    }
    cases.removeIf(its -> its.judged().judgement() instanceof Unsettled);
  }

  private void record(Subject subject, long seed, int walks) throws SubjectException {
    Walks random = new Walks(subject.role(), seed);
    for (int i = 0; i < walks; i++) {
      cases.add(new Case(subject.name() + " walk " + i, Recording.of(subject, random.walk(i))));
      cases.add(new Case(subject.name() + " race " + i, Recording.of(subject, random.race(i))));
    }
  }

  /** What is done to what was said in one batch. */
  private enum Mutation {
    DROPPED,
    DUPLICATED,
    ADDED,
    MOVED
  }

  private static Recording mutant(Recording recording, Mutation mutation, Random random) {
    List<Integer> telling = new ArrayList<>();
    for (int i = 0; i < recording.batches().size(); i++) {
      if (!recording.batches().get(i).said().isEmpty()) {
        telling.add(i);
      }
    }
    int at = telling.get(random.nextInt(telling.size()));
    List<Envelope> said = new ArrayList<>(recording.batches().get(at).said());
    int index = random.nextInt(said.size());
    List<Envelope> others =
        recording.batches().get(telling.get(random.nextInt(telling.size()))).said();
    switch (mutation) {
      case DROPPED -> said.remove(index);
      case DUPLICATED -> said.add(index, said.get(index));
      case ADDED -> said.add(index, others.get(random.nextInt(others.size())));
      case MOVED -> said.add(random.nextInt(said.size()), said.remove(index));
    }
    List<Batch> batches = new ArrayList<>(recording.batches());
    batches.set(at, new Batch(batches.get(at).told(), said));
    return new Recording(recording.role(), recording.catalogue(), batches);
  }

  @Test
  void bothJudgeAlike() {
    List<Integer> explained =
        TLC.explained(cases.stream().map(its -> its.judged().recording()).toList());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      if (explained.get(i) != cases.get(i).explained()) {
        differences.add(
            "%s: the oracle explains %d, TLC %d of %s"
                .formatted(
                    cases.get(i).name(),
                    cases.get(i).explained(),
                    explained.get(i),
                    cases.get(i).judged().recording().batches()));
      }
    }
    assertEquals(List.of(), differences);
  }

  private long count(List<Role> roles, boolean accepted) {
    return cases.stream()
        .filter(its -> roles.contains(its.role()) && its.accepted() == accepted)
        .count();
  }

  @Test
  void thereIsEnoughToJudge() {
    List<Role> all = List.of(Role.values());
    assertTrue(cases.size() >= 1000, () -> "only " + cases.size());
    assertTrue(count(all, false) >= 300, () -> "refuted only " + count(all, false));
    for (Role role : Role.values()) {
      assertTrue(count(List.of(role), true) >= 50, role::toString);
      assertTrue(count(List.of(role), false) >= 50, role::toString);
    }
  }

  /** With a wrong definition in the place of the right one the two do not judge alike. */
  @ParameterizedTest
  @CsvSource({
    "PROXY, SaidOnAdmit <- NeedPerRequest",
    "TARGET, ReadyOs <- AnswerFirst",
    "DEVICE, SaidOnAdmit <- RepeatUnanswered"
  })
  void aWrongSpecificationIsNoticed(Role role, String wrong, @TempDir Path own) throws IOException {
    Catalogue catalogue = cases.get(0).judged().recording().catalogue();
    List<Case> some =
        cases.stream()
            .filter(its -> its.role() == role)
            .filter(its -> its.judged().recording().catalogue().equals(catalogue))
            .toList();
    List<Integer> explained =
        withBug(own, some.stream().map(its -> its.judged().recording()).toList(), wrong);
    assertNotEquals(some.stream().map(Case::explained).toList(), explained);
  }

  private static List<Integer> withBug(Path own, List<Recording> recordings, String wrong)
      throws IOException {
    try (Stream<Path> files = Files.list(SPECIFICATION.toAbsolutePath())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
        Files.copy(file, own.resolve(file.getFileName()));
      }
    }
    Files.writeString(
        own.resolve("WrongTrace.tla"), "---- MODULE WrongTrace ----\nEXTENDS Trace, Bugs\n====\n");
    return new SecondOpinion(own, 300)
        .explained(recordings, "WrongTrace", "  ScopeName = \"none\"\n  " + wrong + "\n");
  }

  @Test
  void whatIsSaidInTlaIsWhatWasSaid() {
    cases.stream()
        .flatMap(its -> its.judged().recording().batches().stream())
        .flatMap(batch -> Stream.concat(batch.told().stream(), batch.said().stream()))
        .map(Envelope::message)
        .distinct()
        .forEach(
            message ->
                assertEquals(
                    message instanceof Message.Malformed ? new Message.Malformed("") : message,
                    Translation.message(TlaValues.parse(TlaText.value(message)))));
  }

  private static final Channel A = Channel.of(new Domain("A"));
  private static final ProcessId PROCESS = new ProcessId(1, 1);
  private static final ResourceId MAP = new ResourceId("map");
  private static final Program NAV = new Program("nav");
  private static final Catalogue NAV_ALONE = Catalogue.of("nav", "map", "route");

  private static Batch batch(Envelope told, Envelope... said) {
    return new Batch(List.of(told), List.of(said));
  }

  private static Envelope seen(Message message) {
    return new Envelope(Channel.SEEN, message);
  }

  private static Envelope done(Message message) {
    return new Envelope(Channel.ENVIRONMENT, message);
  }

  private static final Batch BOOT =
      batch(
          done(new Message.Boot()),
          seen(new Message.ProxyProtected()),
          seen(new Message.Accepting()));

  @Test
  void anythingThatTheAlphabetHasCanBeJudged() {
    Recording nothing = new Recording(Role.DEVICE, NAV_ALONE, List.of());
    Recording unbooted =
        new Recording(
            Role.DEVICE,
            NAV_ALONE,
            List.of(batch(done(new Message.LocalUse(NAV))), BOOT, batch(done(new Message.Boot()))));
    Recording unlisted =
        new Recording(
            Role.TARGET,
            new Catalogue(new TreeMap<>(), Set.of(), Profile.SHED),
            List.of(
                BOOT,
                batch(done(new Message.LocalUse(NAV))),
                batch(
                    new Envelope(Channel.TARGET, new Message.Need(MAP, 1)),
                    new Envelope(
                        Channel.TARGET,
                        new Message.StartFailed(MAP, 1, Reason.UNKNOWN_RESOURCE)))));
    List<Recording> all = List.of(nothing, unbooted, unlisted);
    assertAll(
        () -> assertEquals(List.of(0, 3, 3), TLC.explained(all)),
        () -> assertEquals(List.of(), TLC.explained(List.of())),
        () ->
            all.forEach(
                its -> assertTrue(its.judged().judgement() instanceof Explained, its::toString)));
  }

  @Test
  void aDomainThatIsCalledLikeAnotherChannelIsNotJudged() {
    Envelope up = new Envelope(Channel.of(new Domain("target")), new Message.DomainUp(1));
    Recording recording = new Recording(Role.PROXY, NAV_ALONE, List.of(batch(up)));
    assertThrows(IllegalArgumentException.class, () -> TLC.explained(List.of(recording)));
  }

  @Test
  void aNumberTooGreatForTlcIsNotJudged() {
    Envelope release = new Envelope(A, new Message.Release(1L << 31, PROCESS, MAP));
    Recording recording = new Recording(Role.PROXY, NAV_ALONE, List.of(batch(release)));
    assertThrows(IllegalArgumentException.class, () -> TLC.explained(List.of(recording)));
  }

  private static Envelope target(Message message) {
    return new Envelope(Channel.TARGET, message);
  }

  private static Envelope provided(int attempt) {
    return target(new Message.Provided(MAP, attempt, NAV, 1, TargetOs.handle(MAP, attempt, 1)));
  }

  /** Two accesses look alike; either may be the one that an answer answers for. */
  @Test
  void theAnswersToTwoAttemptsMayOvertakeEachOther() {
    Envelope access = seen(new Message.AccessGiven(NAV, 1, MAP));
    List<Batch> before =
        List.of(
            BOOT,
            batch(
                target(new Message.Need(new ResourceId("route"), 1)),
                seen(new Message.Started(NAV, 1))),
            batch(target(new Message.Need(MAP, 1))));
    List<Envelope> told =
        List.of(
            done(new Message.Ready(NAV, 1, MAP)),
            target(new Message.NoLongerNeeded(MAP, 1)),
            target(new Message.Need(MAP, 2)),
            done(new Message.Ready(NAV, 1, MAP)));
    bothExplain(
        before,
        told,
        List.of(
            List.of(access, provided(1), access, provided(2)),
            List.of(access, provided(2), access, provided(1)),
            List.of(access, access, provided(2), provided(1))),
        List.of(List.of(access, provided(2), provided(1), access)));
  }

  @Test
  void oneRunHasExitedBeforeTheNextIsStarted() {
    Envelope exited = seen(new Message.Exited(NAV, 1));
    Envelope started = seen(new Message.Started(NAV, 2));
    List<Batch> before =
        List.of(
            BOOT,
            batch(done(new Message.LocalUse(NAV)), seen(new Message.Started(NAV, 1))),
            batch(done(new Message.LocalDone(NAV)), seen(new Message.Ending(NAV, 1))));
    for (Envelope next :
        List.of(target(new Message.Need(MAP, 1)), done(new Message.LocalUse(NAV)))) {
      List<Envelope> told = List.of(done(new Message.Gone(NAV, 1)), next);
      bothExplain(
          before, told, List.of(List.of(exited, started)), List.of(List.of(started, exited)));
    }
  }

  private static void bothExplain(
      List<Batch> before,
      List<Envelope> told,
      List<List<Envelope>> right,
      List<List<Envelope>> wrong) {
    List<Case> all =
        Stream.concat(right.stream(), wrong.stream())
            .map(said -> Stream.concat(before.stream(), Stream.of(new Batch(told, said))).toList())
            .map(batches -> new Recording(Role.TARGET, NAV_ALONE, batches).judged())
            .map(judged -> new Case("by hand", judged))
            .toList();
    List<Integer> expected = new ArrayList<>(nCopies(right.size(), before.size() + 1));
    expected.addAll(nCopies(wrong.size(), before.size()));
    assertAll(
        () -> assertEquals(expected, all.stream().map(Case::explained).toList(), "oracle"),
        () ->
            assertEquals(
                expected,
                TLC.explained(all.stream().map(its -> its.judged().recording()).toList()),
                "TLC"));
  }
}
