"""Turns the header of a component into its fingerprint: digests from the exact tensors up to the bare layer pattern."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from supplygraph.fingerprint.adapter import read_adapter
from supplygraph.fingerprint.architecture import guess, of_gguf
from supplygraph.fingerprint.header import Header, HeaderError, product
from supplygraph.fingerprint.names import Place, is_expert, is_head, is_token_embedding, place
from supplygraph.fingerprint.quantisation import Parameter, layer_width, parameters

#: Goes into every digest: another way to compute them makes other digests.
VERSION = "1"
#: Different tensors that are listed; where there are more, none are.
MAX_LISTED = 600
#: Share of the largest stack's elements below which a stack of layers belongs to what stands on top of the layers.
SMALL = 0.02
_WRAPPING = frozenset({"model", "module", "layers", "layer", "blocks", "block", "resblocks", "h"})


@dataclass(frozen=True)
class Fingerprint:
    """What the header of one component shows of its architecture.

    The digests are levels of sameness, each blind to more than the one before. None of them depends on the order of
    tensors or on how they are spread over files.

    Attributes:
        exact: Names, shapes and types of all stored tensors.
        structure: Names and shapes of all parameters, before quantisation. Equal for a model, its full fine-tunes and,
            where the header shows the shapes, its quantised forms in the same format.
        body: The layers only: names inside a layer, shapes, how often each occurs. Blind to the vocabulary, to what a
            task puts on top, to tied or untied output embeddings, and to what the model's class puts before the names.
        family: The names inside a layer only: blind to all sizes and to the number of layers.
        volumes: How many matrices of how many elements the layers hold: blind to names and to the order of dimensions,
            so the only level that can be equal across formats. Fused or split matrices make it differ, so only
            equality says something. None where the number of elements of a parameter is not known.
        format: `safetensors` or `gguf`.
        kind: `model`, or `adapter` for low-rank pairs; all but `exact` then describe the weights that it changes.
        architecture: Model type of the layer pattern, for GGUF of what the file states; None where no pattern is known.
        layers: Layers of the largest stack; of an adapter the number that its base needs at least.
        hidden_size: Width of the layers.
        vocab_size: Rows of the token embedding.
        parameters: Number of parameters, before quantisation and without buffers; None where it is not known.
        tensors: Number of stored tensors.
        dtype: Type of most elements as stored.
        dtypes: All types, sorted.
        quantization: How the weights are quantised; None for not at all.
        shapes_known: Whether the shapes before quantisation are known. Where not, `structure`, `body` and the lists
            hold what is known, and can be compared among models of the same method only.
        rank: Rank of most pairs of an adapter.
        stacks: Name and number of each stack of layers.
        layer_tensors: Name and shape of each different tensor inside the layers; None where there are too many.
        outer_tensors: The same for the tensors outside.
    """

    exact: str
    structure: str
    body: str
    family: str
    volumes: str | None
    format: str
    kind: str
    architecture: str | None
    layers: int | None
    hidden_size: int | None
    vocab_size: int | None
    parameters: int | None
    tensors: int
    dtype: str
    dtypes: tuple[str, ...]
    quantization: str | None
    shapes_known: bool
    rank: int | None
    stacks: tuple[tuple[str, int], ...]
    layer_tensors: tuple[tuple[str, str], ...] | None
    outer_tensors: tuple[tuple[str, str], ...] | None


class _Layered(NamedTuple):
    parameter: Parameter
    place: Place


def fingerprint(header: Header) -> Fingerprint:
    """The fingerprint of one component.

    Raises:
        HeaderError: it has no tensors.
    """
    if not header.tensors:
        raise HeaderError("it has no tensors")
    stored = parameters(header)
    adapter = read_adapter(stored.found) if header.format == "safetensors" else None
    found = adapter.targets if adapter is not None and adapter.targets else stored.found
    stacks = _stacks(found)
    body = _body(stacks)
    labels = _labels(body)
    inner = [(f"{labels[stack]}{one.place.rest}", one.parameter) for stack in body for one in stacks[stack]]
    layered = {one.name for _, one in inner}
    outer = [(one.name, one) for one in found if one.name not in layered]
    pattern = inner or [pair for pair in outer if not is_head(pair[0])] or outer
    counts = Counter((name, _dimensions(one)) for name, one in pattern)
    types = Counter[str]()
    for tensor in header.tensors:
        types[tensor.dtype] += product(tensor.shape)
    main = max(body, key=lambda stack: (_elements(stacks[stack]), stack), default=None)
    totals = [one.elements for one in stored.found]
    return Fingerprint(
        exact=_digest("exact", header.format, *sorted(f"{t.name}\t{t.shape}\t{t.dtype}" for t in header.tensors)),
        structure=_digest("structure", *sorted(f"{one.name}\t{_dimensions(one)}" for one in found)),
        body=_digest("body", *sorted(f"{name}\t{shape}\t{count}" for (name, shape), count in counts.items())),
        family=_digest("family", *sorted({name for name, _ in pattern})),
        volumes=_volumes(pattern),
        format=header.format,
        kind="adapter" if adapter else "model",
        architecture=_architecture(header, [name for name, _ in pattern]),
        layers=_layers(header, stacks[main] if main is not None else [], bool(adapter)),
        hidden_size=_hidden_size(header, found, stacks[main] if main is not None else [], outer),
        vocab_size=_vocab_size(header, found),
        parameters=sum(one for one in totals if one is not None) if None not in totals else None,
        tensors=len(header.tensors),
        dtype=max(types, key=lambda name: (types[name], name)),
        dtypes=tuple(sorted(types)),
        quantization=stored.method,
        shapes_known=stored.known,
        rank=adapter.rank if adapter else None,
        stacks=tuple((name or ".", len({one.place.layer for one in stacks[name]})) for name in body[:100]),
        layer_tensors=_listed(inner),
        outer_tensors=_listed(outer),
    )


def _stacks(found: Iterable[Parameter]) -> dict[str, list[_Layered]]:
    stacks: dict[str, list[_Layered]] = defaultdict(list)
    for one in found:
        if (where := place(one.name)) is not None:
            stacks[where.stack].append(_Layered(one, where))
    return stacks


def _elements(stack: list[_Layered]) -> int:
    return sum(one.parameter.elements or 0 for one in stack)


def _body(stacks: dict[str, list[_Layered]]) -> list[str]:
    """The stacks that are the model's layers, and no small sequence on top of them."""
    largest = max(map(_elements, stacks.values()), default=0)
    return sorted(
        name for name, stack in stacks.items() if _elements(stack) >= SMALL * largest and not is_head(f"{name}.")
    )


