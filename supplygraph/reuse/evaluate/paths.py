"""Follows the path of a settings file to the call that reads it, and on to the values in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import dirname, join

from supplygraph.reuse.evaluate.engine import Engine
from supplygraph.reuse.evaluate.values import (
    ConstantValue,
    ExternalValue,
    FileValue,
    ParentsValue,
    PathValue,
    Text,
    Value,
    flowing,
)
from supplygraph.reuse.expression import Attribute, Call, Divided, Expression
from supplygraph.reuse.modules import Module


def own_path(module: Module) -> PathValue:
    """`__file__`."""
    return PathValue((True, module.path), module)


def divided(engine: Engine, e: Divided, module: Module) -> Iterator[Value]:
    """`folder / "name"`."""
    for base in _paths(engine.values(e.left, module), texts=False):
        yield from _below(base, engine.values(e.right, module))


def appended(parts: list[list[Value]]) -> Iterator[Value]:
    """`folder + "/name"`, `f"{folder}/name"`."""
    if len(parts) < 2 or len(parts) > 8:
        return
    for base in _paths(parts[0], texts=False)[:1]:
        rest = [[v.text for v in part if isinstance(v, Text)] for part in parts[1:]]
        if all(len(texts) == 1 for texts in rest):
            rooted, text = base.data
            yield base._replace(data=(rooted, text + "".join(texts[0] for texts in rest)))


def path_attribute(path: PathValue, name: str) -> list[Value]:
    """`path.parent`, `path.parents`."""
    if name == "parent":
        return [_parent(path)]
    return [ParentsValue(*path)] if name == "parents" else []


def ancestor(parents: ParentsValue, keys: list[Value]) -> list[Value]:
    """`path.parents[number]`."""
    if len(keys) != 1 or not isinstance(keys[0], ConstantValue) or not isinstance(keys[0].data, int):
        return []
    path = PathValue(*parents)
    for _ in range(min(keys[0].data, 50) + 1):
        path = _parent(path)
    return [path]


def _parent(path: PathValue) -> PathValue:
    rooted, text = path.data
    return path._replace(data=(rooted, dirname(text.rstrip("/"))))


def _paths(values: list[Value], *, texts: bool = True) -> list[PathValue]:
    """The paths among values; strings are paths, too, where one is wanted."""
    found = []
    for value in values:
        if isinstance(value, Text):
            if texts and not value.text.startswith(("/", "~")):
                found.append(PathValue((False, value.text), value.module, value.flow))
        elif isinstance(value, PathValue):
            found.append(value)
    return found


def _below(base: PathValue, names: list[Value]) -> Iterator[PathValue]:
    rooted, text = base.data
    for name in names:
        if isinstance(name, Text) and not name.text.startswith(("/", "~")):
            yield base._replace(data=(rooted, join(text, name.text)))


def _joined(engine: Engine, bases: list[PathValue], arguments: Sequence[Expression], module: Module) -> list[PathValue]:
    for argument in arguments[:8]:
        names = engine.values(argument, module)
        bases = [path for base in bases for path in _below(base, names)][:20]
    return bases


# -- calls


def _path(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """`Path("a", "b")`."""
    if call.arguments:
        yield from _joined(engine, _paths(engine.values(call.arguments[0], module)), call.arguments[1:], module)


def _os_join(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """`os.path.join(a, b)`."""
    if _names(engine, call, module) & {"os.path.join", "posixpath.join"}:
        yield from _path(engine, call, module)


def _joinpath(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    yield from _joined(engine, _receiver(engine, call, module), call.arguments, module)


def _with_name(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    yield from _joined(engine, [_parent(path) for path in _receiver(engine, call, module)], call.arguments[:1], module)


def _dirname(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    yield from (_parent(path) for path in _argument_paths(engine, call, module))


def _same(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """`path.resolve()`, `os.path.abspath(path)`."""
    yield from _receiver(engine, call, module) or _argument_paths(engine, call, module)


def _working_folder(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    yield PathValue((False, ""), module)


def _package_folder(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """`importlib.resources.files("package")`."""
    for argument in call.arguments[:1]:
        for name in engine.values(argument, module):
            if isinstance(name, Text):
                yield PathValue((False, name.text.replace(".", "/")), module)


def _open(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """`open(path)`, `path.open()`, `path.read_text()`."""
    for path in _receiver(engine, call, module) or _argument_paths(engine, call, module):
        yield from _file(engine, path, module)


def _read(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """`stream.read()`."""
    if isinstance(call.callee, Attribute):
        yield from _files(engine.values(call.callee.base, module))


#: Calls that take the path itself.
_OF_A_PATH = frozenset({"omegaconf.OmegaConf.load", "toml.load", "rtoml.load", "pytoml.load"})


def _load(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """`yaml.safe_load(stream)`, `json.loads(text)`, `OmegaConf.load(path)`: the values in the file."""
    for expression in _argument(call, "stream", "fp", "s", "f", "file_"):
        values = engine.values(expression, module)
        files = _files(values)
        if not files and _names(engine, call, module) & _OF_A_PATH:
            files = [file for path in _paths(values) for file in _file(engine, path, module)]
        for file in files:
            yield from _content(engine, file.data)


def _merge(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """`OmegaConf.merge(a, b)`, `OmegaConf.to_container(a)`."""
    if _names(engine, call, module) & {"omegaconf.OmegaConf.merge", "omegaconf.OmegaConf.to_container"}:
        for argument in call.arguments[:8]:
            yield from engine.values(argument, module)


def hydra_config(engine: Engine, call: Call, module: Module) -> Iterator[Value]:
    """`@hydra.main(config_path="conf", config_name="config")`: the file itself, not the groups that it is completed by.

    The path is relative to the file that the decorator stands in.
    """
    named = dict(call.keywords)
    if "config_name" not in named or "hydra.main" not in _names(engine, call, module):
        return
    folder = dirname(module.path)
    folders = [folder]
    if "config_path" in named:
        folders = [
            join(folder, v.text) for v in engine.values(named["config_path"], module) if isinstance(v, Text)
        ] or folders
    for name in engine.values(named["config_name"], module):
        if isinstance(name, Text):
            for place in folders[:5]:
                path = join(place, f"{name.text.removesuffix('.yaml')}.yaml")
                for file in _file(engine, PathValue((True, path), module), module):
                    yield from _content(engine, file.data)


def _content(engine: Engine, path: str) -> list[Value]:
    """The values in a settings file."""
    file = engine.index.module_at(path)
    if file is None:
        return []
    return [flowing(value, "config_file") for value in engine.values(file.outline.scopes[0].returns[0], file)]


def _file(engine: Engine, path: PathValue, module: Module) -> list[FileValue]:
    rooted, text = path.data
    near = () if rooted else (path.module or module, module)
    found = engine.index.settings_at(text.lstrip("/"), *near)
    return [FileValue(found)] if found is not None else []


def _files(values: list[Value]) -> list[FileValue]:
    return [value for value in values if isinstance(value, FileValue)]


def _receiver(engine: Engine, call: Call, module: Module) -> list[PathValue]:
    if not isinstance(call.callee, Attribute):
        return []
    return _paths(engine.values(call.callee.base, module), texts=False)


def _argument_paths(engine: Engine, call: Call, module: Module) -> list[PathValue]:
    # Of an object that is not known, a file can be opened inside of something else.
    if isinstance(call.callee, Attribute) and not _names(engine, call, module):
        return []
    return [path for value in _argument(call, "file", "path") for path in _paths(engine.values(value, module))]


def _argument(call: Call, *names: str) -> Sequence[Expression]:
    """The first argument, by place or by one of the names."""
    if call.arguments:
        return call.arguments[:1]
    return [value for keyword, value in call.keywords if keyword in names][:1]


def _names(engine: Engine, call: Call, module: Module) -> set[str]:
    """Names outside the repository that a call may mean."""
    return {v.data for v in engine.values(call.callee, module) if isinstance(v, ExternalValue)}


CALLS = {
    "Path": _path,
    "PurePath": _path,
    "PosixPath": _path,
    "join": _os_join,
    "joinpath": _joinpath,
    "with_name": _with_name,
    "dirname": _dirname,
    "abspath": _same,
    "realpath": _same,
    "normpath": _same,
    "fspath": _same,
    "resolve": _same,
    "absolute": _same,
    "cwd": _working_folder,
    "getcwd": _working_folder,
    "files": _package_folder,
    "open": _open,
    "read_text": _open,
    "read_bytes": _open,
    "read": _read,
    "load": _load,
    "loads": _load,
    "safe_load": _load,
    "full_load": _load,
    "unsafe_load": _load,
    "merge": _merge,
    "to_container": _merge,
}
