package dev.holdfast.conformance.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.model.Catalogue;
import dev.holdfast.model.Cause;
import dev.holdfast.model.Channel;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.Need;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Four domains and a target OS talk to the concurrent proxy, each in a thread of its own, batch
 * after batch; the oracle explains every batch. With {@code -Pstress} ten million messages instead
 * of twenty thousand.
 */
class LongHistoriesTest {
  private static final boolean LONG = Boolean.getBoolean("holdfast.long");
  private static final long ENOUGH = LONG ? 10_000_000 : 20_000;

  /** After so many batches a new proxy is told, and the oracle forgets. */
  private static final int LIFE = 200;

  private static final Program P = new Program("P");
  private static final List<ResourceId> RESOURCES =
      List.of(new ResourceId("p1"), new ResourceId("p2"));
  private static final List<Domain> DOMAINS =
      IntStream.rangeClosed(1, 4).mapToObj(n -> new Domain("D" + n)).toList();

  @Test
  void everyBatchIsExplained() throws SubjectException {
    long start = System.nanoTime();
    long messages = 0;
    long shown = 0;
    try (Subject proxy =
        new PortSubject(Role.PROXY, "proxy", ConcurrentProxy::new, Duration.ofSeconds(20))) {
      for (long seed = 1; messages < ENOUGH; seed++) {
        messages += live(proxy, seed);
        if (LONG && messages - shown >= 100_000) {
          shown = messages;
          System.out.println(messages + " messages in " + seconds(start) + " s");
        }
      }
    }
    System.out.println(messages + " messages explained in " + seconds(start) + " s");
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** One life of a proxy; how many messages were told and said. */
  private static long live(Subject proxy, long seed) throws SubjectException {
    Talk talk = new Talk(seed);
    proxy.reset(Catalogue.of("P"));
    Oracle oracle = new Oracle(Role.PROXY, Catalogue.of("P"));
    long messages = 0;
    for (int i = 0; i < LIFE; i++) {
      List<Envelope> told = talk.next();
      List<Envelope> said = proxy.exchange(told);
      Judgement judgement = oracle.judge(told, said);
      assertTrue(judgement instanceof Explained, () -> "seed " + seed + ": " + judgement);
      talk.hear(said);
      messages += told.size() + said.size();
    }
    return messages;
  }

  /** What is told: in each batch at most one message by each domain and two by the target OS. */
  private static final class Talk {
    private final SplittableRandom random;
    private final List<Need> open = new ArrayList<>();
    private final int[][] incarnations = {{1, 1}, {1, 1}, {1, 1}, {1, 1}};
    private final int[] epochs = new int[DOMAINS.size()];
    private int generation = 1;
    private long id;

    Talk(long seed) {
      random = new SplittableRandom(seed);
    }

    List<Envelope> next() {
      List<Envelope> told = new ArrayList<>();
      id++;
      for (int n = 0; n < DOMAINS.size(); n++) {
        told.add(new Envelope(Channel.of(DOMAINS.get(n)), ofDomain(n)));
      }
      if (!open.isEmpty() && random.nextInt(3) > 0) {
        told.add(new Envelope(Channel.TARGET, answer(open.remove(random.nextInt(open.size())))));
      }
      if (random.nextInt(10) == 0) {
        told.add(new Envelope(Channel.TARGET, new Died(P, generation, Cause.CRASHED)));
        generation++;
      }
      return told;
    }

    void hear(List<Envelope> said) {
      said.stream()
          .map(Envelope::message)
          .filter(Need.class::isInstance)
          .map(Need.class::cast)
          .forEach(open::add);
    }

    private Message ofDomain(int n) {
      int pid = random.nextInt(2);
      ProcessId process = new ProcessId(pid + 1, incarnations[n][pid]);
      ResourceId resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
      int kind = random.nextInt(100);
      if (epochs[n] == 0 || kind == 0) {
        return new DomainUp(++epochs[n]);
      } else if (kind < 10) {
        incarnations[n][pid]++;
        return new ProcessExited(process);
      } else if (kind < 55) {
        return new Request(id, List.of(process), resource);
      }
      return new Release(id, process, resource);
    }

    private Message answer(Need need) {
      return random.nextInt(8) == 0
          ? new StartFailed(need.resource(), need.attempt(), Reason.START_FAILED)
          : new Provided(
              need.resource(),
              need.attempt(),
              P,
              generation,
              new Handle(need.resource() + "-" + need.attempt()));
    }
  }
}
