"""Finds model ids in shell commands, Dockerfiles and CI files."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from supplygraph.ids.reading import HUB_URL
from supplygraph.reuse import keys, ollama
from supplygraph.reuse.identify import (
    FETCHED,
    Rejected,
    fetched,
    hub_url,
    in_cache,
    is_checkpoint,
    is_owner_of_models,
    is_placeholder,
    known_short,
    looks_owned,
    one_word_names,
    reads_as_dataset,
    reads_as_model,
)
from supplygraph.reuse.launchers import in_command, in_dockerfile
from supplygraph.reuse.mention import Mention
from supplygraph.reuse.place import Lines, words
from supplygraph.reuse.printed import apart
from supplygraph.reuse.served import asks_own_server_in
from supplygraph.reuse.signatures import signatures
from supplygraph.reuse.whisper import in_command as sizes_in_command
from supplygraph.reuse.whisper import in_variables, size_mention

_ID = r"[\"']?(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)(?:[:@#][\w.-]+)?[\"']?(?=[\s\"'\\;&|,\])]|$)"
_OWNED = r"[A-Za-z0-9][\w.-]*/[\w.-]*\w"
#: Command lines; the id follows at once or behind options.
_COMMANDS = tuple(
    (re.compile(pattern.replace("ID", _ID)), name, kind)
    for pattern, name, kind in (
        (r"\bvllm[\"']?[\s,]+[\"']?serve[\"']?[\s,]+ID", "vllm serve", "model"),
        (r"vllm\.entrypoints[\w.]*\b.*?--model[\s=,\"']+ID", "vllm", "model"),
        (r"sglang\.launch_server\b.*?--model(?:-path)?[\s=,\"']+ID", "sglang", "model"),
        (r"(?:text-generation-launcher|text-embeddings-router|text-embeddings-inference|tei)\b.*?--model-id[\s=,\"']+ID",
         "text-generation-launcher", "model"),
        (r"--model-id[\s=,\"']+ID", "--model-id", "model"),
        (r"\bllama(?:-server|-cli|\.cpp| serve)?\b.*?\s-hfr?[\s=]+ID", "llama.cpp -hf", "model"),
        (r"^\s*(?:FROM|ADAPTER)\s+(?:hf\.co|huggingface\.co)/ID", "Modelfile", "model"),
        (r"(?:\b(?:hf|huggingface-cli)|\$\{?\w*(?:HF|HUGGINGFACE)\w*\}?)\"?\s+download\s+"
         r"(?:--[\w-]+(?:[ =]\S+)?\s+)*?ID", "hf download", "model"),
        (r"\b(?:mlx_\w+[.\w]*|mflux-\w+)\s.*?--(?:model|hf-path)[\s=]+ID", "mlx_lm", "model"),
        # A script that many copy, which says by an option that it is to fetch data.
        (r"\bhfd(?:\.sh)?\s+ID(?=.*\s--dataset\b)", "hfd", "dataset"),
        (r"\b(?:hfd(?:\.sh)?|download-model\.py)\s+ID", "hfd", "model"),
        (r"\blitgpt\s+(?:download|finetune\w*|pretrain|chat|generate|serve|evaluate|convert_\w+)\s+ID",
         "litgpt", "model"),
        (r"\baphrodite\s+run\s+ID", "aphrodite run", "model"),
        (r"\blmdeploy\s+(?:chat|lite\s+\w+|serve\s+api_server)\s+ID", "lmdeploy", "model"),
        (r"\bmteb\s+run\b.*?\s(?:-m|--model)[\s=]+ID", "mteb run", "model"),
        (r"\bconvert[-_]hf[-_]to[-_]gguf\.py(?=.*\s--remote\b)\s(?:.*?\s)?ID", "convert_hf_to_gguf", "model"),
        (r"\bdocker\s+model\s+(?:pull|run)\s+(?:hf\.co|huggingface\.co)/ID", "docker model", "model"),
        (r"\blocal-ai\s+run\s+huggingface://(?P<id>[\w.-]+/[\w.-]+)", "local-ai run", "model"),
        (r"\boptimum-cli\b.*?(?:--model|-m)[\s=]+ID", "optimum-cli", "model"),
        (r"(?:[\w-]*(?:llm|server|cli)(?:\.py)?)\s+(?:serve|download-weights)\s+ID", "serve", "model"),
        (r"\btune\s+download\s+ID", "tune download", "model"),
        (r"\bilab\s+(?:model\s+)?download\b.*?\s(?:--repository|-rp)[\s=]+ID", "ilab download", "model"),
        (r"\.(?:py|sh)\s(?:.*?\s)?-m[\s=]+ID", "option", "model"),
    )
)  # fmt: skip
#: `--teacher_model_name_or_path ID`, `--dataset=ID`: what an option names is read by its head, as a key of settings is.
_OPTION = re.compile(rf"(?<![\w-])--(?P<option>[A-Za-z][\w.-]{{1,60}})[\s=,\"']+{_ID}")
#: Another value of the same option.
_FURTHER = re.compile(rf"[\s,\"']{{1,20}}{_ID}")
#: `actor.model.path=ID`, `++model=ID`, `pretrained=ID,dtype=float`: settings given in a command line, read as keys are.
_OVERRIDE = re.compile(rf"(?<![\w.$/-])\+{{0,2}}(?P<key>[a-z_]\w*(?:[./@]\w+)*)={_ID}")
#: Programs that run scripts.
_SCRIPTS = re.compile(
    r"\b(?:python[\d.]*|torchrun|accelerate|deepspeed|uv|poetry|conda|srun|ray|modal|evalplus\.\w+|auto-round|autotrain|oumi|axolotl"
    r"|trl|swift|llamafactory-cli|lm[-_]eval|lighteval|mteb|ct2-[\w-]+|oneshot|genai-perf|guidellm|evalscope|garak|opencompass"
    r"|lerobot-\w+|xtuner|gptqmodel|olive|mergekit-\w+)\b|\.py\b"
)
_OVER_SSH = re.compile(r"git@(?:hf\.co|huggingface\.co):(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)")
_SPACY = re.compile(r"\bspacy\s+download\s+(?P<id>[a-z]{2,3}_\w+_(?:sm|md|lg|trf))\b")
#: `MODEL_ID="a/b"`, `DATASET ?= a/b`, `ENV BASE_MODEL a/b`, `-eMODEL_ID=a/b`, `local model_name=a/b`,
#: `$ModelId = "a/b"`, `HF_REPO=a/b:q4_k_m`: read by the head of the name.
_VARIABLE = re.compile(
    r"(?:(?:(?:\b|(?<=\s-e))(?P<name>[A-Z][A-Z\d_]*)(?::-|\s*[?:+]?=\s*|\s*:\s*)"
    r"|\b(?:ENV|setenv|set)\s+(?:-\w+\s+)*(?P<spaced>[A-Z][A-Z\d_]*)\s+)"
    r"|(?:\A|[;&]|\b(?:export|local|readonly|set)\s)\s*(?P<own>[a-z]\w*)(?:=|\s*:=\s*)"
    r"|(?:\A|[\s\](,])\$(?:env:)?(?P<dollar>[A-Za-z]\w*)\s*=\s*(?=[\"']))"
    r"[\"']?(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)(?:(?i::(?:[\w.]+-)*(?:i?q\d\w*|b?f(?:16|32)|mxfp4\w*)))?"
    r"[\"']?(?=[\s\"'};&|)]|$)"
)
_OLLAMA = re.compile(
    r"(?:\bollama(?:\.exe)?|\$\{?\w*(?i:ollama)\w*\}?)[\s\"',]+(?:run|pull)[\s\"',]+(?:--[\w-]+[\s\"',]+)*(?P<id>[\w./:-]*\w)"
)
#: A name behind that of the provider, which an option or a variable is given: `--model ollama/llama3.2`.
_PROVIDED = re.compile(r"(?<=[=\s\"'])ollama(?:_chat)?/(?P<id>[a-z0-9][\w.-]*(?::[\w.-]*\w)?)(?=[\s\"';&|,)]|\Z)")
#: `OLLAMA_MODELS=llama3,phi3`, `${OLLAMA_MODEL:-llama3}`.
_OLLAMA_VARIABLE = re.compile(
    r"(?P<name>\w*ollama\w*)(?::-|[ \t]*[?:+]?=[ \t]*)[\"']?(?P<value>[\w./:-]+(?:[ \t]*,[ \t]*[\w./:-]+)*)",
    re.IGNORECASE,
)
#: Names of Ollama's in one variable: `CHAT_MODEL=llama3.2`, `AGENT_MODELS=qwen3:8b,llama3.2:3b`.
_IN_VARIABLE = re.compile(
    r"\b(?P<name>[A-Za-z_]\w*)(?::-|[ \t]*[?:+]?=[ \t]*)[\"']?"
    r"(?P<value>[A-Za-z][\w./-]*(?::[\w.-]+)?(?:(?:[ \t]*[,;][ \t]*|[ \t]+)[A-Za-z][\w./-]*(?::[\w.-]+)?)*)(?![\w:/])"
)
#: Several of the Hub: `EMBEDDING_MODELS=owner/name,owner/other`.
_SEVERAL_OWNED = re.compile(
    rf"\b(?P<name>[A-Za-z_]\w*)(?::-|[ \t]*[?:+]?=[ \t]*)[\"']?"
    rf"(?P<value>{_OWNED}(?:[ \t]*[,;][ \t]*{_OWNED})+)(?=[\s\"'}};&|)]|$)"
)
#: A request to a server of Ollama, `curl …:11434/api/pull -d '{"name": "llama3"}'`, and the model that it asks for.
_SERVER = re.compile(r":11434\b|/api/(?:generate|chat|pull|embed(?:dings)?|show|create)\b")
_ASKED = re.compile(r"\\?[\"'](?:model|name|from)\\?[\"']\s*:\s*\\?[\"'](?P<id>[\w.:/-]*\w)\\?[\"']")
#: What a finding calls a word of a command that reads as the name of a model.
BY_NAME = "named"
#: What it calls a folder of the Hub's cache.
IN_CACHE = "cache"
#: A word of a command, with the one before it, or the name that it is given to.
_WORD = re.compile(
    r"(?:(?P<before>[^\s\"'=(),\[\]]*)[\s\"'=(,\[]+)??(?<![\w./@:%{}$-])"
    r"(?P<id>[A-Za-z0-9][\w.-]*/[\w.-]*\w)(?::[\w.-]+)?(?=[\s\"'\\;&|,)\]}]|$)"
)
#: Programs to which a name with an owner is a place, an image or a package, and those that only say it.
_OTHER_PROGRAMS = re.compile(
    r"^\s*(?:sudo\s+|RUN\s+|-\s+)*(?:git|docker|podman|pip3?|uv\s+pip|npm|npx|yarn|pnpm|apt(?:-get)?|conda|cd|ls|rm|cp|mv|mkdir|cat|tar"
    r"|echo|printf|COPY|FROM|gh|kubectl|helm|go|cargo|brew|image:|uses:|print)\b|\bollama\b.*\b(?:run|pull)\b"
)
_REMARK = re.compile(r"(?:\A|\s)(?:#|//)\s.*")
_DATASET_TYPE = re.compile(r"--repo[-_]type[\s=]+[\"']?(dataset|space)")
#: A file of rows that is asked for.
_ROWS = re.compile(
    r"(?:[^&;|]*?\s--(?:file-?name|file_name|include)[\s=]+|\s+)[\"']?[\w*./-]+\.(?:jsonl|parquet|arrow)[\"']?(?=\s|\Z)"
)


#: The beginning of a command line that loads a model, wherever it stands.
LOADING_COMMAND = re.compile(
    r"\b(?:(?:hf|huggingface-cli)\s+download|vllm\s+serve|ollama\s+(?:pull|run)|text-generation-launcher"
    r"|text-embeddings-router|lmdeploy\s+serve|mlx_lm\.\w+|tune\s+download)\s|\b(?:sglang\.launch_server|vllm\.entrypoints)"
    r"|\bllama-(?:server|cli)\s|\bpython[\d.]*\s+-c\s"
)
_OF_COMMANDS = (
    "hf download", "huggingface-cli", "vllm", "ollama pull", "ollama run", "text-generation-launcher", "lmdeploy",
    "mlx_lm", "text-embeddings-router", "tune download", "sglang", "llama-server", "llama-cli",
)  # fmt: skip
#: What stands before a text of code that people read.
_SAID = re.compile(
    r"(?i:print\w*|log\w*|warn\w*|error\w*|info|help\w*|hint|desc\w*|usage|example\w*|placeholder|title|label|text|message|echo"
    r"|doc\w*|note|summary|comment)[\"']?\s*[!]?\s*[:=(,]+\s*\Z"
)
#: What may stand before a command in its line.
_BEFORE_COMMAND = re.compile(r"(?:.*(?:&&|;|\|)\s*)?(?:sudo\s+)?(?:[A-Z_]+=\S+\s+)*(?:[\w./-]*/)?\Z")


def in_texts(code: str) -> Iterator[Mention]:
    """What command lines name that stand in the texts of code, each in one line: `run("hf download owner/name")`."""
    end = 0
    # Plain searches are made before the pattern.
    for match in LOADING_COMMAND.finditer(code) if any(word in code for word in _OF_COMMANDS) else ():
        start = code.rfind("\n", 0, match.start()) + 1
        opened = max(code.rfind(mark, start, match.start()) for mark in "\"'`")
        if match.start() < end or opened < 0 or _SAID.search(code, max(start, opened - 60), opened):
            continue
        end = code.find(code[opened], match.end())
        stop = code.find("\n", match.end())
        end = min(place for place in (end, stop, len(code)) if place >= 0)
        if code[end : end + 1] == code[opened] and _BEFORE_COMMAND.match(code[opened + 1 : match.start()]):
            yield from commands(code[opened + 1 : end], None, code.count("\n", 0, start) + 1)


#: What variables hold that a command line can use: the id, and the cell and line it is written at.
Variables = dict[str, list[tuple[str, int | None, int]]]
_ASSIGNED = re.compile(
    r"(?m)^\s*(?:(?:export|readonly|local|declare|ENV|ARG|set|%env)\s+(?:-\w+\s+)*)?(?P<name>[A-Za-z_]\w*)="
    r"(?P<value>\([^)]*\)|\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'(]\S*)"
)
_LOOP = re.compile(r"\bfor\s+(?P<name>\w+)\s+in\s+(?P<value>[^;\n]+)")
_USED = re.compile(
    r"\$\{?(?P<name>\w+)(?:\[(?:[@*]|\"?\$\{?\w+\}?\"?)\])?\}?|\{(?:\{\s*)?(?P<inner>\w+(?:\.\w+)?)(?:\s*\})?\}"
)
_USUAL = re.compile(r"\$\{\w+:?[-=]([^}\s]*)\}")
#: `while IFS='|' read -r repo file; do …; done <<EOF`, and the rows of the document.
_READ = (
    r"(?:IFS=\$?(?:'(?P<ifs>[^'\n]{1,4})'|\"[^\"\n]{0,4}\"|\S?)[ \t]+)?"
    r"read[ \t]+(?:-\w+[ \t]+)*(?P<names>\w+(?:[ \t]+\w+)*)"
)
_READ_DOCUMENT = re.compile(
    rf"\bwhile[ \t]+{_READ}[^\n;]*[;\n][ \t\n]*do\b(?:(?!\bdone\b).){{0,2000}}?\bdone[ \t]*<<-?[ \t]*"
    r"[\"']?(?P<end>\w+)[\"']?[^\n]*\n(?P<rows>(?:(?![ \t]*(?P=end)\b)[^\n]*\n)*)",
    re.DOTALL,
)
#: `IFS='|' read -r repo part <<< "$entry"`, and an entry of a list.
_READ_ENTRY = re.compile(rf"{_READ}[ \t]*<<<[ \t]*\"?\$\{{?(?P<entry>\w+)")
_ENTRY = re.compile(r"(?P<mark>[\"'])(?P<value>[^\"'\n]*)(?P=mark)")
_MAX_ROWS = 500
#: Loops of one file of tasks that are followed.
_MAX_LOOPS = 200
#: What a task of Ansible does for each of a list, `loop:`, and what it then calls one of them: `{{ item.repo }}`.
_ITEM = re.compile(r"\{\{\s*item\b")
_OWN_ITEM = re.compile(r"\{\{\s*item\d")
_TASK = re.compile(r"(?m)^(?P<indent>[ ]*)- ")
_ITEMS = re.compile(
    r"(?m)^(?P<indent>[ ]*)(?:loop|with_items|with_list):[ \t]*"
    r"(?P<items>\[[^\]\n]*\]|\n(?:(?P=indent)[ ]*-?[ ]+\S[^\n]*(?:\n|\Z))+)"
)
_OF_ITEM = re.compile(
    r"(?:(?:\b(?P<key>\w+):[ \t]+)|(?:-[ \t]+|[\[,][ \t]*))[\"']?(?P<value>[A-Za-z0-9][\w./:-]*\w)[\"']?"
    r"(?=[ \t]*(?:[,}\]#]|\Z))"
)
#: Values of one variable that are followed.
_MAX_VALUES = 20


def commands(text: str, cell: int | None = None, first: int = 1, known: Variables | None = None) -> list[Mention]:
    """Ids in command lines, each line continued by a backslash read as one.

    Args:
        text: A script, or part of one.
        cell: The cell of a notebook that it stands in.
        first: The number of its first line.
        known: What variables hold that are set elsewhere.
    """
    text = _with_own_items(text) if _ITEM.search(text) is not None else text
    variables = assigned(text, cell, first, known)
    done, said = apart(text)
    found = list(_commands(done, cell, first, variables))
    if said is not None:
        names = {(mention.line, mention.model_id) for mention in found}
        found += [
            replace(mention, tier="doc")
            for mention in _commands(said, cell, first, {})
            if (mention.line, mention.model_id) not in names
        ]
    return found


def assigned(text: str, cell: int | None, first: int, known: Variables | None = None) -> Variables:
    """The ids that variables of a script hold: assigned, in a list, or one after the other in a loop."""
    found: Variables = {name: list(values) for name, values in (known or {}).items()}
    speaks = ollama.SPOKEN_TO.search(text) is not None
    for at, match in enumerate(_ITEMS.finditer(text) if _OWN_ITEM.search(text) is not None else ()):
        for number, line in enumerate(match["items"].split("\n"), first + text.count("\n", 0, match.start("items"))):
            for part in _OF_ITEM.finditer(line):
                value = part["value"]
                if looks_owned(value, frozenset()) or (speaks and _is_served(value)):
                    name = f"item{at}.{part['key']}" if part["key"] else f"item{at}"
                    found.setdefault(name, []).append((value, cell, number))
    if "$" not in text:
        return found
    lines = Lines(text)
    for name, value, at in _read_rows(text) if "read" in text and "<<" in text else ():
        if looks_owned(value, frozenset()) or (speaks and _is_served(value)):
            found.setdefault(name, []).append((value, cell, first - 1 + lines.of(at)))
    for match in sorted([*_ASSIGNED.finditer(text), *_LOOP.finditer(text)], key=lambda match: match.start()):
        values = found.setdefault(match["name"], [])
        for part in re.finditer(r"[^\s\"'()]+", match["value"]):
            used = _USED.fullmatch(part[0])
            place = first - 1 + lines.of(match.start("value") + part.start())
            value = _USUAL.sub(r"\1", part[0])
            if used is not None and used["name"] in found and used["name"] != match["name"]:
                values += found[used["name"]][:_MAX_VALUES]
            elif (
                looks_owned(value, frozenset())
                or value in one_word_names()
                or (speaks and _is_served(value))
                or (value.startswith("http") and hub_url(value) is not None)
            ):
                values.append((value, cell, place))
    return found


def _read_rows(text: str) -> Iterator[tuple[str, str, int]]:
    """(variable, value, place) of what `read` takes from the rows of a document, or from the entries of a list."""
    for loop in _READ_DOCUMENT.finditer(text):
        at = loop.start("rows")
        for row in loop["rows"].split("\n")[:_MAX_ROWS]:
            yield from _columns(loop["names"], loop["ifs"], row, at)
            at += len(row) + 1
    lists = {match["name"]: match for match in _ASSIGNED.finditer(text) if match["value"].startswith("(")}
    through = {loop["name"]: used["name"] for loop in _LOOP.finditer(text) if (used := _USED.search(loop["value"]))}
    for split in _READ_ENTRY.finditer(text) if "<<<" in text else ():
        entries = lists.get(through.get(split["entry"], split["entry"]))
        for entry in _ENTRY.finditer(entries["value"]) if entries is not None else ():
            at = entries.start("value") + entry.start("value") if entries is not None else 0
            yield from _columns(split["names"], split["ifs"], entry["value"], at)


def _columns(names: str, separators: str | None, row: str, at: int) -> Iterator[tuple[str, str, int]]:
    """What the columns of a row are called, each with its value and the place of the row."""
    values = re.split(f"[{re.escape(separators)}]", row) if separators else row.split()
    yield from ((name, value.strip(), at) for name, value in zip(names.split(), values, strict=False))


def _with_own_items(text: str) -> str:
    """Tasks whose loops have names of their own, `item0`, by the places of the loops in the text."""
    made, at = [], 0
    tasks = [(one.start(), len(one["indent"])) for one in _TASK.finditer(text)]
    for number, loop in enumerate(itertools.islice(_ITEMS.finditer(text), _MAX_LOOPS)):
        heads = [at for at, indent in tasks if indent < len(loop["indent"])]
        start = max((head for head in heads if at <= head < loop.start()), default=at)
        end = min((head for head in heads if head > loop.start()), default=len(text))
        made += [text[at:start], _ITEM.sub(rf"\g<0>{number}", text[start:end])]
        at = max(end, at)
    return "".join([*made, text[at:]])


def _is_served(name: str) -> bool:
    return ollama.is_tagged(name) or ollama.is_in_library(name)


def _through_variables(line: str, cell: int | None, variables: Variables, tier: str) -> Iterator[Mention]:
    """What a command line names by variables, each where the variable got it."""
    for used in _USED.finditer(line):
        for value, where, place in variables.get(used["name"] or used["inner"], ())[:_MAX_VALUES]:
            whole = line[: used.start()] + value + line[used.end() :]
            for name, kind, written in _in_line(whole):
                if written == value and name != "environment":
                    page = hub_url(value) if value.startswith("http") else None
                    yield Mention(
                        place, where, value, page[1] if page else value, page[0] if page else kind, name, tier
                    )
            for written, model_id in _short(whole) if "/" not in value else ():
                if written == value:
                    yield Mention(place, where, value, model_id, "model", "option", tier)
            for mention in _ollama(whole, [whole], place, where, tier) if _is_served(value) else ():
                if mention.text == value:
                    yield mention


def _commands(text: str, cell: int | None, first: int, variables: Variables) -> Iterator[Mention]:
    lines = text.split("\n")
    for at, launcher, id_ in in_dockerfile(lines) if "FROM" in text.upper() else ():
        yield Mention(first + at, cell, id_, id_, "model", launcher, "core")
    yield from _in_arrays(text, cell, first)
    number = 0
    speaking = text if ollama.SPOKEN_TO.search(text) is not None else ""
    own_names = "/v1" in text and _asks_by_own_names(text)
    if "<#" in text:
        lines = _HELP.sub(lambda found: "\n" * found[0].count("\n"), text).split("\n")
    while number < len(lines):
        start, joined = number, [lines[number]]
        remark = lines[number].lstrip().startswith("#")
        while _goes_on(joined) and number + 1 < len(lines) and len(joined) < 50:
            if remark != lines[number + 1].lstrip().startswith("#"):
                # No shell continues a comment, and one ends the command that it stands in.
                break
            number += 1
            joined.append(lines[number])
        number += 1
        whole = " ".join(line.rstrip().removesuffix("\\") for line in joined)
        comment = whole.lstrip().startswith(("#", "//"))
        if not comment and " #" in whole:
            whole = _without_remark(whole)
        yield from _ollama(whole, joined, first + start, cell, "doc" if comment else "core", speaking)
        for variable, size, hub_id in in_variables(whole) if not comment else ():
            yield size_mention(first + start, size, hub_id, variable, cell)
        for size, hub_id in sizes_in_command(whole) if not comment else ():
            yield Mention(first + start, cell, size, hub_id, "model", "whisperx", "core")
        if "/v1" in whole and not comment and not own_names and asks_own_server_in(whole):
            yield from _asked(joined, first + start, cell)
        if variables and ("$" in whole or "{" in whole):
            yield from _through_variables(whole[:5_000], cell, variables, "doc" if comment else "core")
        for written, model_id in _short(whole):
            for where in _places(joined, written):
                tier = "doc" if comment else "core"
                yield Mention(first + start + where, cell, written, model_id, "model", "option", tier)
        if "/" not in whole and "spacy" not in whole and "--dataset_name" not in whole:
            continue
        for written, model_id in _with_splits(whole):
            for where in _places(joined, written)[:1]:
                tier = "doc" if comment else "core"
                yield Mention(first + start + where, cell, written, model_id, "dataset", "option", tier)
        usual = _USUAL.sub(r"\1", whole)
        pieces = [*_pieces(whole), *(_pieces(usual) if usual != whole else ())]
        seen: set[str] = set()
        for name, kind, written in (found for piece in pieces for found in _in_line(piece)):
            found = hub_url(written) if written.startswith("http") else None
            cached = next(in_cache(written), None) if name == IN_CACHE else None
            model_id = found[1] if found else cached[1] if cached else written
            if model_id in seen or (comment and name == "address"):
                continue
            seen.add(model_id)
            kind = found[0] if found else kind
            revision = found[2] if found else None
            tier = "doc" if comment else "core"
            for where in _places(joined, written):
                yield Mention(first + start + where, cell, written, model_id, kind, name, tier, revision)


def _without_remark(line: str) -> str:
    """A line without the remark behind its words."""
    at = line.find(" #")
    while at >= 0:
        before = line[:at]
        if before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
            return before
        at = line.find(" #", at + 1)
    return line


#: `MODELS=(a/b c/d)`, also over lines.
_ARRAY = re.compile(
    r"(?m)^[ \t]*(?:(?:declare|local|readonly|export)[ \t]+(?:-\w+[ \t]+)*)?"
    r"(?P<name>[A-Za-z_]\w*)\+?=\((?P<value>[^()]*)\)"
)


def _in_arrays(text: str, cell: int | None, first: int) -> Iterator[Mention]:
    """The models and datasets in lists that a script gives such a name."""
    lines = Lines(text)
    speaks = ollama.SPOKEN_TO.search(text) is not None
    for match in _ARRAY.finditer(text) if "=(" in text else ():
        kind = keys.kind_of_option(match["name"])
        for word in re.finditer(r"(?m)#.*$|[^\s\"']+", match["value"]) if kind is not None else ():
            if speaks and kind == "model" and _is_served(word[0]):
                line = first - 1 + lines.of(match.start("value") + word.start())
                yield ollama.library_mention(line, word[0], match["name"], "core", cell)
                continue
            if looks_owned(word[0], frozenset()) and not keys.is_hosted(word[0]):
                line = first - 1 + lines.of(match.start("value") + word.start())
                yield Mention(line, cell, word[0], word[0], kind or "model", "environment", "core")


#: A name without owner, and the option, variable or setting that it is given to.
_SHORT = re.compile(r"(?:(?<![\w./@-])|(?<=:-))[A-Za-z][\w.]*-[\w.-]*\w(?![\w/@:-])")
_SHORT_OF = re.compile(
    r"(?:--(?P<option>[A-Za-z][\w.-]{1,60})[\s=\"',]+|(?<![\w$.-])(?P<name>[A-Za-z_][\w./@]{1,60})(?::?-|\s*[?:+]?=\s*)[\"']?)\Z"
)


def _short(line: str) -> Iterator[tuple[str, str]]:
    """(as written, id on the Hub) of names without owner, of which known ones alone are taken."""
    line = line[:5_000]
    words = _one_word() if any(word in line for word in one_word_names()) else None
    for match in (*(_SHORT.finditer(line) if "-" in line else ()), *(words.finditer(line) if words else ())):
        found = known_short(match[0], word=True)
        given = _SHORT_OF.search(line, max(0, match.start() - 70), match.start()) if found is not None else None
        if found is None or given is None:
            continue
        path = (given["option"],) if given["option"] else tuple(re.split(r"[./@]", given["name"]))
        if keys.kind_of_path(path) == "model" and (
            "-" in match[0] or is_checkpoint(match[0]) or keys.names_by_library(path[-1])
        ):
            yield match[0], found


@cache
def _one_word() -> re.Pattern[str]:
    """The names without owner of a single word."""
    return re.compile(rf"(?:(?<![\w./@-])|(?<=:-))(?:{'|'.join(one_word_names())})(?![\w/@:.-])")


#: An option or setting, and its value.
_VALUE_OF = re.compile(
    r"(?<![\w.$/-])(?:--|\+{0,2})(?P<key>[A-Za-z_][\w.-]{1,60})(?:=|[ \t]+)(?P<value>[^\s=]+)(?=\s|\Z)"
)


def _with_splits(line: str) -> Iterator[tuple[str, str]]:
    """(as written, id) of the datasets that options and settings name with a part of each, or without an owner."""
    yield from ((name, name) for name in _bare_datasets(line))
    for match in _VALUE_OF.finditer(line[:5_000]) if "@" in line or "[" in line else ():
        yield from keys.with_split(match["key"], match["value"])


#: Options that only the Hub's own scripts for training have, and the one for a dataset, which may have no owner.
_OF_HUB_SCRIPTS = ("--model_name_or_path", "--dataset_config")
_OF_DATA = re.compile(r"--dataset_name[ \t]*[ \t=][ \t]*[\"']?(?P<id>[a-z][a-z\d_-]*[a-z\d])[\"']?(?=\s|\Z)")


def _bare_datasets(line: str) -> Iterator[str]:
    """The datasets without owner that a script of the Hub's is given: `--dataset_name squad --model_name_or_path …`."""
    if "--dataset_name" in line and any(option in line for option in _OF_HUB_SCRIPTS):
        for match in _OF_DATA.finditer(line):
            if match["id"] not in signatures().tables["builders"]:
                yield match["id"]


