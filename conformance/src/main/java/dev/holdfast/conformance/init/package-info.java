/**
 * Adapters to begin with, in several languages: programs that speak the wire protocol and know no
 * rule. Their texts are resources, a folder for each language.
 */
package dev.holdfast.conformance.init;
