// What each load did
// question: Which loads were there, were they complete, and what did they count?
// grain: one row per load and count; one row without a name for a load that counted nothing
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   load (STRING): id of the load
//   source (STRING): what was loaded
//   started (ZONED DATETIME): start, in UTC
//   finished (ZONED DATETIME): end, in UTC; null while it runs or when it was cut off
//   complete (BOOLEAN): whether everything that was asked for was read
//   name (STRING): what was counted
//   count (INTEGER): the count
// notes: The newest load comes first.
:param max_rows => 1000;

MATCH (load:Load)
WITH load, coalesce(load.count_names, []) AS names, coalesce(load.count_values, []) AS counts
UNWIND CASE WHEN size(names) = 0 THEN [null] ELSE range(0, size(names) - 1) END AS position
RETURN
  load.id AS load,
  load.source AS source,
  load.started AS started,
  load.finished AS finished,
  load.complete AS complete,
  names[position] AS name,
  counts[position] AS count
ORDER BY started DESC, load, name
LIMIT $max_rows;
