/**
 * The Linux target OS under the eye of the kit: a proxy process that records what happens, a check
 * of such a recording, and real processes that do what the kit's scenarios want.
 */
package dev.holdfast.conformance.linux;