def _goes_on(joined: list[str]) -> bool:
    """Whether the command of some lines has more: the last ends in a backslash, or a request's body is open."""
    if joined[-1].rstrip().endswith("\\"):
        return True
    opened = _BODY.search(joined[0]) if len(joined) < 20 else None
    return opened is not None and "'" not in "".join(joined)[opened.end() :]


def _asked(joined: list[str], first: int, cell: int | None) -> Iterator[Mention]:
    """The models that requests to a server of one's own ask for."""
    for at, line in enumerate(joined):
        for match in _ASKED.finditer(line):
            name = match["id"].partition(":")[0]
            of_hub = looks_owned(name, frozenset()) and not ollama.is_own(name)
            if "model" in match[0][: match.start("id") - match.start()] and of_hub:
                yield Mention(first + at, cell, match["id"], name, "model", "request", "core")


def _asks_by_own_names(text: str) -> bool:
    """Whether requests name a model without owner that is none of Ollama's: the server calls its models as it likes."""
    asked = {match["id"] for match in _ASKED.finditer(text) if '"model' in match[0].replace("\\", "").replace("'", '"')}
    return any("/" not in name and not ollama.is_in_library(name) for name in asked)


#: What a script of PowerShell says of itself.
_HELP = re.compile(r"<#.*?#>", re.DOTALL)
#: The body of a request that goes over lines.
_BODY = re.compile(r"\bcurl\b.*\s(?:-d|--data(?:-raw|-binary)?)\s+'(?=\{)")


