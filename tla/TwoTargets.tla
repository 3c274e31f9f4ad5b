------------------------------ MODULE TwoTargets -------------------------------
(***************************************************************************)
(* Two target OSes with a proxy each (C0), and a chain across them: the    *)
(* first target OS is an originating OS of the second. Its target process  *)
(* asks the second proxy for what the second target OS provides, while     *)
(* outside processes ask the first proxy for what the first provides.      *)
(*                                                                         *)
(* Each pair is Protocol, unchanged. What couples them is what the first   *)
(* target OS is to the second proxy: a domain that is up only once the     *)
(* first has booted, and whose process of incarnation n is generation n of *)
(* the program there. That process asks and releases only while it exists, *)
(* and its exit is told only when it has exited.                           *)
(***************************************************************************)
EXTENDS Bounds

CONSTANTS FirstScope, SecondScope, \* names of scopes
          Member,  \* the domain of the second that is the first target OS
          Chained  \* the program of the first whose process asks the second

VARIABLES
  domain1, budget1, session1, interest1, dead1, accepting1, scarce1, life1,
  demand1, localUse1, toTarget1, toProxy1, exchange1,
  domain2, budget2, session2, interest2, dead2, accepting2, scarce2, life2,
  demand2, localUse2, toTarget2, toProxy2, exchange2

seen1 == <<domain1, budget1, session1, interest1, dead1, accepting1, scarce1,
           life1, demand1, localUse1, toTarget1, toProxy1>>
seen2 == <<domain2, budget2, session2, interest2, dead2, accepting2, scarce2,
           life2, demand2, localUse2, toTarget2, toProxy2>>
View == <<seen1, seen2>> \* all but the last exchanges

One == Scopes[FirstScope]
Two == Scopes[SecondScope]

First == INSTANCE Rules WITH
  Domains <- DomainsIn(One), Processes <- ProcessesIn(One),
  Exits <- ExitsIn(One), Asks <- AsksIn(One),
  Programs <- DOMAIN One.provides, Provides <- One.provides,
  KeepsWarm <- One.keepsWarm, Profile <- One.profile, Levels <- One.levels,
  Hostile <- One.hostile, Something <- SomethingIn(One),
  Groups <- One.groups, Uses <- One.uses, Causes <- CausesIn(One),
  domain <- domain1, budget <- budget1, session <- session1,
  interest <- interest1, dead <- dead1, accepting <- accepting1,
  scarce <- scarce1, life <- life1, demand <- demand1, localUse <- localUse1,
  toTarget <- toTarget1, toProxy <- toProxy1, exchange <- exchange1

Second == INSTANCE Rules WITH
  Domains <- DomainsIn(Two), Processes <- ProcessesIn(Two),
  Exits <- ExitsIn(Two), Asks <- AsksIn(Two),
  Programs <- DOMAIN Two.provides, Provides <- Two.provides,
  KeepsWarm <- Two.keepsWarm, Profile <- Two.profile, Levels <- Two.levels,
  Hostile <- Two.hostile, Something <- SomethingIn(Two),
  Groups <- Two.groups, Uses <- Two.uses, Causes <- CausesIn(Two),
  domain <- domain2, budget <- budget2, session <- session2,
  interest <- interest2, dead <- dead2, accepting <- accepting2,
  scarce <- scarce2, life <- life2, demand <- demand2, localUse <- localUse2,
  toTarget <- toTarget2, toProxy <- toProxy2, exchange <- exchange2

Exists(p) == \* the target process that is this originating process
  life1[Chained].generation = p.incarnation /\ life1[Chained].state # "Off"
HasExited(p) ==
  \/ life1[Chained].generation > p.incarnation
  \/ life1[Chained].generation = p.incarnation /\ life1[Chained].state = "Off"

\* What the second proxy hears from the first target OS is true of it.
IsTrue ==
  LET m == exchange2'.heard IN
  exchange2'.channel = Member =>
    CASE m.type = "Request" -> \A k \in DOMAIN m.processes : Exists(m.processes[k])
      [] m.type = "Release" -> Exists(m.process)
      [] m.type = "ProcessExited" -> HasExited(m.process)
      [] m.type = "DomainUp" -> accepting1
      [] OTHER -> TRUE

Init == First!Init /\ Second!Init
Next ==
  \/ First!Next /\ UNCHANGED <<seen2, exchange2>>
  \/ Second!Next /\ IsTrue /\ UNCHANGED <<seen1, exchange1>>
Spec == Init /\ [][Next]_<<seen1, exchange1, seen2, exchange2>>

-------------------------------------------------------------------------------
(* Every rule holds of each.                                               *)

FirstTypeInv == First!TypeInv
SecondTypeInv == Second!TypeInv

FirstRules ==
  /\ First!MEM_1 /\ First!MEM_2 /\ First!MEM_3 /\ First!MEM_4 /\ First!MEM_5
  /\ First!MEM_6 /\ First!REQ_1 /\ First!REQ_2 /\ First!REQ_3 /\ First!REQ_4
  /\ First!REQ_5 /\ First!REQ_6 /\ First!REQ_7 /\ First!REQ_8 /\ First!REQ_9
  /\ First!HND_1 /\ First!HND_2 /\ First!HND_3 /\ First!HND_4 /\ First!HND_5
  /\ First!ASC_1 /\ First!ASC_2 /\ First!REL_1 /\ First!REL_2 /\ First!REL_3
  /\ First!END_1 /\ First!END_2 /\ First!END_3 /\ First!END_4 /\ First!DTH_1
  /\ First!DTH_2 /\ First!DTH_3 /\ First!DTH_4 /\ First!SEC_1 /\ First!SEC_2
  /\ First!LIV_1_Once

SecondRules ==
  /\ Second!MEM_1 /\ Second!MEM_2 /\ Second!MEM_3 /\ Second!MEM_4
  /\ Second!MEM_5 /\ Second!MEM_6 /\ Second!REQ_1 /\ Second!REQ_2
  /\ Second!REQ_3 /\ Second!REQ_4 /\ Second!REQ_5 /\ Second!REQ_6
  /\ Second!REQ_7 /\ Second!REQ_8 /\ Second!REQ_9 /\ Second!HND_1
  /\ Second!HND_2 /\ Second!HND_3 /\ Second!HND_4 /\ Second!HND_5
  /\ Second!ASC_1 /\ Second!ASC_2 /\ Second!REL_1 /\ Second!REL_2
  /\ Second!REL_3 /\ Second!END_1 /\ Second!END_2 /\ Second!END_3
  /\ Second!END_4 /\ Second!DTH_1 /\ Second!DTH_2 /\ Second!DTH_3
  /\ Second!DTH_4 /\ Second!SEC_1 /\ Second!SEC_2 /\ Second!LIV_1_Once

\* A generation whose exit was told uses nothing of the second any more.
NoGhostInv ==
  \A r \in Second!Resources :
    \A u \in Second!Users(interest2[r]) :
      u.domain = Member => u.id \notin domain2[Member].exited
===============================================================================
