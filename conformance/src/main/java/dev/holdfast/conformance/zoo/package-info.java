/** Subjects of known worth: the kit is as good as what it rejects, and accepts. */
package dev.holdfast.conformance.zoo;
