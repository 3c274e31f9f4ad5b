/**
 * A concurrent implementation of the protocol: {@link dev.holdfast.impl.ConcurrentProxy the proxy},
 * {@link dev.holdfast.impl.InMemoryTargetOs a target OS} that keeps its processes in memory, and
 * {@link dev.holdfast.impl.InMemoryDevice the device} of both. Of the model it uses the names and
 * the messages, never the machines.
 */
package dev.holdfast.impl;
