"""Which models a record was made from, who says so, and how."""

import re
from collections.abc import Iterator, Mapping
from typing import cast, get_args

from supplygraph.hub.recipes import RECIPE
from supplygraph.hub.tags import Tags
from supplygraph.hub.values import Values, distinct, key_text
from supplygraph.hub.weights import file_names
from supplygraph.ids.reading import fold, read_id, read_ids
from supplygraph.schema.declaration import Ref
from supplygraph.schema.nodes import Model, Relation
from supplygraph.schema.relationships import CHANNELS, DerivedFrom

EVIDENCE = ("hub", "tag", "card", "config")
UNDECLARED = "undeclared"

_NOTHING: Mapping[str, str] = {}
_RELATIONS = frozenset(get_args(Relation)) - {UNDECLARED}
_WORD = re.compile(r"[\w-]{1,40}")
_QUANTIZED_TAGS = frozenset({"gguf", "gptq", "awq", "exl2", "exl3", "4-bit", "8-bit", "bitsandbytes"})
_QUANTIZED_LIBRARIES = frozenset({"gguf", "llama.cpp"})
#: Parameters that no adapter has.
_MOST_OF_ADAPTERS = 1_000_000_000
#: Static embeddings are computed from the outputs of their base, whose weights are not among theirs.
_STATIC = "model2vec"
_N_BIT = re.compile(r"\d(?:\.\d+)?-?bit")
_ADAPTER_CONFIG = "adapter_config.json"
#: Files of one repository that are looked at.


class _Base:
    """One base model: the relation words of each evidence, a name by which the card calls it, and whether it lists it.

    A text that names several bases is one item of the card, which the Hub does not read as a list.
    """

    __slots__ = ("listed", "raw", "words")

    def __init__(self) -> None:
        self.words: dict[str, list[str]] = {}
        self.raw: str | None = None
        self.listed = False


