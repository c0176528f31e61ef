"""Writes what PowerShell and Windows' batch files do to models as a shell would, each line where it was."""

from __future__ import annotations

import re

from supplygraph.reuse import keys

#: A list, an entry of a table, a loop over names, the head of a function as PowerShell writes them.
_POWERSHELL = re.compile(
    r"(?im)^[ \t]*(?:\$\w+[ \t]*\+?=[ \t]*@[({]|foreach[ \t]*\(|function[ \t]+\w+-\w+)"
    r"|\|[ \t]*(?:%|foreach-object)[ \t]*\{"
)
_BATCH = re.compile(r"(?i)\bfor\s+(?:/\w\s+)?%%?(?P<name>[a-z])\s+in\s*\((?P<value>[^()\n]*)\)\s*do\b")
_ONE_LETTER = re.compile(r"(?i)%%([a-z])\b")
#: A table in one line, or over lines: `@{Name = "a/b"; Size = 3}`.
_TABLE = re.compile(r"@\{(?P<inside>[^{}]*)\}")
_PAIR = re.compile(r"[\"']?(?P<key>[A-Za-z_][\w-]*)[\"']?[ \t]*=[ \t]*(?P<value>\"[^\"\n]*\"|'[^'\n]*')")
_LIST = re.compile(r"(?m)^(?P<indent>[ \t]*)\$(?:script:|global:)?(?P<name>\w+)[ \t]*\+?=[ \t]*@\((?P<inside>[^()]*)\)")
#: The same without a bracket: `$models = "a/b", "c/d"`.
_SEVERAL = re.compile(
    r"(?m)^(?P<indent>[ \t]*)\$(?P<name>\w+)[ \t]*=[ \t]*"
    r"(?P<inside>(?:\"[^\"\n]*\"|'[^'\n]*')(?:[ \t]*,\s*(?:\"[^\"\n]*\"|'[^'\n]*'))+)"
)
#: What other variables hold: `$wanted = $small + $large`.
_JOINED = re.compile(
    r"(?m)^(?P<indent>[ \t]*)\$(?P<name>\w+)[ \t]*\+?=[ \t]*(?P<inside>\$\w+(?:[ \t]*\+[ \t]*\$\w+)*)[ \t]*\r?$"
)
_EACH = re.compile(
    r"(?i)\bforeach[ \t]*\([ \t]*\$(?P<name>\w+)[ \t]+in[ \t]+"
    r"(?P<value>\$\w+(?:\.Keys|\.Values)?|@\([^()]*\)|[^()\n]+?)[ \t]*\)"
)
_PIPED = re.compile(
    r"(?i)(?P<value>\$\w+|@\([^()\n]*\)|(?:(?:\"[^\"\n]*\"|'[^'\n]*')[ \t]*,?[ \t]*)+)"
    r"[ \t]*\|[ \t]*(?:%|foreach-object)[ \t]*\{"
)
_FUNCTION = re.compile(
    r"(?im)^(?P<indent>[ \t]*)function[ \t]+(?P<name>[\w-]+)[ \t]*(?:\((?P<given>[^()\n]*)\))?"
    r"(?P<open>[ \t]*\n?[ \t]*\{)"
    r"(?P<rest>[ \t]*(?:\n[ \t]*)?(?:\[CmdletBinding\(\)\][ \t]*\n[ \t]*)?param[ \t]*\("
    r"(?P<parameters>(?:[^()]|\([^()]*\))*)\))?"
)
_PARAMETER = re.compile(r"\$(?P<name>\w+)")
_REMARK = re.compile(r"(?m)#.*$")
#: An attribute of an entry: `$model.Name`.
_ATTRIBUTE = re.compile(r"\$(?P<name>\w+)\.(?P<of>[A-Za-z]\w*)\b(?!\()")
#: A parameter that is named where a function is called: `Get-Model -Name "a/b"`.
_NAMED = re.compile(r"(?m)^(?P<before>[ \t]*\w+-\w+[ \t]+)-[A-Za-z]\w*[ \t]+(?=[\"'$])")

