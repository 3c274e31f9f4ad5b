/** The feeds: how the kit talks to a subject, whatever it is made of. */
package dev.holdfast.conformance.subject;
