--------------------------------- MODULE Fifo ---------------------------------
(***************************************************************************)
(* Protocol lets a domain say a word and the proxy hear it in one step.    *)
(* Here a channel lies in between: what is said waits, is heard in the     *)
(* order in which it was said, and what is unread when the domain goes     *)
(* down is lost. A domain says what it likes, whatever it has heard.       *)
(*                                                                         *)
(* TLC shows that each behaviour of this is one of Protocol, if one does   *)
(* not look at the channel. (The converse needs no check: to say and then  *)
(* hear at once is always possible.) So whatever holds of Protocol holds   *)
(* with the channel, and Protocol needs no variable for it.                *)
(*                                                                         *)
(* Hostile words and formless requests are left out: the proxy answers     *)
(* them on the spot, and they wait in the channel like any other.          *)
(***************************************************************************)
EXTENDS MCProtocol

CONSTANT Capacity \* how many words may be unread; 2 show every order of two

VARIABLE unread \* per domain: what it has said and the proxy has not heard
UnreadTypeInv == \A d \in Domains : Len(unread[d]) <= Capacity

Saying(type, ps, r) == [type |-> type, processes |-> ps, resource |-> r]
Words(d) ==
  {Saying("Request", ps, r) : ps \in Named(d), r \in Asks[d]} \cup
  {Saying("Release", <<p>>, r) : p \in Processes[d], r \in Asks[d]} \cup
  {Saying("ProcessExited", <<p>>, "none") : p \in Exits[d]}

Unread(d, types) == {k \in DOMAIN unread[d] : unread[d][k].type \in types}

Say(d, w) ==
  /\ domain[d].up /\ Len(unread[d]) < Capacity
  /\ IF w.type = "ProcessExited"
     THEN /\ w.processes[1] \notin domain[d].exited
          /\ \A k \in Unread(d, {"ProcessExited"}) : unread[d][k] # w
     ELSE Cardinality(Unread(d, {"Request", "Release"})) < budget.ids[d]
  /\ unread' = [unread EXCEPT ![d] = Append(@, w)]
  /\ UNCHANGED vars

Hear(d) ==
  /\ unread[d] # <<>>
  /\ LET w == Head(unread[d]) IN
     CASE w.type = "Request" -> Request(d, w.processes, w.resource)
       [] w.type = "Release" -> Release(d, w.processes[1], w.resource)
       [] w.type = "ProcessExited" -> ProcessExited(d, w.processes[1])
  /\ unread' = [unread EXCEPT ![d] = Tail(@)]

Lose(d) == DomainDown(d) /\ unread' = [unread EXCEPT ![d] = <<>>]

Others ==
  /\ \/ System \/ Boot
     \/ \E d \in Domains : DomainUp(d)
     \/ \E l \in Levels : Pressure(l)
     \/ \E g \in Programs : LocalUse(g) \/ LocalDone(g) \/ Crashed(g)
  /\ UNCHANGED unread

FifoNext ==
  \/ \E d \in Domains : Hear(d) \/ Lose(d) \/ \E w \in Words(d) : Say(d, w)
  \/ Others

FifoSpec == Init /\ unread = [d \in Domains |-> <<>>] /\ [][FifoNext]_<<vars, unread>>

FifoView == <<View, unread>>
===============================================================================
