package dev.holdfast.impl;

import dev.holdfast.model.Cause;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message;
import dev.holdfast.model.Message.Died;
import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Program;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * A proxy with a method for each message, which returns all that this message makes it say, to
 * whomever. Program P provides the resources 1 and 2. Public, as are its subclasses, because
 * Lincheck calls them.
 */
public abstract class Conversation {
  private static final Program P = new Program("P");

  /** What one message made a proxy say: the same if it is the same in any order. */
  public record Said(List<Envelope> messages) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Said said && Exchange.sameMessages(messages, said.messages);
    }

    @Override
    public int hashCode() {
      return messages.stream().mapToInt(Envelope::hashCode).sum();
    }

    @Override
    public String toString() {
      return messages.toString();
    }
  }

  abstract Said hear(Envelope in);

  /** The association, by resource. */
  abstract Map<ResourceId, NavigableSet<OriginatingProcess>> association();

  final Said up(String domain, int epoch) {
    return by(domain, new DomainUp(epoch));
  }

  final Said down(String domain) {
    return by(domain, new DomainDown());
  }

  /** A request for the process 1, or 2, or for both if the pids are 3. */
  final Said request(String domain, long id, int pids, int incarnation, int resource) {
    List<ProcessId> who =
        pids == 3
            ? List.of(new ProcessId(1, incarnation), new ProcessId(2, incarnation))
            : List.of(new ProcessId(pids, incarnation));
    return by(domain, new Request(id, who, resource(resource)));
  }

  final Said release(String domain, long id, int pid, int resource) {
    return by(domain, new Release(id, new ProcessId(pid, 1), resource(resource)));
  }

  final Said exited(String domain, int pid) {
    return by(domain, new ProcessExited(new ProcessId(pid, 1)));
  }

  final Said isProvided(int resource, int attempt, int generation) {
    Handle handle = new Handle(resource + "-" + attempt + "-" + generation);
    return hear(Told.target(new Provided(resource(resource), attempt, P, generation, handle)));
  }

  final Said startHasFailed(int resource, int attempt) {
    return hear(Told.target(new StartFailed(resource(resource), attempt, Reason.START_FAILED)));
  }

  final Said hasDied(int generation) {
    return hear(Told.target(new Died(P, generation, Cause.CRASHED)));
  }

  private Said by(String domain, Message message) {
    return hear(Told.by(new Domain(domain), message));
  }

  private static ResourceId resource(int number) {
    return new ResourceId("r" + number);
  }
}
