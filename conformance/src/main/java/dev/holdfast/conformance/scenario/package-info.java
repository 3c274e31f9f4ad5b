/** What a subject is told: scenarios that cover a state graph, and random ones. */
package dev.holdfast.conformance.scenario;
