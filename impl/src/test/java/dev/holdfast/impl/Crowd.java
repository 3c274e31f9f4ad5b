package dev.holdfast.impl;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.OriginatingProcess;
import dev.holdfast.model.ResourceId;
import java.util.Map;
import java.util.NavigableSet;

/**
 * A conversation in which one domain says several things at once, as none should. Whoever says
 * something says under which id; a smaller one that comes later is invalid.
 */
public abstract class Crowd extends Conversation {
  private static final String DOMAIN = "A";

  private void begin() {
    up(1);
  }

  public Said up(int epoch) {
    return up(DOMAIN, epoch);
  }

  public Said down() {
    return down(DOMAIN);
  }

  public Said request(int id, int pids, int resource) {
    return request(DOMAIN, id, pids, 1, resource);
  }

  public Said release(int id, int pid, int resource) {
    return release(DOMAIN, id, pid, resource);
  }

  public Said exited(int pid) {
    return exited(DOMAIN, pid);
  }

  public Said provided(int resource, int attempt, int generation) {
    return isProvided(resource, attempt, generation);
  }

  public Map<ResourceId, NavigableSet<OriginatingProcess>> pairs() {
    return association();
  }

  /** With the concurrent proxy. */
  public static final class WithProxy extends Crowd {
    private final Spoken proxy = new Spoken();

    public WithProxy() {
      super.begin();
    }

    @Override
    Said hear(Envelope in) {
      return proxy.hear(in);
    }

    @Override
    Map<ResourceId, NavigableSet<OriginatingProcess>> association() {
      return proxy.association();
    }

    public void books() {
      proxy.checkBooks();
    }
  }

  /** With the model. */
  public static final class WithModel extends Crowd {
    private final Sequential model = new Sequential();

    public WithModel() {
      super.begin();
    }

    @Override
    Said hear(Envelope in) {
      return model.hear(in);
    }

    @Override
    Map<ResourceId, NavigableSet<OriginatingProcess>> association() {
      return model.association();
    }
  }
}
