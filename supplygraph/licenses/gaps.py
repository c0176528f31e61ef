"""What may not be known of an artifact or its licence, in words, and what to do about it."""

from dataclasses import dataclass
from shlex import quote


@dataclass(frozen=True)
class GapKind:
    """One kind of thing that is not known.

    Attributes:
        sentence: What it is; `{about}` stands for the artifact, licence or text that it is about.
        step: What to do about it, likewise; `{load}` stands for the command that loads it.
    """

    sentence: str
    step: str


_LOAD = "load it: {load}"


_ASK = "ask its publisher for a licence; supplygraph load records takes one that you know"


GAPS: dict[str, GapKind] = {
    "PENDING": GapKind("a load has not been derived yet, so nothing new is judged", "run: supplygraph derive"),
    "NOT_IN_GRAPH": GapKind("{about} is not in the graph", _LOAD),
    "NAMED_ALIKE": GapKind("the graph has {about}", "where that is meant, name it: {about}"),
    "NOT_LOADED": GapKind("{about} is not loaded: others name it, no source describes it", _LOAD),
    "DATASET_NOT_LOADED": GapKind("{about} is not loaded: others name it, no source describes it", _LOAD),
    "LICENSE_MISSING": GapKind("it declares no licence", "ask its publisher for a licence"),
    "LICENSE_UNNAMED": GapKind(
        "its licence is {about}, which names no text", "read its card, and state the licence with load records"
    ),
    "LICENSE_FAMILY": GapKind(
        "its licence {about} is a family of licences and not one of them",
        "find out which member of the family is meant",
    ),
    "LICENSE_UNREAD": GapKind("the terms of its licence {about} are not known", "read the text of the licence"),
    "LICENSE_NOT_JUDGED": GapKind("its licence has not been derived yet", "run: supplygraph derive"),
    "BASE_UNREADABLE": GapKind(
        "its card names a base that cannot be resolved: {about}",
        "find the model that is meant, and state it with load records (derived_from)",
    ),
    "BASE_NOT_NAMED": GapKind(
        "by its own marks it is made from another model ({about}), and no base is named",
        "ask its publisher for the base, and state it with load records (derived_from)",
    ),
    "BASE_IS_ITSELF": GapKind(
        "its card names only itself as its base",
        "ask its publisher for the base, and state it with load records (derived_from)",
    ),
    "UPSTREAM_NOT_LOADED": GapKind("{about} is not loaded: no source describes it", _LOAD),
    "UPSTREAM_DATASET_NOT_LOADED": GapKind("{about} is not loaded: no source describes it", _LOAD),
    "UPSTREAM_NOT_SHOWN": GapKind("{about} is no longer public, and its licence is not known", _ASK),
    "UPSTREAM_LICENSE_MISSING": GapKind("{about} declares no licence", _ASK),
    "UPSTREAM_LICENSE_UNNAMED": GapKind("the licence of {about} names no text (`other` or `unknown`)", "read its card"),
    "UPSTREAM_LICENSE_FAMILY": GapKind(
        "the licence of {about} is a family of licences and not one of them", "find out which member is meant"
    ),
    "UPSTREAM_LICENSE_UNREAD": GapKind("the terms of the licence of {about} are not known", "read its licence"),
    "UPSTREAM_LICENSE_NONE": GapKind("this rule set takes the licence of {about} for none", "take another rule set"),
    "EDGE_NOT_JUDGED": GapKind("the edge to {about} has no verdict", "run: supplygraph derive"),
    "TERMS_ABOVE_UNKNOWN": GapKind(
        "a licence above {about} cannot be judged", "see: supplygraph query license-explain --artifact {about}"
    ),
    "PAIR_NOT_IN_SHEET": GapKind("the sheet does not have its licence beside that of {about}", "take another rule set"),
    "PAIR_OPEN_IN_SHEET": GapKind("the sheet leaves its licence beside that of {about} open", "take another rule set"),
    "TERMS_OPEN": GapKind("the rule set {about} leaves it open", "take another rule set"),
    "RULE_SET_SKIPS": GapKind("the rule set {about} judges none of its edges", "take another rule set"),
    "FILES_UNREAD": GapKind(
        "files that could not be read: {about}; uses in them are not known", "see what the scan says of these files"
    ),
    "REPOSITORY_LICENSE_MISSING": GapKind(
        "the repository declares no licence", "add a licence file to it, or state its licence with --license"
    ),
    "CALLS_OPEN": GapKind(
        "loading calls with an id that is only known at run time: {about}", "check by hand what these calls load"
    ),
    "NOT_KEPT": GapKind(
        "{about} is an address or a Space, whose licence the graph does not keep", "find out which licence holds there"
    ),
    "SHEET_NOT_LOADED": GapKind(
        "the sheet {about}, by which it decides, is not loaded",
        "load it: supplygraph load license-matrix FILE --name {about}",
    ),
}


#: Gaps of an artifact that may have bases which the graph does not know.
BASE_GAPS = ("NOT_LOADED", "DATASET_NOT_LOADED", "BASE_UNREADABLE", "BASE_NOT_NAMED", "BASE_IS_ITSELF")


@dataclass(frozen=True)
class Gap:
    """One thing that is not known.

    Attributes:
        code: Key of `GAPS`.
        about: The artifact, licence or text that it is about.
    """

    code: str
    about: str

    @property
    def sentence(self) -> str:
        """What is not known, in words."""
        return GAPS[self.code].sentence.format(about=self.about)

    @property
    def step(self) -> str:
        """What to do about it."""
        return GAPS[self.code].step.format(about=quote(self.about), load=self._load())

    def _load(self) -> str:
        if self.about.startswith("github.com/"):
            return f"supplygraph load github {quote(self.about.removeprefix('github.com/'))}"
        if ":" in self.about:
            # A model of another hub, which only files describe.
            return "supplygraph load records FILE"
        option = "--search" if "DATASET" in self.code else "--model"
        return f"supplygraph load hub {option} {quote(self.about)}"
