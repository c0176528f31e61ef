"""Finds what containers and their commands serve: the image says which launcher reads the arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from supplygraph.reuse import keys
from supplygraph.reuse.identify import hub_url, looks_owned
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.place import words

#: Most nodes of a YAML file whose containers are looked at.
_MAX_NODES = 50_000


@dataclass(frozen=True)
class Launcher:
    """A program that serves models.

    Attributes:
        name: What findings call it.
        images: What the name of a container image holds.
        options: Options whose value is a model or adapter.
        after: Words after which the model follows without an option.
        variables: Variables of the environment that name the model.
    """

    name: str
    images: tuple[str, ...]
    options: frozenset[str]
    after: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()


def _launcher(name: str, images: str, options: str, after: str = "", variables: str = "") -> Launcher:
    return Launcher(
        name, tuple(images.split()), frozenset(options.split()), frozenset(after.split()), frozenset(variables.split())
    )


LAUNCHERS = (
    _launcher(
        "vllm", "vllm/vllm- rocm/vllm vllm-openai vllm/vllm vllm-tpu vllm-cpu",
        "--model --tokenizer --speculative-model --speculative-config --lora-modules --hf-config-path", "serve",
    ),
    _launcher(
        "sglang", "lmsysorg/sglang sglang",
        "--model-path --model --tokenizer-path --speculative-draft-model-path --lora-paths",
    ),
    _launcher(
        "text-generation-launcher", "text-generation-inference huggingface/tgi",
        "--model-id --speculator --lora-adapters --tokenizer-config-path", "", "MODEL_ID LORA_ADAPTERS",
    ),
    _launcher("text-embeddings-router", "text-embeddings-inference", "--model-id", "", "MODEL_ID"),
    _launcher("infinity", "michaelf34/infinity", "--model-id --model-name-or-path", "", "INFINITY_MODEL_ID"),
    _launcher(
        "llama.cpp", "llama.cpp llama-cpp", "-hf -hfr --hf-repo -hfd -hfrd --hf-repo-draft -hfv --hf-repo-v", "",
        "LLAMA_ARG_HF_REPO",
    ),
    _launcher("ollama", "ollama/ollama", "", "run pull"),
    _launcher("lmdeploy", "openmmlab/lmdeploy", "--model-path --draft-model", "api_server"),
)  # fmt: skip
_RUN = re.compile(r"\b(?:docker|podman|nerdctl)\s+(?:container\s+)?(?:run|create)\s")
_FROM = re.compile(r"^\s*FROM\s+(?:--\S+\s+)*(\S+)", re.IGNORECASE)
_START = re.compile(r"^\s*(?:CMD|ENTRYPOINT)\s+(.*)", re.IGNORECASE | re.DOTALL)
_DEFAULT = re.compile(r"\$\{\w+(?::?-|:)([^}]*)\}")
_HOST = re.compile(r"(?:hf://|(?:https?://)?(?:hf\.co|huggingface\.co)/)")
_SPLIT = re.compile(r"[\s\"'\[\],]+")
_JSON_MODEL = re.compile(r"\"model\"\s*:\s*\"([^\"]+)\"")


def launcher_of(image: str) -> Launcher | None:
    """The launcher of an image; None where no launcher is known."""
    image = image.lower()
    return next((one for one in LAUNCHERS if any(part in image for part in one.images)), None)


#: Options that only one launcher has, by which it is told where an image has a name of one's own.
_OWN_OPTIONS = {
    "vllm": words(
        "tensor-parallel-size pipeline-parallel-size max-model-len gpu-memory-utilization max-num-seqs enforce-eager "
        "max-num-batched-tokens served-model-name tool-call-parser enable-auto-tool-choice enable-prefix-caching"
    ),
    "sglang": words("mem-fraction-static chunked-prefill-size max-running-requests tp-size"),
    "text-generation-launcher": words(
        "max-batch-prefill-tokens max-total-tokens max-input-tokens max-input-length num-shard"
    ),
}


def launcher_by_options(arguments: list[str]) -> Launcher | None:
    """The launcher whose own options stand among arguments; None where they are those of none or of several."""
    given = {word[2:].partition("=")[0].replace("_", "-") for word in arguments if word.startswith("--")}
    told = [name for name, own in _OWN_OPTIONS.items() if not own.isdisjoint(given)]
    return next(one for one in LAUNCHERS if one.name == told[0]) if len(told) == 1 else None


def served(launcher: Launcher, words: list[str]) -> Iterator[str]:
    """The ids that arguments give to a launcher, in their order."""
    option = ""
    before = ""
    for word in words:
        if word.startswith("-"):
            name, given, value = word.partition("=")
            option = name.replace("_", "-") if name.startswith("--") else name
            values = [value] if given and option in launcher.options else []
            option = "" if given or option not in launcher.options else option
        elif option:
            values = [word]
            if not option.endswith(("modules", "paths")):
                option = ""
        else:
            values = [word] if before in launcher.after else []
        before = word
        for value in values:
            yield from filter(None, map(_id, _JSON_MODEL.findall(value) or value.split(",")))


def _id(value: str) -> str | None:
    """The id that a value names: an address, a default, a name and a path, with or without a tag."""
    value = _DEFAULT.sub(r"\1", value.strip().strip("\"'"))
    if "=" in value:
        value = value.partition("=")[2]
    address = hub_url(value) if value.startswith("http") else None
    value = address[1] if address else _HOST.sub("", value)
    value = value.partition(":")[0].partition("@")[0]
    return value if looks_owned(value, frozenset()) else None


#: Programs that serve models, and the launcher whose options they take.
_PROGRAM = re.compile(
    r"(?P<vllm>\bvllm\s+(?=serve\b)|\bvllm\.entrypoints\S*)|(?P<sglang>\bsglang\.launch_server\b)"
    r"|(?P<tgi>\btext-generation-launcher\b)|(?P<tei>\btext-embeddings-router\b)|(?P<infinity>\binfinity_emb\b)"
    r"|(?P<llama>\bllama-(?:server|cli)\b)|(?P<lmdeploy>\blmdeploy\s+(?=serve\b))"
)
_LAUNCHER_OF = {
    "vllm": "vllm", "sglang": "sglang", "tgi": "text-generation-launcher", "tei": "text-embeddings-router",
    "infinity": "infinity", "llama": "llama.cpp", "lmdeploy": "lmdeploy",
}  # fmt: skip


def in_command(line: str) -> Iterator[tuple[str, str]]:
    """(launcher, id) of what a command line serves, in a container or not."""
    for program in _PROGRAM.finditer(line):
        name = _LAUNCHER_OF[str(program.lastgroup)]
        options = next(one for one in LAUNCHERS if one.name == name)
        arguments = [word.strip("\"'") for word in re.split(r"[\s,]+", line[program.end() :])]
        yield from ((name, id_) for id_ in served(options, arguments))
    for run in _RUN.finditer(line):
        words = line[run.end() :].split()
        for at, word in enumerate(words):
            if word.startswith("-") or "=" in word:
                continue
            launcher = launcher_of(word.strip("\"'")) if "/" in word or ":" in word else None
            if launcher is not None:
                arguments = [one.strip("\"'") for one in words[at + 1 :]]
                yield from ((launcher.name, id_) for id_ in served(launcher, arguments))
                break


def in_dockerfile(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """(0-based line, launcher, id) of what the image of a Dockerfile serves when it starts."""
    launcher: Launcher | None = None
    for number, line in enumerate(lines):
        image = _FROM.match(line)
        if image is not None:
            launcher = launcher_of(image[1])
        start = _START.match(line) if launcher is not None else None
        if start is None or launcher is None:
            continue
        joined = start[1]
        for more in lines[number + 1 : number + 30]:
            if not joined.rstrip().endswith("\\"):
                break
            joined = joined.rstrip().removesuffix("\\") + " " + more
        for id_ in served(launcher, [word for word in _SPLIT.split(joined) if word]):
            place = next((n for n in range(number, min(number + 30, len(lines))) if id_ in lines[n]), number)
            yield place, launcher.name, id_


def in_yaml(nodes: list[Any], text: str) -> list[Mention]:
    """What the containers of compose files, Kubernetes manifests and Helm values serve."""
    if "--" not in text and (not ("image" in text or "repository" in text) or launcher_of(text) is None):
        return []
    return list(_containers(nodes, text.split("\n")))


def _containers(nodes: list[Any], lines: list[str]) -> Iterator[Mention]:
    from yaml import MappingNode

    for node in keys.every_node(nodes, _MAX_NODES):
        if isinstance(node, MappingNode):
            yield from _container(node, lines)


def _container(node: Any, lines: list[str]) -> Iterator[Mention]:
    from yaml import MappingNode, ScalarNode

    fields = {key.value: value for key, value in node.value if isinstance(key, ScalarNode)}
    image = fields.get("image")
    if isinstance(image, MappingNode):
        image = next((value for key, value in image.value if key.value == "repository"), None)
    launcher = launcher_of(image.value) if isinstance(image, ScalarNode) else None
    given = [fields[name] for name in ("entrypoint", "command", "args", "extraArgs", "extra_args") if name in fields]
    given_words = [word for value in given for word in _words(value)]
    if launcher is None:
        found = list(_by_options(given_words, sure="image" not in fields))
        launcher = launcher_by_options(given_words)
        if launcher is not None:
            found += [id_ for id_ in served(launcher, given_words) if id_ not in found]
    else:
        found = list(served(launcher, given_words))
        for name in ("environment", "env"):
            found += [id_ for key, value in _variables(fields.get(name)) if key in launcher.variables
                      for id_ in map(_id, value.split(",")) if id_]  # fmt: skip
    start, end = node.start_mark.line, min(node.end_mark.line + 1, len(lines))
    for id_ in dict.fromkeys(found):
        places = [at for at in range(start, end) if id_ in lines[at] and not lines[at].lstrip().startswith("#")]
        yield from (
            Mention(at + 1, None, id_, id_, "model", launcher.name if launcher else "option", "core")
            for at in places[: found.count(id_)]
        )


def _words(node: Any) -> Iterator[str]:
    """The words of a command, whether it is written as text or as a list."""
    from yaml import ScalarNode, SequenceNode

    if isinstance(node, ScalarNode):
        yield from (word for word in _SPLIT.split(node.value) if word and word != "\\")
    elif isinstance(node, SequenceNode):
        for one in node.value:
            if isinstance(one, ScalarNode):
                # An element that is JSON, or a script for a shell.
                yield from [one.value] if one.value.startswith("{") else one.value.split()


def _by_options(words: list[str], *, sure: bool) -> Iterator[str]:
    """The models that arguments name to a program that is not known: by the heads of its options.

    Args:
        words: The arguments.
        sure: Whether an option that says nothing but `--model` counts: no image says that it means something else.
    """
    option = ""
    for word in words:
        if word.startswith("--"):
            option, _, value = word.partition("=")
        else:
            value = word
        said = sure or len(keys.key_words(option)) > 1 or option.lstrip("-") in keys.NOTHING_ELSE
        id_ = _id(value) if value and said and keys.kind_of_option(option) == "model" else None
        if id_ is not None and not keys.is_hosted(id_):
            yield id_
        option = option if word.startswith("--") and not value else ""


def _variables(node: Any) -> Iterator[tuple[str, str]]:
    """Names and values of an environment: a mapping, `NAME=value`, or `name` and `value`."""
    from yaml import MappingNode, ScalarNode, SequenceNode

    if isinstance(node, MappingNode):
        yield from ((key.value, value.value) for key, value in node.value if isinstance(value, ScalarNode))
    elif isinstance(node, SequenceNode):
        for one in node.value:
            if isinstance(one, ScalarNode):
                name, _, value = one.value.partition("=")
                yield name, value
            elif isinstance(one, MappingNode):
                pair = {key.value: value.value for key, value in one.value if isinstance(value, ScalarNode)}
                yield str(pair.get("name", "")), str(pair.get("value", ""))
