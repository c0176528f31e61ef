"""Follows expressions backwards to the strings they can be: through names, defaults, attributes, calls and modules.

`engine` remembers answers and keeps to limits. What an expression of a kind can be is said by one module of `rules`,
which is registered for that kind and asks nobody but the engine for what is inside. Beside expressions there are
`questions` that several rules have; they are answered by registered rules, too.
"""
