------------------------------ MODULE Refinement -------------------------------
(***************************************************************************)
(* Protocol keeps what Coordination promises: every step of it is a step   *)
(* of Coordination, or changes nothing that Coordination speaks of.        *)
(***************************************************************************)
EXTENDS Protocol

\* The attempt up to which a Need of the resource has nothing new to say. The target
\* OS does not remember the attempts on what it does not know.
Heard(r) == IF Provider[r] = Nobody THEN interest[r].attempt - 1 ELSE demand[r].attempt

Promised == INSTANCE Coordination WITH
  Processes <- Everybody,
  proxy <- IF accepting THEN "protected" ELSE "off",
  users <- UNION {Users(interest[r]) \X {r} : r \in Resources},
  live <- [r \in Resources |->
             IF interest[r].state = "Live" THEN interest[r].generation ELSE 0],
  asked <- {r \in Resources : \E m \in toTarget :
              m.type = "Need" /\ m.resource = r /\ m.attempt > Heard(r)},
  needed <- {r \in Resources : demand[r].state # "Unneeded"},
  access <- {r \in Resources : demand[r].state = "Given"},
  process <- [g \in Programs |->
                [is |-> CASE life[g].state = "Off" -> "off"
                          [] life[g].state = "Running" -> "running"
                          [] life[g].state = "Leaving" -> "leaving"
                          [] life[g].state = "Dying" -> "dying",
                 generation |-> life[g].generation]],
  lost <- {<<m.program, m.generation>> : m \in {n \in toProxy : n.type = "Died"}}

RefinesCoordination == Promised!Safety
===============================================================================
