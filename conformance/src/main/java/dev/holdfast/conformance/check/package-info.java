/** Runs scenarios against a subject and says, rule by rule, what came of it. */
package dev.holdfast.conformance.check;
