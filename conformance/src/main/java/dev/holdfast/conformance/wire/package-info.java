/**
 * The protocol as lines of JSON: how the kit talks to a subject that is a program of its own, in
 * any language. {@code PROTOCOL.md} tells implementers the same in prose, {@code
 * protocol.schema.json} to machines.
 */
package dev.holdfast.conformance.wire;
