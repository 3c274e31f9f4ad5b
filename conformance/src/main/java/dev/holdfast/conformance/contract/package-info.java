/** For implementers in Java: extend {@link HoldfastContract}, and get one test for every rule. */
package dev.holdfast.conformance.contract;