def _places(joined: list[str], written: str) -> list[int]:
    """The lines of a command on which an id stands: the first, and others on which an option names it, too."""
    lines = [number for number, line in enumerate(joined) if written in line]
    return [*lines[:1], *(number for number in lines[1:] if _names_again(joined[number], written))] or [0]


def _names_again(line: str, written: str) -> bool:
    """Whether an option or setting on a further line of a command names an id, too."""
    return any(m["id"] == written and keys.kind_of_option(m["option"]) for m in _OPTION.finditer(line)) or any(
        m["id"] == written and keys.kind_of_path(tuple(re.split(r"[./@]", m["key"]))) for m in _OVERRIDE.finditer(line)
    )


#: Words of variables under which a name without a tag is one of Ollama's; `TTS=qwen3` is that of a program.
_OF_MODELS = words("model models llm embedding embeddings embedder")


def _in_variables(line: str, first: int, cell: int | None, tier: str, speaking: str) -> Iterator[Mention]:
    """The names of Ollama's that a line gives to variables of models, but for those whose name says Ollama.

    Args:
        line: The line.
        first: Its number.
        cell: The cell of a notebook that it stands in.
        tier: The tier of what it names.
        speaking: The text around it where that speaks of a server; else empty.
    """
    for match in _IN_VARIABLE.finditer(line):
        if keys.kind_of_variable(match["name"]) != "model" or _OLLAMA_VARIABLE.match(match[0]) is not None:
            continue
        several = re.split(r"[ \t]*[,;][ \t]*|[ \t]+", match["value"])
        tagged = any(map(ollama.has_tag, several))
        of_model = not _OF_MODELS.isdisjoint(keys.key_words(match["name"]))
        meant = tagged or (of_model and bool(speaking) and all(ollama.is_meant(name, "", speaking) for name in several))
        if meant and all(map(_is_served, several)):
            for name in several:
                yield ollama.library_mention(
                    first, name, match["name"], tier if speaking or tier == "doc" else ollama.SERVED, cell
                )


