"""Says how a file is read, by its name, and by its first line where the name does not tell."""

from __future__ import annotations

import re

_KINDS = {
    ".py": "python", ".pyw": "python", ".ipynb": "notebook",
    ".sh": "shell", ".bash": "shell", ".zsh": "shell", ".fish": "shell", ".ksh": "shell", ".bat": "shell",
    ".cmd": "shell", ".ps1": "shell", ".slurm": "shell", ".sbatch": "shell", ".pbs": "shell", ".lsf": "shell",
    ".mk": "shell", ".service": "shell", ".def": "shell",
    ".yml": "yaml", ".yaml": "yaml", ".json": "settings", ".toml": "settings", ".cfg": "settings", ".ini": "settings",
    ".env": "shell", ".envrc": "shell", ".jsonnet": "settings", ".libsonnet": "settings", ".conf": "settings",
    ".jsonc": "settings", ".json5": "settings", ".properties": "settings", ".gin": "settings", ".hocon": "settings",
    ".tf": "settings", ".tfvars": "settings", ".hcl": "settings", ".nomad": "settings",
    ".js": "javascript", ".mjs": "javascript", ".cjs": "javascript", ".ts": "javascript", ".tsx": "javascript",
    ".jsx": "javascript", ".mts": "javascript", ".cts": "javascript", ".vue": "javascript", ".svelte": "javascript",
    ".astro": "javascript", ".html": "page", ".htm": "page",
    ".rs": "code", ".go": "code", ".java": "code", ".kt": "code", ".swift": "code", ".cs": "code", ".rb": "code",
    ".r": "code", ".jl": "code", ".lua": "code", ".cpp": "code", ".cc": "code", ".dart": "code", ".php": "code",
    ".scala": "code", ".ex": "code", ".exs": "code", ".livemd": "code", ".c": "code", ".h": "code", ".hpp": "code",
    ".m": "code", ".mm": "code", ".kts": "code", ".gradle": "code", ".groovy": "code", ".clj": "code", ".fs": "code",
    ".nix": "code", ".zig": "code", ".sql": "code", ".pbtxt": "settings", ".cmake": "shell",
    ".md": "prose", ".mdx": "prose", ".rst": "prose", ".qmd": "prose", ".rmd": "prose",
}  # fmt: skip
#: Endings of files from which another one is made, which has the name before them.
_PATTERN_OF = re.compile(r"\.(?:example|sample|template|tmpl|tpl|tftpl|dist|default|j2|jinja2?|in|erb|gotmpl)\Z", re.I)
#: Files whose whole name says what they are.
_NAMES = {
    "justfile": "shell", "Justfile": "shell", "Procfile": "shell", "Jenkinsfile": "shell", "Earthfile": "shell",
    "CMakeLists.txt": "shell", ".gitmodules": "settings",
    "Tiltfile": "python", "Snakefile": "python", "package-lock.json": "", "yarn.lock": "", "composer.lock": "",
}  # fmt: skip
_SHELL = ("Dockerfile", "Containerfile", "Makefile", "GNUmakefile", ".env", "Singularity", "Apptainer")
_REQUIREMENTS = re.compile(r"(?:requirements|constraints)[\w.-]*\.(?:txt|in)\Z")
_SCRIPT_NAME = re.compile(r"[a-z0-9][\w-]*\Z")
_INTERPRETER = re.compile(rb"#![^\n]*?(?:(?P<python>python|uv\b)|(?P<shell>\b(?:ba|z|da|k)?sh\b))")
#: Two settings in lines that follow each other, behind comments: a template of settings without an ending.
_MAPPING = re.compile(
    rb"(?:[ \t]*(?:#[^\n]*)?\n)*[a-z_][\w-]*:(?:[ \t][^\n]*)?\n(?:[ \t]*- [^\n]*\n)*[a-z_][\w-]*:[ \t\n]"
)


def kind_of(path: str) -> str:
    """How a file is read; empty for one that is not.

    `python`, `notebook`, `shell`, `modelfile`, `yaml`, `settings`, `javascript`, `page`, `code`, `prose`; `script`
    where only the first line tells.
    """
    name = path.rsplit("/", 1)[-1]
    named = _NAMES.get(name)
    if named is not None:
        return named
    if name.startswith("Modelfile") or name.lower().endswith(".modelfile"):
        return "modelfile"
    dot = name.rfind(".")
    kind = _KINDS.get(name[dot:].lower()) if dot > 0 else None
    if kind is not None:
        return kind
    if name.startswith(_SHELL) or name.lower().endswith(".dockerfile") or _REQUIREMENTS.match(name):
        return "shell"
    if dot > 0:
        inner = _PATTERN_OF.sub("", name)
        return kind_of(inner) if inner != name else ""
    return "script" if _SCRIPT_NAME.match(name) else ""


def kind_by_content(kind: str, content: bytes) -> str:
    """The kind of a file that is `script` by its name: what its first lines say; empty where they say nothing."""
    if kind != "script":
        return kind
    named = _INTERPRETER.match(content[:200])
    if named is None:
        return "yaml" if _MAPPING.match(content[:1_000]) else ""
    return str(named.lastgroup)
