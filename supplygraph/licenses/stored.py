"""Reads what is known of licences from rows of the graph, and writes judgements as properties for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from supplygraph.licenses.advice import places
from supplygraph.licenses.judge import Judgement, Lost
from supplygraph.licenses.rules import CHANNELS, Cell, Imposed, Knowledge, LicenseFacts, ReachRule, RuleSet
from supplygraph.licenses.statement import Statement, joined
from supplygraph.licenses.verdict import Verdict

Row = dict[str, Any]
#: How an artifact that declares nothing stands in the key of a pair.
NONE = "(none)"


def knowledge_of(row: Mapping[str, Any]) -> Knowledge:
    """What the row of `20_knowledge.cypher` states of licences and rule sets."""
    # Every term keeps itself, which the graph does not say.
    satisfied = {one["code"]: {one["code"]: "full"} for license in row["licenses"] for one in license["imposes"]}
    for code, keeper, kind in row["satisfied"]:
        satisfied.setdefault(code, {})[keeper] = kind
    cells: dict[tuple[str, str], tuple[Cell, ...]] = {}
    for license in row["licenses"]:
        for other, matrix, verdict, upper, lower in license["cells"]:
            key = license["id"], other
            written = None if upper is None or lower is None else (upper, lower)
            cells[key] = (*cells.get(key, ()), Cell(matrix, verdict, written))
    return Knowledge(
        licenses={license["id"]: _license(license) for license in row["licenses"]},
        satisfied_by=satisfied,
        may_become={(one["id"], other): kind for one in row["licenses"] for other, kind in one["becomes"]},
        cells=cells,
        rule_sets=tuple(_rule_set(profile) for profile in row["profiles"]),
    )


def statements_of(row: Mapping[str, Any]) -> dict[str, Statement]:
    """The expressions that artifacts declare, by key."""
    return {**{one["id"]: statement_of(one) for one in row["statements"]}, NONE: Statement()}


def statement_of(row: Mapping[str, Any] | None) -> Statement:
    """The expression of a `_LicenseStatement`; nothing is declared where there is none."""
    if row is None:
        return Statement()
    conditions = frozenset(row["conditions"] or ())
    return Statement(tuple(row["licenses"]), row["operator"], bool(row["contradicted"]), conditions)


def _license(row: Row) -> LicenseFacts:
    return LicenseFacts(
        id=row["id"],
        class_=row["class"] or "unknown",
        family=row["family"],
        version=row["version"],
        family_only=bool(row["family_only"]),
        or_later_unknown=bool(row["or_later_unknown"]),
        certainty=row["certainty"],
        terms_known=bool(row["terms_known"]),
        text_date=row["text_date"],
        own_text=(row["spdx"] or "").startswith("LicenseRef-"),
        imposes=tuple(
            Imposed(
                one["code"],
                one["level"] or "",
                frozenset(one["certain"] or ()),
                frozenset(one["unclear"] or ()),
                frozenset(one["contested"] or ()),
                one["condition"],
            )
            for one in row["imposes"]
        ),
    )


def _rule_set(row: Row) -> RuleSet:
    return RuleSet(
        name=row["name"],
        terms=bool(row.get("terms")),
        relations=None if row.get("relations") is None else frozenset(row["relations"]),
        matrices=tuple(row.get("matrices") or ()),
        matrix_verdicts=_mapping(row, "matrix_words", "matrix_verdicts"),
        channel_as=_mapping(row, "channels", "channels_as"),
        reach=tuple(
            ReachRule(*rule)
            for rule in zip(
                *(row.get(name) or () for name in ("reach_channels", "reach_as", "reach_terms")), strict=True
            )
        ),
        aliases=_mapping(row, "aliases", "aliases_as"),
        identical=row.get("identical") or "go_on",
        missing=row.get("missing") or "unknown",
        absent_pair=row.get("absent_pair") or "unknown",
        skip_multiple=bool(row.get("skip_multiple")),
    )


def _mapping(row: Row, names: str, values: str) -> dict[str, str]:
    return dict(zip(row.get(names) or (), row.get(values) or (), strict=True))


def reach_rows(knowledge: Knowledge) -> list[Row]:
    """The `REACHES` relationships: what a licence asks for on one channel under a rule set."""
    rows = []
    for rules in knowledge.rule_sets:
        for license_id in knowledge.licenses if rules.terms else ():
            for channel in CHANNELS:
                reach = knowledge.reach(rules, license_id, channel)
                if reach.certain or reach.unclear or reach.notices:
                    properties = {
                        name: list(getattr(reach, name)) for name in ("certain", "unclear", "contested", "notices")
                    }
                    rows.append(
                        {"license": license_id, "profile": rules.name, "channel": channel, "properties": properties}
                    )
    return rows


def carries_rows(knowledge: Knowledge) -> list[Row]:
    """The `CARRIES` relationships: which restrictions of a licence another one keeps, wholly or in part."""
    rows = []
    for license in knowledge.licenses.values():
        for keeper in knowledge.licenses if license.restrictions else ():
            kept = knowledge.keeps(keeper, license.id)
            # That a licence keeps its own restrictions would be drawn as a loop on every licence.
            if kept and keeper != license.id:
                rows.append(
                    {
                        "keeper": keeper,
                        "license": license.id,
                        "terms": [code for code, reason in kept.items() if not reason],
                        "weaker": [code for code, reason in kept.items() if reason],
                        "reasons": [reason for reason in kept.values() if reason],
                    }
                )
    return rows


def proposal_rows(knowledge: Knowledge) -> list[Row]:
    """The licences to propose for what is made from works under each licence."""
    rows = []
    for license in knowledge.licenses.values():
        found = places(knowledge, license)
        rows.append(
            {"license": license.id, "proposals": [one for one, _ in found], "places": [where for _, where in found]}
        )
    return rows


def judged_properties(one: Judgement) -> Row:
    """A judgement of a pair as a `JUDGED` relationship keeps it."""
    return {
        **_verdict_properties(one),
        "lost": _codes(one.lost),
        "lost_of": [lost.license for lost in one.lost],
        "unclear": _codes(one.unclear),
    }


def verdict_properties(one: Verdict) -> Row:
    """The verdict on an edge as a `JUDGED` relationship keeps it."""
    return {**_verdict_properties(one), "why_unknown": one.why_unknown}


def _verdict_properties(one: Judgement | Verdict) -> Row:
    return {
        "verdict": one.verdict,
        "rank": one.rank,
        "codes": list(one.codes),
        "certainty": one.certainty,
        "identical": one.identical,
        "upstream": joined(one.part) or None if one.part is not None else None,
    }


def _codes(lost: Iterable[Lost]) -> list[str]:
    return [one.code for one in lost]
