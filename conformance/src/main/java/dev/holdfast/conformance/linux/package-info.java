/**
 * The Linux target OS under the eye of the kit: a proxy process that records what happens, and a
 * check of such a recording.
 */
package dev.holdfast.conformance.linux;
