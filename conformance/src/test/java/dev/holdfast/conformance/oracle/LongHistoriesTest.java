package dev.holdfast.conformance.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.conformance.oracle.Judgement.Explained;
import dev.holdfast.conformance.subject.PortSubject;
import dev.holdfast.conformance.subject.Subject;
import dev.holdfast.conformance.subject.SubjectException;
import dev.holdfast.conformance.wire.Role;
import dev.holdfast.impl.ConcurrentProxy;
import dev.holdfast.model.Envelope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Eight domains and a target OS talk to the concurrent proxy, each in a thread of its own and
 * without waiting for answers, batch after batch; the oracle explains every batch. With {@code
 * -Pstress} ten million messages instead of a hundred thousand.
 */
class LongHistoriesTest {
  private static final boolean LONG = Boolean.getBoolean("holdfast.long");
  private static final long ENOUGH = LONG ? 10_000_000 : 100_000;

  /** After so many batches a new proxy is told. */
  private static final int LIFE = 1000;

  @Test
  void everyBatchIsExplained() throws SubjectException {
    long start = System.nanoTime();
    long messages = 0;
    long shown = 0;
    try (Subject proxy =
        new PortSubject(Role.PROXY, "proxy", ConcurrentProxy::new, Duration.ofSeconds(20))) {
      for (long seed = 1; messages < ENOUGH; seed++) {
        messages += live(proxy, seed, ENOUGH - messages);
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
  private static long live(Subject proxy, long seed, long enough) throws SubjectException {
    Talk talk = Talk.of(seed);
    proxy.reset(talk.catalogue());
    Oracle oracle = new Oracle(Role.PROXY, talk.catalogue());
    long messages = 0;
    for (int i = 0; i < LIFE && messages < enough; i++) {
      List<Envelope> told = talk.next();
      List<Envelope> said = proxy.exchange(told);
      Judgement judgement = oracle.judge(told, said);
      assertTrue(judgement instanceof Explained, () -> "seed " + seed + ": " + judgement);
      talk.hear(said);
      messages += told.size() + said.size();
    }
    return messages;
  }
}