def _ollama(
    whole: str, joined: list[str], first: int, cell: int | None, tier: str, speaking: str = ""
) -> Iterator[Mention]:
    """The models that `ollama run` and `ollama pull` name, and addresses of its library."""
    for name in ollama.addresses(whole):
        line = first + next((i for i, line in enumerate(joined) if name in line), 0)
        yield ollama.library_mention(line, name, "address", tier, cell)
    for match in _OLLAMA_VARIABLE.finditer(whole) if "ollama" in whole.lower() else ():
        named = keys.kind_of_variable(match["name"]) == "model"
        for name in re.split(r"[ \t]*,[ \t]*", match["value"]) if named else ():
            if ollama.is_in_library(name) or _is_its_own(match["name"], name):
                yield ollama.mention_of(first, name, match["name"], tier, cell)
    if "=" in whole or ":-" in whole:
        yield from _in_variables(whole, first, cell, tier, speaking)
    server = (":11434" in whole or "/api/" in whole) and _SERVER.search(whole) is not None
    for match in _ASKED.finditer(whole) if server else ():
        if ollama.is_in_library(match["id"]):
            line = first + next((i for i, line in enumerate(joined) if match["id"] in line), 0)
            yield ollama.library_mention(line, match["id"], "request", tier, cell)
    for match in _PROVIDED.finditer(whole) if "ollama" in whole else ():
        if ollama.is_in_library(match["id"]):
            line = first + next((i for i, line in enumerate(joined) if match[0] in line), 0)
            yield ollama.library_mention(line, match["id"], "ollama", tier, cell)
    for match in _OLLAMA.finditer(whole) if "ollama" in whole.lower() else ():
        found = ollama.identity(match["id"])
        if isinstance(found, Rejected) or _in_a_message(match["id"], whole, match.end()):
            continue
        line = first + next((i for i, line in enumerate(joined) if match["id"] in line), 0)
        written = match["id"] if found.registry == ollama.REGISTRY else found.model_id
        yield Mention(
            line, cell, written, found.model_id, "model", "ollama", tier, registry=found.registry, hub_id=found.hub_id
        )


