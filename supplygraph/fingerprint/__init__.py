"""Which architecture the headers of weight files show: formats, layer patterns, fingerprints; never any weights."""
