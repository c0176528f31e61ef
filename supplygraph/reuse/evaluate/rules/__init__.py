"""The rules, one module a kind of expression or question: each is registered, and calls nothing but the engine."""

from supplygraph.reuse.evaluate.rules import (
    alternatives,
    attributes,
    callees,
    callers,
    calls,
    divided,
    imports,
    joined,
    names,
    options,
    parameters,
    plain,
    subscripts,
)

REGISTERED = (
    alternatives, attributes, callees, callers, calls, divided, imports, joined, names, options, parameters, plain,
    subscripts,
)  # fmt: skip