#: A rule of a makefile, a variable of one, and a recipe of just with the defaults of what it is given.
_RULE = re.compile(r"(?m)^[\w./%$(){}-]+[ \t]*:(?!=)[^\n]*\n\t")
_SET = re.compile(
    r"(?m)^(?:export[ \t]+)?(?P<name>[A-Za-z_]\w*)[ \t]*(?:[:?+]|::)?=[ \t]*"
    r"(?P<value>[^\s#$\"'(][^\n#$\"'()]*?)[ \t]*(?:#.*)?$"
)
_MADE = re.compile(r"\$\((?P<name>[A-Za-z_]\w*)\)|\$\$(?P<own>\{?[A-Za-z_])")
_ENVIRONMENT = re.compile(
    r"(?m)^(?P<name>[A-Za-z_][\w-]*)[ \t]*:=[ \t]*env\w*\([ \t]*[\"'](?P<key>\w+)[\"'][ \t]*,"
    r"[ \t]*(?P<value>\"[^\"\n]*\"|'[^'\n]*')[ \t]*\)"
)
_RECIPE = re.compile(
    r"(?m)^@?[a-z_][\w-]*(?P<given>(?:[ \t]+[*+$]?[A-Za-z_]\w*(?:=(?:\"[^\"\n]*\"|'[^'\n]*'))?)+)[ \t]*:(?!=)"
)
_OF_JUST = re.compile(r"\{\{[ \t]*(?P<name>[A-Za-z_]\w*)[ \t]*\}\}")


def as_shell(text: str) -> str:
    """A script with the lists, loops and functions of other shells, makefiles and just as those of the usual one."""
    if "$(" in text and _RULE.search(text) is not None:
        text = _MADE.sub(
            lambda used: f"${{{used['name']}}}" if used["name"] else f"${used['own']}", _SET.sub(_set, text)
        )
    if "{{" in text and _OF_JUST.search(text) is not None:
        text = _ENVIRONMENT.sub(r"\g<name>=\g<value>; \g<key>=\g<value>", text)
        text = _RECIPE.sub(
            lambda recipe: " ".join(f"export {one};" for one in recipe["given"].split() if "=" in one) or recipe[0],
            text,
        )
        text = _OF_JUST.sub(r"${\g<name>}", text)
    if "%" in text and _BATCH.search(text) is not None:
        text = _ONE_LETTER.sub(r"$\1", _BATCH.sub(_of_batch, text))
    return _of_powershell(text) if "$" in text and _POWERSHELL.search(text) is not None else text


def _set(given: re.Match[str]) -> str:
    values = given["value"].split()
    return f"{given['name']}={values[0] if len(values) == 1 else '(' + ' '.join(values) + ')'}"


def _of_batch(loop: re.Match[str]) -> str:
    # The variable of the loop has one letter, which is not that of any other.
    return f"for {loop['name']} in {loop['value'].replace(',', ' ')}; do"


def _of_powershell(text: str) -> str:
    text = _JOINED.sub(_joined, _TABLE.sub(_entry, text))
    text = _SEVERAL.sub(_listed, _LIST.sub(_listed, text))
    text = _FUNCTION.sub(_function, text)
    text = _EACH.sub(lambda each: f"for {each['name']} in {_plain(each['value'])};", text)
    text = _PIPED.sub(lambda piped: f"for _ in {_plain(piped['value'])};{{ ", text)
    return _NAMED.sub(lambda call: call["before"], _ATTRIBUTE.sub(lambda found: f"${found['name']}", text))


def _joined(given: re.Match[str]) -> str:
    """The same as a list of the variables."""
    return f"{given['indent']}{given['name']}=({given['inside'].replace('+', ' ')})"


def _listed(given: re.Match[str]) -> str:
    """A list without its commas and remarks."""
    return f"{given['indent']}{given['name']}=({_REMARK.sub('', given['inside']).replace(',', ' ')})"


def _plain(value: str) -> str:
    """What a loop goes through: a variable, or the entries of a list."""
    return (
        value.partition(".")[0]
        if value.startswith("$")
        else value.removeprefix("@(").removesuffix(")").replace(",", " ")
    )


def _entry(table: re.Match[str]) -> str:
    """The values of a table that name its entry, each on its line and with its key where that is one of models."""
    inside, made, at = table["inside"], [], 0
    for pair in _PAIR.finditer(inside):
        of_model = keys.names_model(pair["key"])
        if of_model or pair["key"].lower() in ("name", "id", "repo", "tag"):
            between = "\n" * inside.count("\n", at, pair.start())
            made += [between or " ", f"; {pair['key'].lower()}=" if of_model else "", pair["value"]]
            at = pair.end()
    # What has none of such keys is a table from names of one's own to what they mean.
    return "".join([*made, "\n" * inside.count("\n", at)]) if made else inside


def _function(head: re.Match[str]) -> str:
    given = head["given"] or head["parameters"] or ""
    names = [
        found["name"] for found in _PARAMETER.finditer(given) if found["name"].lower() not in ("true", "false", "null")
    ]
    held = "".join(f' {name}="${at}";' for at, name in enumerate(names[:9], 1))
    return f"{head['indent']}{head['name']}(){head['open']}{held}" + "\n" * (head["rest"] or "").count("\n")
