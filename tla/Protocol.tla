------------------------------- MODULE Protocol -------------------------------
(***************************************************************************)
(* How a proxy process and its target OS keep what Coordination promises,  *)
(* message by message.                                                     *)
(*                                                                         *)
(* Originating OSes ("domains") ask the proxy for resources on behalf of   *)
(* their processes. The proxy tells the target OS only when the set of     *)
(* users of a resource becomes non-empty (Need, claim step C3) or empty    *)
(* (NoLongerNeeded, C10). The target OS starts a target process, gives it  *)
(* access and answers; it ends the process when nobody needs it.           *)
(*                                                                         *)
(* Between proxy and target OS no message is lost or duplicated, but any   *)
(* may overtake any other: each direction is a set. A domain's channel is  *)
(* FIFO. It needs no variable: what a domain says depends on nothing that  *)
(* it hears, so saying and hearing are one step here, and module Fifo      *)
(* shows that a channel in between adds nothing.                           *)
(*                                                                         *)
(* Messages are written in lower case, need(r, a); what is done on hearing *)
(* one is the action of the same name, Need(m). The comment beside an      *)
(* action names the claim steps [C..] and the rules that it keeps.         *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Domains,    \* the originating OSes; each speaks on a channel of its own
  Processes,  \* per domain: its processes, every incarnation of every pid
  Exits,      \* per domain: those of them that may exit
  Asks,       \* per domain: the resources that it asks for, known or not
  Programs,   \* what the target OS can start
  Provides,   \* per program: the resources that it provides; none twice
  KeepsWarm,  \* programs that may be kept when nobody needs them (END-1)
  Profile,    \* "SHED" or "HOLD": what CRITICAL pressure does at last (MEM-6)
  Levels,     \* the levels of memory pressure that may be reported
  Hostile,    \* whether domains also say what may not be said (SEC-2)
  Something,  \* per domain: the resource that its hostile words speak of
  Groups,     \* whether a request may name several processes (REQ-6)
  Uses,       \* whether handles are used, void and made-up ones too
  Causes      \* how often the environment may act: see budget

Max(a, b) == IF a > b THEN a ELSE b

RECURSIVE Flatten(_, _)
Flatten(S, f) == \* the sequences f[x] of all x in S, one after another
  IF S = {} THEN <<>>
  ELSE LET x == CHOOSE x \in S : TRUE IN f[x] \o Flatten(S \ {x}, f)

Nobody == "nobody"
Asked == UNION {Asks[d] : d \in Domains}
Resources == Asked \cup UNION {Provides[g] : g \in Programs}
Pids == {p.pid : p \in UNION {Processes[d] : d \in Domains}}
Provider == \* who provides a resource (C4)
  [r \in Resources |-> IF \E g \in Programs : r \in Provides[g]
                       THEN CHOOSE g \in Programs : r \in Provides[g]
                       ELSE Nobody]

-------------------------------------------------------------------------------
(* The alphabet. Nothing else crosses a boundary.                          *)

\* domain -> proxy
request(id, ps, r) == [type |-> "Request", id |-> id, processes |-> ps, resource |-> r]
release(id, p, r) == [type |-> "Release", id |-> id, process |-> p, resource |-> r]
processExited(p) == [type |-> "ProcessExited", process |-> p]
domainUp(e) == [type |-> "DomainUp", epoch |-> e]
domainDown == [type |-> "DomainDown"]
malformed == [type |-> "Malformed"]

\* proxy -> domain
granted(id, h) == [type |-> "Granted", id |-> id, handle |-> h]
refused(id, why) == [type |-> "Refused", id |-> id, reason |-> why]
released(id, what) == [type |-> "Released", id |-> id, outcome |-> what]
targetDied(p, r, n, why) ==
  [type |-> "TargetDied", process |-> p, resource |-> r, generation |-> n, cause |-> why]
error(why) == [type |-> "Error", reason |-> why]

\* proxy -> target OS
need(r, a) == [type |-> "Need", resource |-> r, attempt |-> a]
noLongerNeeded(r, a) == [type |-> "NoLongerNeeded", resource |-> r, attempt |-> a]

\* target OS -> proxy
provided(r, a, g, n, h) ==
  [type |-> "Provided", resource |-> r, attempt |-> a, program |-> g,
   generation |-> n, handle |-> h]
startFailed(r, a, why) ==
  [type |-> "StartFailed", resource |-> r, attempt |-> a, reason |-> why]
died(g, n, why) == [type |-> "Died", program |-> g, generation |-> n, cause |-> why]

\* environment -> target OS
boot == [type |-> "Boot"]
pressure(l) == [type |-> "Pressure", level |-> l]
localUses(g) == [type |-> "LocalUse", program |-> g]
localDone(g) == [type |-> "LocalDone", program |-> g]
ready(g, n, r) == [type |-> "Ready", program |-> g, generation |-> n, resource |-> r]
crashed(g, n) == [type |-> "Crashed", program |-> g, generation |-> n]
gone(g, n) == [type |-> "Gone", program |-> g, generation |-> n]

\* originating process -> target process, and back, past the proxy (HND-2)
use(h) == [type |-> "Use", handle |-> h]
used(n) == [type |-> "Used", generation |-> n]
stale == [type |-> "Stale"]

\* seen of the target OS
proxyProtected == [type |-> "ProxyProtected"]
acceptingNow == [type |-> "Accepting"]
started(g, n) == [type |-> "Started", program |-> g, generation |-> n]
accessGiven(g, n, r) ==
  [type |-> "AccessGiven", program |-> g, generation |-> n, resource |-> r]
ending(g, n) == [type |-> "Ending", program |-> g, generation |-> n]
killed(v, l) == [type |-> "Killed", victim |-> v, level |-> l]
exited(g, n) == [type |-> "Exited", program |-> g, generation |-> n]
outOfMemory == [type |-> "OutOfMemory"]

On(c, m) == [channel |-> c, message |-> m]
Answer(m) == On("target", m)
Show(m) == On("seen", m)

\* The handle of one access, the same for no other (HND-3, HND-5). To a domain
\* it is opaque; that it cannot be guessed (HND-4) is more than a model can say.
handle(r, a, n) == <<r, a, n>>
MadeUp == <<"made-up", 0, 0>>

-------------------------------------------------------------------------------
(* The state. Each variable with what it may hold.                         *)

VARIABLE domain \* per domain: what it has done in its epoch
DomainTypeInv ==
  domain \in [Domains -> [epoch : Nat, up : BOOLEAN, ids : Nat,
                          exited : SUBSET UNION {Processes[d] : d \in Domains}]]

VARIABLE budget \* what the environment may still cause. A behaviour has had only
                \* finitely many causes at any time; so what is safe for every
                \* value of Causes is safe without bounds.
BudgetTypeInv ==
  budget \in [ids : [Domains -> Nat], crashes : Nat, localUses : Nat]

VARIABLE session \* the proxy: per domain its epoch, its greatest id, and per
                 \* pid the highest incarnation known to have exited
Closed == [epoch |-> 0, lastId |-> 0, exited |-> [i \in Pids |-> 0]]
SessionTypeInv ==
  session \in [Domains -> [epoch : Nat, lastId : Nat, exited : [Pids -> Nat]]]

VARIABLE interest \* the proxy: per resource, who uses it or waits for it (C8)
Idle(a) == [state |-> "Idle", attempt |-> a]
Asking(a, ws) == [state |-> "Asking", attempt |-> a, waiting |-> ws]
Live(a, g, n, h, us) ==
  [state |-> "Live", attempt |-> a, program |-> g, generation |-> n,
   handle |-> h, users |-> us]
Users(i) ==
  CASE i.state = "Idle" -> {}
    [] i.state = "Asking" -> UNION {i.waiting[k].processes : k \in DOMAIN i.waiting}
    [] i.state = "Live" -> i.users
User(d, p) == [domain |-> d, id |-> p]
Everybody == UNION {{User(d, p) : p \in Processes[d]} : d \in Domains}
InterestTypeInv ==
  /\ DOMAIN interest = Resources
  /\ \A r \in Resources :
       LET i == interest[r] IN
       /\ i.attempt \in Nat
       /\ Users(i) \subseteq Everybody
       /\ CASE i.state = "Idle" -> TRUE
            [] i.state = "Asking" ->
                 \A k \in DOMAIN i.waiting :
                   /\ i.waiting[k].domain \in Domains
                   /\ i.waiting[k].id \in Nat \ {0}
                   /\ i.waiting[k].processes # {}
            [] i.state = "Live" ->
                 /\ i.program = Provider[r]
                 /\ i.generation \in Nat \ {0}
                 /\ i.handle = handle(r, i.attempt, i.generation)

VARIABLE dead \* the proxy: per program the highest generation known to have died
DeadTypeInv == dead \in [Programs -> Nat]

VARIABLE accepting \* the target OS has booted and the proxy is protected (MEM-1)
AcceptingTypeInv == accepting \in BOOLEAN

VARIABLE scarce \* memory pressure was last reported at MEDIUM or above (MEM-6)
ScarceTypeInv == scarce \in BOOLEAN

VARIABLE life \* the target OS: per program its process, or what is left of the last
LifeTypeInv ==
  life \in [Programs -> [state : {"Off", "Running", "Leaving", "Dying"}, generation : Nat]]

VARIABLE demand \* the target OS: per resource the highest attempt seen, and whether
                \* it is in force, asked for or given
DemandTypeInv ==
  demand \in [Resources -> [state : {"Unneeded", "Asked", "Given"}, attempt : Nat]]

VARIABLE localUse \* the target OS: the programs that a local user needs
LocalUseTypeInv == localUse \subseteq Programs

VARIABLE toTarget \* said by the proxy, not yet heard by the target OS
ToTargetTypeInv == \A m \in toTarget : m.type \in {"Need", "NoLongerNeeded"}

VARIABLE toProxy \* said by the target OS, not yet heard by the proxy
ToProxyTypeInv == \A m \in toProxy : m.type \in {"Provided", "StartFailed", "Died"}

VARIABLE exchange \* what was heard last, and what was said to it. An observation:
                  \* no action reads it, the rules do. It toggles, so that no
                  \* exchange looks like nothing happening.
Exchanged(c, m, out) ==
  exchange' = [step |-> 1 - exchange.step, channel |-> c, heard |-> m, said |-> out]
ExchangeTypeInv == DOMAIN exchange = {"step", "channel", "heard", "said"}

TypeInv ==
  /\ DomainTypeInv /\ BudgetTypeInv /\ SessionTypeInv /\ InterestTypeInv
  /\ DeadTypeInv /\ AcceptingTypeInv /\ ScarceTypeInv /\ LifeTypeInv
  /\ DemandTypeInv /\ LocalUseTypeInv /\ ToTargetTypeInv /\ ToProxyTypeInv
  /\ ExchangeTypeInv

environmentVars == <<domain, budget>>
proxyVars == <<session, interest, dead>>
targetVars == <<accepting, scarce, life, demand, localUse>>
underWay == <<toTarget, toProxy>>
vars == <<environmentVars, proxyVars, targetVars, underWay, exchange>>

Init ==
  /\ domain = [d \in Domains |-> [epoch |-> 0, up |-> FALSE, ids |-> 0, exited |-> {}]]
  /\ budget = [ids |-> Causes.ids, crashes |-> Causes.crashes,
               localUses |-> Causes.localUses]
  /\ session = [d \in Domains |-> Closed]
  /\ interest = [r \in Resources |-> Idle(0)]
  /\ dead = [g \in Programs |-> 0]
  /\ accepting = FALSE
  /\ scarce = FALSE
  /\ life = [g \in Programs |-> [state |-> "Off", generation |-> 0]]
  /\ demand = [r \in Resources |-> [state |-> "Unneeded", attempt |-> 0]]
  /\ localUse = {}
  /\ toTarget = {}
  /\ toProxy = {}
  /\ exchange = [step |-> 0, channel |-> "none", heard |-> "nothing", said |-> <<>>]

Said(out, c) == {out[k].message : k \in {j \in DOMAIN out : out[j].channel = c}}

-------------------------------------------------------------------------------
(* The proxy (C1): how the association changes.                            *)

\* An interest without these users. The last one closes the attempt.
Without(i, lost) ==
  LET rest == IF i.state = "Live" THEN [i EXCEPT !.users = @ \ lost]
              ELSE [i EXCEPT !.waiting =
                      SelectSeq([k \in DOMAIN @ |-> [@[k] EXCEPT !.processes = @ \ lost]],
                                LAMBDA w : w.processes # {})]
  IN IF Users(i) \cap lost = {} THEN i
     ELSE IF Users(rest) = {} THEN Idle(i.attempt)
     ELSE rest

Drop(lost) == [r \in Resources |-> Without(interest[r], lost[r])]

\* When the last pair of a resource goes, and only then, the target OS is told
\* [C10] (REL-3).
Closes(before, after) == Users(before) # {} /\ Users(after) = {}

\* A waiting request that is left without a process is refused (REL-1, DTH-4).
SaidOnDrop(lost, up) ==
  LET cancelled(i, out) ==
        SelectSeq(i.waiting, LAMBDA w : w.processes \subseteq out /\ w.domain \in up)
      of(i, out) ==
        IF i.state # "Asking" THEN <<>>
        ELSE LET ws == cancelled(i, out)
             IN [k \in DOMAIN ws |-> On(ws[k].domain, refused(ws[k].id, "CANCELLED"))]
      over(r) == IF Closes(interest[r], Without(interest[r], lost[r]))
                 THEN <<Answer(noLongerNeeded(r, interest[r].attempt))>>
                 ELSE <<>>
  IN Flatten({r \in Resources : Users(interest[r]) \cap lost[r] # {}},
             [r \in Resources |-> of(interest[r], lost[r]) \o over(r)])

Open == {d \in Domains : session[d].epoch > 0}
Everywhere(us) == [r \in Resources |-> us]

KnownDead(d, p) == p.incarnation <= session[d].exited[p.pid]

\* What the proxy says to a domain reaches it; what it says to the target OS is
\* under way.
ProxySays(d, m, out) ==
  /\ toTarget' = toTarget \cup Said(out, "target")
  /\ UNCHANGED <<dead, toProxy, targetVars>>
  /\ Exchanged(d, m, out)

HearError(d, m) == \* nothing that may be said here and now (SEC-2)
  /\ UNCHANGED <<session, interest>>
  /\ ProxySays(d, m, <<On(d, error("INVALID"))>>)

Admit(i, r, w) == \* REQ-2: the first opens an attempt [C3], others join; REQ-4, REQ-5
  CASE i.state = "Idle" -> Asking(i.attempt + 1, <<w>>)
    [] i.state = "Asking" -> [i EXCEPT !.waiting = Append(@, w)]
    [] i.state = "Live" -> [i EXCEPT !.users = @ \cup w.processes]
SaidOnAdmit(i, r, w) ==
  CASE i.state = "Idle" -> <<Answer(need(r, i.attempt + 1))>>
    [] i.state = "Asking" -> <<>>
    [] i.state = "Live" -> <<On(w.domain, granted(w.id, i.handle))>>

\* A new incarnation implies the exit of the older ones (ASC-2).
Replaced(d, ps) ==
  {u \in Everybody : /\ u.domain = d
                     /\ \E p \in ps : p.pid = u.id.pid /\ p.incarnation > u.id.incarnation}

Formless(m) == \* names no process, or one pid twice (REQ-1)
  \/ m.processes = <<>>
  \/ \E j, k \in DOMAIN m.processes : j # k /\ m.processes[j].pid = m.processes[k].pid

HearRequest(d, m) == \* [C2] admitted or refused as a whole (REQ-6)
  LET ps == {m.processes[k] : k \in DOMAIN m.processes}
      w == [domain |-> d, id |-> m.id, processes |-> {User(d, p) : p \in ps}]
      lost == Everywhere(Replaced(d, ps))
      left == Drop(lost)
      r == m.resource
      known == session[d].exited
      implied(i) == IF \E p \in ps : p.pid = i
                    THEN (CHOOSE p \in ps : p.pid = i).incarnation - 1 ELSE 0
  IN
  IF Formless(m) THEN \* REQ-1
    /\ session' = [session EXCEPT ![d].lastId = m.id]
    /\ UNCHANGED interest
    /\ ProxySays(d, m, <<On(d, refused(m.id, "INVALID"))>>)
  ELSE IF \E p \in ps : KnownDead(d, p) THEN \* REQ-9
    /\ session' = [session EXCEPT ![d].lastId = m.id]
    /\ UNCHANGED interest
    /\ ProxySays(d, m, <<On(d, refused(m.id, "DEAD_PROCESS"))>>)
  ELSE
    /\ session' = [session EXCEPT ![d].lastId = m.id,
                     ![d].exited = [i \in Pids |-> Max(known[i], implied(i))]]
    /\ interest' = [left EXCEPT ![r] = Admit(left[r], r, w)]
    /\ ProxySays(d, m, SaidOnDrop(lost, Open) \o SaidOnAdmit(left[r], r, w))

Held(d, p, r) == User(d, p) \in Users(interest[r])
Releases(d, p, r) == \* one pair, and the channel's own (REL-1, SEC-1)
  [q \in Resources |-> IF q = r THEN {User(d, p)} ELSE {}]

HearRelease(d, m) == \* [C9]
  LET lost == Releases(d, m.process, m.resource)
      isHeld == Held(d, m.process, m.resource)
  IN
  /\ session' = [session EXCEPT ![d].lastId = m.id]
  /\ interest' = IF isHeld THEN Drop(lost) ELSE interest
  /\ ProxySays(d, m, IF isHeld
                     THEN <<On(d, released(m.id, "RELEASED"))>> \o SaidOnDrop(lost, Open)
                     ELSE <<On(d, released(m.id, "NOT_HELD"))>>) \* REL-2

ExitedWith(d, p) == \* this incarnation and older ones (DTH-1, DTH-4, ASC-2)
  {u \in Everybody : u.domain = d /\ u.id.pid = p.pid /\ u.id.incarnation <= p.incarnation}

HearExited(d, m) ==
  LET p == m.process
      lost == Everywhere(ExitedWith(d, p))
  IN IF KnownDead(d, p)
     THEN /\ UNCHANGED <<session, interest>>
          /\ ProxySays(d, m, <<>>)
     ELSE /\ session' = [session EXCEPT ![d].exited[p.pid] = p.incarnation]
          /\ interest' = Drop(lost)
          /\ ProxySays(d, m, SaidOnDrop(lost, Open))

OfDomain(d) == {u \in Everybody : u.domain = d}

HearDown(d, m) == \* all its pairs go at once, and nothing is said to it (DTH-2)
  LET lost == Everywhere(OfDomain(d)) IN
  /\ session' = [session EXCEPT ![d] = Closed]
  /\ interest' = Drop(lost)
  /\ ProxySays(d, m, SaidOnDrop(lost, Open \ {d}))

HearUp(d, m) == \* a boot implies the end of the one before (DTH-2)
  LET lost == Everywhere(OfDomain(d)) IN
  /\ session' = [session EXCEPT ![d] = [Closed EXCEPT !.epoch = m.epoch]]
  /\ interest' = Drop(lost)
  /\ ProxySays(d, m, SaidOnDrop(lost, Open \ {d}))

HearWord(d, m) == \* whatever a domain says
  CASE m.type = "DomainUp" /\ m.epoch > session[d].epoch -> HearUp(d, m)
    [] d \in Open /\ m.type = "DomainDown" -> HearDown(d, m)
    [] d \in Open /\ m.type = "ProcessExited" -> HearExited(d, m)
    [] d \in Open /\ m.type = "Request" /\ m.id > session[d].lastId -> HearRequest(d, m)
    [] d \in Open /\ m.type = "Release" /\ m.id > session[d].lastId -> HearRelease(d, m)
    [] OTHER -> HearError(d, m)

-------------------------------------------------------------------------------
(* What originating OSes say. An id is greater than every one before.      *)

NextId(d) ==
  /\ budget.ids[d] > 0
  /\ budget' = [budget EXCEPT !.ids[d] = @ - 1]
  /\ domain' = [domain EXCEPT ![d].ids = @ + 1]

Named(d) == \* the lists of processes that a request of this domain may name
  {<<p>> : p \in Processes[d]} \cup
  (IF Groups THEN {<<p, q>> \in Processes[d] \X Processes[d] : p.pid < q.pid} ELSE {})

Request(d, ps, r) == \* [C2, C8]
  /\ accepting /\ domain[d].up
  /\ NextId(d)
  /\ HearWord(d, request(domain[d].ids + 1, ps, r))

Release(d, p, r) == \* [C9]
  /\ accepting /\ domain[d].up
  /\ NextId(d)
  /\ HearWord(d, release(domain[d].ids + 1, p, r))

ProcessExited(d, p) == \* DTH-1, DTH-4
  /\ accepting /\ domain[d].up
  /\ p \notin domain[d].exited
  /\ domain' = [domain EXCEPT ![d].exited = @ \cup {p}]
  /\ UNCHANGED budget
  /\ HearWord(d, processExited(p))

DomainUp(d) ==
  /\ accepting /\ ~domain[d].up
  /\ domain[d].epoch < Causes.boots[d]
  /\ domain' = [domain EXCEPT ![d] = [epoch |-> @.epoch + 1, up |-> TRUE,
                                      ids |-> 0, exited |-> {}]]
  /\ UNCHANGED budget
  /\ HearWord(d, domainUp(domain[d].epoch + 1))

DomainDown(d) == \* DTH-2
  /\ accepting /\ domain[d].up
  /\ domain[d].epoch < Causes.boots[d] \* or it would never come back
  /\ domain' = [domain EXCEPT ![d] = [epoch |-> @.epoch, up |-> FALSE,
                                      ids |-> 0, exited |-> {}]]
  /\ UNCHANGED budget
  /\ HearWord(d, domainDown)

