"""Works out what follows from loads: lineage, publishers, verdicts, names, and whether that is fresh."""
