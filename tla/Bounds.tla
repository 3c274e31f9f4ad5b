-------------------------------- MODULE Bounds --------------------------------
(* What a scope says, as the constants of Protocol.                        *)
EXTENDS Integers, Sequences, Scopes

DomainsIn(s) == DOMAIN s.originators
ProcessesIn(s) == [d \in DomainsIn(s) |-> s.originators[d].processes]
ExitsIn(s) == [d \in DomainsIn(s) |-> s.originators[d].exits]
AsksIn(s) ==
  [d \in DomainsIn(s) |-> {s.originators[d].asks[k] : k \in DOMAIN s.originators[d].asks}]
SomethingIn(s) == [d \in DomainsIn(s) |-> s.originators[d].asks[1]]
IdsIn(s) == [d \in DomainsIn(s) |-> s.originators[d].ids]
CausesIn(s) ==
  [ids |-> IdsIn(s), boots |-> [d \in DomainsIn(s) |-> s.originators[d].boots],
   crashes |-> s.crashes, localUses |-> s.localUses]
Most(s) == \* the most ids that a domain may use
  CHOOSE n \in {IdsIn(s)[d] : d \in DomainsIn(s)} :
    \A d \in DomainsIn(s) : IdsIn(s)[d] <= n
===============================================================================
