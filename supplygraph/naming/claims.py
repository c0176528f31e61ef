"""What a name claims, as properties of a model: families, parameters, languages, marks of reuse and quantisation."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from supplygraph.naming.numbers import generation as generation_of
from supplygraph.naming.reader import Reading, Token, read_name
from supplygraph.naming.vocabulary import Family, type_family, vocabulary

#: What a word of reuse says of the edge to the base.
RELATIONS = {
    "adapter": "adapter",
    "merge": "merge",
    "distilled": "distilled",
    "finetune": "finetune",
    "abliterated": "finetune",
    "dreambooth": "finetune",
    "draft": "draft",
}
#: Models behind an API that names write in one word with the open model which taught beside them: `OpusGLM`.
_TEACHERS = frozenset(("opus", "claude", "gemini", "sonnet", "haiku"))
#: Kinds of networks that a name without a family gives instead of one.
_KINDS_OF_NETWORK = frozenset(("lstm", "bilstm", "gru", "rnn", "gcn", "gat", "gnn", "cnn", "autoencoder", "unet"))
#: A word of a family with a fraction is a setting of training: `clip0.2`.
_SETTING = re.compile(r"[a-z]0\.\d+\Z")
#: A number of three parts, as software counts its releases: `3.0.0`.
_RELEASE = re.compile(r"\d(?:\.\d{1,3}){2}\Z")
_LAST_PART = re.compile(r"[-_. ]")
#: Ends of names of families that say what the family is for: `IndexTTS`, `olmOCR`.
_MADE_FOR = {
    "tts": "text-to-speech",
    "asr": "automatic-speech-recognition",
    "ocr": "image-to-text",
    "embed": "feature-extraction",
}
#: What stands before the dataset in names of encoders: `bert-base-cola`, `donut-cord`.
_BEFORE_DATASET = frozenset(("architecture", "size", "casing", "language"))
#: Mixtures of transformers, which take one of several whole models for a token: `8B-MoT` holds 16.
_WITH_EXPERTS = frozenset(("mot",))
#: Words for steps of a training that are counted with letters.
_STEPS = frozenset(("stage", "phase", "step", "part", "round", "task", "subtask"))
#: Widths of numbers that are not quantised.
_FULL = frozenset(("16bit", "16bits", "32bit", "fp16", "bf16"))
#: `4x8B`: several models of one size in a mixture.
_MIXED = re.compile(r"\d+x\d")
#: Words that take back a mark of quantisation.
_UNDONE = frozenset(("unquantized", "unquantised", "dequantized", "dequantised", "dequant"))
#: Words after which an amount is that of another model, or a word of reuse how something else was done.
_ELSEWHERE = {"parameters": "from", "reuse": "via"}
#: Words that take back the word of reuse after them.
_LACKING = frozenset(("no", "non", "without", "not", "un"))
#: Codes of many languages at once, which no card has to list.
_COLLECTIVE = frozenset(("mul", "inc", "gem", "roa", "sla", "sem", "bnt", "zlw", "zle", "zls", "ine", "afa", "nic"))
#: Ends of a name that say in which form the model comes, not which model it is.
_FORM = frozenset(("quantisation", "dtype", "format"))
#: Letters that look like others, beside those that compatibility normalisation folds.
_LOOKALIKES = str.maketrans("аеорсухікмтвнѕјԁɡαορικνυτ", "aeopcyxikmtbhsjdgaopikvut")


@dataclass
class Claims:
    """What one name claims; empty where it claims nothing of the kind.

    Attributes:
        components: Codes of its components.
        convention: Naming convention.
        families: Families that it surely names.
        families_unsure: Families that it may name: part of a word, or an everyday word.
        generations: `family version` for families that count generations.
        size: Size word.
        parameters: Numbers of parameters.
        active: Active or effective parameters, where the name tells them apart from the total.
        versions: Versions, without those of families.
        tasks: Pipeline tags.
        languages: Language codes.
        datasets: Datasets.
        casing: `cased` or `uncased`.
        relations: Relations to a base that it tells; `serves` where it works for another model.
        quantization: Marks of quantisation.
        key: The name in small letters without separators.
        look: What it looks like: similar letters, vowels and repeated letters folded.
        stem: `key` without the form at the end or beginning (`-GGUF`, `-4bit`), where there is one.
    """

    components: list[str] = field(default_factory=list)
    convention: str = ""
    families: list[str] = field(default_factory=list)
    families_unsure: list[str] = field(default_factory=list)
    generations: list[str] = field(default_factory=list)
    size: str | None = None
    parameters: list[int] = field(default_factory=list)
    active: int | None = None
    versions: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    datasets: list[str] = field(default_factory=list)
    casing: str | None = None
    relations: list[str] = field(default_factory=list)
    quantization: list[str] = field(default_factory=list)
    key: str = ""
    look: str = ""
    stem: str | None = None

    def properties(self) -> dict[str, Any]:
        """The claims as properties of a node; None where there is nothing, so that it is removed."""
        return {f"{_PREFIX.get(name, 'name_')}{name}": value or None for name, value in vars(self).items()}


#: What only looks names up is not a claim that people ask for.
_PREFIX = dict.fromkeys(("key", "look", "stem"), "_name_")


def name_key(name: str) -> str:
    """A name in small letters without separators and without what only looks different."""
    folded = unicodedata.normalize("NFKC", name).casefold() if not name.isascii() else name.lower()
    return "".join(filter(str.isalnum, folded))


_DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[0135]+(?=[a-z])")
_DIGITS = str.maketrans("0135", "oles")
_REPEATED = re.compile(r"([^0-9])\1+")
#: The small l and the big I are the same at a glance.
_VOWELS = str.maketrans("i", "l", "aeou")


def name_look(name: str) -> str:
    """What a name looks like at a glance: digits for letters, similar letters, vowels and repetitions are folded."""
    return _look(name_key(name))


def _look(key: str) -> str:
    if not key.isascii():
        key = key.translate(_LOOKALIKES)
    key = _DIGIT_IN_WORD.sub(lambda found: found[0].translate(_DIGITS), key).replace("rn", "m").replace("vv", "w")
    return _REPEATED.sub(_first_letter, key.translate(_VOWELS))


def _first_letter(found: re.Match[str]) -> str:
    return found[1]


def claims(model: str) -> Claims:
    """What the name of a model claims."""
    return claims_of(read_name(model))


def claims_of(reading: Reading) -> Claims:
    """What a name that was read claims."""
    made = Claims(reading.components, reading.convention)
    tokens = _without_makers(reading.tokens)
    counted: Token | None = None
    for i, token in enumerate(tokens):
        kind = token.kind
        if kind == "architecture":
            counted = _take_family(made, tokens, i) or counted
        elif kind == "version":
            if (token.text[:1] in "vV" or _RELEASE.match(token.text)) and token is not counted:
                _add(made.versions, token.normal)
        elif i and _taken_back(tokens, i):
            continue
        elif (
            kind == "quantisation"
            and token.normal.isalpha()
            and i + 1 < len(tokens)
            and tokens[i + 1].text.lower() in _FULL
        ):
            # `bnb-16bit`: the tool that could have quantised.
            continue
        elif (kind == "task" and _not_its_task(tokens, i)) or (
            (kind == "size" or token.normal == "distilled") and _in_a_name(tokens, i)
        ):
            continue
        elif kind == "dataset" and token.ambiguous and _trained_on(tokens, i):
            _add(made.datasets, token.normal)
        elif kind in _TAKEN:
            _TAKEN[kind](made, token)
        elif token.normal in _UNDONE:
            # `q4_0-unquantized`: trained for a quantisation that these weights do not have.
            made.quantization.clear()
    if made.quantization:
        _add(made.relations, "quantized")
        if len(made.quantization) > 1 and "quantized" in made.quantization:
            # `GGUF-Quants`: the label says more.
            made.quantization.remove("quantized")
    normals = {token.normal for token in tokens}
    if made.parameters and made.active is None and not _WITH_EXPERTS.isdisjoint(normals):
        # The amount is that of the model which works on a token; the others come on top of it.
        made.active, made.parameters = made.parameters[0], []
    if made.parameters and "experts" in normals:
        # `17B-16E`: what works on a token, of one of sixteen experts.
        _add(made.relations, "mixture")
    if "moe" in normals:
        _add(made.relations, "mixture")
        if "merge" in made.relations:
            # A mixture that was put together from whole models counts one of them.
            made.parameters = []
    if "mistral" in made.families and "mixture" in made.relations:
        # A mixture of Mistrals is a Mixtral.
        _add(made.families_unsure, "mixtral")
    _take_untold_task(made, tokens)
    if made.parameters:
        _doubt_sizes(made)
        _doubt_others(made, tokens)
    made.families_unsure = [name for name in made.families_unsure if name not in made.families]
    name = reading.id[reading.id.rfind("/") + 1 :]
    made.key = name_key(name)
    made.look = _look(made.key)
    made.stem = _stem(reading, made.key)
    return made


def _without_makers(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens but for the model that made the data, with its size: `100k_annotated_QwQ-32B`."""
    words = vocabulary().lists["made_by"]
    data = False
    for i, token in enumerate(tokens):
        data = data or token.kind == "dataset"
        if not i or token.text.lower() not in words:
            continue
        before = i - 1
        while before and tokens[before].kind in ("version", "parameters"):
            before -= 1
        if before < i - 1 and tokens[before].kind == "architecture" and token.kind == "unknown":
            # `code-qwen3-32b-annotated`.
            return tokens[:before] + tokens[i:]
        # Behind a dataset a word may stand between: `OpenThoughts-114k-Rewrite-Thoughts-Llama-3.2-3B`.
        near = range(i + 1, min(i + (3 if data else 2), len(tokens)))
        first = next((j for j in near if tokens[j].kind == "architecture" and not tokens[j].ambiguous), None)
        if first is None or not (data or token.kind == "unknown"):
            continue
        last = first + 1
        while last < len(tokens) and tokens[last].kind in ("version", "parameters"):
            last += 1
        return tokens[:first] + tokens[last:]
    return tokens


