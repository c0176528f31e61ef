"""Turns the header of a component into its fingerprint: digests from the exact tensors up to the bare layer pattern."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from supplygraph.fingerprint.adapter import read_adapter
from supplygraph.fingerprint.families import Likely, Shown, models, of_gguf, shown
from supplygraph.fingerprint.families import stacks as stack_table
from supplygraph.fingerprint.header import Header, HeaderError, product
from supplygraph.fingerprint.names import Place, is_expert, is_head, is_token_embedding, place
from supplygraph.fingerprint.quantisation import Parameter, layer_width, parameters

#: Goes into every digest: another way to compute them makes other digests.
VERSION = "2"
#: Different tensors that are listed; where there are more, none are.
MAX_LISTED = 600
#: Stacks of layers that are described one by one.
MAX_STACKS = 100
#: Type of a stack that is like none of the table.
UNKNOWN = "other"
#: Share of the largest stack's elements below which a stack of layers belongs to what stands on top of the layers.
SMALL = 0.02


@dataclass(frozen=True)
class Fingerprint:
    """What the header of one component shows of its architecture.

    The digests are levels of sameness, each blind to more than the one before. None of them depends on the order of
    tensors or on how they are spread over files.

    Attributes:
        exact: Names, shapes and types of all stored tensors.
        structure: Names and shapes of all parameters, before quantisation. Equal for a model, its full fine-tunes and,
            where the header shows the shapes, its quantised forms in the same format.
        body: The layers only: of each stack the names inside a layer, shapes, how often each occurs. Blind to the
            vocabulary, to what a task puts on top, to tied or untied output embeddings, and to what the model's class
            puts before the names.
        family: The names inside the layers of each stack only: blind to all sizes and to the number of layers.
        volumes: How many matrices of how many elements the layers hold: blind to names and to the order of dimensions,
            so the only level that can be equal across formats. Fused or split matrices make it differ, so only
            equality says something. None where the number of elements of a parameter is not known.
        format: `safetensors` or `gguf`.
        kind: `model`, or `adapter` for low-rank pairs; all but `exact` then describe the weights that it changes.
        architecture: Model type that the tensors are most like, for GGUF of what the file states; None where they are
            like none that is known.
        alike: Other model types whose layers have the same names.
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
        stacks: Name and number of layers of each stack of layers.
        stack_bodies: Digest of each stack: equal for the same layers in another model.
        stack_types: Model type that each stack is most like; `other` where it is like none that is known.
        stack_widths: Width of the layers of each; 0 where it is not known.
        stack_parameters: Number of parameters of each; 0 where it is not known.
        layer_tensors: Name and shape of each different tensor inside the layers; None where there are too many.
        layer_stacks: Place among the stacks of each of these.
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
    alike: tuple[str, ...]
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
    stack_bodies: tuple[str, ...]
    stack_types: tuple[str, ...]
    stack_widths: tuple[int, ...]
    stack_parameters: tuple[int, ...]
    layer_tensors: tuple[tuple[str, str], ...] | None
    layer_stacks: tuple[int, ...] | None
    outer_tensors: tuple[tuple[str, str], ...] | None


class Layered(NamedTuple):
    """A parameter inside a stack of layers."""

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
    stacks, outer = layers_and_outer(found)
    listed = list(stacks)[:MAX_STACKS]
    inner = [one for stack in stacks.values() for one in stack]
    bodies = {name: _body(stack) for name, stack in stacks.items()}
    pattern = _pattern(inner, outer)
    types = _elements_by_type(header)
    main = max(stacks, key=lambda name: (_elements(stacks[name]), name), default=None)
    largest = stacks[main] if main is not None else []
    likely = _likely(header, inner, outer, adapter is not None)
    within = _layer_tensors([stacks[name] for name in listed])
    return Fingerprint(
        exact=_digest("exact", header.format, *sorted(f"{t.name}\t{t.shape}\t{t.dtype}" for t in header.tensors)),
        structure=_digest("structure", *sorted(f"{one.name}\t{_dimensions(one)}" for one in found)),
        body=_digest("body", *sorted(bodies.values())) if bodies else _lines("body", pattern),
        family=_digest("family", *sorted(map(_family, stacks.values()) if stacks else {name for name, _ in pattern})),
        volumes=_volumes(pattern),
        format=header.format,
        kind="adapter" if adapter else "model",
        architecture=likely.type if likely else None,
        alike=likely.alike if likely else (),
        layers=_layers(header, largest, bool(adapter)),
        hidden_size=_hidden_size(header, found, largest, outer),
        vocab_size=_vocab_size(header, found),
        parameters=_total(stored.found),
        tensors=len(header.tensors),
        dtype=max(types, key=lambda name: (types[name], name)),
        dtypes=tuple(sorted(types)),
        quantization=stored.method,
        shapes_known=stored.known,
        rank=adapter.rank if adapter else None,
        stacks=tuple((name or ".", len({one.place.layer for one in stacks[name]})) for name in listed),
        stack_bodies=tuple(bodies[name] for name in listed),
        stack_types=tuple(_stack_type(header, stacks[name], len(stacks), likely) for name in listed),
        stack_widths=tuple(_width(stacks[name]) or 0 for name in listed),
        stack_parameters=tuple(_total(one.parameter for one in stacks[name]) or 0 for name in listed),
        layer_tensors=tuple((name, shape) for name, shape, _ in within) if within is not None else None,
        layer_stacks=tuple(at for _, _, at in within) if within is not None else None,
        outer_tensors=_listed([(one.name, one) for one in outer]),
    )