\* A process to be hostile with: which one does not matter.
Someone(d) ==
  CHOOSE p \in Processes[d] : \A q \in Processes[d] :
    p.pid < q.pid \/ (p.pid = q.pid /\ p.incarnation <= q.incarnation)

FormlessRequest(d, ps) == \* with a new id, but naming nobody, or one pid twice (REQ-1)
  /\ Hostile /\ accepting /\ domain[d].up
  /\ NextId(d)
  /\ HearWord(d, request(domain[d].ids + 1, ps, Something[d]))

FormlessLists(d) ==
  LET i == Someone(d).pid
  IN {<<>>, <<[pid |-> i, incarnation |-> 1], [pid |-> i, incarnation |-> 2]>>}

HostileWords(d) == \* out of place, out of order, or no word at all
  IF domain[d].up
  THEN {malformed, domainUp(domain[d].epoch)} \cup
       (IF domain[d].ids = 0 THEN {}
        ELSE {request(domain[d].ids, <<Someone(d)>>, Something[d]),
              release(domain[d].ids, Someone(d), Something[d])})
  ELSE {request(1, <<Someone(d)>>, Something[d]),
        release(1, Someone(d), Something[d]),
        processExited(Someone(d)), domainDown}

HostileWord(d) == \* SEC-2
  /\ Hostile /\ accepting
  /\ \E m \in HostileWords(d) :
       /\ UNCHANGED environmentVars
       /\ HearWord(d, m)