#: How far a count in a name may be from that of the published model: names round.
_ROUNDED = 1.25


def _doubt_sizes(made: Claims) -> None:
    """Families with an everyday name are unsure beside a number of parameters that none of their models has."""
    for name in tuple(made.families):
        sizes = vocabulary().families[name].sizes
        if sizes:
            # `tinyllama-3T`: tokens of training.
            made.parameters = [count for count in made.parameters if count < _SEEN_EACH * max(sizes) * 1e9]
        if (
            sizes
            and made.parameters
            and not any(1 / _ROUNDED <= count / (size * 1e9) <= _ROUNDED for size in sizes for count in made.parameters)
        ):
            made.families.remove(name)
            _add(made.families_unsure, name)
            made.generations = [one for one in made.generations if not one.startswith(f"{name} ")]


def _doubt_others(made: Claims, tokens: Sequence[Token]) -> None:
    """Takes back what another model of the family may be meant by, which made the data.

    `llama_2_safe_llama_3_70B` may be a Llama 2 of any size, `Gemma-7B-SPIN-Gemma-2-27B` a first Gemma.
    """
    at = [i for i, token in enumerate(tokens) if token.kind == "architecture"]
    if len(at) < 2 or "distilled" in made.relations:
        return
    told: dict[str, tuple[str | None, bool]] = {}
    for i, end in zip(at, [*at[1:], len(tokens)], strict=True):
        name = tokens[i].normal
        counted = _generation(tokens[i], tokens[i + 1] if i + 1 < end else None) or _glued_generation(tokens[i])
        sizes = [int(one.normal) for one in tokens[i:end] if one.kind == "parameters" and one.normal.isdecimal()]
        if name in told and counted and sizes and counted != told[name][0]:
            if told[name] == (None, True):
                made.generations = [one for one in made.generations if one != f"{name} {counted}"]
            elif told[name][0] and not told[name][1]:
                made.parameters = [count for count in made.parameters if count not in sizes]
        told.setdefault(name, (counted, bool(sizes)))