class Lineage:
    """Collects what one record says of its base models; what leads to no id is kept, not read.

    Attributes:
        unusable: Base values that are not a repository id.
        names_itself: Whether the record names itself as a base.
    """

    def __init__(self, record: Values, card: Values, config: Values, tags: Tags) -> None:
        self.record = record
        self.card = card
        self.config = config
        self.tags = tags
        self.bases: dict[str, _Base] = {}
        #: The spelling of each id that was met first, for ids that differ in letter case are one to the Hub.
        self._spellings = {fold(record.owner): record.owner}
        self.unusable: list[str] = []
        self.names_itself = False
        self._card_relation = _word(card.record.get("base_model_relation"))
        self._read_hub()
        for base, words in tags.bases.items():
            self._state("tag", base, words)
        self._read_card()
        self._read_config()
        self._split = len(self.bases) > 1 and self._types_only_some()

    def relationships(self, source: str) -> Iterator[DerivedFrom]:
        """One relationship for each base."""
        owner = Model.ref(self.record.owner)
        for key, base in self.bases.items():
            relation = self._relation(base)
            inferred: str | None = None
            evidence = [name for name in EVIDENCE if name in base.words]
            said = [(name, word) for name in evidence for word in (base.words[name] or (UNDECLARED,))]
            if relation == UNDECLARED:
                inferred = _only_known(base.words.get("tag", ())) if self._split else None
                if inferred is None:
                    inferred = self._guess()
                    evidence.append("inferred")
            yield DerivedFrom(
                start=owner,
                end=Ref(Model, key),
                relation=relation,
                channel=CHANNELS[inferred or relation],
                inferred=inferred,
                evidence=evidence,
                **DerivedFrom.stated(source, said),
                raw=base.raw,
            )

    def made_as(self) -> Relation | None:
        """How the card or the config says the model was made, where no base is named; None where nothing says so."""
        if self.bases:
            return None
        if stated := _only_known(self._card_relation):
            return cast("Relation", stated)
        states_adapter = self.config.states("peft") or self.config.states("adapter_transformers")
        return "adapter" if states_adapter or _ADAPTER_CONFIG in self._files() else None

    def _files(self) -> Iterator[str]:
        return file_names(self.record.record.get("siblings"))

    def _state(self, evidence: str, value: object, words: list[str], renamed: Mapping[str, str] = _NOTHING) -> None:
        text = key_text(value) if isinstance(value, str) else ""
        ids = read_ids(text)
        for id_ in ids:
            key = self._spelling(id_)
            self._name(evidence, renamed.get(key, key), words, text, listed=evidence == "card" and len(ids) == 1)
        if not ids and value not in (None, ""):
            shown = key_text(text or repr(value))[:200]
            if shown not in self.unusable:
                self.unusable.append(shown)
                self._refuse("bases_no_id", shown)

    def _name(self, evidence: str, key: str, words: list[str], raw: str, *, listed: bool = False) -> None:
        if key == self.record.owner:
            if not self.names_itself:
                self.names_itself = True
                self._refuse("self_references", key)
            return
        base = self.bases.setdefault(key, _Base())
        known = base.words.setdefault(evidence, [])
        known.extend(word for word in words if word not in known)
        base.listed = base.listed or listed
        if raw != key:
            base.raw = raw

    def _spelling(self, id_: str) -> str:
        return self._spellings.setdefault(fold(id_), id_)

    def _refuse(self, count: str, value: str) -> None:
        self.record.tally.count(count, key_text(f"{self.record.owner}: {value}")[:300])

    def _read_hub(self) -> None:
        stated = self.record.part("baseModels")
        word = _word(stated.record.get("relation"))
        for item in stated.items("models"):
            self._state("hub", item.get("id") if isinstance(item, Mapping) else item, word)

    def _read_card(self) -> None:
        values = self.card.items("base_model")
        texts = [key_text(value) for value in values if isinstance(value, str)]
        renamed = self._renamed([self._spelling(id_) for text in texts for id_ in read_ids(text)])
        for value in values:
            self._state("card", value, self._card_relation, renamed)
        for value in self.card.items("finetuned_from"):
            self._state("card", value, self._card_relation or ["finetune"])

    def _renamed(self, names: list[str]) -> dict[str, str]:
        """Bases that the card calls by another name than the Hub, which makes its links from the card.

        The Hub follows renames, the card does not: a name that stands alone on each side is the same model.
        """
        left = [name for name in distinct(names) if name not in self.bases and name != self.record.owner]
        hub = [key for key in self.bases if key not in names]
        renamed: dict[str, str] = {}
        for name in left:
            same = [key for key in hub if _last_part(key) == _last_part(name)]
            if len(same) == 1:
                renamed[name] = same[0]
                hub.remove(same[0])
        rest = [name for name in left if name not in renamed]
        if len(rest) == 1 and len(hub) == 1:
            renamed[rest[0]] = hub[0]
        return renamed

    def _read_config(self) -> None:
        for name in self.config.part(RECIPE).texts("models"):
            # A path on somebody's disk and a part of a larger recipe name no model.
            if (id_ := read_id(name)) is not None and self._spelling(id_) != self.record.owner:
                self._name("config", self._spelling(id_), ["merge"], name)
        if "peft" not in self.config and "adapter_transformers" not in self.config:
            return
        named = (
            self.config.part("peft").record.get("base_model_name_or_path"),
            self.config.part("adapter_transformers").record.get("model_name"),
        )
        for value in named:
            name = key_text(value) if isinstance(value, str) else ""
            id_ = read_id(name)
            if id_ is not None and self._spelling(id_) != self.record.owner:
                self._name("config", self._spelling(id_), [], name)
            # A path on the trainer's disk is what stands here most often: it counts where nothing else names a base.
            elif id_ is None and not (self.bases or self.unusable):
                self._state("config", name, [])

    def _types_only_some(self) -> bool:
        """Whether the record contradicts itself: the Hub states one relation for all bases of a card."""
        if self._card_relation:
            return False
        listed = [base for base in self.bases.values() if base.listed]
        typed = sum(bool(base.words.get("tag")) for base in listed)
        return len(listed) > 1 and 0 < typed < len(listed) and not any("hub" in base.words for base in listed)

    def _relation(self, base: _Base) -> str:
        hub, tag, card = (base.words.get(name, ()) for name in ("hub", "tag", "card"))
        return (
            _only_known(hub)
            or (None if self._split else _only_known(tag))
            or _only_known(card)
            or _only_known(base.words.get("config", ()))
            or UNDECLARED
        )

    def _guess(self) -> str:
        """Our own reading of the marks that files, config and tags carry."""
        words = {word.lower() for word in self.tags.words}
        library = self.record.record.get("library_name")
        files = list(self._files())
        config = self.config
        if config.states("peft") or _ADAPTER_CONFIG in files:
            return "adapter"
        # Whoever merges an adapter into its base often leaves its marks on the card.
        whole = (self.record.part("safetensors").count("total") or 0) > _MOST_OF_ADAPTERS
        if (library == "peft" or words & {"lora", "peft"}) and not whole:
            return "adapter"
        if (
            self.record.states("gguf")
            or (isinstance(library, str) and library in _QUANTIZED_LIBRARIES)
            or words & _QUANTIZED_TAGS
            or config.states("quantization_config")
            or any(name.endswith(".gguf") for name in files)
            or ((library == "mlx" or "mlx" in words) and any(_N_BIT.fullmatch(word) for word in words))
        ):
            return "quantized"
        if words & {"merge", "mergekit"} and len(self.bases) > 1:
            return "merge"
        classes = config.record.get("architectures")
        is_static = isinstance(classes, list | tuple | str) and "StaticModel" in classes
        if is_static or _STATIC in (library, config.record.get("model_type"), *words):
            return "distilled"
        return "finetune"


def _word(value: object) -> list[str]:
    word = key_text(value).lower() if isinstance(value, str) else ""
    return [word] if _WORD.fullmatch(word) and word != UNDECLARED else []


def _only_known(words: list[str] | tuple[str, ...]) -> str | None:
    known = [word for word in words if word in _RELATIONS]
    return known[0] if len(known) == 1 else None


def _last_part(name: str) -> str:
    return name.rpartition("/")[2].casefold()