-------------------------------------------------------------------------------
(* The proxy hears the target OS. An answer settles the attempt that it    *)
(* names, if that one is still open; otherwise it settles nothing (REQ-7). *)

ProxyHears(m, out) ==
  /\ toProxy' = toProxy \ {m}
  /\ UNCHANGED <<session, toTarget, targetVars, environmentVars>>
  /\ Exchanged("target", m, out)

Settles(m) == interest[m.resource].state = "Asking" /\ interest[m.resource].attempt = m.attempt
Waiting(r) == interest[r].waiting

RefuseAll(m, why) == \* the attempt closes by itself: no NoLongerNeeded (REL-3)
  LET r == m.resource IN
  /\ interest' = [interest EXCEPT ![r] = Idle(@.attempt)]
  /\ UNCHANGED dead
  /\ ProxyHears(m, [k \in DOMAIN Waiting(r) |->
                      On(Waiting(r)[k].domain, refused(Waiting(r)[k].id, why))])

GrantAll(m) == \* [C7]
  LET r == m.resource IN
  /\ interest' = [interest EXCEPT ![r] =
                    Live(@.attempt, m.program, m.generation, m.handle, Users(@))]
  /\ UNCHANGED dead
  /\ ProxyHears(m, [k \in DOMAIN Waiting(r) |->
                      On(Waiting(r)[k].domain, granted(Waiting(r)[k].id, m.handle))])

