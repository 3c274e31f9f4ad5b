/**
 * The trace feed: what was recorded of running systems, judged by the oracle. {@code PROTOCOL.md}
 * tells what a trace looks like.
 */
package dev.holdfast.conformance.trace;
