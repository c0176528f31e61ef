"""What the package knows of licences, without a graph."""

from functools import cache

from supplygraph.licenses.compatibility import may_become
from supplygraph.licenses.matrix import matrix_names, shipped_matrix
from supplygraph.licenses.profile_node import profile_node
from supplygraph.licenses.profiles import profiles
from supplygraph.licenses.rules import Knowledge
from supplygraph.licenses.stored import knowledge_of
from supplygraph.licenses.table import licenses
from supplygraph.licenses.terms import terms


@cache
def knowledge() -> Knowledge:
    """Built from the row that the graph would give."""
    levels = {term.code: term.level for term in terms()}
    rows = []
    for entry in licenses():
        imposes = [
            {
                "code": one.code,
                "level": levels[one.code],
                "certain": list(one.certain),
                "unclear": list(one.unclear),
                "contested": list(one.contested),
                "condition": one.condition,
            }
            for one in entry.terms
        ]
        cells = [
            [cell.downstream, name, cell.verdict, None, None]
            for name in matrix_names()
            for cell in shipped_matrix(name).cells
            if cell.upstream == entry.id
        ]
        rows.append(
            {
                "id": entry.id,
                "class": entry.cls,
                "family": entry.family,
                "version": entry.version,
                "family_only": entry.family_only,
                "or_later_unknown": entry.or_later_unknown,
                "certainty": entry.certainty,
                "terms_known": entry.terms_known,
                "text_date": entry.text_date,
                "spdx": entry.spdx,
                "imposes": imposes,
                "becomes": [[one.downstream, one.kind] for one in may_become() if one.upstream == entry.id],
                "cells": cells,
            }
        )
    return knowledge_of(
        {
            "licenses": rows,
            "satisfied": [[term.code, one.code, one.kind] for term in terms() for one in term.satisfied_by],
            "profiles": [profile_node(profile).model_dump(exclude_none=True) for profile in profiles()],
        }
    )