Ignore(m) == UNCHANGED <<interest, dead>> /\ ProxyHears(m, <<>>)

IsDead(m) == m.generation <= dead[m.program] \* its Died came first (DTH-3)

Provided(m) ==
  /\ m.type = "Provided"
  /\ IF ~Settles(m) THEN Ignore(m)
     ELSE IF IsDead(m) THEN RefuseAll(m, "TARGET_DIED")
     ELSE GrantAll(m)

StartFailed(m) ==
  /\ m.type = "StartFailed"
  /\ IF Settles(m) THEN RefuseAll(m, m.reason) ELSE Ignore(m)

DiesWith(i, m) == \* and no other generation (DTH-3)
  i.state = "Live" /\ i.program = m.program /\ i.generation = m.generation

InOrder(S) == Flatten(S, [x \in S |-> <<x>>])
TellUsers(r, us, m) ==
  LET q == InOrder(us)
  IN [k \in DOMAIN q |->
        On(q[k].domain, targetDied(q[k].id, r, m.generation, m.cause))]

Remember(m) == [dead EXCEPT ![m.program] = Max(@, m.generation)]

Died(m) == \* DTH-3: each user hears it once; the attempts close by themselves (REL-3)
  /\ m.type = "Died"
  /\ dead' = Remember(m)
  /\ interest' = [r \in Resources |->
                    IF DiesWith(interest[r], m) THEN Idle(interest[r].attempt)
                    ELSE interest[r]]
  /\ ProxyHears(m, Flatten({r \in Resources : DiesWith(interest[r], m)},
                           [r \in Resources |-> TellUsers(r, Users(interest[r]), m)]))

