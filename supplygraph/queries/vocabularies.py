"""Gathers the closed vocabularies of the graph from where each is declared, for the schema page."""

from supplygraph.attributes.topics import topics
from supplygraph.licenses.profiles import profiles
from supplygraph.licenses.reasons import REASONS
from supplygraph.licenses.table import CLASSES, licenses
from supplygraph.licenses.terms import conditions, terms
from supplygraph.naming.tokens import CONVENTION_MEANINGS
from supplygraph.schema import vocabulary as graph
from supplygraph.schema.relationships import RELATIONSHIPS, HasFinding
from supplygraph.schema.vocabulary import Vocabulary

_ARTIFACTS = ("Model", "Dataset", "Space", "Repository")


def vocabularies() -> tuple[Vocabulary, ...]:
    """The vocabularies, in the order of a page."""
    return (
        Vocabulary("Statuses", tuple(f"{label}.status" for label in _ARTIFACTS), graph.STATUSES),
        Vocabulary(
            "Relations",
            ("DERIVED_FROM.relation", "DERIVED_FROM.inferred", "Model.made_as"),
            graph.RELATIONS,
        ),
        Vocabulary(
            "Channels",
            ("DERIVED_FROM.channel",),
            graph.CHANNELS,
            "What moves along an edge, for licences. `channels` of `DROPPED` and of pairs list them.",
        ),
        Vocabulary("Evidence", tuple(_with_evidence()), graph.EVIDENCE),
        Vocabulary(
            "Licence classes",
            ("License.class", *(f"{one}.license_class" for one in ("Model", "Dataset", "Repository"))),
            {str(name): meaning for name, meaning in CLASSES.items()},
            "No verdict rests on a class. `license_class` is also `several`. What bars commercial use is "
            "`(:License)-[:IMPOSES]->(t:LicenseTerm) WHERE t.kind IN ['NC', 'RO']`, not only the classes that begin "
            "with `nc`.",
        ),
        Vocabulary(
            "Licence terms",
            ("LicenseTerm.code",),
            _terms(),
            f"The part before `.` or `:` is `kind`. Conditions: {_conditions()}",
            ("level", "meaning"),
            closed=False,
        ),
        Vocabulary(
            "Rule sets",
            ("Profile.name",),
            {one.name: (_judges(one.relations), " ".join(one.meaning.split())) for one in profiles()},
            "A user's own are nodes with `own = true`. Where a rule set does not judge an edge, there is no `JUDGED`.",
            ("judges", "meaning"),
            closed=False,
        ),
        Vocabulary("Verdicts", ("JUDGED.verdict", *_on_edges("license_verdict")), graph.VERDICTS),
        Vocabulary(
            "Certainties",
            ("JUDGED.certainty", "CONFLICTS_WITH.certainty", *_on_edges("license_certainty")),
            graph.CERTAINTIES,
        ),
        Vocabulary(
            "Reason codes",
            ("JUDGED.codes", "CONFLICTS_WITH.codes", *_on_edges("license_codes")),
            REASONS,
            "Several may hold; the strongest come first.",
        ),
        Vocabulary("Why a verdict is unknown", ("JUDGED.why_unknown",), graph.WHY_UNKNOWN),
        Vocabulary("Naming conventions", ("Model.name_convention",), CONVENTION_MEANINGS),
        Vocabulary("Classes of findings", ("HAS_FINDING.verdict",), graph.FINDINGS),
        Vocabulary("Claimants", ("EVALUATED_ON.claimed_by",), graph.CLAIMANTS),
        Vocabulary(
            "Topics of cards and files",
            ("Model.card_topics", "Model.file_topics"),
            {topic.name: topic.meaning for topic in topics()},
            "`supplygraph/attributes/topics.toml` has the words and file names by which each is found.",
        ),
    )


def _with_evidence() -> list[str]:
    return [
        f"{kind.type_name}.evidence"
        for kind in RELATIONSHIPS
        if "evidence" in kind.model_fields and kind is not HasFinding
    ]


def _on_edges(name: str) -> list[str]:
    return [f"{kind.type_name}.{name}" for kind in RELATIONSHIPS if name in kind.model_fields]


def _terms() -> dict[str, tuple[str, str]]:
    """The terms, with those for the same licence as one row; there is one for each licence that asks for it."""
    found = {term.code: (str(term.level), term.meaning) for term in terms() if term.kind != "SA"}
    same = next(term for term in terms() if term.kind == "SA")
    name = next(one.name for one in licenses() if one.id == same.code.removeprefix("SA:"))
    return found | {"SA:ID": (same.level, same.meaning.replace(name, "the licence of that id"))}


def _conditions() -> str:
    return graph.listed({one.name: one.meaning.rstrip(".") for one in conditions().values()})


def _judges(relations: tuple[str, ...] | None) -> str:
    return "all relations" if relations is None else ", ".join(f"`{one}`" for one in relations)
