--------------------------- MODULE MCCoordination ---------------------------
(***************************************************************************)
(* Coordination in bounds that TLC can exhaust.                            *)
(***************************************************************************)
EXTENDS Coordination

\* Rank and choice of victims (MEM-5) need two programs, one of which may be
\* kept warm (END-1); then one process of one resource each is enough.
ManyPrograms == [nav |-> {"map"}, media |-> {"song"}]

\* Another resource of the same process (END-2) needs one program; then two
\* processes share a resource: one leaves while the other remains.  They are
\* interchangeable, but stay distinct: symmetry is unsound with progress.
ManyResources == [nav |-> {"map", "route"}]

\* One resource, and one that no program provides (REQ-8): for progress, which
\* is judged for each resource by itself.
OneResource == [nav |-> {"map"}]

\* Generations up to 2: a start beyond is refused, as if memory were out, so
\* every behaviour up to there is kept and none is cut off in the middle.  A
\* death and a new run need two; no rule relates more than two.
UpToTwo == 0..2

=============================================================================

What TLC explored, to the end, nothing violated (manifest.json, where the other modules
stand too). Depth counts the initial state; seconds are of one run beside other work on two
cores, for orientation.

EXPLORED
configuration                distinct    generated  depth  seconds
MCCoordination                 22,191      583,755     15       39
coordination/memory           115,207    2,017,001     21       96
coordination/hold              80,151    1,374,597     21       68
coordination/progress           8,481      216,074     15       39
END
