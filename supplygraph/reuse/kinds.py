"""Says how a file is read, by its name, and by its first line where the name does not tell."""

from __future__ import annotations

import re

from supplygraph.reuse.place import words

_KINDS = {
    ".py": "python", ".pyw": "python", ".ipynb": "notebook",
    ".sh": "shell", ".bash": "shell", ".zsh": "shell", ".fish": "shell", ".ksh": "shell", ".bat": "shell",
    ".cmd": "shell", ".ps1": "shell", ".slurm": "shell", ".sbatch": "shell", ".pbs": "shell", ".lsf": "shell",
    ".psm1": "shell", ".nu": "shell", ".mk": "shell", ".service": "shell", ".def": "shell",
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
    ".cljs": "code", ".cljc": "code", ".edn": "code", ".bb": "code", ".el": "code", ".fsx": "code", ".csx": "code",
    ".vb": "code", ".razor": "code", ".cshtml": "code", ".rake": "code", ".pl": "code", ".hs": "code", ".erl": "code",
    ".nim": "code", ".cr": "code", ".http": "code", ".rest": "code", ".bicep": "code", ".cue": "code", ".gd": "code",
    ".nix": "code", ".zig": "code", ".sql": "code", ".pbtxt": "settings", ".pipeline": "settings", ".cmake": "shell",
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
#: Names without a known ending of files whose content is looked at: scripts, settings of a folder or of a script.
_SCRIPT_NAME = re.compile(
    r"(?:\.?[a-z0-9][\w-]*|\.?env[-_.][\w.-]+|[\w.-]*[_.-]?(?:config|vars|settings|params|defaults|options|rc))\Z", re.I
)
#: Endings behind that of a file by which it is put aside or meant for a place: `compose.yml.off`, `x.service.prod`.
_FURTHER = re.compile(r"\.[A-Za-z][\w-]{0,20}\Z")
#: Those of copies, and of files that are only about another one.
_COPIES = words(
    "bak backup old orig rej swp save tmp temp log lock sum sig asc md5 sha256 sha1 gz bz2 xz zst zip tar tgz license "
    "licence map patch diff meta md txt out err csv png jpg svg pdf"
)
#: Endings of files of settings that scripts of one's own read.
_LISTS = words("urls sources vars params settings profile profiles")
_BY_LINES = ("shell", "yaml", "settings", "modelfile")
#: A setting of a shell.
_ASSIGNMENT = re.compile(
    rb"[ \t]*(?:export[ \t]+|set[ \t]+)?[A-Za-z_]\w*=(?:\"[^\"]*\"|'[^']*'|[^\s\"']\S*)?[ \t]*(?:#.*)?\Z"
)
_INTERPRETER = re.compile(
    rb"#![^\n]*?(?:(?P<python>python|uv\b)|(?P<shell>\b(?:ba|z|da|k)?sh\b)"
    rb"|(?P<code>\b(?:ruby|perl|php|Rscript|lua|elixir|swift)\b)|(?P<javascript>\b(?:node|deno|bun)\b))"
)
#: Two settings in lines that follow each other, behind comments: a template of settings without an ending.
_MAPPING = re.compile(
    rb"(?:[ \t]*(?:#[^\n]*)?\n)*[a-z_][\w-]*:(?:[ \t][^\n]*)?\n(?:[ \t]*- [^\n]*\n)*[a-z_][\w-]*:[ \t\n]"
)


_MODELFILES = ("Modelfile.", "Modelfile-", "Modelfile_")


def kind_of(path: str) -> str:
    """How a file is read; empty for one that is not.

    `python`, `notebook`, `shell`, `modelfile`, `yaml`, `settings`, `javascript`, `page`, `code`, `prose`; `script`
    where only the first line tells.
    """
    name = path.rsplit("/", 1)[-1]
    named = _NAMES.get(name)
    if named is not None:
        return named
    if name == "Modelfile" or name.startswith(_MODELFILES) or name.lower().endswith("modelfile"):
        return "modelfile"
    dot = name.rfind(".")
    kind = _KINDS.get(name[dot:].lower()) if dot > 0 else None
    if kind is not None:
        return kind
    if name.startswith(_SHELL) or name.lower().endswith(".dockerfile") or _REQUIREMENTS.match(name):
        return "shell"
    if dot > 0:
        inner = _PATTERN_OF.sub("", name)
        kind = kind_of(inner) if inner != name else _kind_before(name)
        if kind:
            return kind
    if dot > 0 and _FURTHER.search(name) and name[dot + 1 :].lower() in _LISTS:
        return "script"
    return "script" if _SCRIPT_NAME.match(name) else ""


def _kind_before(name: str) -> str:
    """The kind of settings that the ending before the last one of a name tells; empty where it tells none."""
    further = _FURTHER.search(name)
    if further is None or further[0][1:].lower() in _COPIES:
        return ""
    before = name[: further.start()]
    kind = _KINDS.get(before[before.rfind(".") :].lower(), "") if "." in before[1:] else ""
    return kind if kind in _BY_LINES else ""


def kind_by_content(kind: str, content: bytes) -> str:
    """The kind of a file that is `script` by its name: what its first lines say; empty where they say nothing."""
    if kind != "script":
        return kind
    named = _INTERPRETER.match(content[:200])
    if named is None:
        if _PYTHON.match(content[:2_000]):
            return "python"
        if _MAPPING.match(content[:1_000]):
            return "yaml"
        return "shell" if _assigns(content[:4_000]) or _is_script(content[:4_000]) else ""
    return str(named.lastgroup)


#: Imports of Python, behind comments or a text that says what the file is for.
_PYTHON = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*)?\r?\n)*"
    rb'(?:""".{0,1500}?"""[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*)?'
    rb"(?:import [A-Za-z_][\w.]*(?:[ ,]|\r?\n)|from [A-Za-z_.][\w.]* import [\w(*])",
    re.DOTALL,
)
#: A line of a script, and one that starts a program with options.
_COMMAND = re.compile(
    rb"[ \t]*(?:export[ \t]+\w+=|source[ \t]+\S|\.[ \t]+\S+/|module[ \t]+(?:load|purge)|conda[ \t]+activate"
    rb"|set[ \t]+-[a-zA-Z]|cd[ \t]+\S|[A-Z_]+=\S*[ \t]*\Z|for[ \t]+\w+[ \t]+in[ \t]|if[ \t]+\[|mkdir[ \t]+-p)"
)
_STARTS = re.compile(
    rb"(?m)^[ \t]*(?:[A-Z_\d]+=\S+[ \t]+)*(?:(?:srun|python[\d.]*|torchrun|deepspeed|mpirun|bash)[ \t]"
    rb"|accelerate[ \t]+launch"
    rb"|uv[ \t]+run|vllm[ \t]+serve|ollama[ \t]+(?:run|pull)|(?:hf|huggingface-cli)[ \t]+download)"
)


def _is_script(content: bytes) -> bool:
    """Whether a file begins with a line of a script, and starts a program."""
    lines = (line.rstrip(b"\r") for line in content.split(b"\n"))
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith(b"#")), b"")
    return _COMMAND.match(first) is not None and _STARTS.search(content) is not None


def _assigns(content: bytes) -> bool:
    """Whether all lines of a file are settings of a shell, which a script of its folder reads."""
    # The last line may be cut.
    whole = content[: content.rfind(b"\n") + 1] or content
    lines = [line.rstrip(b"\r") for line in whole.split(b"\n") if line.strip() and not line.lstrip().startswith(b"#")]
    return bool(lines) and all(map(_ASSIGNMENT.match, lines))
