"""What rules ask the engine beside what an expression can be; the answer to each is worked out once."""

from __future__ import annotations

from typing import NamedTuple

from supplygraph.reuse.expression import Call
from supplygraph.reuse.modules import Module

# Tuples of the same content are equal whatever their class is: the last field of each tells them apart.


class Returned(NamedTuple):
    """The values that a function returns."""

    module: Module
    scope: int
    asked: str = "returned"


class ClassAttribute(NamedTuple):
    """The values of an attribute of a class or of its instances, its bases and what subclasses put in its place."""

    module: Module
    owner: int
    name: str
    asked: str = "attribute"


class Option(NamedTuple):
    """The values of an option of a command line."""

    module: Module
    name: str
    asked: str = "option"


class Callers(NamedTuple):
    """The calls that may reach a function."""

    module: Module
    scope: int
    asked: str = "callers"


class Constructions(NamedTuple):
    """The calls that make an instance of a class, or of a subclass without a constructor of its own."""

    module: Module
    owner: int
    asked: str = "constructions"


class Called(NamedTuple):
    """What a call may call; the answer is one `Callee`."""

    call: Call
    module: Module
    asked: str = "callee"


class Callee(NamedTuple):
    """What a call may call.

    Attributes:
        names: Dotted names outside the repository.
        scopes: Functions and classes of the repository.
        unbound: Whether the name is bound nowhere.
        receiver: Whether it is a method of an object that is not known.
    """

    names: tuple[str, ...]
    scopes: tuple[tuple[Module, int], ...]
    unbound: bool
    receiver: bool


Caller = tuple[Module, Call]
OfValues = Returned | ClassAttribute | Option
OfCallers = Callers | Constructions
Question = OfValues | OfCallers | Called