-------------------------------------------------------------------------------
(* The target OS. Its steps are functions of what it knows, so that one    *)
(* can be part of another: a step is what it knows then, and what it says. *)

Os == [scarce |-> scarce, life |-> life, demand |-> demand, localUse |-> localUse]
Then(os, out) == [os |-> os, out |-> out]

Needed(os, g) == \E r \in Provides[g] : os.demand[r].state # "Unneeded"
Runs(os, g) == os.life[g].state = "Running"

\* How dear a running process is: 0 nobody needs it, 1 only a local user does,
\* 2 the proxy needs it: protected, just below the proxy itself (MEM-3, MEM-4).
Rank(os, g) == IF Needed(os, g) THEN 2 ELSE IF g \in os.localUse THEN 1 ELSE 0

\* From MEDIUM on a start is refused when only protected processes remain (MEM-6).
MayStart(os) ==
  \/ ~os.scarce
  \/ \E g \in Programs : \/ Runs(os, g) /\ Rank(os, g) < 2
                         \/ os.life[g].state \in {"Leaving", "Dying"}

AskedOf(os, g) == {r \in Provides[g] : os.demand[r].state = "Asked"}
GivenOf(os, g) == {r \in Provides[g] : os.demand[r].state = "Given"}

Unneed(os, rs) ==
  [os EXCEPT !.demand =
     [r \in Resources |-> IF r \in rs THEN [@[r] EXCEPT !.state = "Unneeded"] ELSE @[r]]]

