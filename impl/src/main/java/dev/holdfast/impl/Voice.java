package dev.holdfast.impl;

import dev.holdfast.model.Cause;
import dev.holdfast.model.Domain;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message.Released.Outcome;
import dev.holdfast.model.ProcessId;
import dev.holdfast.model.Reason;
import dev.holdfast.model.ResourceId;

/**
 * What an {@link Association} has to say. It is called at the instant at which something takes
 * effect, with locks held: so it may note what it hears, and must neither wait nor call back. Calls
 * about one domain, and calls about one resource, come one at a time.
 */
interface Voice {
  /** C3. */
  void need(ResourceId resource, int attempt);

  /** C10. */
  void noLongerNeeded(ResourceId resource, int attempt);

  /** C7. */
  void granted(Domain domain, long id, Handle handle);

  /** A request that leaves nothing behind. */
  void refused(Domain domain, long id, Reason reason);

  /** C9. */
  void released(Domain domain, long id, Outcome outcome);

  /** DTH-3. */
  void targetDied(
      Domain domain, ProcessId process, ResourceId resource, int generation, Cause cause);

  /** SEC-2. */
  void error(Domain domain, Reason reason);
}
