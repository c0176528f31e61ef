"""The parts of a name that was read, and which naming convention it follows."""

from typing import NamedTuple

from supplygraph.naming.vocabulary import vocabulary

#: Code and convention names are those of Jiang et al., arXiv 2310.01642, tables of components and conventions.
CONVENTION_MEANINGS = {
    "implementation unit": "names an architecture, a size or another part of how it is built, and no task",
    "application or task": "names a task, or two languages to translate between, and no architecture",
    "implementation and task": "names both",
    "other": "names neither, or was made up by a tool",
}
CONVENTIONS = tuple(CONVENTION_MEANINGS)
#: Families whose names give the languages to translate between.
_TRANSLATORS = frozenset(("marian", "m2m100", "nllb", "mbart"))


class Token(NamedTuple):
    """One part of a name.

    Attributes:
        text: As it is written.
        start: Offset of its first character in the id.
        end: Offset after its last character.
        component: Code of the component (A S T V P L D F R C O Y, W format or number format, M organisation).
        kind: Finer class, such as `architecture`, `casing` or `quantisation`.
        normal: Normal form: family, pipeline tag, language code, number of parameters …
        ambiguous: Whether another reading is possible.
    """

    text: str
    start: int
    end: int
    component: str
    kind: str
    normal: str
    ambiguous: bool


class Reading(NamedTuple):
    """A name and what it says.

    Attributes:
        id: The id as it was given.
        tokens: Its parts, in order; separators are left out.
    """

    id: str
    tokens: tuple[Token, ...]

    @property
    def components(self) -> list[str]:
        """The codes of its components, sorted; words without meaning such as `the` count for none."""
        return sorted({token.component for token in self.tokens if token.kind != "filler"})

    @property
    def convention(self) -> str:
        """Which of the four conventions it follows; names that a tool made up are `other`.

        An implementation unit names an architecture, an application or task a task, or two languages to translate
        between. What stands right after `finetuned` is what the model was trained on, and words that say how a network
        is built or trained (`encoder`, `mlm`, `nli`) are not an application: both belong to the implementation.
        """
        implementation = task = translates = False
        languages = 0
        previous = ""
        network = vocabulary().lists["network"]
        for token in self.tokens:
            if token.normal == "autotrain":
                return CONVENTIONS[3]
            if token.component == "A" or token.kind == "parameters":
                implementation = True
                translates = translates or token.normal in _TRANSLATORS
            elif token.component == "T":
                trained = implementation and previous == "finetune"
                task = task or not (trained or token.text.lower() in network)
            elif token.kind == "language":
                languages += 1
            if token.kind != "filler":
                previous = token.normal
        return _convention(implementation, task or (languages > 1 and (translates or not implementation)))


def _convention(implementation: bool, task: bool) -> str:
    if implementation and task:
        return CONVENTIONS[2]
    if implementation:
        return CONVENTIONS[0]
    return CONVENTIONS[1] if task else CONVENTIONS[3]