def _is_its_own(variable: str, name: str) -> bool:
    """Whether a name with an owner is one of Ollama's, for the variable says so: `OLLAMA_MODEL=owner/name`."""
    return "/" in name and ollama.is_field_for(keys.key_words(variable), name)


#: Commands that fetch what an address leads to.
_DOWNLOADS = re.compile(r"\b(?:wget|curl|git\s+clone|aria2c|pip3?\s+install|git\s+submodule|ADD)\b")
#: What only looks at a folder, or removes it.
_LOOKS = re.compile(r"[ \t]*(?:sudo[ \t]+)?(?:rm|rmdir|ls|du|stat|echo|printf)[ \t]")
#: Words that follow a command where somebody speaks of it.
_OUTCOMES = words(
    "failed fails exited exits succeeded completed finished done error errors returned timed command commands output "
    "model models process first again before after not and the that this manually"
)
_WORDS = re.compile(r"[ \t]+[a-z]+(?=[ \t.,!]|\Z)")


def _in_a_message(name: str, line: str, end: int) -> bool:
    """Whether a message follows a command of Ollama's, not a name: `ollama pull exited with 1`."""
    if not name.isalpha() or ollama.is_in_library(name):
        return False
    return name.lower() in _OUTCOMES or _WORDS.match(line, end) is not None


