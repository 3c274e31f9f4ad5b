-------------------------------- MODULE Rules ---------------------------------
(***************************************************************************)
(* The rules, each as one definition that is named like it: REQ_3 is rule  *)
(* REQ-3. Safety rules are action properties: they judge one exchange by   *)
(* the state before it, what was heard, what was said and the state after  *)
(* it. Where a rule also speaks of states, the state after must keep it.   *)
(*                                                                         *)
(* Of Protocol the rules use the state, the alphabet, and words that only  *)
(* name parts of the state (Users, Provider); what a machine decides is    *)
(* said here a second time, in terms of what can be seen. The rules divide *)
(* the wrong exchanges among themselves, so that a wrong one is, as far as *)
(* possible, the business of one rule.                                     *)
(***************************************************************************)
EXTENDS Protocol

-------------------------------------------------------------------------------
(* The rules' own words.                                                   *)

M == exchange'.heard
D == exchange'.channel
Out == exchange'.said
HearsA(type) == M.type = type

SaidOn(c, type) == \* how often, and what
  {k \in DOMAIN Out : Out[k].channel = c /\ Out[k].message.type = type}
AnySaid(type) == {k \in DOMAIN Out : Out[k].message.type = type}
Of(ks) == {Out[k].message : k \in ks}
SaysOnly(e) == Out = <<e>>
SaidOnce(c, m) == Cardinality({k \in DOMAIN Out : Out[k] = On(c, m)}) = 1
SameRun(u, p) == u.id = p
SamePid(u, p) == u.id.pid = p.pid

ByDomain == D \in Domains
Listening == ByDomain /\ session[D].epoch > 0
Fresh == Listening /\ M.id > session[D].lastId
Requesting == ByDomain /\ HearsA("Request") /\ Fresh
Listed == {M.processes[k] : k \in DOMAIN M.processes}
NoForm ==
  \/ Listed = {}
  \/ Cardinality({p.pid : p \in Listed}) < Len(M.processes)
SomeoneDead == \E p \in Listed : session[D].exited[p.pid] >= p.incarnation
Valid == Requesting /\ ~NoForm /\ ~SomeoneDead
Requesters == {User(D, p) : p \in Listed}
Older(u) == \* an earlier incarnation of a requester
  \E p \in Listed : u.domain = D /\ SamePid(u, p) /\ u.id.incarnation < p.incarnation

Releasing == ByDomain /\ HearsA("Release") /\ Fresh
Releaser == User(D, M.process)
HeldBy(u, r) == u \in Users(interest[r])
ReleasesHeld == Releasing /\ HeldBy(Releaser, M.resource)
ReleasesNothing == Releasing /\ ~HeldBy(Releaser, M.resource)

Exiting == Listening /\ HearsA("ProcessExited")
Ended(u) == \* the process that is told to have exited, or an older incarnation
  u.domain = D /\ SamePid(u, M.process) /\ u.id.incarnation <= M.process.incarnation

GoesDown ==
  \/ Listening /\ HearsA("DomainDown")
  \/ Listening /\ HearsA("DomainUp") /\ M.epoch > session[D].epoch

Misplaced == \* nothing that may be said here and now
  ByDomain /\ CASE HearsA("DomainUp") -> M.epoch <= session[D].epoch
                [] HearsA("Request") \/ HearsA("Release") -> ~Fresh
                [] HearsA("ProcessExited") \/ HearsA("DomainDown") -> ~Listening
                [] OTHER -> TRUE

Remain(r) == \* who uses the resource when this input has taken its pairs away
  {u \in Users(interest[r]) :
     ~ \/ ReleasesHeld /\ r = M.resource /\ u = Releaser
       \/ Exiting /\ Ended(u)
       \/ GoesDown /\ u.domain = D
       \/ Valid /\ Older(u)}
Opens == Valid /\ Remain(M.resource) = {}
Joins == Valid /\ ~Opens /\ interest[M.resource].state = "Asking"
Reuses == Valid /\ ~Opens /\ interest[M.resource].state = "Live"
Repeats == Requesters \subseteq Remain(M.resource)
UsersAfter(r) == Users(interest'[r])

Answers == D = "target" /\ M.type \in {"Provided", "StartFailed"}
StillOpen == interest[M.resource].state = "Asking" /\ interest[M.resource].attempt = M.attempt
Settling == Answers /\ StillOpen
Late == Answers /\ ~StillOpen
WaitedFor == interest[M.resource].waiting
DeadOnArrival ==
  Settling /\ HearsA("Provided") /\ M.generation <= dead[M.program]
Granting == Settling /\ HearsA("Provided") /\ ~DeadOnArrival
AllRefused(why) == \* and nothing else is said, and no pair is left
  /\ Len(Out) = Len(WaitedFor)
  /\ \A k \in DOMAIN WaitedFor :
       SaidOnce(WaitedFor[k].domain, refused(WaitedFor[k].id, why))
  /\ UsersAfter(M.resource) = {}

RefusedFor(why) == {k \in AnySaid("Refused") : Out[k].message.reason = why}
Waits(d, i) == \E r \in Resources :
  interest[r].state = "Asking" /\
  \E k \in DOMAIN interest[r].waiting :
    interest[r].waiting[k].domain = d /\ interest[r].waiting[k].id = i
Cancelled(goes(_)) == \* waiting requests that lose their last process
  UNION {{w \in {interest[r].waiting[k] : k \in DOMAIN interest[r].waiting} :
            \A u \in w.processes : goes(u)} :
         r \in {q \in Resources : interest[q].state = "Asking"}}

\* The target OS.
ToTarget == D \in {"environment", "target", "direct"} /\ accepting
Known == Provider[M.resource] # Nobody
NewNeed == ToTarget /\ HearsA("Need") /\ Known /\ M.attempt > demand[M.resource].attempt
ClosesDemand ==
  /\ ToTarget /\ HearsA("NoLongerNeeded") /\ Known
  /\ demand[M.resource].state # "Unneeded" /\ M.attempt >= demand[M.resource].attempt
Outdated == \* overtaken by a newer one
  /\ ToTarget /\ M.type \in {"Need", "NoLongerNeeded"} /\ Known
  /\ ~NewNeed /\ ~ClosesDemand
Finds(states) == NewNeed /\ life[Provider[M.resource]].state \in states
NeedsNow(g) == \E r \in Provides[g] : demand[r].state # "Unneeded"
NeedsThen(g) == \E r \in Provides[g] : demand'[r].state # "Unneeded"
GivesNow(g) == \E r \in Provides[g] : demand[r].state = "Given"
RankNow(g) == IF NeedsNow(g) THEN 2 ELSE IF g \in localUse THEN 1 ELSE 0
RunsNow(g) == life[g].state = "Running"
MemoryFor(g) == \* a start is allowed (MEM-6)
  \/ ~scarce
  \/ \E o \in Programs \ {g} : \/ RunsNow(o) /\ RankNow(o) < 2
                               \/ life[o].state \in {"Leaving", "Dying"}
Starts == Of(AnySaid("Started"))
Kills == Of(AnySaid("Killed"))
TargetKills == {k \in Kills : "program" \in DOMAIN k.victim}
Endings == Of(AnySaid("Ending"))
Pressed == ToTarget /\ HearsA("Pressure") /\ M.level # "NONE"
VictimLeft == \E g \in Programs : life[g].state = "Dying"
Cornered == \* CRITICAL, and only protected processes remain
  /\ Pressed /\ M.level = "CRITICAL" /\ ~VictimLeft
  /\ \A g \in Programs : RunsNow(g) => RankNow(g) = 2
Crashing == ToTarget /\ HearsA("Crashed") /\ RunsNow(M.program)
Leaves == \* a process that was on its way out is gone
  /\ ToTarget /\ M.type \in {"Gone", "Crashed"}
  /\ life[M.program].state \in {"Leaving", "Dying"}
Dies == \* by itself or killed
  IF Crashing THEN {M.program} ELSE {k.victim.program : k \in TargetKills}
Relieves == \* the running programs that lose a need with this input
  IF ClosesDemand THEN {g \in {Provider[M.resource]} : RunsNow(g)}
  ELSE IF ToTarget /\ HearsA("LocalDone") THEN {g \in {M.program} \cap localUse : RunsNow(g)}
  ELSE {}
StillNeeded(g) == \* when this input has taken its need away
  \/ \E r \in Provides[g] : /\ demand[r].state # "Unneeded"
                            /\ ~(ClosesDemand /\ r = M.resource)
  \/ g \in localUse /\ ~(HearsA("LocalDone") /\ M.program = g)
EndDue == {g \in Relieves : ~StillNeeded(g) /\ g \notin KeepsWarm}
EndsGiven == ClosesDemand /\ demand[M.resource].state = "Given"
EndsOnce(g) ==
  /\ Cardinality(AnySaid("Ending")) = 1
  /\ Endings = {ending(g, life[g].generation)}
Wanted == \* the program whose process this input asks to start
  IF Finds({"Off"}) THEN {Provider[M.resource]}
  ELSE IF ToTarget /\ HearsA("LocalUse") /\ life[M.program].state = "Off" THEN {M.program}
  ELSE IF Leaves /\ RankNow(M.program) > 0 THEN {M.program}
  ELSE {}
AccessDue == ToTarget /\ HearsA("Ready")
Using == ToTarget /\ HearsA("Use")
HandleRuns == \* its generation is the one that runs
  /\ M.handle[1] \in Resources
  /\ life[Provider[M.handle[1]]] = [state |-> "Running", generation |-> M.handle[3]]
HandleValid ==
  /\ M.handle # MadeUp /\ HandleRuns
  /\ demand[M.handle[1]] = [state |-> "Given", attempt |-> M.handle[2]]
ServedBy == Of(AnySaid("Used"))

-------------------------------------------------------------------------------
(* Memory pressure                                                         *)

\* [C1] protected before it accepts, and for good
MEM_1 == [][
  /\ accepting => accepting'
  /\ accepting' /\ ~accepting => Out = <<Show(proxyProtected), Show(acceptingNow)>>]_vars

\* [C1] no level of memory pressure ever kills the proxy
MEM_2 == [][Kills = TargetKills]_vars

\* [C1] what is in use is no victim below CRITICAL
MEM_3 == [][
  \A k \in TargetKills : GivesNow(k.victim.program) => k.level = "CRITICAL"]_vars

\* nor is what is starting for a Need
MEM_4 == [][
  \A k \in TargetKills :
    NeedsNow(k.victim.program) /\ ~GivesNow(k.victim.program) => k.level = "CRITICAL"]_vars

\* what nobody needs goes first, one at a time, and at LOW nothing else
MEM_5 == [][
  /\ TargetKills # {} =>
       Pressed /\ ~VictimLeft /\ Cardinality(AnySaid("Killed")) = 1
  /\ \A k \in TargetKills :
       LET g == k.victim.program IN
       /\ k.level = M.level
       /\ life[g] = [state |-> "Running", generation |-> k.victim.generation]
       /\ RankNow(g) < 2 \/ M.level = "CRITICAL" =>
            \A o \in Programs : RunsNow(o) => RankNow(g) <= RankNow(o)
       /\ RankNow(g) = 1 => M.level # "LOW"
  /\ Pressed /\ ~VictimLeft =>
       \A g \in Programs : RunsNow(g) /\ RankNow(g) = 0 => TargetKills # {}]_vars

\* when only what is protected remains: no start, and the profile decides
MEM_6 == [][
  /\ \A s \in Starts : MemoryFor(s.program)
  /\ Finds({"Off"}) /\ ~MemoryFor(Provider[M.resource]) =>
       startFailed(M.resource, M.attempt, "MEMORY") \in Of(SaidOn("target", "StartFailed"))
  /\ Cornered =>
       IF Profile = "SHED" /\ \E g \in Programs : RunsNow(g)
       THEN TargetKills # {} /\ AnySaid("OutOfMemory") = {}
       ELSE TargetKills = {} /\ Cardinality(AnySaid("OutOfMemory")) = 1
  /\ ~Cornered => AnySaid("OutOfMemory") = {}]_vars

-------------------------------------------------------------------------------
(* Request                                                                 *)

\* [C2] at least one process, each pid once; anything else changes nothing
REQ_1 == [][
  IF Requesting /\ NoForm
  THEN SaysOnly(On(D, refused(M.id, "INVALID"))) /\ UNCHANGED interest
  ELSE RefusedFor("INVALID") = {}]_vars

\* [C3] one Need per attempt; the first request makes it, the others join. (One
\* that is granted instead is the business of HND-1 and END-3.)
REQ_2 == [][
  /\ \A r \in Resources :
       LET needs == {k \in SaidOn("target", "Need") : Out[k].message.resource = r} IN
       IF interest'[r].attempt > interest[r].attempt
       THEN Cardinality(needs) = 1 /\ Of(needs) = {need(r, interest'[r].attempt)}
       ELSE needs = {}
  /\ (Opens \/ Joins) /\ ~(Opens /\ AnySaid("Granted") # {}) =>
       LET i == interest'[M.resource] IN
       /\ i.state = "Asking"
       /\ \E k \in DOMAIN i.waiting : i.waiting[k].domain = D /\ i.waiting[k].id = M.id
       /\ Opens => \/ i.attempt > interest[M.resource].attempt
                   \/ \E u \in Users(interest[M.resource]) : Older(u) \* ASC-2
     ]_vars

\* [C4, C5] started if and only if none runs, exactly one, after the last has exited
REQ_3 == [][
  /\ \A s \in Starts :
       /\ s.program \in Wanted \/ Outdated \* END-4
       /\ s.generation = life[s.program].generation + 1
       /\ life[s.program].state = "Off" \/ (Leaves /\ M.program = s.program)
       /\ Leaves => \E j, k \in DOMAIN Out :
                      j < k /\ Out[j] = Show(exited(M.program, M.generation))
                            /\ Out[k] = Show(s)
  /\ Cardinality(AnySaid("Started")) <= 1
  /\ \A g \in Wanted : MemoryFor(g) /\ ~Leaves => g \in {s.program : s \in Starts}]_vars

\* [C4] a running one is reused, whoever started it; the pair is still added
REQ_4 == [][
  /\ Reuses /\ ~Repeats =>
       /\ SaidOnce(D, granted(M.id, interest[M.resource].handle))
       /\ Cardinality(AnySaid("Granted")) = 1
       /\ Requesters \subseteq UsersAfter(M.resource)
  /\ Finds({"Running"}) => demand'[M.resource].state # "Unneeded"]_vars

\* [C8] a repeated request gets the live handle and adds nothing
REQ_5 == [][
  Reuses /\ Repeats =>
    /\ SaidOnce(D, granted(M.id, interest[M.resource].handle))
    /\ Cardinality(AnySaid("Granted")) = 1
    /\ UsersAfter(M.resource) = Remain(M.resource)]_vars

\* [C2] all or none; while they wait they drop singly
REQ_6 == [][
  /\ Valid /\ Cardinality(Requesters) > 1 => Requesters \subseteq UsersAfter(M.resource)
  /\ \A k \in RefusedFor("CANCELLED") :
       \A r \in Resources :
         interest'[r].state = "Asking" =>
           \A j \in DOMAIN interest'[r].waiting :
             interest'[r].waiting[j].domain # Out[k].channel \/
             interest'[r].waiting[j].id # Out[k].message.id]_vars

\* a failed start refuses all who wait; an answer to an attempt that is over, nobody
REQ_7 == [][
  /\ Settling /\ HearsA("StartFailed") /\ M.reason # "UNKNOWN_RESOURCE" =>
       AllRefused(M.reason)
  /\ Late => Out = <<>> /\ UNCHANGED interest
  /\ \A k \in SaidOn("target", "StartFailed") :
       Out[k].message.reason = "START_FAILED" => Crashing]_vars

\* an unknown resource is refused, and nothing starts
REQ_8 == [][
  /\ Settling /\ HearsA("StartFailed") /\ M.reason = "UNKNOWN_RESOURCE" =>
       AllRefused("UNKNOWN_RESOURCE")
  /\ ToTarget /\ HearsA("Need") /\ ~Known =>
       SaysOnly(Answer(startFailed(M.resource, M.attempt, "UNKNOWN_RESOURCE")))]_vars

\* a process that is known dead asks for nothing; an exit is remembered
REQ_9 == [][
  /\ Requesting /\ ~NoForm /\ SomeoneDead =>
       SaysOnly(On(D, refused(M.id, "DEAD_PROCESS"))) /\ UNCHANGED interest
  /\ Exiting => session'[D].exited[M.process.pid] >= M.process.incarnation
  /\ \A d \in Domains : session'[d].epoch = session[d].epoch =>
       \A i \in Pids : session'[d].exited[i] >= session[d].exited[i]]_vars

-------------------------------------------------------------------------------
(* Handle                                                                  *)

\* whoever uses a handle uses a process that runs and was given access, or is
\* about to be told of its death
UsedIsGiven ==
  \A r \in Resources :
    interest[r].state = "Live" /\ interest[r].users # {} =>
      \/ /\ life[interest[r].program] =
              [state |-> "Running", generation |-> interest[r].generation]
         /\ demand[r] = [state |-> "Given", attempt |-> interest[r].attempt]
      \/ \E m \in toProxy : /\ m.type = "Died" /\ m.program = interest[r].program
                            /\ m.generation = interest[r].generation

\* [C6, C7] access, then the answer, then the handle
HND_1 == [][
  /\ \A k \in AnySaid("Granted") :
       \/ Granting /\ Out[k].message.handle = M.handle
       \/ Reuses /\ Out[k].message.handle = interest[M.resource].handle
       \/ Opens /\ interest[M.resource].attempt > 0 \* END-3
       \/ DeadOnArrival \/ Late \* DTH-3, REQ-7
  /\ \A k \in SaidOn("target", "Provided") :
       \E j \in SaidOn("seen", "AccessGiven") :
         /\ j < k
         /\ Out[j].message.resource = Out[k].message.resource
         /\ Out[j].message.program = Out[k].message.program
         /\ Out[j].message.generation = Out[k].message.generation
  /\ UsedIsGiven']_vars

\* [C7] past the proxy, and whatever else waits
HND_2 == [][
  Using => /\ Len(Out) = 1 /\ Out[1].channel = "direct"
           /\ UNCHANGED <<proxyVars, toProxy>>
           /\ HandleValid => AnySaid("Stale") = {}]_vars

\* a handle of an older generation is stale
HND_3 == [][
  Using /\ M.handle # MadeUp =>
    /\ ~HandleRuns => ServedBy = {}
    /\ \A s \in ServedBy : s.generation = M.handle[3]]_vars

\* a made-up handle is stale
HND_4 == [][Using /\ M.handle = MadeUp => ServedBy = {}]_vars

\* void once its access is withdrawn, minted for one access
HND_5 == [][
  /\ Using /\ M.handle # MadeUp /\ HandleRuns /\ ~HandleValid => ServedBy = {}
  /\ \A p \in Of(SaidOn("target", "Provided")) :
       p.handle = <<p.resource, p.attempt, p.generation>>]_vars

-------------------------------------------------------------------------------
(* Association and release                                                 *)

\* [C8] exactly the pairs admitted, waiting ones included
ASC_1 == [][
  /\ Valid => \A r \in Resources :
       /\ {u \in UsersAfter(r) : ~Older(u)} \ Requesters = Remain(r) \ Requesters
       /\ IF r # M.resource
          THEN UsersAfter(r) \cap Requesters = Remain(r) \cap Requesters
          ELSE \/ Requesters \subseteq UsersAfter(r)
               \/ Reuses \* REQ-4, REQ-5
               \/ Cardinality(Requesters) > 1 \* REQ-6
  /\ Settling => \A r \in Resources \ {M.resource} : UsersAfter(r) = Users(interest[r])
  /\ Granting => UsersAfter(M.resource) = Users(interest[M.resource])
  /\ ToTarget /\ ~(Answers \/ HearsA("Died")) => UNCHANGED interest]_vars

\* a reused pid is another process, and implies the exit of the one before
ASC_2 == [][
  /\ Valid => \A r \in Resources : \A u \in UsersAfter(r) : ~Older(u)
  /\ Valid => RefusedFor("DEAD_PROCESS") = {}
  /\ Valid => \A p \in Listed : session'[D].exited[p.pid] >= p.incarnation - 1
  /\ Exiting \/ Releasing =>
       \A r \in Resources : \A u \in Users(interest[r]) :
         /\ u.domain = D /\ SamePid(u, M.process)
         /\ IF Releasing THEN u.id # M.process
            ELSE u.id.incarnation > M.process.incarnation
         => u \in UsersAfter(r)]_vars

\* [C9] that one pair and no other
REL_1 == [][
  ReleasesHeld =>
    /\ SaidOnce(D, released(M.id, "RELEASED")) /\ Cardinality(AnySaid("Released")) = 1
    /\ \A r \in Resources : UsersAfter(r) = Remain(r)
    /\ \A w \in Cancelled(LAMBDA u : u = Releaser) :
         interest[M.resource].state = "Asking" /\
         (\E k \in DOMAIN WaitedFor : WaitedFor[k] = w) =>
           SaidOnce(w.domain, refused(w.id, "CANCELLED"))]_vars

\* another domain has a process of this number, which holds what is released
HeldElsewhere ==
  \E u \in Users(interest[M.resource]) : u.domain # D /\ SamePid(u, M.process)

\* no such pair: no effect
REL_2 == [][
  ReleasesNothing /\ ~HeldElsewhere => \* else SEC-1
    SaysOnly(On(D, released(M.id, "NOT_HELD"))) /\ UNCHANGED interest]_vars

\* [C10] when, and only when, the last pair goes
REL_3 == [][
  \A r \in Resources :
    LET overs == {k \in SaidOn("target", "NoLongerNeeded") : Out[k].message.resource = r}
        closed == /\ ByDomain /\ Users(interest[r]) # {}
                  /\ \/ UsersAfter(r) = {}
                     \/ interest'[r].attempt > interest[r].attempt
    IN IF closed
       THEN Cardinality(overs) = 1 /\ Of(overs) = {noLongerNeeded(r, interest[r].attempt)}
       ELSE overs = {}]_vars

-------------------------------------------------------------------------------
(* End                                                                     *)

\* [C11] after NoLongerNeeded the process is ended
END_1 == [][EndsGiven => \A g \in EndDue : EndsOnce(g)]_vars

\* not while anybody needs it
END_2 == [][
  \A e \in Endings :
    \/ Outdated \* END-4
    \/ \E g \in Relieves : ~StillNeeded(g) /\ e.program = g]_vars

\* an attempt in force is over at the proxy only while that is being told
OverIsTold ==
  \A r \in Resources :
    /\ demand[r].attempt <= interest[r].attempt
    /\ demand[r].state # "Unneeded" /\ Users(interest[r]) = {} =>
         \E m \in toTarget : /\ m.type = "NoLongerNeeded" /\ m.resource = r
                             /\ m.attempt >= demand[r].attempt

ToTargetWord == M.type \in {"Need", "NoLongerNeeded"}

\* [C10] last release against new request: a new attempt, and never the old handle
END_3 == [][
  /\ Opens /\ interest[M.resource].attempt > 0 => AnySaid("Granted") = {}
  /\ Finds({"Leaving", "Dying"}) => SaidOn("target", "Provided") = {}
                                    /\ SaidOn("target", "StartFailed") = {}
                                    /\ AnySaid("AccessGiven") = {}
  /\ Leaves /\ life[M.program].state = "Leaving" =>
       \A g \in Wanted : MemoryFor(g) => g \in {s.program : s \in Starts}
  /\ OverIsTold' \/ (D = "target" /\ ~ToTargetWord) \* REQ-7, DTH-3
     ]_vars

\* overtaken: no effect
END_4 == [][
  Outdated => /\ Out = <<>> /\ UNCHANGED <<life, localUse>>
              /\ \A r \in Resources : demand'[r].state = demand[r].state]_vars

-------------------------------------------------------------------------------
(* Death                                                                   *)

\* an exit releases all that was held
DTH_1 == [][
  Exiting =>
    \A r \in Resources : interest[r].state = "Live" =>
      \A u \in Users(interest[r]) : u.domain = D =>
        IF Ended(u) THEN u \notin UsersAfter(r)
        ELSE SamePid(u, M.process) \/ u \in UsersAfter(r)]_vars

\* a domain that goes down drops all its pairs, hears nothing, and comes back as new
DTH_2 == [][
  /\ GoesDown =>
       /\ \A r \in Resources : UsersAfter(r) = Remain(r)
       /\ \A k \in DOMAIN Out : Out[k].channel # D
       /\ HearsA("DomainDown") => session'[D].epoch = 0
  /\ ByDomain /\ HearsA("DomainUp") /\ M.epoch > session[D].epoch =>
       session'[D] = [epoch |-> M.epoch, lastId |-> 0, exited |-> [i \in Pids |-> 0]]]_vars

\* a death is told once to each user and remembered; who waited hears StartFailed
DTH_3 == [][
  /\ DeadOnArrival => AllRefused("TARGET_DIED")
  /\ D = "target" /\ HearsA("Died") =>
       LET its(r) == /\ interest[r].state = "Live"
                     /\ interest[r].program = M.program
                     /\ interest[r].generation = M.generation
           due == UNION {{On(u.domain, targetDied(u.id, r, M.generation, M.cause)) :
                            u \in Users(interest[r])} : r \in {q \in Resources : its(q)}}
       IN /\ {Out[k] : k \in DOMAIN Out} = due /\ Len(Out) = Cardinality(due)
          /\ \A r \in Resources :
               UsersAfter(r) = IF its(r) THEN {} ELSE Users(interest[r])
          /\ dead'[M.program] >= M.generation
  /\ AnySaid("TargetDied") # {} => D = "target" /\ HearsA("Died")
  /\ SaidOn("target", "Died") # {} => Dies # {}
  /\ \A g \in Dies :
       LET n == life[g].generation
           cause == IF Crashing THEN "CRASHED" ELSE "MEMORY"
           why == IF Crashing THEN "START_FAILED" ELSE "MEMORY"
       IN /\ Of(SaidOn("target", "Died")) = IF GivesNow(g) THEN {died(g, n, cause)} ELSE {}
          /\ Of(SaidOn("target", "StartFailed")) =
               {startFailed(r, demand[r].attempt, why) :
                  r \in {q \in Provides[g] : demand[q].state = "Asked"}}
          /\ Starts = {}
  /\ Leaves /\ life[M.program].state = "Dying" =>
       \A g \in Wanted : MemoryFor(g) => g \in {s.program : s \in Starts}]_vars

\* who exits while it waits leaves nothing behind
DTH_4 == [][
  Exiting =>
    /\ \A r \in Resources : interest[r].state = "Asking" =>
         \A u \in Users(interest[r]) : u.domain = D =>
           IF Ended(u) THEN u \notin UsersAfter(r)
           ELSE SamePid(u, M.process) \/ u \in UsersAfter(r)
    /\ \A w \in Cancelled(Ended) : SaidOnce(w.domain, refused(w.id, "CANCELLED"))]_vars

-------------------------------------------------------------------------------
(* Robustness                                                              *)

\* identity is the channel's
SEC_1 == [][
  /\ ByDomain =>
       \A r \in Resources : \A u \in Everybody : u.domain # D =>
         (u \in Users(interest[r]) <=> u \in UsersAfter(r))
  /\ ReleasesNothing /\ HeldElsewhere =>
       SaysOnly(On(D, released(M.id, "NOT_HELD"))) /\ UNCHANGED interest]_vars

\* what has no place is answered, and does nothing; an id has its place once
SEC_2 == [][
  /\ IF Misplaced THEN SaysOnly(On(D, error("INVALID"))) /\ UNCHANGED proxyVars
     ELSE AnySaid("Error") = {}
  /\ Requesting \/ Releasing => session'[D].lastId = M.id]_vars

-------------------------------------------------------------------------------
(* Progress                                                                *)

RequestIds == Nat

\* every request is answered
LIV_1 == \A d \in Domains : \A i \in RequestIds : Waits(d, i) ~> ~Waits(d, i)

\* and once
LIV_1_Once == [][
  Granting =>
    /\ Len(Out) = Len(WaitedFor)
    /\ \A k \in DOMAIN WaitedFor :
         SaidOnce(WaitedFor[k].domain, granted(WaitedFor[k].id, M.handle))]_vars

Idles(g) == \* runs, and nobody needs it
  /\ life[g].state # "Off"
  /\ g \notin localUse \cup KeepsWarm
  /\ \A r \in Provides[g] : Users(interest[r]) = {}

\* what nobody needs is ended
LIV_2 == \A g \in Programs : Idles(g) ~> ~Idles(g)
===============================================================================
