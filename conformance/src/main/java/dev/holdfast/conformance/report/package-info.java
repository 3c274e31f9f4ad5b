/** What is left of a check for people and for machines: pages, files to replay, files to parse. */
package dev.holdfast.conformance.report;
