"""The JSON Schema of the plain record format, generated from the declarations."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import CoreSchema

from supplygraph.schema.record_format import RECORDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EXAMPLES: tuple[Mapping[str, Any], ...] = (
    {
        "kind": "model",
        "id": "acme/foo-7b",
        "license": "apache-2.0",
        "derived_from": [{"id": "meta-llama/Llama-2-7b-hf", "relation": "finetune"}],
        "trained_on": ["allenai/c4"],
        "downloads": 12,
    },
    {
        "kind": "dataset",
        "id": "acme/synth",
        "license": ["mit", "cc-by-nc-4.0"],
        "derived_from": ["acme/raw"],
        "generated_from": ["acme/foo-7b"],
    },
    {
        "kind": "repository",
        "id": "github.com/acme/app",
        "license": "MIT OR Apache-2.0",
        "uses": ["acme/foo-7b"],
        "stars": 3,
    },
)


class _Generator(GenerateJsonSchema):
    """Leaves out titles that only repeat the key, and nulls as defaults."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: Any) -> dict[str, Any]:
        generated = super().default_schema(schema)
        if generated.get("default", ...) is None:
            del generated["default"]
        return generated

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> dict[str, Any]:
        generated = super().generate(schema, mode)
        # A keyword of OpenAPI; JSON Schema has none.
        generated.pop("discriminator", None)
        return generated


def records_schema() -> dict[str, Any]:
    """The schema of one record, in JSON Schema 2020-12.

    It refuses unknown keys, so that an editor marks a misspelt one; the loader counts them and reads the rest.
    """
    record: Any = Annotated[reduce(or_, RECORDS.values()), Field(discriminator="kind")]
    adapter: TypeAdapter[Any] = TypeAdapter(record)
    return {
        "$schema": DIALECT,
        "title": "supplygraph record",
        "description": "One artifact of the model supply chain; a file holds one record a line. "
        "Only `kind` and `id` are required.",
        "examples": list(EXAMPLES),
        **adapter.json_schema(schema_generator=_Generator),
    }