Fail(os, g, why) == \* the attempts that wait for the program are over (REQ-7)
  Then(Unneed(os, AskedOf(os, g)),
       Flatten(AskedOf(os, g),
               [r \in Resources |-> <<Answer(startFailed(r, os.demand[r].attempt, why))>>]))

Start(os, g, allowed) == \* [C5] (REQ-3)
  LET n == os.life[g].generation + 1 IN
  IF allowed
  THEN Then([os EXCEPT !.life[g] = [state |-> "Running", generation |-> n]],
            <<Show(started(g, n))>>)
  ELSE Fail([os EXCEPT !.localUse = @ \ {g}], g, "MEMORY") \* MEM-6

NewerNeed(os, m) == m.attempt > os.demand[m.resource].attempt \* END-4

NeedOs(os, m) == \* [C4]
  LET g == Provider[m.resource]
      asks == [os EXCEPT !.demand[m.resource] = [state |-> "Asked", attempt |-> m.attempt]]
  IN IF g = Nobody
     THEN Then(os, <<Answer(startFailed(m.resource, m.attempt, "UNKNOWN_RESOURCE"))>>) \* REQ-8
     ELSE IF ~NewerNeed(os, m) THEN Then(os, <<>>)
     ELSE IF os.life[g].state = "Off" THEN Start(asks, g, MayStart(os))
     ELSE Then(asks, <<>>) \* REQ-4, or it waits for the exit (END-3)

\* Nobody needs it any more: it is ended [C11] (END-1, END-2, LIV-2), or kept
\* warm if it may be. Nothing is decided if it had not been needed before.
Ends(before, os, g) ==
  LET n == os.life[g].generation
      end == Then([os EXCEPT !.life[g].state = "Leaving"], <<Show(ending(g, n))>>)
  IN IF ~Runs(os, g) \/ Rank(before, g) = 0 \/ Rank(os, g) > 0 THEN {Then(os, <<>>)}
     ELSE {end} \cup (IF g \in KeepsWarm THEN {Then(os, <<>>)} ELSE {})

InForce(os, m) == m.attempt >= os.demand[m.resource].attempt \* END-4

NoLongerNeededOs(os, m) == \* [C10] also cancels a start
  LET r == m.resource
      over == [os EXCEPT !.demand[r] = [state |-> "Unneeded", attempt |-> m.attempt]]
  IN IF Provider[r] = Nobody THEN {Then(os, <<>>)}
     ELSE IF InForce(os, m) THEN Ends(os, over, Provider[r])
     ELSE {Then(os, <<>>)}

