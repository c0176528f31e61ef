"""The names under which documents keep what their standard has no field for, and how values are written there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SPACE = "supplygraph:"
#: Whose the identifiers are that name parts as the graph does.
AUTHORITY = "supplygraph"
#: A key of the plain record: `supplygraph:record:library`.
RECORD = f"{SPACE}record:"
#: Digest of what the standard's own fields say; it no longer fits where somebody has changed them.
DIGEST = f"{SPACE}digest"
#: The relation to a part: `supplygraph:relation:model:acme/base`.
RELATION = f"{SPACE}relation:"
CONCLUDED = f"{SPACE}license:concluded"
CONFLICT = f"{SPACE}license:conflict"
NOTE = f"{SPACE}note"
UNKNOWN = f"{SPACE}license:unknown-because"
VERDICT = f"{SPACE}license:verdict"
NO_ASSERTION = "NOASSERTION"
OR_LATER = "it is not stated whether later versions of the licence may be chosen"
#: What a verdict is, and is not.
DISCLAIMER = "A reading by stated rules, not legal advice; what is not known is unknown and never a pass."


def written(value: Any) -> str:
    """A value as the text of a property: text as it is where it cannot be taken for anything else, else JSON."""
    if isinstance(value, str):
        try:
            json.loads(value)
        except ValueError:
            return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def read(text: str) -> Any:
    """The value of such a text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def digest(record: Mapping[str, Any]) -> str:
    """What tells whether a record is still the same."""
    text = json.dumps(record, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
