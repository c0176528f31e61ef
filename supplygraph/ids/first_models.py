"""Today's ids of the Hub's first models, which had ids without an owner until 2024 (`gpt2`, `bert-base-uncased`)."""

import functools
import tomllib
from importlib import resources

TABLE = "first_models.toml"


@functools.cache
def moved() -> dict[str, str]:
    """Today's id by old id."""
    text = resources.files(__package__).joinpath(TABLE).read_text(encoding="utf-8")
    return {name: f"{owner}/{name}" for owner, names in tomllib.loads(text).items() for name in names}


def todays_id(model_id: str) -> str:
    """The id under which the Hub has the model today: that of the organisation it moved to, or the same."""
    return moved().get(model_id, model_id)