def _take_family(made: Claims, tokens: Sequence[Token], i: int) -> Token | None:
    """Takes a family; gives the token that is its generation, where one follows."""
    token = tokens[i]
    family = vocabulary().families.get(token.normal)
    if family is None or ("0." in token.text and _SETTING.search(token.text)):
        return None
    if family.generic:
        if token.normal in _KINDS_OF_NETWORK:
            _add(made.families_unsure, token.normal)
        return None
    before = tokens[i - 1] if i else None
    if before is not None and before.end == token.start and before.text.lower() in _LACKING:
        # `NotQwen`.
        return None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    generation = _counted(family, token, after) if family.number == "generation" else None
    # `FiPhi`: so few letters end many a word; `SeaPhi3` says which. What ends in BERT (`JobBERT`) is a name of its own.
    ends = (
        before is not None
        and before.end == token.start
        and (
            token.normal == "bert"
            or (before.kind in ("unknown", "name") and len(token.text) < 4 and generation not in family.generations)
        )
    )
    if after is not None and after.text.lower() == "neo" and ("gpt" in token.normal or "gpt2" in family.on):
        # `kogpt-neo`: a GPT-Neo of its own.
        _add(made.families_unsure, "gptneo")
    # `gpt2-large-detector`: of what such a model wrote.
    ends = ends or ("gpt" in token.normal and any(one.text.lower() in _detectors() for one in tokens[i:]))
    # `llama_or_what`: one of two things that it tells apart.
    ends = ends or "or" in (one.text.lower() for one in (before, after) if one is not None)
    _add(made.families_unsure if token.ambiguous or ends else made.families, token.normal)
    task = _task_of(token.normal)
    if task is not None:
        _add(made.tasks, task)
    if not token.text.isalnum():
        _take_parts(made, token, family)
    if before is not None and before.text.lower() in _TEACHERS and before.end == token.start:
        _add(made.relations, "distilled")
    if generation and not _own_word(tokens, i, generation):
        _add(made.generations, f"{token.normal} {generation}")
        return after
    return None


