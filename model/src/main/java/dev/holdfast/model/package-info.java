/**
 * The protocol as a small executable state machine: names, the {@link dev.holdfast.model.Message
 * alphabet}, the machines {@link dev.holdfast.model.Proxy} and {@link dev.holdfast.model.TargetOs},
 * their composition {@link dev.holdfast.model.Device}, the {@link dev.holdfast.model.Rule rules}
 * and the {@link dev.holdfast.model.Explorer} that checks them.
 *
 * <p>Everything here is immutable and thread-safe unless its Javadoc says otherwise.
 */
package dev.holdfast.model;
