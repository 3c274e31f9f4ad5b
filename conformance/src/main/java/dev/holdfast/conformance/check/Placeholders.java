package dev.holdfast.conformance.check;

import dev.holdfast.conformance.oracle.Recording;
import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message.Granted;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.TargetOs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names for the handles that a subject has made up, in the order in which it says them: handles are
 * random, and a report is to be the same each time. Not thread-safe.
 */
final class Placeholders {
  private final Map<Handle, Handle> names = new HashMap<>();

  /** The same run; the model's handles and the kit's keep their names. */
  Recording in(Recording recording) {
    return new Recording(
        recording.role(),
        recording.catalogue(),
        recording.batches().stream()
            .map(batch -> new Recording.Batch(batch.told(), in(batch.told(), batch.said())))
            .toList());
  }

  /** The same sayings. */
  List<Envelope> in(List<Envelope> told, List<Envelope> said) {
    told.forEach(
        envelope -> {
          if (envelope.message() instanceof Provided provided) {
            names.put(provided.handle(), provided.handle());
          }
        });
    return said.stream().map(this::in).toList();
  }

  private Envelope in(Envelope said) {
    if (said.message() instanceof Granted g) {
      return new Envelope(said.channel(), new Granted(g.id(), name(g.handle())));
    } else if (said.message() instanceof Provided p) {
      return new Envelope(
          said.channel(),
          new Provided(p.resource(), p.attempt(), p.program(), p.generation(), name(p.handle())));
    }
    return said;
  }

  private Handle name(Handle handle) {
    return TargetOs.generation(handle).isPresent()
        ? handle
        : names.computeIfAbsent(handle, any -> new Handle("made-up-" + (names.size() + 1)));
  }
}
