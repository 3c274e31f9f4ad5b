/**
 * Pictures of the protocol: traces as sequence diagrams, the model's machines as state diagrams.
 */
package dev.holdfast.conformance.diagram;
