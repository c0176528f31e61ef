"""Reads the sizes of Whisper that settings name, `WHISPER_MODEL=large-v3`, which libraries load from the Hub."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplygraph.reuse.mention import Mention
from supplygraph.reuse.place import words
from supplygraph.reuse.signatures import signatures

#: Tier of a size in a file of settings: it counts where code of the repository uses one of these packages.
SIZED = "sized"
PACKAGES = frozenset({"faster_whisper", "whisperx"})
#: What a setting is called by its last word that holds a size.
_HEADS = words("model models size name id default checkpoint")
#: Words that say of a setting that it is about speech.
_SPEECH = words("whisper whisperx stt asr speech transcriber transcription transcribe transcriptor")
#: A word of a size as it may mean anything else.
_PLAIN = words("tiny base small medium large turbo")
_VARIABLE = re.compile(
    r"(?<![\w$.-])(?P<name>[A-Za-z_]\w*)(?::-|[ \t]*[?:+]?=[ \t]*|[ \t]+(?=[a-z]))"
    r"[\"']?(?P<value>[a-z][\w.-]*\w)[\"']?(?=[\s\"'};&|)#]|\Z)"
)
#: Commands that load what they are told by its size.
_COMMAND = re.compile(
    r"\b(?:whisperx|whisper-ctranslate2|faster-whisper[\w-]*)\s.*?--model[\s=]+(?P<value>[a-z][\w.-]*\w)"
)


def sized(read: list[str], head: list[str], text: str) -> str | None:
    """The id on the Hub of a size that a setting holds; None for any other value.

    Args:
        read: The words of the keys that lead to it.
        head: Those of the last key.
        text: The value.
    """
    hub_id = signatures().tables["faster_whisper"].get(text)
    if hub_id is None or not head or head[-1] not in _HEADS or ({"name", "id"} & {head[-1]} and "model" not in read):
        return None
    about = "whisper" in read or "whisperx" in read
    return hub_id if about or (text not in _PLAIN and not _SPEECH.isdisjoint(read)) else None


def size_mention(line: int, text: str, hub_id: str, call: str, cell: int | None = None) -> Mention:
    """A size that a setting names."""
    return Mention(line, cell, text, hub_id, "model", call, SIZED)


def in_command(line: str) -> Iterator[tuple[str, str]]:
    """(size, id on the Hub) of what a command line transcribes with."""
    for match in _COMMAND.finditer(line) if "whisper" in line else ():
        hub_id = signatures().tables["faster_whisper"].get(match["value"])
        if hub_id is not None:
            yield match["value"], hub_id


def in_variables(line: str) -> Iterator[tuple[str, str, str]]:
    """(variable, size, id on the Hub) of the sizes that a line of a shell gives to variables."""
    for match in _VARIABLE.finditer(line) if "hisper" in line or "HISPER" in line else ():
        read = [word.lower() for word in match["name"].split("_") if word]
        hub_id = sized(read, read, match["value"])
        if hub_id is not None:
            yield match["name"], match["value"], hub_id
