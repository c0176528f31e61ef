"""Reads a rule set for licences that a user wrote, in the form of those of the package."""

from collections.abc import Iterator
from pathlib import Path

from supplygraph.errors import InputError
from supplygraph.licenses.profile_node import profile_node
from supplygraph.licenses.profiles import profile, profiles
from supplygraph.schema.declaration import Element, clean_text
from supplygraph.sources.command import Argument, Command
from supplygraph.tally import Tally


class LicenseProfile:
    """One TOML file; its name without `.toml` is the name of the rule set.

    Args:
        path: The file.

    Raises:
        InputError: it cannot be read, is malformed, or has the name of a rule set of the package.
    """

    name = "license-profile"
    read_ahead = True
    command = Command(
        "Load a rule set for licences of your own; its name is that of the file.",
        (Argument("path", "NAME.toml"),),
    )

    def __init__(self, path: Path) -> None:
        self.arguments = clean_text(path.name)
        if path.suffix != ".toml":
            raise InputError(f"{path} is not a TOML file", "a rule set is written in TOML, in a file NAME.toml")
        self._profile = profile(str(path))
        if self._profile.name in {one.name for one in profiles()}:
            raise InputError(f"the package has a rule set {self._profile.name}", "give the file another name")

    def elements(self, tally: Tally) -> Iterator[Element]:
        """Yields the rule set."""
        tally.records += 1
        yield profile_node(self._profile, own=True)

    def complete(self) -> bool:
        """The file is read whole or not at all."""
        return True

    def written(self) -> None:
        """Nothing to remember."""