LocalUseOs(os, g) ==
  LET using == [os EXCEPT !.localUse = @ \cup {g}]
  IN IF os.life[g].state = "Off" THEN Start(using, g, MayStart(os)) ELSE Then(using, <<>>)

LocalDoneOs(os, g) == Ends(os, [os EXCEPT !.localUse = @ \ {g}], g)

IsLife(os, m, states) == \* the message is about the process that there is
  os.life[m.program].state \in states /\ os.life[m.program].generation = m.generation

ReadyOs(os, m) == \* [C6] access, and then the answer: C7's first half (HND-1)
  LET r == m.resource
      a == os.demand[r].attempt
      h == handle(r, a, m.generation)
  IN IF ~IsLife(os, m, {"Running"}) \/ r \notin AskedOf(os, m.program) THEN Then(os, <<>>)
     ELSE Then([os EXCEPT !.demand[r].state = "Given"],
               <<Show(accessGiven(m.program, m.generation, r)),
                 Answer(provided(r, a, m.program, m.generation, h))>>)

\* Users hear Died, those who still wait StartFailed; nothing restarts (DTH-3).
Bury(os, g, n, cause) ==
  LET told == IF GivenOf(os, g) = {} THEN <<>> ELSE <<Answer(died(g, n, cause))>>
      failed == Fail(Unneed(os, GivenOf(os, g)), g,
                     IF cause = "MEMORY" THEN "MEMORY" ELSE "START_FAILED")
  IN Then([failed.os EXCEPT !.localUse = @ \ {g}], told \o failed.out)

GoneOs(os, m) == \* what was asked for meanwhile gets the next generation (END-3)
  LET g == m.program
      off == [os EXCEPT !.life[g].state = "Off"]
      next == Start(off, g, MayStart(off))
      exitSeen == <<Show(exited(g, m.generation))>>
  IN IF ~IsLife(os, m, {"Leaving", "Dying"}) THEN Then(os, <<>>)
     ELSE IF Rank(off, g) = 0 THEN Then(off, exitSeen)
     ELSE Then(next.os, exitSeen \o next.out)

CrashedOs(os, m) ==
  LET g == m.program
      buried == Bury([os EXCEPT !.life[g].state = "Off"], g, m.generation, "CRASHED")
  IN IF IsLife(os, m, {"Running"})
     THEN Then(buried.os, <<Show(exited(g, m.generation))>> \o buried.out)
     ELSE GoneOs(os, m)

Kill(os, g, l) ==
  LET n == os.life[g].generation
      buried == Bury([os EXCEPT !.life[g].state = "Dying"], g, n, "MEMORY")
  IN Then(buried.os, <<Show(killed([program |-> g, generation |-> n], l))>> \o buried.out)

MayKill(rank, l) == \* MEM-3, MEM-4, MEM-5, MEM-6
  CASE rank = 0 -> l \in {"LOW", "MEDIUM", "CRITICAL"}
    [] rank = 1 -> l \in {"MEDIUM", "CRITICAL"}
    [] rank = 2 -> l = "CRITICAL" /\ Profile = "SHED"

VictimUnderWay(os) == \E g \in Programs : os.life[g].state = "Dying" \* MEM-5

Victims(os, l) == \* those of the lowest rank, if that may be touched (MEM-5)
  {g \in Programs : /\ Runs(os, g)
                    /\ MayKill(Rank(os, g), l)
                    /\ \A other \in Programs : Runs(os, other) => Rank(os, g) <= Rank(os, other)}

AtWorst(os, l) == \* nobody is left to kill, never the proxy (MEM-2, MEM-6)
  {Then(os, IF l = "CRITICAL" THEN <<Show(outOfMemory)>> ELSE <<>>)}

PressureOs(os, l) ==
  LET pressed == [os EXCEPT !.scarce = l \in {"MEDIUM", "CRITICAL"}]
  IN IF l = "NONE" \/ VictimUnderWay(os) THEN {Then(pressed, <<>>)}
     ELSE IF Victims(os, l) = {} THEN AtWorst(pressed, l)
     ELSE {Kill(pressed, g, l) : g \in Victims(os, l)}

Reached(os, h) == \* the generation that a handle reaches, 0 if it is void (HND-3..5)
  LET rs == {r \in Resources : /\ os.demand[r].state = "Given"
                               /\ h = handle(r, os.demand[r].attempt,
                                             os.life[Provider[r]].generation)}
  IN IF rs = {} THEN 0 ELSE os.life[Provider[CHOOSE r \in rs : TRUE]].generation

UseOs(os, h) == \* past the proxy (HND-2)
  Then(os, <<On("direct", IF Reached(os, h) > 0 THEN used(Reached(os, h)) ELSE stale)>>)

