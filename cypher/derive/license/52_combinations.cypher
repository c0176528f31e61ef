// once: the different combinations of pairs that judge edges together
MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
RETURN DISTINCT edge.license_pair AS pair, coalesce(edge.license_also, []) AS also
ORDER BY pair, also;
