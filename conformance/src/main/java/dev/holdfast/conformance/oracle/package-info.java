/** The oracle: asks the model whether what a subject said was allowed, and which rule it broke. */
package dev.holdfast.conformance.oracle;
