package dev.holdfast.model;

import dev.holdfast.model.Message.DomainDown;
import dev.holdfast.model.Message.DomainUp;
import dev.holdfast.model.Message.NoLongerNeeded;
import dev.holdfast.model.Message.ProcessExited;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Release;
import dev.holdfast.model.Message.Request;
import dev.holdfast.model.Message.StartFailed;
import dev.holdfast.model.Proxy.Asking;
import dev.holdfast.model.Proxy.Interest;
import dev.holdfast.model.Proxy.Live;
import dev.holdfast.model.Proxy.Session;
import dev.holdfast.model.Proxy.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a proxy made of one message, in the words in which the rules speak of it.
 *
 * @param before the reference's state before
 * @param in what the proxy was told
 * @param out what it said
 * @param after its state afterwards; the reference's where the proxy's own cannot be seen
 */
public record ProxyExchange(Proxy before, Envelope in, List<Envelope> out, Proxy after)
    implements Exchange {

  /** The domain that spoke, if one did. */
  Optional<Domain> domain() {
    return in.channel() instanceof Channel.OfDomain channel
        ? Optional.of(channel.domain())
        : Optional.empty();
  }

  Optional<Session> session() {
    return in.channel() instanceof Channel.OfDomain channel
        ? Optional.ofNullable(before.sessions().get(channel.domain()))
        : Optional.empty();
  }

  private boolean fresh(long id) {
    Optional<Session> session = session();
    return session.isPresent() && id > session.get().lastId();
  }

  /** A request with a new id on an open channel. */
  Optional<Request> request() {
    return in.message() instanceof Request request && fresh(request.id())
        ? Optional.of(request)
        : Optional.empty();
  }

  /** A request that names no process, or one pid twice (REQ-1). */
  Optional<Request> formless() {
    Optional<Request> request = request();
    return request.isPresent() && hasForm(request.get()) ? Optional.empty() : request;
  }

  private static boolean hasForm(Request request) {
    List<ProcessId> processes = request.processes();
    return processes.size() == 1
        || (!processes.isEmpty()
            && processes.stream().map(ProcessId::pid).distinct().count() == processes.size());
  }

  /** A well-formed request that names a process known dead (REQ-9). */
  Optional<Request> deathly() {
    Optional<Request> request = request();
    return request.isPresent() && hasForm(request.get()) && namesOneDead(request.get())
        ? request
        : Optional.empty();
  }

  private boolean namesOneDead(Request request) {
    Session session = session().get();
    for (ProcessId process : request.processes()) {
      if (session.knownDead(process)) {
        return true;
      }
    }
    return false;
  }

  /** A request that is to be admitted. */
  Optional<Request> valid() {
    Optional<Request> request = request();
    return request.isPresent() && hasForm(request.get()) && !namesOneDead(request.get())
        ? request
        : Optional.empty();
  }

  /** The processes of a valid request. */
  Set<OriginatingProcess> requesters() {
    Optional<Request> valid = valid();
    if (valid.isEmpty()) {
      return Set.of();
    }
    Members<OriginatingProcess> requesters = Members.empty();
    for (ProcessId id : valid.get().processes()) {
      requesters = requesters.with(new OriginatingProcess(domain().get(), id));
    }
    return requesters;
  }

  /** A release with a new id on an open channel. */
  Optional<Release> release() {
    return in.message() instanceof Release release && fresh(release.id())
        ? Optional.of(release)
        : Optional.empty();
  }

  OriginatingProcess releaser() {
    return new OriginatingProcess(domain().get(), release().get().process());
  }

  /** A release of a pair that is held or awaited (REL-1). */
  Optional<Release> releaseHeld() {
    Optional<Release> release = release();
    return release.isPresent() && isHeld(release.get()) ? release : Optional.empty();
  }

  /** A release of a pair that is not held (REL-2). */
  Optional<Release> releaseNotHeld() {
    Optional<Release> release = release();
    return release.isPresent() && isHeld(release.get()) ? Optional.empty() : release;
  }

  private boolean isHeld(Release release) {
    return before.interest(release.resource()).isUsedBy(releaser());
  }

  Optional<ProcessId> exited() {
    return in.message() instanceof ProcessExited exited && session().isPresent()
        ? Optional.of(exited.process())
        : Optional.empty();
  }

  /** The channel closes, or a new boot shows that it had (DTH-2). */
  boolean down() {
    if (in.message() instanceof DomainUp up) {
      return session().filter(session -> up.epoch() > session.epoch()).isPresent();
    }
    return in.message() instanceof DomainDown && session().isPresent();
  }

  /** Nothing that may be said here and now (SEC-2). */
  boolean hostile() {
    if (domain().isEmpty()) {
      return false;
    }
    if (in.message() instanceof DomainUp up) {
      return session().filter(session -> up.epoch() <= session.epoch()).isPresent();
    }
    return request().isEmpty() && release().isEmpty() && exited().isEmpty() && !down();
  }

  /** Whether this input takes a process's pair with a resource out of the association (ASC-1). */
  boolean goes(OriginatingProcess user, ResourceId resource) {
    if (domain().isEmpty() || !user.domain().equals(domain().get())) {
      return false;
    }
    if (release().isPresent()) {
      return release().get().resource().equals(resource) && user.equals(releaser());
    }
    if (exited().isPresent()) {
      return user.id().pid() == exited().get().pid()
          && user.id().incarnation() <= exited().get().incarnation();
    }
    return down() || replaced(user);
  }

  /** Whether a valid request names a later incarnation of this process (ASC-2). */
  boolean replaced(OriginatingProcess user) {
    Optional<Request> valid = valid();
    if (valid.isEmpty() || !user.domain().equals(domain().get())) {
      return false;
    }
    for (ProcessId id : valid.get().processes()) {
      if (id.pid() == user.id().pid() && id.incarnation() > user.id().incarnation()) {
        return true;
      }
    }
    return false;
  }

  /** Who used the resource before. */
  Set<OriginatingProcess> users(ResourceId resource) {
    return before.interest(resource).users();
  }

  /** Who still uses the resource when this input has taken its pairs away. */
  Set<OriginatingProcess> remaining(ResourceId resource) {
    Set<OriginatingProcess> users = new TreeSet<>(users(resource));
    users.removeIf(user -> goes(user, resource));
    return users;
  }

  /** Whether nobody uses the resource any more when this input has taken its pairs away. */
  boolean noneRemains(ResourceId resource) {
    for (OriginatingProcess user : users(resource)) {
      if (!goes(user, resource)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all these use the resource, and go on when this input has taken its pairs away. */
  boolean allRemain(ResourceId resource, Set<OriginatingProcess> processes) {
    Set<OriginatingProcess> users = users(resource);
    for (OriginatingProcess process : processes) {
      if (!users.contains(process) || goes(process, resource)) {
        return false;
      }
    }
    return true;
  }

  /** The association as it must be afterwards, for one resource (ASC-1). */
  Set<OriginatingProcess> due(ResourceId resource) {
    Set<OriginatingProcess> users = remaining(resource);
    if (valid().filter(request -> request.resource().equals(resource)).isPresent()) {
      users.addAll(requesters());
    }
    boolean lost =
        answered(resource).filter(asking -> grantDue().isEmpty()).isPresent()
            || died(before.interest(resource));
    return lost ? Set.of() : users;
  }

  /** Whose pairs should be in the association afterwards and are not, for one resource. */
  Set<OriginatingProcess> lost(ResourceId resource) {
    Set<OriginatingProcess> lost = new TreeSet<>(due(resource));
    lost.removeAll(after.interest(resource).users());
    return lost;
  }

  /** Whose pairs should have gone from the association and have not, for one resource. */
  Set<OriginatingProcess> kept(ResourceId resource) {
    Set<OriginatingProcess> kept = new TreeSet<>(after.interest(resource).users());
    kept.removeAll(due(resource));
    return kept;
  }

  /** Whether the association lost a pair of such a process. */
  boolean loses(Predicate<OriginatingProcess> which) {
    return after.resources().keySet().stream().anyMatch(r -> lost(r).stream().anyMatch(which));
  }

  /** Whether the association is as it must be afterwards (ASC-1). */
  boolean exact() {
    return after.resources().keySet().stream()
        .allMatch(r -> lost(r).isEmpty() && kept(r).isEmpty());
  }

  /** The resources whose last pair goes with this input (REL-3). */
  List<ResourceId> closing() {
    List<ResourceId> closing = List.of();
    for (Map.Entry<ResourceId, Interest> entry : before.resources().entrySet()) {
      if (!entry.getValue().users().isEmpty() && noneRemains(entry.getKey())) {
        closing = closing.isEmpty() ? new ArrayList<>() : closing;
        closing.add(entry.getKey());
      }
    }
    return closing;
  }

  /** Whether the last pair of a resource goes, and the target OS must hear it (REL-3). */
  boolean closes(ResourceId resource) {
    return closing().contains(resource);
  }

  boolean awaited(ResourceId resource) {
    return before.interest(resource) instanceof Asking;
  }

  boolean saysOver(ResourceId resource) {
    return says(NoLongerNeeded.class, over -> over.resource().equals(resource));
  }

  /** The waiting requests that lose their last process with this input, of domains that are up. */
  List<Waiting> cancelled() {
    return waiting().stream()
        .filter(request -> !(down() && domain().get().equals(request.domain())))
        .filter(request -> request.processes().stream().allMatch(user -> goes(user, of(request))))
        .toList();
  }

  /** What a waiting request waits for. */
  private ResourceId of(Waiting request) {
    return before.resources().entrySet().stream()
        .filter(e -> e.getValue() instanceof Asking asking && asking.waiting().contains(request))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** All waiting requests. */
  List<Waiting> waiting() {
    List<Waiting> waiting = List.of();
    for (Interest interest : before.resources().values()) {
      if (interest instanceof Asking asking) {
        waiting = waiting.isEmpty() ? new ArrayList<>() : waiting;
        waiting.addAll(asking.waiting());
      }
    }
    return waiting;
  }

  /**
   * The target OS's answer that settles an open attempt, as the attempt that it settles (REQ-7).
   */
  Optional<Asking> answered() {
    ResourceId resource;
    int attempt;
    if (in.message() instanceof Provided provided) {
      resource = provided.resource();
      attempt = provided.attempt();
    } else if (in.message() instanceof StartFailed failed) {
      resource = failed.resource();
      attempt = failed.attempt();
    } else {
      return Optional.empty();
    }
    return before.interest(resource) instanceof Asking asking && asking.attempt() == attempt
        ? Optional.of(asking)
        : Optional.empty();
  }

  private Optional<Asking> answered(ResourceId resource) {
    return answered().filter(asking -> before.interest(resource).equals(asking));
  }

  /** An answer to an attempt that is over (REQ-7). */
  boolean lateAnswer() {
    boolean answer = in.message() instanceof Provided || in.message() instanceof StartFailed;
    return answer && answered().isEmpty();
  }

  /** A Provided that settles an attempt, by a generation not known dead: Granted is due (C7). */
  Optional<Provided> grantDue() {
    return in.message() instanceof Provided provided
            && answered().isPresent()
            && !knownDead(provided)
        ? Optional.of(provided)
        : Optional.empty();
  }

  /** A Provided that settles an attempt, by a generation whose Died came first (DTH-3). */
  Optional<Provided> deadOnArrival() {
    return in.message() instanceof Provided provided
            && answered().isPresent()
            && knownDead(provided)
        ? Optional.of(provided)
        : Optional.empty();
  }

  private boolean knownDead(Provided provided) {
    return provided.generation() <= before.dead().getOrDefault(provided.program(), 0);
  }

  /** Whether this input says that the generation that provides a resource has died (DTH-3). */
  boolean died(Interest interest) {
    return in.message() instanceof Message.Died died
        && interest instanceof Live live
        && live.program().equals(died.program())
        && live.generation() == died.generation();
  }

  /** What was refused, and to whom. */
  boolean refuses(Waiting request, Reason reason) {
    return out.contains(
        new Envelope(Channel.of(request.domain()), new Message.Refused(request.id(), reason)));
  }

  boolean grants(Waiting request) {
    return out.stream()
        .anyMatch(
            envelope ->
                envelope.channel().equals(Channel.of(request.domain()))
                    && envelope.message() instanceof Message.Granted granted
                    && granted.id() == request.id());
  }

  boolean refusesAny(Reason reason) {
    return says(Message.Refused.class, refused -> refused.reason() == reason);
  }

  boolean saysToDomains() {
    return !said(Message.ToDomain.class).isEmpty();
  }

  /** The answer to whoever spoke. */
  Envelope reply(Message.ToDomain message) {
    return new Envelope(Channel.of(domain().get()), message);
  }
}