def _labels(stacks: list[str]) -> dict[str, str]:
    """What tells each stack from the others: `encoder.` of `model.encoder.layers`; nothing for the only one.

    Versions of a library wrap the parts of a model in another order (`language_model.model.layers`,
    `model.language_model.layers`), so words that only wrap are left out where the rest tells the stacks apart.
    """
    parts = [stack.split(".") for stack in stacks]
    first, last = 0, 0
    while all(len(one) > first for one in parts) and len({one[first] for one in parts}) == 1:
        first += 1
    while all(len(one) - first > last for one in parts) and len({one[-1 - last] for one in parts}) == 1:
        last += 1
    between = [one[first : len(one) - last] for one in parts]
    telling = [[word for word in one if word not in _WRAPPING] for one in between]
    if len({tuple(one) for one in telling}) == len(stacks):
        between = telling
    return {stack: "".join(f"{word}." for word in one) for stack, one in zip(stacks, between, strict=True)}


def _dimensions(one: Parameter) -> str:
    if one.shape is not None:
        return "x".join(map(str, one.shape)) or "1"
    return f"?{one.elements}" if one.elements is not None else "?"


def _digest(*lines: str) -> str:
    digest = hashlib.blake2b(digest_size=16, person=b"supplygraph")
    for line in (VERSION, *lines):
        digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def _volumes(pattern: list[tuple[str, Parameter]]) -> str | None:
    """The matrices by their number of elements; the experts of a fused tensor count one by one."""
    volumes: Counter[int] = Counter()
    for name, one in pattern:
        if one.elements is None:
            return None
        if one.shape is not None and len(one.shape) < 2:
            continue
        if one.shape is not None and len(one.shape) == 3 and one.shape[0] and is_expert(name):
            volumes[one.elements // one.shape[0]] += one.shape[0]
        else:
            volumes[one.elements] += 1
    return _digest("volumes", *(f"{size}\t{count}" for size, count in sorted(volumes.items())))


def _stated(header: Header, name: str) -> int | None:
    """A whole number that a GGUF file states for its architecture."""
    value = header.metadata.get(f"{header.metadata.get('general.architecture')}.{name}")
    return value if type(value) is int and 0 < value < 2**31 else None


def _architecture(header: Header, names: list[str]) -> str | None:
    word = header.metadata.get("general.architecture")
    if header.format == "gguf":
        return of_gguf(word) if isinstance(word, str) and word else None
    return guess(names)


def _layers(header: Header, stack: list[_Layered], adapter: bool) -> int | None:
    """Counted from the tensors, which the file holds; what it states is only its word."""
    indices = {one.place.layer for one in stack}
    if not indices:
        return _stated(header, "block_count")
    return max(indices) + 1 if adapter else len(indices)


def _hidden_size(
    header: Header, found: list[Parameter], stack: list[_Layered], outer: list[tuple[str, Parameter]]
) -> int | None:
    if (stated := _stated(header, "embedding_length")) is not None:
        return stated
    matrices = [one.parameter.shape for one in stack if one.parameter.shape and len(one.parameter.shape) == 2]
    widths = {length for shape in matrices for length in shape}
    width = layer_width((one.parameter.name, one.parameter.shape) for one in stack)
    if width is not None and (width in widths or not matrices):
        return width if matrices or any(one.shape is None for one in found) else None
    for name, one in outer:
        if is_token_embedding(name) and one.shape is not None and len(one.shape) == 2:
            return one.shape[1]
    inputs = Counter(shape[1] for shape in matrices)
    return max(inputs, key=lambda length: (inputs[length], length), default=None)


def _vocab_size(header: Header, found: list[Parameter]) -> int | None:
    rows = [
        one.shape[0] for one in found if one.shape is not None and len(one.shape) == 2 and is_token_embedding(one.name)
    ]
    if rows:
        return max(rows)
    return header.lengths.get("tokenizer.ggml.tokens") or _stated(header, "vocab_size")


def _listed(pairs: list[tuple[str, Parameter]]) -> tuple[tuple[str, str], ...] | None:
    different = sorted({(name, _dimensions(one)) for name, one in pairs})
    return tuple(different) if len(different) <= MAX_LISTED else None
