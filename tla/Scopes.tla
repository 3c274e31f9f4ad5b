-------------------------------- MODULE Scopes --------------------------------
(***************************************************************************)
(* The bounds that have names. Generated from the Java model's Scopes,     *)
(* which says what each is for; -Dholdfast.update=true writes it anew.     *)
(***************************************************************************)
Scopes == [
  default |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"route">>, ids |-> 1, boots |-> 2]],
    crashes |-> 1, localUses |-> 1, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> TRUE, groups |-> FALSE, uses |-> TRUE],

  shared |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map", "route">>, ids |-> 2, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 1, boots |-> 2]],
    crashes |-> 1, localUses |-> 0, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> TRUE, groups |-> FALSE, uses |-> TRUE],

  quiet |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map", "route">>, ids |-> 2, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 1, boots |-> 2]],
    crashes |-> 1, localUses |-> 0, levels |-> {"CRITICAL", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  groups |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 2, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 2, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 3, boots |-> 1],
      B |-> [processes |-> {[pid |-> 3, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 1, boots |-> 1]],
    crashes |-> 1, localUses |-> 0, levels |-> {"CRITICAL", "NONE"},
    hostile |-> FALSE, groups |-> TRUE, uses |-> FALSE],

  programs |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map", "song">>, ids |-> 3, boots |-> 1]],
    crashes |-> 1, localUses |-> 2, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> TRUE],

  hold |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map"}], keepsWarm |-> {},
    profile |-> "HOLD",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map", "song">>, ids |-> 3, boots |-> 1]],
    crashes |-> 1, localUses |-> 2, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> TRUE],

  warm |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map"}], keepsWarm |-> {"nav"},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map", "song">>, ids |-> 3, boots |-> 1]],
    crashes |-> 1, localUses |-> 2, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> TRUE],

  unknown |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"bogus", "map">>, ids |-> 2, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"bogus">>, ids |-> 1, boots |-> 2]],
    crashes |-> 0, localUses |-> 0, levels |-> {"MEDIUM", "NONE"},
    hostile |-> TRUE, groups |-> FALSE, uses |-> TRUE],

  tiny |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 1, boots |-> 2]],
    crashes |-> 1, localUses |-> 1, levels |-> {"CRITICAL"},
    hostile |-> TRUE, groups |-> FALSE, uses |-> TRUE],

  again |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 3, boots |-> 1]],
    crashes |-> 1, localUses |-> 0, levels |-> {},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  reused |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 1, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  namesakes |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 1, boots |-> 2]],
    crashes |-> 1, localUses |-> 0, levels |-> {},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  deaths |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1]],
    crashes |-> 1, localUses |-> 0, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> TRUE],

  both |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map", "route">>, ids |-> 3, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {},
    hostile |-> FALSE, groups |-> FALSE, uses |-> TRUE],

  local |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1]],
    crashes |-> 0, localUses |-> 1, levels |-> {"MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  hostile |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"bogus", "map">>, ids |-> 2, boots |-> 2]],
    crashes |-> 0, localUses |-> 0, levels |-> {},
    hostile |-> TRUE, groups |-> FALSE, uses |-> FALSE],

  hostiles |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {},
    hostile |-> TRUE, groups |-> FALSE, uses |-> FALSE],

  pairs |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 2, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {},
    hostile |-> FALSE, groups |-> TRUE, uses |-> FALSE],

  victims |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 0, boots |-> 1]],
    crashes |-> 0, localUses |-> 2, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  holds |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map"}], keepsWarm |-> {},
    profile |-> "HOLD",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map", "song">>, ids |-> 2, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {"CRITICAL", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  keeps |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map"}], keepsWarm |-> {"nav"},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"song">>, ids |-> 1, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {"CRITICAL"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  warmth |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map"}], keepsWarm |-> {"nav"},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map", "song">>, ids |-> 2, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  crowd |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 2, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map", "route">>, ids |-> 2, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"bogus", "song">>, ids |-> 1, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {},
    hostile |-> FALSE, groups |-> FALSE, uses |-> TRUE],

  newcomers |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"bogus", "map">>, ids |-> 1, boots |-> 2],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 2, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"route", "song">>, ids |-> 1, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {},
    hostile |-> TRUE, groups |-> FALSE, uses |-> FALSE],

  hosts |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "HOLD",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 2, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 1, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"route", "song">>, ids |-> 1, boots |-> 1]],
    crashes |-> 0, localUses |-> 1, levels |-> {"CRITICAL"},
    hostile |-> FALSE, groups |-> TRUE, uses |-> FALSE],

  losses |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map", "route"}], keepsWarm |-> {"nav"},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 2, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map", "route">>, ids |-> 1, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"song">>, ids |-> 1, boots |-> 1]],
    crashes |-> 1, localUses |-> 0, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  idling |-> [
    provides |-> [nav |-> {"map"}], keepsWarm |-> {"nav"},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"bogus", "map">>, ids |-> 2, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> TRUE, groups |-> FALSE, uses |-> TRUE],

  owners |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {},
    profile |-> "HOLD",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map", "route">>, ids |-> 2, boots |-> 1]],
    crashes |-> 1, localUses |-> 1, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> TRUE, groups |-> FALSE, uses |-> TRUE],

  families |-> [
    provides |-> [nav |-> {"map"}], keepsWarm |-> {"nav"},
    profile |-> "HOLD",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 2, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1]],
    crashes |-> 0, localUses |-> 1, levels |-> {"CRITICAL", "NONE"},
    hostile |-> FALSE, groups |-> TRUE, uses |-> TRUE],

  parties |-> [
    provides |-> [nav |-> {"map"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 2, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"bogus", "map">>, ids |-> 2, boots |-> 2]],
    crashes |-> 1, localUses |-> 0, levels |-> {"CRITICAL"},
    hostile |-> TRUE, groups |-> TRUE, uses |-> FALSE],

  heirs |-> [
    provides |-> [nav |-> {"map"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2], [pid |-> 2, incarnation |-> 1]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1]],
    crashes |-> 1, localUses |-> 0, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> TRUE, uses |-> FALSE],

  rivals |-> [
    provides |-> [media |-> {"song"}, nav |-> {"map"}], keepsWarm |-> {},
    profile |-> "HOLD",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {},
        asks |-> <<"map", "song">>, ids |-> 2, boots |-> 1],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 1, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  returns |-> [
    provides |-> [nav |-> {"map", "route"}], keepsWarm |-> {"nav"},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map", "route">>, ids |-> 2, boots |-> 1]],
    crashes |-> 0, localUses |-> 1, levels |-> {},
    hostile |-> FALSE, groups |-> FALSE, uses |-> TRUE],

  rebirth |-> [
    provides |-> [nav |-> {"map"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1]},
        asks |-> <<"map">>, ids |-> 2, boots |-> 2],
      B |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 1, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {},
    hostile |-> FALSE, groups |-> FALSE, uses |-> TRUE],

  visits |-> [
    provides |-> [nav |-> {"map"}], keepsWarm |-> {"nav"},
    profile |-> "HOLD",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"bogus", "map">>, ids |-> 2, boots |-> 2]],
    crashes |-> 0, localUses |-> 1, levels |-> {"CRITICAL", "LOW", "MEDIUM", "NONE"},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  chain1 |-> [
    provides |-> [nav |-> {"map"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1]},
        exits |-> {},
        asks |-> <<"map">>, ids |-> 2, boots |-> 1]],
    crashes |-> 1, localUses |-> 0, levels |-> {},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE],

  chain2 |-> [
    provides |-> [media |-> {"song"}], keepsWarm |-> {},
    profile |-> "SHED",
    originators |-> [
      A |-> [processes |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        exits |-> {[pid |-> 1, incarnation |-> 1], [pid |-> 1, incarnation |-> 2]},
        asks |-> <<"song">>, ids |-> 2, boots |-> 1]],
    crashes |-> 0, localUses |-> 0, levels |-> {},
    hostile |-> FALSE, groups |-> FALSE, uses |-> FALSE]]
===============================================================================
