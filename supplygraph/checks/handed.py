"""Cypher that finds who bears a wrong claim of a base: a quantised form is named like what it was made from."""

from __future__ import annotations

#: Steps between a model whose name is wrong and those that are looked at below it.
FARTHEST = 3
#: Properties of claims that are handed down: what is made from a model is of its family, generation and size.
CLAIMS = ("name_families", "name_generations", "name_parameters")
#: Relations along which they are; what is merged or distilled bears the claims of others, too.
_RELATIONS = ("finetune", "adapter", "quantized", "copy")
_ALONE = "NOT any(word IN coalesce(lower.name_relations, []) WHERE word IN ['merge', 'distilled', 'draft', 'serves'])"
_STEP = (
    "((lower:Model)-[step:DERIVED_FROM]->(upper:Model) WHERE {keeps} "
    "AND COUNT {{ (lower)-[:DERIVED_FROM]->(:Model) }} = 1)"
)
_BEARERS = """
CALL (model, base, verdict, claimed) {{
  RETURN model AS artifact, null AS path
  UNION ALL
  WITH *
  WHERE verdict IN ['conflict', 'borne']
  MATCH way = (heir:Model){step}{{1,{farthest}}}(model)
  WHERE heir._name_key IS NOT NULL AND coalesce(heir.status, '') <> 'stub'
    AND all(one IN heir.{claim} WHERE toString(one) IN claimed)
  RETURN heir AS artifact, [one IN nodes(way) | one.id] + base.id AS path
}}"""
_BORNE = """
UNWIND $models AS lower
WITH lower, lower.bases[0] AS step
WHERE size(lower.bases) = 1
MATCH (upper:Model {{id: step.id}})
WHERE {keeps}
WITH lower AS heir, upper AS first
MATCH way = (first){step}{{0,{before}}}(carrier:Model)
WITH heir, carrier, [one IN nodes(way) | one.id] AS way
CALL (carrier) {{
  WITH carrier AS model
  {inner}
}}
WITH *
WHERE verdict IN ['conflict', 'borne'] AND all(one IN heir.{claim} WHERE toString(one) IN claimed)
RETURN heir AS artifact, model, base, relation, verdict, claimed, actual, evidence,
  [heir.id] + way + base.id AS path"""


def _keeps(claim: str) -> str:
    """Whether `lower` was made from `upper` in a way that keeps the fact, and claims what `upper` claims."""
    kept = ", ".join(f"'{relation}'" for relation in _RELATIONS)
    return (
        # Where nobody said how, a name that is that of the base but for its format does.
        f"(step.relation IN [{kept}] OR step.relation = 'undeclared' AND lower._name_stem = upper._name_key) "
        f"AND size(lower.{claim}) > 0 "
        f"AND all(one IN lower.{claim} WHERE one IN upper.{claim}) AND {_ALONE}"
    )


def bearers(claim: str) -> str:
    """Goes on from the conflicts of models to those that were made from them and bear the same claim."""
    keeps = _keeps(claim)
    return _BEARERS.format(step=_STEP.format(keeps=keeps), claim=claim, farthest=FARTHEST)


def borne(claim: str, inner: str) -> str:
    """The conflicts that models given as maps, `$models`, bear because those of the graph do that they were made from.

    Args:
        claim: Property of the claim.
        inner: What finds the conflicts of a `model` of the graph.
    """
    keeps = _keeps(claim)
    step = _STEP.format(keeps=keeps)
    inner = inner.replace("\n", "\n  ")
    return _BORNE.format(keeps=keeps, step=step, claim=claim, before=FARTHEST - 1, inner=inner)
