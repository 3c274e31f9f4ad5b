--------------------------------- MODULE Trace ---------------------------------
(***************************************************************************)
(* Runs of implementations, held against Protocol. A run is a sequence of  *)
(* batches: what the subject was told, and what it had said when all that  *)
(* this caused had happened. A batch is explained if the told messages can *)
(* have been heard in an order in which Protocol says just what was said.  *)
(*                                                                         *)
(* The recordings are the constants of module TraceData, which is made for *)
(* each set of recordings. Each recording is an initial state of its own;  *)
(* TLC prints <<"explained", recording, batch>> whenever it has found an   *)
(* explanation of a batch and of all before it.                            *)
(*                                                                         *)
(* This decides what the conformance kit's oracle decides, from the other  *)
(* specification: where the two differ, one of the three is wrong.         *)
(***************************************************************************)
EXTENDS Protocol, TraceData, TLC

VARIABLE at \* the recording, the batch in it, which of its told messages have
            \* been heard, and which of its said ones are explained
AtTypeInv ==
  /\ at.recording \in DOMAIN Recordings
  /\ at.heard \subseteq Nat /\ at.explained \subseteq Nat

\* What the environment may do has no bound here: it has done it.
TraceCauses ==
  [ids |-> [d \in Domains |-> 0], boots |-> [d \in Domains |-> 0],
   crashes |-> 0, localUses |-> 0]
TraceNone == [d \in Domains |-> {}]

Recording == Recordings[at.recording]
Batch == Recording.batches[at.batch]
Told(i) == Words[Batch.told[i]]
Spoken(i) == Words[Batch.said[i]]
IsDevice == Recording.role = "DEVICE"

-------------------------------------------------------------------------------
(* What was said, as the outcome of what is heard.                         *)

RECURSIVE Places(_, _)
Places(out, left) == \* all ways to find these messages among what was said
  IF out = <<>> THEN {<<>>}
  ELSE UNION {{<<i>> \o rest : rest \in Places(Tail(out), left \ {i})} :
              i \in {j \in left : Spoken(j) = Head(out)}}

\* Nothing is said before its cause. Inside a device the cause was seen too.
AfterItsCause(places, cause) ==
  \A k \in DOMAIN places : \E i \in cause : i < places[k]

\* A channel is FIFO, but for what may overtake. What is seen has no order but
\* those below.
IsFifo(c) == c \notin {"target", "seen"}
InTurn(places, left) ==
  \A k \in DOMAIN places :
    LET c == Spoken(places[k]).channel IN
    IsFifo(c) => ~ \E i \in left : i < places[k] /\ Spoken(i).channel = c

\* One message's outcome has the order that Protocol gives it where a rule does:
\* protected and accepting (MEM-1), access and answer (HND-1), exit and start (REQ-3).
Ordered ==
  {{"ProxyProtected", "Accepting"}, {"AccessGiven", "Provided"}, {"Exited", "Started"}}
InOrderOf(out, places) ==
  \A j, k \in DOMAIN out :
    j < k /\ {out[j].message.type, out[k].message.type} \in Ordered => places[j] < places[k]

\* One run has exited before the next is started, whatever caused the two (REQ-3).
AfterTheLast(places) ==
  \A k \in DOMAIN places :
    LET m == Spoken(places[k]).message IN
    m.type = "Started" =>
      ~ \E i \in DOMAIN Batch.said :
           i > places[k] /\ Spoken(i) = Show(exited(m.program, m.generation - 1))

Range(f) == {f[k] : k \in DOMAIN f}

Explained(heard, cause) ==
  LET out == exchange'.said
      open == DOMAIN Batch.said \ at.explained
  IN \E places \in Places(out, open) :
       /\ AfterItsCause(places, cause)
       /\ InTurn(places, open \ Range(places))
       /\ InOrderOf(out, places)
       /\ AfterTheLast(places)
       /\ at' = [at EXCEPT !.heard = heard, !.explained = @ \cup Range(places)]

-------------------------------------------------------------------------------
(* What is heard.                                                          *)

\* What a target OS hears before it has booted has no effect, nor has a local
\* use of what it cannot start.
NoEffect(m) == ~accepting \/ (m.type = "LocalUse" /\ m.program \notin Startable)
Nothing(c, m) ==
  /\ UNCHANGED <<environmentVars, proxyVars, targetVars, toProxy>>
  /\ Exchanged(c, m, <<>>)

ToldToTarget(c, m) ==
  IF m = boot /\ ~accepting THEN Boot
  ELSE /\ UNCHANGED toTarget
       /\ IF NoEffect(m) THEN Nothing(c, m)
          ELSE UNCHANGED budget /\ TargetHears(c, m)

AnswerHeard(m) == Provided(m) \/ StartFailed(m) \/ Died(m)
IsAnswer(m) == m.type \in {"Provided", "StartFailed", "Died"}

Hears(c, m) ==
  IF c \in Domains THEN UNCHANGED environmentVars /\ HearWord(c, m)
  ELSE IF IsAnswer(m) THEN AnswerHeard(m)
  ELSE ToldToTarget(c, m)

IsNext(i) == \* on its channel
  LET c == Told(i).channel
  IN c = "target" \/ \A j \in 1 .. i - 1 : Told(j).channel = c => j \in at.heard

HearTold ==
  \E i \in DOMAIN Batch.told \ at.heard :
    /\ IsNext(i)
    /\ Hears(Told(i).channel, Told(i).message)
    /\ Explained(at.heard \cup {i}, {0})

\* What goes between the parts of a device is said, and then heard.
SaidAt(m) == {i \in DOMAIN Batch.said : Spoken(i) = Answer(m)}

HearInside ==
  /\ IsDevice
  /\ \/ \E m \in toTarget :
          /\ IF NoEffect(m) THEN toTarget' = toTarget \ {m} /\ Nothing("target", m)
             ELSE TargetTakes(m)
          /\ Explained(at.heard, SaidAt(m))
     \/ \E m \in toProxy : AnswerHeard(m) /\ Explained(at.heard, SaidAt(m))

NextBatch ==
  /\ at.heard = DOMAIN Batch.told
  /\ at.explained = DOMAIN Batch.said
  /\ IsDevice => toTarget = {} /\ toProxy = {}
  /\ PrintT(<<"explained", at.recording, at.batch>>)
  /\ at' = [at EXCEPT !.batch = @ + 1, !.heard = {}, !.explained = {}]
  /\ UNCHANGED vars

TraceInit ==
  /\ Init
  /\ at \in {[recording |-> r, batch |-> 1, heard |-> {}, explained |-> {}] :
             r \in DOMAIN Recordings}

TraceNext ==
  /\ at.batch \in DOMAIN Recording.batches
  /\ HearTold \/ HearInside \/ NextBatch

TraceSpec == TraceInit /\ [][TraceNext]_<<vars, at>>

TraceView == <<environmentVars, proxyVars, targetVars, underWay, at>>
===============================================================================
