"""Writes the generated files of the checkout, or with `--check` fails where one is stale."""

import json
import sys
from pathlib import Path

from supplygraph.store.documentation import schema_page, schema_script


def generated_files() -> dict[str, str]:
    """Path in the checkout to text, for every generated file."""
    from supplygraph.gate.policy import policy_schema
    from supplygraph.queries.documentation import catalogue_markdown
    from supplygraph.queries.typed_face import questions_module
    from supplygraph.queries.vocabularies import vocabularies
    from supplygraph.sources.records_schema import records_schema

    return {
        "cypher/schema/schema.cypher": schema_script(),
        "cypher/README.md": catalogue_markdown(),
        "docs/schema.md": schema_page(vocabularies()),
        "docs/gate-policy.schema.json": policy_schema(),
        "supplygraph/questions.py": questions_module(),
        "docs/records.schema.json": json.dumps(records_schema(), indent=2, ensure_ascii=False) + "\n",
    }


def main(arguments: list[str]) -> int:
    """Returns 0 when all files are (now) fresh, 1 when `--check` found a stale one."""
    checkout = Path(__file__).parents[1]
    stale = []
    for name, text in generated_files().items():
        path = checkout / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        sys.stdout.write(f"{'stale' if '--check' in arguments else 'wrote'}: {name}\n")
    if stale and "--check" in arguments:
        sys.stdout.write("run `make generate`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