def _pieces(line: str) -> Iterator[str]:
    """A line in pieces that overlap, for a pattern may look far ahead."""
    yield from (line[start : start + 5_000] for start in range(0, max(len(line) - 1_000, 1), 4_000))


def _in_line(line: str) -> Iterator[tuple[str, str, str]]:
    """(command, kind, as written) of each id in a command line."""
    typed = _DATASET_TYPE.search(line)
    for pattern, name, kind in _COMMANDS:
        for match in pattern.finditer(line):
            sure = name in ("hf download", "vllm serve") and not is_placeholder(match["id"])
            if sure or (looks_owned(match["id"], frozenset()) and not keys.is_hosted(match["id"])):
                rows = name == "hf download" and _ROWS.match(line, match.end()) is not None
                yield name, typed[1] if typed and name == "hf download" else "dataset" if rows else kind, match["id"]
    programs = _SCRIPTS.search(line)
    yield from _options(line, typed[1] if typed else "", programs=programs is not None)
    for match in _OVERRIDE.finditer(line) if "=" in line else ():
        path = tuple(re.split(r"[./@]", match["key"]))
        if path == ("model",) and not programs:
            continue
        named = keys.kind_of_path(path)
        if named in ("model", "dataset") and looks_owned(match["id"], frozenset()) and not keys.is_hosted(match["id"]):
            yield "option", named, match["id"]
    for match in keys.schemed(line):
        if looks_owned(match["id"], frozenset()):
            yield "address", "model", match["id"]
    for launcher, model_id in in_command(line):
        yield launcher, "model", model_id
    for match in _SPACY.finditer(line):
        yield "spacy download", "model", f"spacy/{match['id']}"
    for variable, id_ in _set_in(line):
        named = keys.kind_of_variable(variable)
        if named is None or _is_its_own(variable, id_):
            continue
        if looks_owned(id_, frozenset()) and not keys.is_hosted(id_):
            yield "environment", named, id_
    downloads = _DOWNLOADS.search(line)
    for match in HUB_URL.finditer(line) if "/hf" in line or "huggingface.co" in line else ():
        if (downloads or FETCHED.search(match[0])) and hub_url(match[0]) is not None:
            yield "download", "model", match[0]
    for asked in fetched(line) if ".huggingface.co" in line else ():
        yield "address", asked.kind, asked.id
    if "s--" in line and not _LOOKS.match(line):
        yield from ((IN_CACHE, kind, written) for kind, _, written in in_cache(line))
    for match in _OVER_SSH.finditer(line) if "git@" in line else ():
        yield "download", "model", match["id"]
    # What else is said of a word counts more.
    yield from ((BY_NAME, "model", id_) for id_ in _by_name(line))