@cache
def _task_of(family: str) -> str | None:
    """What a family is for by its name; TrOCR is as often only an encoder and decoder."""
    found = (task for end, task in _MADE_FOR.items() if family.endswith(end) and family != "trocr")
    return next(found, None)


def _take_parts(made: Claims, token: Token, family: Family) -> None:
    """What else a family of several words says: `Mistral-Small`, one word for the generation after it."""
    sized = vocabulary().words.get(_LAST_PART.split(token.text.lower())[-1])
    if sized is not None and sized.kind == "size" and family.number != "size":
        made.size = made.size or sized.normal
    if token.normal == "distilbert":
        # `distill-bert` may have been distilled into a BERT.
        _add(made.families_unsure, "bert")


def _take_parameters(made: Claims, token: Token) -> None:
    kind, _, amount = token.normal.rpartition(":")
    if kind:
        made.active = int(amount)
    elif 0 < int(amount) < 2**62 and not _tokens_or_context(made, int(amount), token.text[-1]):
        _add(made.parameters, int(amount))
        if _MIXED.match(token.text):
            _add(made.relations, "mixture")


#: So many times as large as the first, a second amount counts tokens of training: `LLaMA-1B-refine-150B`.
_SEEN_EACH = 90
#: Smaller amounts in front of a larger one count samples: `Instruct-3M-Yi-9B`.
_LEAST = 10**8


def _tokens_or_context(made: Claims, amount: int, unit: str) -> bool:
    """Whether an amount counts the tokens of training (`comma-v0.1-1t`), or of a context (`7B-Instruct-1M`)."""
    if unit == "t" or not made.parameters:
        return unit == "t"
    first = made.parameters[0]
    return unit == "T" or amount * 100 < first or (first >= _LEAST and amount > first * _SEEN_EACH)


def _take_language(made: Claims, token: Token) -> None:
    if not token.ambiguous and len(token.normal) < 4 and token.normal not in _COLLECTIVE:
        _add(made.languages, token.normal)


