---------------------------- MODULE Coordination ----------------------------
(***************************************************************************)
(* What one target OS and its proxy guarantee to the originating OSes of   *)
(* the device: who may interact with which resource, which target process  *)
(* serves it, and when that process may be ended or killed.  How the two   *)
(* keep it by exchanging messages is told in Protocol, which refines this. *)
(* Step and rule numbers (C7, REQ-3) are those of the model's Rule.        *)
(*                                                                         *)
(* There are no messages here.  What one party does not know yet of the    *)
(* other shows as: asked (the target OS has yet to hear of a need), needed *)
(* without users (it has yet to hear that nobody remains), and lost (the   *)
(* users have yet to hear of a death).                                     *)
(***************************************************************************)
EXTENDS Integers

CONSTANTS
    Processes,  \* originating processes, each (domain, epoch, pid, incarnation)
    Resources,  \* what they may ask for; some may be unknown to the target OS
    Programs,   \* what the target OS can start
    Provides,   \* [Programs -> SUBSET Resources], no resource twice
    KeepsWarm,  \* the programs that may be kept when nobody needs them
    Profile     \* "SHED" or "HOLD": what CRITICAL pressure does at last

ASSUME
    /\ Provides \in [Programs -> SUBSET Resources]
    /\ \A p, q \in Programs : p # q => Provides[p] \cap Provides[q] = {}
    /\ KeepsWarm \subseteq Programs
    /\ Profile \in {"SHED", "HOLD"}

Known == UNION {Provides[p] : p \in Programs}
Provider(r) == CHOOSE p \in Programs : r \in Provides[p]
Levels == {"NONE", "LOW", "MEDIUM", "CRITICAL"}

-----------------------------------------------------------------------------
(* The state.                                                              *)

\* C1: the proxy process; once it runs it is protected for ever.
VARIABLE proxy
proxyTypeInv == proxy \in {"off", "protected"}

\* C8: the association, pairs that wait for an answer included.
VARIABLE users
usersTypeInv == users \in SUBSET (Processes \X Resources)

\* C7: the generation that the users of a resource were given a handle of;
\* 0 while they wait, or there are none.
VARIABLE live
liveTypeInv == live \in [Resources -> Nat]

\* C3: what the target OS was asked for and has not heard of.
VARIABLE asked
askedTypeInv == asked \in SUBSET Resources

\* C3, C10: what the target OS takes to be needed.
VARIABLE needed
neededTypeInv == needed \in SUBSET Known

\* C6: what the running process of its program was given access to.
VARIABLE access
accessTypeInv == access \in SUBSET needed

\* C5, C11: per program its process, or what is left of the last one:
\* leaving was told to end, dying was killed; neither has exited.
VARIABLE process
processTypeInv ==
    process \in [Programs -> [is: {"off", "running", "leaving", "dying"},
                              generation: Nat]]

\* The programs that a local user of the target OS needs.
VARIABLE localUse
localUseTypeInv == localUse \in SUBSET Programs

\* Whether memory pressure was last reported at MEDIUM or above.
VARIABLE scarce
scarceTypeInv == scarce \in BOOLEAN

\* The generations that died in use and whose users have not been told.
VARIABLE lost
lostTypeInv == lost \in SUBSET (Programs \X Nat)

vars ==
    <<proxy, users, live, asked, needed, access, process, localUse, scarce, lost>>

TypeInv ==
    /\ proxyTypeInv /\ usersTypeInv /\ liveTypeInv /\ askedTypeInv
    /\ neededTypeInv /\ accessTypeInv /\ processTypeInv /\ localUseTypeInv
    /\ scarceTypeInv /\ lostTypeInv

Init ==
    /\ proxy = "off"
    /\ users = {}
    /\ live = [r \in Resources |-> 0]
    /\ asked = {} /\ needed = {} /\ access = {}
    /\ process = [p \in Programs |-> [is |-> "off", generation |-> 0]]
    /\ localUse = {} /\ scarce = FALSE /\ lost = {}

-----------------------------------------------------------------------------
(* Words about the state.                                                  *)

UsersOf(pairs, r) == {u \in Processes : <<u, r>> \in pairs}
Waiting(r) == UsersOf(users, r) # {} /\ live[r] = 0

Is(p, what) == process[p].is = what
OnItsWayOut(p) == process[p].is \in {"leaving", "dying"}
Generation(p) == process[p].generation
Needed(p) == Provides[p] \cap needed # {}

\* MEM-3, MEM-4, MEM-5: how dear a process is; victims are chosen from 0 up.
Rank(p) == IF Needed(p) THEN 2 ELSE IF p \in localUse THEN 1 ELSE 0

\* MEM-6: memory allows a start while it is not scarce, or while another
\* process remains that is not protected or is on its way out.  (The last
\* conjunct is always true; the model checker's bound stands on it.)
MayStart(p) ==
    /\ \/ ~scarce
       \/ \E q \in Programs \ {p} : OnItsWayOut(q) \/ (Is(q, "running") /\ ~Needed(q))
    /\ Generation(p) + 1 \in Nat

Turn(p, what) == [process EXCEPT ![p].is = what]
Start(p) == [process EXCEPT ![p] = [is |-> "running", generation |-> @.generation + 1]]

\* C11, END-1, END-2: what nobody needs any more ends in the same step,
\* or is kept warm if it may be.
EndIfUnused(p) ==
    IF Is(p, "running") /\ Provides[p] \cap needed' = {} /\ p \notin localUse'
    THEN \/ process' = Turn(p, "leaving")
         \/ p \in KeepsWarm /\ process' = process
    ELSE process' = process

\* DTH-3: a death takes all that was needed of the process, and its access;
\* if it was in use, its users are to be told.
Bury(p) ==
    /\ needed' = needed \ Provides[p]
    /\ access' = access \ Provides[p]
    /\ localUse' = localUse \ {p}
    /\ lost' = IF Provides[p] \cap access = {} THEN lost
               ELSE lost \cup {<<p, Generation(p)>>}

\* Pairs go; where none remains nothing is live any more.
Drop(pairs) ==
    live' = [r \in Resources |-> IF UsersOf(users \ pairs, r) = {} THEN 0 ELSE live[r]]

-----------------------------------------------------------------------------
(* The environment: originating OSes, local users, memory, crashes.        *)

\* C1, MEM-1: the proxy is protected before anything is asked of it.
Boot ==
    /\ proxy = "off"
    /\ proxy' = "protected"
    /\ UNCHANGED <<users, live, asked, needed, access, process, localUse, scarce, lost>>

\* C2, C8: some processes interact with a resource from now on.  The target
\* OS is asked only if nobody did (C3, REQ-2); what is live is reused
\* (REQ-4).  Older incarnations of the processes go first (ASC-2).
Request(r) ==
    \E new \in SUBSET Processes \ {{}}, pairs \in SUBSET users :
        /\ proxy = "protected"
        /\ pairs \cap (new \X Resources) = {}
        /\ users' = (users \ pairs) \cup (new \X {r})
        /\ Drop(pairs)
        /\ asked' = IF UsersOf(users \ pairs, r) = {} THEN asked \cup {r} ELSE asked
        /\ UNCHANGED <<proxy, needed, access, process, localUse, scarce, lost>>

\* C9, REL-1, DTH-1, DTH-2, DTH-4: pairs go by release, exit or domain down.
Leave ==
    \E pairs \in SUBSET users \ {{}} :
        /\ users' = users \ pairs
        /\ Drop(pairs)
        /\ UNCHANGED <<proxy, asked, needed, access, process, localUse, scarce, lost>>

\* A local user needs a program; refused if it would have to start and may not.
LocalUse(p) ==
    /\ proxy = "protected"
    /\ Is(p, "off") => MayStart(p)
    /\ localUse' = localUse \cup {p}
    /\ process' = IF Is(p, "off") THEN Start(p) ELSE process
    /\ UNCHANGED <<proxy, users, live, asked, needed, access, scarce, lost>>

\* END-2: the local user is done.
LocalDone(p) ==
    /\ p \in localUse
    /\ localUse' = localUse \ {p}
    /\ UNCHANGED needed
    /\ EndIfUnused(p)
    /\ UNCHANGED <<proxy, users, live, asked, access, scarce, lost>>

\* MEM-3 to MEM-6: how dear a victim may be.  The proxy is none (MEM-2).
MayTouch(level) ==
    CASE level = "NONE"     -> -1
      [] level = "LOW"      -> 0
      [] level = "MEDIUM"   -> 1
      [] level = "CRITICAL" -> IF Profile = "SHED" THEN 2 ELSE 1

\* MEM-5: the lowest rank first, and nobody while a victim has not exited.
Victims(level) ==
    {p \in Programs :
        /\ Is(p, "running")
        /\ Rank(p) <= MayTouch(level)
        /\ \A q \in Programs : ~Is(q, "dying")
        /\ \A q \in Programs : Is(q, "running") => Rank(p) <= Rank(q)}

Kill(p) == Bury(p) /\ process' = Turn(p, "dying")

Pressure(level) ==
    /\ proxy = "protected"
    /\ scarce' = (level \in {"MEDIUM", "CRITICAL"})
    /\ IF Victims(level) = {}
       THEN UNCHANGED <<needed, access, process, localUse, lost>>
       ELSE \E p \in Victims(level) : Kill(p)
    /\ UNCHANGED <<proxy, users, live, asked>>

\* DTH-3, REQ-7: a process dies by itself.
Crash(p) ==
    /\ Is(p, "running")
    /\ Bury(p)
    /\ process' = Turn(p, "off")
    /\ UNCHANGED <<proxy, users, live, asked, scarce>>

-----------------------------------------------------------------------------
(* The system: the target OS and its proxy.                                *)

\* C3, C4, C5, REQ-3: the target OS hears of a need; it starts a process
\* unless there is one.  It refuses what it does not know (REQ-8) and what
\* memory does not allow (MEM-6).  A newer need of the same resource may be
\* on the way still; access given for an older one is withdrawn (END-3).
Learn(r) ==
    /\ r \in asked
    /\ asked' \in {asked, asked \ {r}}
    /\ IF r \in Known /\ (Is(Provider(r), "off") => MayStart(Provider(r)))
       THEN /\ needed' = needed \cup {r}
            /\ access' = access \ {r}
            /\ process' = IF Is(Provider(r), "off") THEN Start(Provider(r)) ELSE process
       ELSE UNCHANGED <<needed, access, process>>
    /\ UNCHANGED <<proxy, users, live, localUse, scarce, lost>>

\* C6: the process can serve the resource.
Give(r) ==
    /\ r \in needed \ access
    /\ Is(Provider(r), "running")
    /\ access' = access \cup {r}
    /\ UNCHANGED <<proxy, users, live, asked, needed, process, localUse, scarce, lost>>

\* C7, HND-1: those who wait are given a handle: of the running process, or
\* of one that has died since, of which they are yet to be told (DTH-3).
Serve(r) ==
    /\ Waiting(r)
    /\ r \in Known \ asked
    /\ LET p == Provider(r) IN
       \/ r \in access /\ live' = [live EXCEPT ![r] = Generation(p)]
       \/ r \notin needed /\ \E dead \in lost :
              dead[1] = p /\ live' = [live EXCEPT ![r] = dead[2]]
    /\ UNCHANGED <<proxy, users, asked, needed, access, process, localUse, scarce,
                   lost>>

\* REQ-7, REQ-8, MEM-6: the target OS has heard and does not provide it.
Refuse(r) ==
    /\ Waiting(r)
    /\ r \notin asked \cup needed
    /\ users' = users \ (Processes \X {r})
    /\ UNCHANGED <<proxy, live, asked, needed, access, process, localUse, scarce, lost>>

\* C10, C11, REL-3: the target OS hears that those are gone who it knew of.
\* Others may have come since, of whose need it has not heard (END-3).
Forget(r) ==
    /\ r \in needed
    /\ r \in asked \/ UsersOf(users, r) = {}
    /\ asked' \in IF UsersOf(users, r) = {} THEN {asked, asked \ {r}} ELSE {asked}
    /\ needed' = needed \ {r}
    /\ access' = access \ {r}
    /\ UNCHANGED localUse
    /\ EndIfUnused(Provider(r))
    /\ UNCHANGED <<proxy, users, live, scarce, lost>>

\* END-4: it hears that before it hears of the need: nothing is to be done.
Overtaken(r) ==
    /\ r \in asked
    /\ UsersOf(users, r) = {}
    /\ asked' = asked \ {r}
    /\ UNCHANGED <<proxy, users, live, needed, access, process, localUse, scarce, lost>>

\* DTH-3: the users of a generation that died are told; their pairs go.
Tell(p) ==
    \E generation \in 1..Generation(p) :
        LET its == {r \in Provides[p] : live[r] = generation} IN
        /\ <<p, generation>> \in lost
        /\ lost' = lost \ {<<p, generation>>}
        /\ users' = users \ (Processes \X its)
        /\ live' = [r \in Resources |-> IF r \in its THEN 0 ELSE live[r]]
        /\ UNCHANGED <<proxy, asked, needed, access, process, localUse, scarce>>

\* END-3, REQ-3: the process is gone; what was asked for meanwhile starts the
\* next generation, or is refused for want of memory (MEM-6).
Exit(p) ==
    /\ OnItsWayOut(p)
    /\ IF (Needed(p) \/ p \in localUse) /\ MayStart(p)
       THEN process' = Start(p) /\ UNCHANGED <<needed, localUse>>
       ELSE /\ process' = Turn(p, "off")
            /\ needed' = needed \ Provides[p]
            /\ localUse' = localUse \ {p}
    /\ UNCHANGED <<proxy, users, live, asked, access, scarce, lost>>

-----------------------------------------------------------------------------
Environment ==
    \/ Boot \/ Leave
    \/ \E r \in Resources : Request(r)
    \/ \E p \in Programs : LocalUse(p) \/ LocalDone(p) \/ Crash(p)
    \/ \E level \in Levels : Pressure(level)

System ==
    \/ \E r \in Resources :
           Learn(r) \/ Give(r) \/ Serve(r) \/ Refuse(r) \/ Forget(r) \/ Overtaken(r)
    \/ \E p \in Programs : Tell(p) \/ Exit(p)

Next == Environment \/ System

\* Only what must happen.  Learn is fair to the need that is heard last; Tell
\* and Overtaken owe nothing to progress.
Fairness ==
    /\ \A r \in Resources :
           /\ WF_vars(Learn(r) /\ r \notin asked')
           /\ WF_vars(Give(r))
           /\ WF_vars(Serve(r) \/ Refuse(r))
           /\ WF_vars(Forget(r))
    /\ \A p \in Programs : WF_vars(Exit(p))

Safety == Init /\ [][Next]_vars
Spec == Safety /\ Fairness

-----------------------------------------------------------------------------
(* What holds in every state.                                              *)

\* MEM-1: before the proxy is protected nobody uses anything.
MEM1ProtectedInv ==
    proxy = "off" => users = {} /\ asked = {} /\ \A p \in Programs : Is(p, "off")

\* MEM-5: one victim at a time.
MEM5OneVictimInv ==
    \A p, q \in Programs : Is(p, "dying") /\ Is(q, "dying") => p = q

\* HND-1, HND-5, DTH-3: who holds a handle holds it of the running generation,
\* which was given the resource; or that one has died and they are to be told.
HND1HandleInv ==
    \A r \in Resources : live[r] # 0 =>
        /\ r \in Known
        /\ \/ r \in access /\ live[r] = Generation(Provider(r))
           \/ r \notin needed /\ <<Provider(r), live[r]>> \in lost

\* C6: access is a running process's.
HND1AccessInv ==
    \A r \in access : r \in needed /\ Is(Provider(r), "running")

\* REQ-3, REQ-7, REQ-8: what is needed is known, and has a process or one that it
\* follows.
REQ3NeededInv ==
    \A r \in needed : r \in Known /\ ~Is(Provider(r), "off")

\* REQ-3: so has what a local user needs.
REQ3LocalInv == \A p \in localUse : ~Is(p, "off")

\* REQ-3: a process is of some generation.
REQ3GenerationInv == \A p \in Programs : ~Is(p, "off") => Generation(p) > 0

\* ASC-1, REL-3: nothing is live for nobody.
ASC1LiveInv == \A r \in Resources : live[r] # 0 => UsersOf(users, r) # {}

\* END-3: while a need has not been heard, those who need it wait.
END3WaitInv == \A r \in asked : live[r] = 0

\* END-1: nothing runs that the target OS knows of no need of.
END1UnusedInv ==
    \A p \in Programs : Is(p, "running") => Rank(p) > 0 \/ p \in KeepsWarm

\* DTH-3: what died has been running, and does not run.
DTH3LostInv ==
    \A dead \in lost :
        /\ dead[2] \in 1..Generation(dead[1])
        /\ dead[2] = Generation(dead[1]) => process[dead[1]].is \in {"off", "dying"}

-----------------------------------------------------------------------------
(* What holds of every step.                                               *)

Becomes(p, what) == ~Is(p, what) /\ process'[p].is = what

\* MEM-2: the proxy is never killed.
MEM2ProxyProp == [][proxy = "protected" => proxy' = "protected"]_vars

\* MEM-3, MEM-4: what is needed is no victim below CRITICAL.
MEM3ProtectedProp ==
    [][\A level \in Levels \ {"CRITICAL"}, p \in Programs :
           Pressure(level) /\ Becomes(p, "dying") => ~Needed(p)]_vars

\* MEM-5: who is needed less goes first.
MEM5OrderProp ==
    [][\A p, q \in Programs :
           Becomes(p, "dying") /\ Is(q, "running") => Rank(p) <= Rank(q)]_vars

\* MEM-6: what is needed is killed only if the profile says so.
MEM6ProfileProp ==
    [][\A p \in Programs : Becomes(p, "dying") /\ Needed(p) => Profile = "SHED"]_vars

\* MEM-6: a start is refused if and only if memory does not allow it.
MEM6StartProp ==
    [][\A p \in Programs :
           /\ Generation(p)' # Generation(p) => MayStart(p)
           /\ Exit(p) /\ Is(p, "off")' => Rank(p) = 0 \/ ~MayStart(p)
           /\ \A r \in Provides[p] : Learn(r) /\ Is(p, "off")' => ~MayStart(p)]_vars

\* REQ-3: a start is of the next generation, for somebody, and after the exit
\* of the one before.
REQ3StartProp ==
    [][\A p \in Programs : Generation(p)' # Generation(p) =>
           /\ Generation(p)' = Generation(p) + 1
           /\ Is(p, "off") \/ Exit(p)
           /\ Is(p, "running")' /\ Rank(p)' > 0]_vars

\* REQ-4: while a process runs it is not started again.  HND-3: nor does an
\* old generation ever come back.
REQ4ReuseProp ==
    [][\A p \in Programs : Is(p, "running") => Generation(p)' = Generation(p)]_vars

\* HND-3: users never pass from one generation to another unawares.
HND3SameProp ==
    [][\A r \in Resources : live[r] # 0 /\ live'[r] # 0 => live'[r] = live[r]]_vars

\* ASC-1: only a request adds a pair.  REL-1, REQ-7, DTH-3: the system takes
\* pairs of a resource all at once, and only by refusing or by telling a death.
ASC1PairsProp ==
    [][System =>
           /\ users' \subseteq users
           /\ \A r \in Resources : UsersOf(users', r) # UsersOf(users, r) =>
                  /\ UsersOf(users', r) = {}
                  /\ \/ live[r] = 0 /\ r \notin asked \cup needed
                     \/ <<Provider(r), live[r]>> \in lost \ lost']_vars

\* END-2, END-3, C11: what is in use is never ended: no user holds a handle of
\* it, nobody waits whose need was heard, and no local user needs it.
END2EndProp ==
    [][\A p \in Programs : Becomes(p, "leaving") =>
           /\ p \notin localUse'
           /\ \A r \in Provides[p] :
                  /\ live[r] # Generation(p)
                  /\ r \notin needed']_vars

\* C10, REL-3: what somebody holds a handle of stays needed, unless it dies.
REL3NeededProp ==
    [][\A r \in access : live[r] # 0 /\ r \notin access' =>
           /\ Is(Provider(r), "running") /\ ~Is(Provider(r), "running")'
           /\ <<Provider(r), live[r]>> \in lost']_vars

\* DTH-3: a death in use is remembered until it is told.
DTH3ToldProp ==
    [][\A dead \in lost : dead \notin lost' =>
           \A r \in Provides[dead[1]] : live[r] = dead[2] =>
               live'[r] = 0 /\ UsersOf(users', r) = {}]_vars

-----------------------------------------------------------------------------
(* Progress.                                                               *)

\* LIV-1: who waits is answered, unless it leaves.
LIV1AnswerProp ==
    \A u \in Processes, r \in Resources :
        (<<u, r>> \in users /\ live[r] = 0) ~> (<<u, r>> \notin users \/ live[r] # 0)

\* LIV-2: what nobody uses ends, unless it may be kept warm; what ends, exits.
Unwanted(p) ==
    p \notin localUse \cup KeepsWarm /\ \A r \in Provides[p] : UsersOf(users, r) = {}

LIV2EndProp ==
    \A p \in Programs :
        /\ (Is(p, "running") /\ Unwanted(p)) ~> (~Is(p, "running") \/ ~Unwanted(p))
        /\ OnItsWayOut(p) ~> ~OnItsWayOut(p)

=============================================================================
