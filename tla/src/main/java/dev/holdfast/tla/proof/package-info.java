/**
 * A proof of the safety rules of {@code Coordination.tla} for any number of domains, processes,
 * resources and programs.
 *
 * <p>{@link dev.holdfast.tla.proof.Coordination} is the module once more, in first-order logic
 * ({@link dev.holdfast.tla.proof.Formula}). {@link dev.holdfast.tla.proof.Proof} has Z3 show that
 * every action keeps every invariant and every property of steps. The same formulas are evaluated
 * by {@link dev.holdfast.tla.proof.Structure} on the states of the executable model, which is what
 * holds the transcription to the protocol.
 */
package dev.holdfast.tla.proof;
