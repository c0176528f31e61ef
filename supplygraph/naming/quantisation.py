"""What a label of quantisation says: its scheme, and how many bits a weight has."""

import re

from supplygraph.naming.vocabulary import Quantisation, vocabulary

#: Labels that the table does not list, by what their number counts.
_RULES = (
    (re.compile(r"(\d+(?:\.\d+)?)bit\Z"), "bits"),
    (re.compile(r"(\d+(?:\.\d+)?)bpw\Z"), "bits"),
    (re.compile(r"w(\d+)a\d+\Z"), "integer"),
    (re.compile(r"oq(\d(?:\.\d)?)\w*\Z"), "oq"),
    (re.compile(r"[it]?q(\d)\w*\Z"), "gguf"),
    (re.compile(r"qx(\d)\d\w*\Z"), "mixes"),
)


def quantisation(label: str) -> Quantisation:
    """The scheme and bits of a label in its normal form; empty and 0 where it does not tell them."""
    known = vocabulary().quantisations.get(label)
    if known is not None:
        return known
    for pattern, scheme in _RULES:
        found = pattern.match(label)
        if found is not None:
            return Quantisation(scheme, float(found[1]))
    return Quantisation("", 0.0)