OsSteps(os, m) == \* whatever a target OS hears, in place or not
  CASE m.type = "Need" -> {NeedOs(os, m)}
    [] m.type = "NoLongerNeeded" -> NoLongerNeededOs(os, m)
    [] m.type = "Pressure" -> PressureOs(os, m.level)
    [] m.type = "LocalUse" -> {LocalUseOs(os, m.program)}
    [] m.type = "LocalDone" -> LocalDoneOs(os, m.program)
    [] m.type = "Ready" -> {ReadyOs(os, m)}
    [] m.type = "Crashed" -> {CrashedOs(os, m)}
    [] m.type = "Gone" -> {GoneOs(os, m)}
    [] m.type = "Use" -> {UseOs(os, m.handle)}
    [] OTHER -> {Then(os, <<>>)}

-------------------------------------------------------------------------------
(* What the target OS hears.                                               *)

TargetHears(c, m) ==
  /\ accepting
  /\ \E then \in OsSteps(Os, m) :
       /\ scarce' = then.os.scarce
       /\ life' = then.os.life
       /\ demand' = then.os.demand
       /\ localUse' = then.os.localUse
       /\ toProxy' = toProxy \cup Said(then.out, "target")
       /\ Exchanged(c, m, then.out)
  /\ UNCHANGED <<accepting, domain, proxyVars>>

TargetTakes(m) ==
  /\ toTarget' = toTarget \ {m}
  /\ UNCHANGED budget
  /\ TargetHears("target", m)

Happens(m) == UNCHANGED toTarget /\ TargetHears("environment", m)

Need(m) == m.type = "Need" /\ TargetTakes(m) \* [C3, C4, C5]

NoLongerNeeded(m) == m.type = "NoLongerNeeded" /\ TargetTakes(m) \* [C10, C11]

BootOut == <<Show(proxyProtected), Show(acceptingNow)>>

Boot == \* [C1] protected, and only then accepting (MEM-1)
  /\ ~accepting
  /\ accepting' = TRUE
  /\ UNCHANGED <<environmentVars, proxyVars, scarce, life, demand, localUse, underWay>>
  /\ Exchanged("environment", boot, BootOut)

Pressure(l) == UNCHANGED budget /\ Happens(pressure(l)) \* MEM-2 .. MEM-6

LocalUse(g) == \* REQ-4, END-2
  /\ g \notin localUse
  /\ budget.localUses > 0
  /\ budget' = [budget EXCEPT !.localUses = @ - 1]
  /\ Happens(localUses(g))

LocalDone(g) == \* END-2
  /\ g \in localUse
  /\ UNCHANGED budget
  /\ Happens(localDone(g))

Ready(g, r) == \* [C6, C7]
  /\ life[g].state = "Running" /\ r \in AskedOf(Os, g)
  /\ UNCHANGED budget
  /\ Happens(ready(g, life[g].generation, r))

Crashed(g) == \* DTH-3
  /\ life[g].state # "Off"
  /\ budget.crashes > 0
  /\ budget' = [budget EXCEPT !.crashes = @ - 1]
  /\ Happens(crashed(g, life[g].generation))

Gone(g) == \* END-3, LIV-2
  /\ life[g].state \in {"Leaving", "Dying"}
  /\ UNCHANGED budget
  /\ Happens(gone(g, life[g].generation))

Around(n) == Max(1, n - 1) .. n
HandlesAround == \* of now and of just before, and one that was never minted
  {MadeUp} \cup
  UNION {{handle(r, a, n) : a \in Around(demand[r].attempt),
                            n \in Around(life[Provider[r]].generation)} :
         r \in {q \in Asked : Provider[q] # Nobody}}

Use(h) == \* [C7] past the proxy (HND-2 .. HND-5)
  /\ Uses
  /\ UNCHANGED <<budget, toTarget>>
  /\ TargetHears("direct", use(h))

-------------------------------------------------------------------------------
(* System: what proxy, target OS and target processes owe once it is       *)
(* caused. Environment: what nobody owes.                                  *)

System ==
  \/ \E m \in toTarget : Need(m) \/ NoLongerNeeded(m)
  \/ \E m \in toProxy : Provided(m) \/ StartFailed(m) \/ Died(m)
  \/ \E g \in Programs : Gone(g) \/ \E r \in Provides[g] : Ready(g, r)

Environment ==
  \/ Boot
  \/ \E d \in Domains :
       \/ DomainUp(d) \/ DomainDown(d) \/ HostileWord(d)
       \/ \E ps \in Named(d), r \in Asks[d] : Request(d, ps, r)
       \/ \E p \in Processes[d], r \in Asks[d] : Release(d, p, r)
       \/ \E p \in Exits[d] : ProcessExited(d, p)
       \/ \E ps \in FormlessLists(d) : FormlessRequest(d, ps)
  \/ \E l \in Levels : Pressure(l)
  \/ \E g \in Programs : LocalUse(g) \/ LocalDone(g) \/ Crashed(g)
  \/ \E h \in HandlesAround : Use(h)

Next == System \/ Environment

\* One condition on all of it together suffices for LIV-1 and LIV-2 while causes are
\* finite, as they are in every scope. Without that each message, and each Ready and
\* Gone, would need a condition of its own.
Fairness == WF_vars(System)

Spec == Init /\ [][Next]_vars /\ Fairness
===============================================================================