def _pattern(inner: list[Layered], outer: list[Parameter]) -> list[tuple[str, Parameter]]:
    """What it is made of, by names inside a layer; without layers all but heads, or all where there are only heads."""
    if inner:
        return [(one.place.rest, one.parameter) for one in inner]
    named = [(one.name, one) for one in outer]
    return [pair for pair in named if not is_head(pair[0])] or named


def _elements_by_type(header: Header) -> Counter[str]:
    """How many numbers there are of each type."""
    types = Counter[str]()
    for tensor in header.tensors:
        types[tensor.dtype] += product(tensor.shape)
    return types


def _layer_tensors(stacks: list[list[Layered]]) -> list[tuple[str, str, int]] | None:
    """Name, shape and number of the stack of each different tensor of stacks; None where there are too many."""
    tensors = {(one.place.rest, _dimensions(one.parameter), at) for at, stack in enumerate(stacks) for one in stack}
    return sorted(tensors) if len(tensors) <= MAX_LISTED else None


def layers_and_outer(found: list[Parameter]) -> tuple[dict[str, list[Layered]], list[Parameter]]:
    """The stacks of layers that are the model's, by name, and the parameters outside of them."""
    every = _stacks(found)
    stacks = {name: every[name] for name in _main_stacks(every)}
    layered = {one.parameter.name for stack in stacks.values() for one in stack}
    return stacks, [one for one in found if one.name not in layered]


def _likely(header: Header, inner: list[Layered], outer: list[Parameter], adapter: bool) -> Likely | None:
    word = header.metadata.get("general.architecture")
    if header.format == "gguf":
        return Likely(of_gguf(word), (), 1.0) if isinstance(word, str) and word else None
    found = _shown(inner, outer)
    return models().fits(found) if adapter else models().nearest(found)


def _stack_type(header: Header, stack: list[Layered], stacks: int, whole: Likely | None) -> str:
    """The type of one stack; of the only one that of the model."""
    if stacks == 1 or header.format == "gguf":
        return whole.type if whole else UNKNOWN
    likely = stack_table().nearest(_shown(stack, []))
    return likely.type if likely else UNKNOWN


def _shown(inner: list[Layered], outer: list[Parameter]) -> Shown:
    return shown(((one.place, one.parameter.shape) for one in inner), ((one.name, one.shape) for one in outer))


def _total(found: Iterable[Parameter]) -> int | None:
    total = 0
    for one in found:
        if one.elements is None:
            return None
        total += one.elements
    return total


def _body(stack: list[Layered]) -> str:
    return _lines("stack", [(one.place.rest, one.parameter) for one in stack])


def _lines(level: str, pattern: list[tuple[str, Parameter]]) -> str:
    counts = Counter((name, _dimensions(one)) for name, one in pattern)
    return _digest(level, *sorted(f"{name}\t{shape}\t{count}" for (name, shape), count in counts.items()))


def _family(stack: list[Layered]) -> str:
    return _digest("stack", *sorted({one.place.rest for one in stack}))


def _stacks(found: Iterable[Parameter]) -> dict[str, list[Layered]]:
    stacks: dict[str, list[Layered]] = defaultdict(list)
    for one in found:
        if (where := place(one.name)) is not None:
            stacks[where.stack].append(Layered(one, where))
    return stacks


def _elements(stack: list[Layered]) -> int:
    return sum(one.parameter.elements or 0 for one in stack)


def _main_stacks(stacks: dict[str, list[Layered]]) -> list[str]:
    """The stacks that are the model's layers, and no small sequence on top of them."""
    largest = max(map(_elements, stacks.values()), default=0)
    return sorted(
        name for name, stack in stacks.items() if _elements(stack) >= SMALL * largest and not is_head(f"{name}.")
    )


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


def _layers(header: Header, stack: list[Layered], adapter: bool) -> int | None:
    """Counted from the tensors, which the file holds; what it states is only its word."""
    indices = {one.place.layer for one in stack}
    if not indices:
        return _stated(header, "block_count")
    return max(indices) + 1 if adapter else len(indices)


def _width(stack: list[Layered]) -> int | None:
    """The width of the layers of one stack."""
    matrices = [one.parameter.shape for one in stack if one.parameter.shape and len(one.parameter.shape) == 2]
    widths = {length for shape in matrices for length in shape}
    width = layer_width((one.parameter.name, one.parameter.shape) for one in stack)
    return width if width is not None and (width in widths or not matrices) else None


def _hidden_size(header: Header, found: list[Parameter], stack: list[Layered], outer: list[Parameter]) -> int | None:
    if (stated := _stated(header, "embedding_length")) is not None:
        return stated
    matrices = [one.parameter.shape for one in stack if one.parameter.shape and len(one.parameter.shape) == 2]
    if (width := _width(stack)) is not None:
        return width if matrices or any(one.shape is None for one in found) else None
    for one in outer:
        if is_token_embedding(one.name) and one.shape is not None and len(one.shape) == 2:
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
