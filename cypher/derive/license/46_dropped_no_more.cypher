// once: what is no longer dropped, and the marks of the passes
MATCH ()-[dropped:DROPPED]->()
WITH dropped, coalesce(dropped._derive_pass, 0) < $first AS stale
CALL (dropped, stale) {
  FOREACH (_ IN CASE WHEN stale THEN [1] ELSE [] END | DELETE dropped)
  FOREACH (_ IN CASE WHEN stale THEN [] ELSE [1] END | REMOVE dropped._derive_pass)
} IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS changed;
