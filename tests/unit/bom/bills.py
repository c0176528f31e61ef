"""A bill of five steps with a merge and three datasets, made without a graph."""

from datetime import UTC, datetime
from typing import Any

from supplygraph.bom.bill import Bill, Part, PartKey, PartKind, PartLicense
from supplygraph.licenses.gaps import Gap
from supplygraph.schema.relationships import DerivedFrom

MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def license(id_: str, spdx: str | None = None, **about: Any) -> PartLicense:
    values: dict[str, Any] = {"title": None, "raw": id_, "link": None, "operator": "single", "from_text": False}
    return PartLicense(id_, spdx, **{**values, **about})


def part(kind: PartKind, id_: str, *licenses: PartLicense, **record: Any) -> Part:
    known = {"status": "present", "created_at": "2024-01-02T03:04:05Z", "last_modified": "2024-02-03T04:05:06.789Z"}
    stated = [{"id": one.id, "raw": one.raw, "operator": one.operator, "evidence": ["card"]} for one in licenses]
    made: dict[str, Any] = {"kind": kind, "id": id_, **known, **record, **({"license": stated} if stated else {})}
    return Part(PartKey(kind, id_), made, licenses, verdict="compatible")


def bases(**relations: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"acme/{name}",
            "relation": relation,
            "evidence": ["card", "tag"],
            **DerivedFrom.stated("hub", [("card", relation)]),
        }
        for name, relation in relations.items()
    ]


def lineage() -> Bill:
    """quant <- merge <- (left, right) <- base <- root, and three datasets, one of which a model wrote."""
    quant = part(
        "model", "acme/quant", license("apache-2.0", "Apache-2.0"), sha=COMMIT, derived_from=bases(merge="quantized")
    )
    quant.verdict, quant.certainty = "conflict", "contested"
    quant.conflicts = [
        {
            "license": "apache-2.0",
            "origin": "acme/left",
            "origin_license": "cc-by-nc-4.0",
            "first_drop": "acme/merge",
            "terms": ["NC"],
            "certainty": "contested",
        }
    ]
    merge = part(
        "model",
        "acme/merge",
        license("mit", "MIT", operator="or"),
        license("llama9", None, operator="or", link="https://example.org/llama 9"),
        derived_from=bases(left="merge", right="merge"),
        task="text-generation",
        tasks=[{"id": "text-generation"}],
        model_types=[{"id": "llama"}],
        architectures=[{"id": "LlamaForCausalLM"}],
        metrics=["accuracy on ARC: 0.67", "no form"],
        evaluated_on=[
            {"id": "acme/chat", "metric": "f1", "value": 88.5, "split": "test", "claimed_by": "author"},
            {"id": "acme/chat", "claimed_by": "author"},
        ],
        hyperparameters=["learning_rate: 1e-4"],
        limitations="Fails\nat sums",
        papers=[{"id": "arxiv:2307.09288"}],
    )
    left = part(
        "model",
        "acme/left",
        license("cc-by-nc-4.0", "CC-BY-NC-4.0"),
        derived_from=bases(base="finetune"),
        trained_on=[{"id": "acme/chat", "evidence": ["tag"]}, {"id": "squad", "evidence": ["card"]}],
    )
    right = part(
        "model",
        "acme/right",
        license("gpl-3.0", "GPL-3.0-only", or_later_unknown=True),
        derived_from=bases(base="adapter"),
    )
    base = part(
        "model",
        "acme/base",
        license("mit", "MIT", operator="list"),
        license("other", "LicenseRef-hf-other", operator="list"),
    )
    base.record["derived_from"] = [{"id": "internal:root", "relation": "undeclared", "evidence": ["config"]}]
    root = Part(PartKey("model", "internal:root"), {"kind": "model", "id": "internal:root", "status": "stub"})
    root.gaps = [Gap("NOT_LOADED", "internal:root")]
    chat = part(
        "dataset",
        "acme/chat",
        license("unknown", "NOASSERTION"),
        generated_from=[{"id": "acme/base", "evidence": ["card"]}],
    )
    raw = part("dataset", "acme/raw", license("odbl", "ODbL-1.0"))
    chat.record["derived_from"] = [{"id": "acme/raw", "relation": "copy", "evidence": ["card"]}]
    squad = part("dataset", "squad")
    parts = (quant, merge, left, right, base, root, chat, raw, squad)
    return Bill(quant.key, {one.key: one for one in parts}, MOMENT, "default", "1.2.3")


def code() -> Bill:
    """A repository that loads a model at two places and a dataset of the same id."""
    model, data = part("model", "acme/foo", license("mit", "MIT")), part("dataset", "acme/foo", license("mit", "MIT"))
    uses = [
        {"id": "acme/foo", "places": ["a.py:3", "b.ipynb#2:1"], "calls": ["from_pretrained", "pipeline"]},
        {"id": "acme/foo", "kind": "dataset", "places": ["c.py"], "calls": ["load_dataset"]},
    ]
    read = license("apache-2.0", "Apache-2.0", from_text=True)
    app = part("repository", "github.com/acme/app", read, uses=uses, description="An app", head=COMMIT)
    app.gaps, app.verdict = [Gap("CALLS_OPEN", "1")], "unknown"
    app.notes = ["a.py:9: what pipeline loads is only known at run time"]
    return Bill(app.key, {one.key: one for one in (app, model, data)}, MOMENT, "default", "1.2.3")


def with_code() -> Bill:
    """A model together with the code in a folder, which loads another model."""
    model, other = part("model", "acme/foo", license("mit", "MIT")), part("model", "acme/bar", license("mit", "MIT"))
    folder = part("repository", "local.invalid/folder/app", uses=[{"id": "acme/bar", "places": ["a.py:1"]}])
    model.record["code"] = [{"id": folder.key.id, "evidence": ["source-code"]}]
    return Bill(model.key, {one.key: one for one in (model, folder, other)}, MOMENT, "default", "1.2.3")
