/** Wrong machines on purpose: each breaks one rule, and shows that the rule bites. */
package dev.holdfast.model.fault;
