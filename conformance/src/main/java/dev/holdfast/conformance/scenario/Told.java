package dev.holdfast.conformance.scenario;

import dev.holdfast.model.Envelope;
import dev.holdfast.model.Exchange;
import dev.holdfast.model.ProxyExchange;
import dev.holdfast.model.TargetExchange;

/**
 * A proxy or a target OS is told this, in this state.
 *
 * @param state the state of the one that is told
 * @param in what it is told
 */
public record Told(Record state, Envelope in) {
  /**
   * What happened in an exchange.
   *
   * @param exchange the exchange
   * @return who was told what in it
   */
  public static Told of(Exchange exchange) {
    return exchange instanceof ProxyExchange proxy
        ? new Told(proxy.before(), proxy.in())
        : new Told(((TargetExchange) exchange).before(), exchange.in());
  }
}