def _set_in(line: str) -> Iterator[tuple[str, str]]:
    """(variable, what may be an id) of each value that a line gives to a variable."""
    for match in _VARIABLE.finditer(line):
        yield match["name"] or match["spaced"] or match["own"] or match["dollar"], match["id"]
    for match in _SEVERAL_OWNED.finditer(line) if "," in line or ";" in line else ():
        yield from ((match["name"], id_) for id_ in re.split(r"[ \t]*[,;][ \t]*", match["value"]))


def _options(line: str, typed: str, *, programs: bool) -> Iterator[tuple[str, str, str]]:
    """What options name; `typed` is the kind of a repository that another option says."""
    for match in _OPTION.finditer(line) if "--" in line else ():
        named = keys.kind_of_option(match["option"])
        if len(keys.key_words(match["option"])) == 1 and not programs:
            # `--model` means something else to many programs other than scripts.
            continue
        if named is None:
            continue
        repository = keys.names_repository(match["option"])
        rows = repository and _ROWS.match(line, match.end()) is not None
        for written in (match["id"], *_further(match, line)):
            if looks_owned(written, frozenset()) and not keys.is_hosted(written):
                of_data = rows or (repository and reads_as_dataset(written))
                yield "option", (repository and typed) or ("dataset" if of_data else named), written


def _further(option: re.Match[str], line: str) -> Iterator[str]:
    """What an option of several is given beyond the first: `--models a/b c/d`."""
    several = any(word.endswith("s") for word in keys.key_words(option["option"]))
    value = _FURTHER.match(line, option.end()) if several else None
    while value is not None:
        yield value["id"]
        value = _FURTHER.match(line, value.end())


def _by_name(line: str) -> Iterator[str]:
    """The words of a command that read as names of models where neither an option nor the program says otherwise."""
    if "/" not in line or _OTHER_PROGRAMS.search(line) is not None:
        return
    for match in _WORD.finditer(_REMARK.sub("", line)):
        before, id_ = match["before"] or "", match["id"]
        if before.endswith(":") or keys.elsewhere(before) or not looks_owned(id_, frozenset()) or keys.is_hosted(id_):
            continue
        said = not before.startswith("-") or keys.is_folder_of_model(before)
        if is_owner_of_models(id_) or (reads_as_model(id_) and said):
            yield id_
