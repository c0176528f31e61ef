"""Names of models that serve another one: its type and task are not theirs."""

from collections.abc import Mapping

from supplygraph.naming.tokens import Token
from supplygraph.naming.vocabulary import Family

#: What the models of these families make is what a refiner or a prompt enhancer serves.
_MAKERS = frozenset(("image-generation", "video-generation", "audio"))
#: Heads of what judges a model of its own family as well as others.
_JUDGES = frozenset(("judge", "verifier", "evaluator", "critic"))


def served(tokens: list[Token], families: Mapping[str, Family]) -> list[Token]:
    """The tokens of a name with `for` or a head such as `Refiner`, those of the other model unsure.

    After `for` stands what is served: a family there is not the model's own. Beside a head, tasks and families that
    make images, video or sound are the other model's (`ASR-Refiner`, `Flux-PromptEnhancer`), and so is every family
    before a head that writes prompts.
    """
    head = any(token.kind == "serving" for token in tokens)
    makes = any(token.kind == "serving" and token.normal not in _JUDGES for token in tokens)
    prompt = any(token.kind == "serving" and token.normal.startswith("prompt") for token in tokens)
    made = []
    after_for = after_head = False
    for token in tokens:
        kind = token.kind
        after_head = after_head or kind == "serving"
        if kind == "filler" and token.text.lower() == "for":
            after_for = True
        if kind == "architecture":
            family = families.get(token.normal)
            other = makes and family is not None and family.modality in _MAKERS
            if after_for or other or (prompt and not after_head):
                token = token._replace(kind="served")
        elif kind == "task" and head:
            token = token._replace(kind="detail")
        made.append(token)
    return made
