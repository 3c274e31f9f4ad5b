package dev.holdfast.conformance.zoo;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.Handle;
import dev.holdfast.model.Message.Provided;
import dev.holdfast.model.Message.Use;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The handles that a target OS gives, for the model's names of its accesses. Not thread-safe. */
final class Minting {
  private final Function<Provided, Handle> mint;
  private final Map<Handle, Handle> modelNames = new HashMap<>();

  Minting(Function<Provided, Handle> mint) {
    this.mint = mint;
  }

  /** What nobody guesses. */
  static Handle unguessable() {
    return new Handle(UUID.randomUUID().toString());
  }

  /** What is told, in the model's words. */
  Envelope told(Envelope in) {
    return in.message() instanceof Use use
        ? new Envelope(in.channel(), new Use(modelNames.getOrDefault(use.handle(), use.handle())))
        : in;
  }

  /** What the model says, in its own words. */
  Envelope said(Envelope out) {
    if (!(out.message() instanceof Provided p)) {
      return out;
    }
    Handle handle = mint.apply(p);
    modelNames.put(handle, p.handle());
    return new Envelope(
        out.channel(),
        new Provided(p.resource(), p.attempt(), p.program(), p.generation(), handle));
  }
}
