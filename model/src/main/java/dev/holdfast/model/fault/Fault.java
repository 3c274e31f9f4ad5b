package dev.holdfast.model.fault;

import dev.holdfast.model.Machines;
import dev.holdfast.model.Rule;

/**
 * A machine that is wrong in one way.
 *
 * @param name what it is called, in lower case with hyphens
 * @param rule the rule it breaks
 * @param story what it does wrong, in one sentence
 * @param scope the name of a {@link dev.holdfast.model.Scopes scope} in which it shows
 * @param inProxy whether its proxy is wrong; else its target OS
 * @param machines the wrong machine and the reference's other one
 */
public record Fault(
    String name, Rule rule, String story, String scope, boolean inProxy, Machines machines) {}
