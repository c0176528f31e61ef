// once: the different combinations of pairs that judge edges together
MATCH ()-[edge:DERIVED_FROM|TRAINED_ON|GENERATED_FROM|REUSES]->()
RETURN DISTINCT edge._license_pair AS pair, coalesce(edge._license_also, []) AS also
ORDER BY pair, also;
