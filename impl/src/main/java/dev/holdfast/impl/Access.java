package dev.holdfast.impl;

import dev.holdfast.model.Handle;

/**
 * A running target process provides a resource.
 *
 * @param program what is known of its program
 * @param generation which run of the program
 * @param handle the way to it
 */
record Access(Runs program, int generation, Handle handle) {}
