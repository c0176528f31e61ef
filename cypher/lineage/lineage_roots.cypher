// Roots of the model lineage
// question: From which models that were made from no other do most models descend?
// grain: one row per model that has children and no parent
// parameters:
//   max_rows (INTEGER): most rows to return
// columns:
//   root (STRING): Hub id of the root
//   descendants (INTEGER): distinct models below it, at any depth
//   downloads (INTEGER): downloads of the root itself in the last 30 days; null where no source says
:param max_rows => 100;

MATCH (root:Model {lineage_depth: 0})
RETURN root.id AS root, root.lineage_descendants AS descendants, root.downloads AS downloads
ORDER BY descendants DESC, root
LIMIT $max_rows;
