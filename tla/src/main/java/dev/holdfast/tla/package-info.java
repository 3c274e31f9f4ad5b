/** Runs TLC on the TLA+ specification, and compares its state graph with the executable model's. */
package dev.holdfast.tla;