def _taken_back(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word before a token says that it claims nothing."""
    token, before = tokens[i], tokens[i - 1]
    word = before.text.lower()
    if token.kind in ("reuse", "quantisation") and word in _LACKING:
        # `no-adapter`, `without-lora`, `non_quant`.
        return True
    if token.kind == "language":
        # `en-to-fr`.
        return token.text.lower() == "to" and [one.kind for one in tokens[i - 1 : i + 2]] == ["language"] * 3
    if token.kind == "parameters" and before.end == token.start and before.normal in _STEPS:
        # `stage2b`: the second of its second stage.
        return True
    # `qwen-from7b`, `abliterated_via_adapter`.
    return word == _ELSEWHERE.get(token.kind)


def _take_task(made: Claims, token: Token) -> None:
    # `ocr1.5` is a version of its own.
    word = name_key(token.text.rstrip("0123456789."))
    if not token.ambiguous and word in vocabulary().task_words:
        _add(made.tasks, token.normal)


def _take_dataset(made: Claims, token: Token) -> None:
    if not token.ambiguous:
        _add(made.datasets, token.normal)


def _in_a_name(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word is part of one that somebody made up: `MiniFantasy`, `DistillDetect`, `a-big-model`."""
    token = tokens[i]
    if not token.text.isalpha():
        return False
    if token.normal == "big" and not any(one.component == "A" for one in tokens[:i]):
        return True
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.start == token.end and after.text[0].isalpha():
        known = after.component in "SCVW" or (after.component == "A" and after.normal in vocabulary().families)
        if not known:
            return True
    return bool(i) and tokens[i - 1].end == token.start and tokens[i - 1].kind == "unknown"


def _not_its_task(tokens: Sequence[Token], i: int) -> bool:
    """Whether a task is what is detected (`summary-detector`), that of its data (`multi-qa`), or in a word (`qa2d`)."""
    if tokens[i].text[-1].isdecimal() and i + 1 < len(tokens) and tokens[i + 1].start == tokens[i].end:
        return True
    task = tokens[i].normal
    if _of_the_data(tokens, i):
        return True
    if i and tokens[i - 1].text.lower() in vocabulary().not_after.get(task, ()):
        return True
    if (
        i > 1
        and tokens[i - 1].end == tokens[i].start
        and tokens[i - 1].kind in ("unknown", "detail", "name")
        and any(token.kind == "architecture" and not token.ambiguous for token in tokens[: i - 1])
    ):
        # `whisper-small-UmberTTS`: of data with a name.
        return True
    if i + 1 == len(tokens):
        return False
    after = tokens[i + 1]
    if after.text.lower() in vocabulary().not_before.get(task, ()):
        return True
    if after.text.lower() in vocabulary().lists["rewards"] and task not in ("text-classification", "text-generation"):
        return True
    # `mlm-finetuned-ner`: how it was trained before; `sentiment-mlm-skep`: words masked in texts with a sentiment.
    masked = task == "fill-mask" or (after.normal == "fill-mask" and i + 2 < len(tokens))
    return masked or after.text.lower() in _detectors()


def _of_the_data(tokens: Sequence[Token], i: int) -> bool:
    """Whether a task is of other data, or of what was trained before: `squad2-with-ner`, `ner-finetuned-cola`."""
    if i and tokens[i - 1].text.lower() == "with":
        return True
    later = (j for j in range(i + 1, len(tokens) - 1) if tokens[j].normal == "finetune")
    if any(tokens[j + 1].kind in ("dataset", "task") for j in later):
        return True
    if tokens[i].normal != "image-segmentation":
        return False
    known = [vocabulary().families.get(token.normal) for token in tokens if token.component == "A"]
    # `umber-segmentation-MiniLM` cuts texts.
    return any(known) and all(family is None or family.modality == "text" for family in known)


def _take_untold_task(made: Claims, tokens: Sequence[Token]) -> None:
    """Takes a task that no single word surely names."""
    if any(_environment(tokens, i) for i in range(len(tokens))):
        _add(made.tasks, "reinforcement-learning")
    if not made.tasks and _classifies(tokens):
        made.tasks.append("text-classification")


def _classifies(tokens: Sequence[Token]) -> bool:
    """Whether an encoder of text alone is said to classify: `modernbert-flow-classifier`."""
    at = next((i for i, token in enumerate(tokens) if token.text.lower() in ("classifier", "classification")), 0)
    if not at or tokens[at - 1].text.lower() in _LACKING:
        return False
    known = [vocabulary().families.get(token.normal) for token in tokens if token.component == "A"]
    its = [family for family in known if family is not None]
    return bool(its) and all(one.modality == "text" and not one.number and not one.generic for one in its)


def _environment(tokens: Sequence[Token], i: int) -> bool:
    """Whether a task is an environment of Gym, which bears its version: `q-Taxi-v3`."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return tokens[i].normal == "reinforcement-learning" and after is not None and after.text[:1] == "v"


def _detectors() -> frozenset[str]:
    """Words that say that what stands before them is detected."""
    return vocabulary().lists["detectors"]


def _trained_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether an everyday word is a dataset: beside another, or where encoders name what they were tuned on."""
    token = tokens[i]
    word = vocabulary().words.get(token.normal)
    if word is None or word.kind != "dataset" or not token.normal.isalpha():
        return False
    beside = (tokens[j] for j in (i - 1, i + 1) if 0 <= j < len(tokens))
    if len(token.normal) > 2 and any(one.kind == "dataset" and not one.ambiguous for one in beside):
        return True
    before = tokens[i - 1] if i else None
    if before is None or before.end == token.start or before.kind not in _BEFORE_DATASET:
        return False
    if before.kind in ("architecture", "language") and i + 1 < len(tokens):
        return False
    known = (vocabulary().families.get(one.normal) for one in tokens[:i] if one.kind == "architecture")
    return any(family is not None and not family.number and not family.generic for family in known)


def _take_relation(made: Claims, token: Token) -> None:
    # `ft4.43` is a setting.
    if token.normal in RELATIONS and not (token.normal == "finetune" and "." in token.text):
        _add(made.relations, RELATIONS[token.normal])


def _take_quantisation(made: Claims, token: Token) -> None:
    _add(made.quantization, token.normal)


def _take_size(made: Claims, token: Token) -> None:
    # `lite-whisper-large`: a light form of the large one.
    if not token.ambiguous and made.size in (None, "lite"):
        made.size = token.normal


def _take_casing(made: Claims, token: Token) -> None:
    made.casing = token.normal


def _take_service(made: Claims, token: Token) -> None:
    _add(made.relations, "serves")


#: What a kind of token adds to the claims by itself.
_TAKEN: dict[str, Callable[[Claims, Token], None]] = {
    "parameters": _take_parameters,
    "language": _take_language,
    "task": _take_task,
    "dataset": _take_dataset,
    "reuse": _take_relation,
    "quantisation": _take_quantisation,
    "size": _take_size,
    "casing": _take_casing,
    "served": _take_service,
    "serving": _take_service,
}


def _add(values: list[Any], value: Any) -> None:
    if value not in values:
        values.append(value)


def _own_word(tokens: Sequence[Token], i: int, generation: str) -> bool:
    """Whether a number counts something else than generations.

    `HappyLlama1` is a first HappyLlama, `LlamaWalter2` a second LlamaWalter, `Phi-14` one of 14 billion.
    """
    token = tokens[i]
    counted = vocabulary().families[token.normal].generations
    if token.ambiguous and token.text.lower().startswith(token.normal) and len(token.text) > len(token.normal):
        return True
    line = vocabulary().families[token.normal].line
    if token.ambiguous and line and not counted and len(token.text) > len(token.normal):
        # `openthaigpt1.5` is a second OpenThaiGPT.
        return True
    glued = token.ambiguous or (i > 0 and tokens[i - 1].end == token.start)
    return bool(counted) and generation not in counted and (glued or len(generation.partition(".")[0]) > 1)


#: Families that write their generations with a v.
_COUNTED_WITH_V = frozenset(("deepseek", "llava", "yolo"))
#: With more than one decimal it counts versions of the name: `Fireball-Llama-3.11`.
_GENERATION = re.compile(r"[1-9]\d*(?:\.\d)?\Z")


def _generation(family: Token, after: Token | None) -> str | None:
    """`3.1` of `Llama-3.1`, `2.5` of `qwen25`; None where no version stands right after the family."""
    if after is None or after.kind != "version" or after.start - family.end > 1:
        return None
    if family.text.lower().endswith("xl"):
        # `sdxl-1.0` is a first XL.
        return None
    if after.text[:1] in "vV" and family.normal not in _COUNTED_WITH_V:
        # The version of the model, not of the family.
        return None
    return after.normal if _GENERATION.match(after.normal) else None


_ENDS_IN_NUMBER = re.compile(r"[a-z]{2,}?(\d(?:\.?\d)?)\Z")


def _glued_generation(token: Token) -> str | None:
    """The generation in the short name of a family: `sd21` is a Stable Diffusion 2.1."""
    found = _ENDS_IN_NUMBER.match(token.text.lower())
    return generation_of(token.normal, found[1]) if found is not None and not token.ambiguous else None


def _counted(family: Family, token: Token, after: Token | None) -> str | None:
    """The generation that a family bears: in its short name, behind it, or both (`sd2-1` is a 2.1)."""
    glued, behind = _glued_generation(token), _generation(token, after)
    if glued and behind and f"{glued}.{behind}" in family.generations:
        return f"{glued}.{behind}"
    return behind or glued


def _stem(reading: Reading, key: str) -> str | None:
    """The key without format and quantisation at either end; None where there is none, or nothing else."""
    tokens = reading.tokens
    start, end = 0, len(tokens)
    while end > start and tokens[end - 1].kind in _FORM:
        end -= 1
    while start < end and tokens[start].kind in _FORM:
        start += 1
    if start == end or (start == 0 and end == len(tokens)):
        return None
    stem = name_key(reading.id[tokens[start].start : tokens[end - 1].end])
    return stem if stem and stem != key else None


@dataclass(frozen=True)
class Kin:
    """Which families a name may claim for a model type.

    Attributes:
        family: The family of the type.
        agrees: Families whose claim is right.
        related: Families whose claim is a confusion of relatives.
    """

    family: str
    agrees: frozenset[str]
    related: frozenset[str]


@cache
def kin(model_type: str) -> Kin | None:
    """The families that agree with a model type of a config; None for types that the vocabulary does not know."""
    family = type_family(model_type)
    if family is None:
        return None
    known = vocabulary()
    lower = model_type.lower()
    roots = {family} | {one.name for one in known.families.values() if lower in map(str.lower, one.types)}
    above = frozenset().union(*(_built_on(name) for name in roots))
    tolerated = above.union(*(known.families[name].related for name in above))
    composite = known.families[family].composite
    multilingual = set().union(*map(_multilingual, roots))
    # A family is related by itself or by any that it is built on.
    near = {
        one.name
        for one in known.families.values()
        if one.name in tolerated
        or not roots.isdisjoint(one.related)
        or one.name in multilingual
        or any(_general(one.name, root) for root in roots)
    }
    agrees, related = set(roots), set()
    for one in known.families.values():
        built = _built_on(one.name)
        if composite or not built.isdisjoint(roots) or _begins(lower, one.name):
            agrees.add(one.name)
        elif one.line or not built.isdisjoint(near):
            related.add(one.name)
    return Kin(family, frozenset(agrees), frozenset(related))


def _begins(model_type: str, family: str) -> bool:
    """Whether a model type is a variant of a family by its name: `glm_moe_dsa` is a GLM."""
    rest = model_type[len(family) :]
    return len(family) > 2 and model_type.startswith(family) and (not rest or not rest[0].isalpha())


def _general(name: str, family: str) -> bool:
    """Whether a family is named by the more general word in its name: an mT5 is a T5, but a RoBERTa is not a BERT."""
    return len(name) > 1 and name in family and (name, family) not in _NOT_GENERAL


def _multilingual(family: str) -> set[str]:
    """Its multilingual forms, and what it is one of: mBART, mT5, XLM-RoBERTa. To mistake them works both ways."""
    return {one for prefix in ("m", "xlm") for one in (prefix + family, family.removeprefix(prefix)) if one != family}


_NOT_GENERAL = frozenset(
    (("bert", "roberta"), ("bert", "xlmroberta"), ("bert", "deberta"), ("opt", "optiml"), ("gpt2", "imagegpt"))
)


#: What the groups of `tasks.toml` read and make; groups that share nothing contradict each other.
MODALITIES = {
    "classify-text": {"text"}, "tag-text": {"text"}, "answer": {"text"}, "model-text": {"text"},
    "generate-text": {"text"}, "embed": {"text", "image", "audio", "video"}, "classify-image": {"image"},
    "find-in-image": {"image"}, "dense-image": {"image"}, "generate-image": {"image"},
    "image-text": {"image", "text"}, "answer-image": {"image", "text"}, "speech-text": {"audio"},
    "speech": {"audio"}, "classify-audio": {"audio"}, "audio": {"audio"},
    "generate-video": {"video", "image"}, "classify-video": {"video"}, "act": {"act"}, "tabular": {"table"},
    "forecast": {"table"}, "3d": {"3d", "image"},
    "rank-text": {"text", "image"},
}  # fmt: skip
#: Groups, what a name claims and that of a tag, which contradict each other although both read text.
_APART = frozenset(
    (
        ("classify-text", "tag-text"),
        ("tag-text", "classify-text"),
        ("embed", "generate-text"),
        ("rank-text", "generate-text"),
        ("rank-text", "image-text"),
        ("generate-text", "classify-text"),
        ("generate-text", "model-text"),
        ("classify-text", "model-text"),
        ("tag-text", "model-text"),
        ("answer", "model-text"),
    )
)
#: Groups that share no modality and yet do not contradict each other: language models forecast series that they read as
#: text, and what acts is trained from what sees and makes pictures.
_NEAR = frozenset(
    (("forecast", "generate-text"), ("generate-video", "act"), ("generate-image", "act"), ("image-text", "act"))
)
#: Tasks that a name claims, with the tags that say another one of the same modality.
_CONTRARY = {
    "automatic-speech-recognition": frozenset(("text-to-speech", "text-to-audio")),
    "text-to-speech": frozenset(("automatic-speech-recognition",)),
    "summarization": frozenset(("translation", "token-classification", "question-answering")),
    "translation": frozenset(("summarization", "token-classification", "question-answering")),
    "text-classification": frozenset(("summarization", "translation", "question-answering")),
    "token-classification": frozenset(("summarization", "translation", "question-answering")),
    "question-answering": frozenset(("summarization", "translation", "token-classification", "text-classification")),
}
#: What ranks texts is a classifier of pairs, or compares embeddings.
_RANKS_BY = frozenset(("classify-text", "embed"))


def task_kin(task: str) -> tuple[list[str], list[str]] | None:
    """The tasks that agree with a pipeline tag, and those that are related; None for tags that are not known."""
    groups = vocabulary().groups
    group = groups.get(task)
    if group in (None, "any", "rank-text"):
        # What ranks texts is built from classifiers, embedders and generators alike.
        return None
    agrees, related = [], []
    for other, its in groups.items():
        if task in _CONTRARY.get(other, ()):
            continue
        if its == group or (its == "rank-text" and group in _RANKS_BY):
            agrees.append(other)
        elif (its, group) not in _APART and (
            its == "any" or MODALITIES[its] & MODALITIES[group] or (its, group) in _NEAR
        ):
            related.append(other)
    return agrees, related


_CLASS_TAIL = re.compile(
    r"(?:For[A-Z]\w*|LMHeadModel|ModelWithLMHead|WithLMHeadModel|MTModel|PreTrainedModel|EncoderModel|Model)\Z"
)


def class_kin(name: str) -> Kin | None:
    """The families that agree with a class name in a config; None for classes that the vocabulary does not know."""
    kind = vocabulary().class_types.get(name)
    if kind is not None:
        return kin(kind)
    stem = _CLASS_TAIL.sub("", name)
    return kin(stem) or _begun_kin(stem)


_CAPITAL = re.compile(r"(?<=[a-z0-9])[A-Z]")


def _begun_kin(stem: str) -> Kin | None:
    """The families of a class that someone named after the one it changes: `LlamaMedIT` is a Llama."""
    for cut in reversed([found.start() for found in _CAPITAL.finditer(stem)]):
        near = kin(stem[:cut])
        if near is not None and cut > 3:
            return near
    return None


def class_task(name: str) -> str | None:
    """The task that a class name in a config is for, by its ending; None where it tells none."""
    known = vocabulary()
    for head, task in known.heads.items():
        if name.endswith(head):
            family = type_family(known.class_types.get(name, ""))
            hears = family is not None and known.families[family].modality == "audio"
            if task == "text-classification" and hears:
                return "audio-classification"
            return None if task == "any" else task
    return None


@cache
def _built_on(family: str) -> frozenset[str]:
    """A family and all whose architecture it uses, at any depth."""
    families = vocabulary().families
    found: set[str] = set()
    open_ = [family]
    while open_:
        name = open_.pop()
        if name not in found:
            found.add(name)
            open_ += families[name].on
    return frozenset(found)
