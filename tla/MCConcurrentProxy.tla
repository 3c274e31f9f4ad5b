--------------------------- MODULE MCConcurrentProxy ---------------------------
EXTENDS ConcurrentProxy

CONSTANT ScopeName

P1 == [pid |-> 1, incarnation |-> 1]
P2 == [pid |-> 2, incarnation |-> 1]
P1Again == [pid |-> 1, incarnation |-> 2]
Ask1(p, r) == Atomic!request(0, <<p>>, r)
Give(p, r) == Atomic!release(0, p, r)
Gone(p) == Atomic!processExited(p)
Any(p, r) == {Ask1(p, r), Give(p, r), Gone(p)}

Scopes ==
  [one |-> [resources |-> <<"r1">>, processes |-> [d |-> {P1}, e |-> {P1}], threads |-> {"t"},
            plan |-> [d |-> <<Any(P1, "r1"), Any(P1, "r1")>>, e |-> <<Any(P1, "r1")>>], deaths |-> 1],
   oneLong |-> [resources |-> <<"r1">>, processes |-> [d |-> {P1}, e |-> {P1}], threads |-> {"t"},
            plan |-> [d |-> <<Any(P1, "r1"), Any(P1, "r1")>>, e |-> <<Any(P1, "r1"), Any(P1, "r1")>>], deaths |-> 1],
   again |-> [resources |-> <<"r1">>, processes |-> [d |-> {P1}, e |-> {P1}], threads |-> {"t", "u"},
            plan |-> [d |-> <<{Ask1(P1, "r1")}, {Give(P1, "r1")}, {Ask1(P1, "r1")}>>, e |-> <<>>], deaths |-> 1],
   exit |-> [resources |-> <<"r1", "r2">>, processes |-> [d |-> {P1}, e |-> {P1}], threads |-> {"t"},
            plan |-> [d |-> <<{Ask1(P1, "r1")}, {Ask1(P1, "r2")}, {Gone(P1)}>>,
                      e |-> <<{Ask1(P1, "r1")}, {Ask1(P1, "r2")}>>], deaths |-> 0],
   exits |-> [resources |-> <<"r1", "r2">>, processes |-> [d |-> {P1}, e |-> {P1}], threads |-> {"t"},
            plan |-> [d |-> <<{Ask1(P1, "r1")}, {Ask1(P1, "r2")}, {Gone(P1)}>>,
                      e |-> <<{Ask1(P1, "r1")}, {Ask1(P1, "r2")}, {Gone(P1)}>>], deaths |-> 0],
   lives |-> [resources |-> <<"r1", "r2">>, processes |-> [d |-> {P1, P1Again}, e |-> {P1}], threads |-> {"t"},
            plan |-> [d |-> <<{Ask1(P1, "r1")}, {Ask1(P1, "r2")}, {Ask1(P1Again, "r1")}>>,
                      e |-> <<{Ask1(P1, "r1")}>>], deaths |-> 0],
   pair |-> [resources |-> <<"r1">>, processes |-> [d |-> {P1, P2}, e |-> {P1}], threads |-> {"t"},
            plan |-> [d |-> <<{Ask1(P1, "r1")}, {Ask1(P2, "r1")}, {Give(P2, "r1"), Gone(P2)}>>,
                      e |-> <<{Ask1(P1, "r1")}, {Give(P1, "r1")}>>], deaths |-> 0],
   deaths |-> [resources |-> <<"r1", "r2">>, processes |-> [d |-> {P1}, e |-> {P1}], threads |-> {"t", "u"},
            plan |-> [d |-> <<{Ask1(P1, "r1")}, {Ask1(P1, "r2")}>>, e |-> <<>>], deaths |-> 1]]
Scope == Scopes[ScopeName]

ScopeDomains == SelectSeq(<<"d", "e">>, LAMBDA d : d \in DOMAIN Scope.processes)
ScopeResources == Scope.resources
ScopeProcesses == Scope.processes
ScopeTargets == Scope.threads
ScopePlan == Scope.plan
ScopeDeaths == Scope.deaths

View == <<lock, session, interest, runs, thread, cause, atomicSession, atomicInterest, atomicDead, owed, unowed>>
===============================================================================
