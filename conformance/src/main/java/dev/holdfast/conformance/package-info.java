/** The {@code holdfast} command. */
package dev.holdfast.conformance;
