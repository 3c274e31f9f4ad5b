/** The subcommands of {@code holdfast}, and how they print. */
package dev.holdfast.conformance.cli;
