"""Tells whether code asks a server that gives models of the Hub under their own names: one of its own, or the Hub's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from supplygraph.reuse.expression import last_name
from supplygraph.reuse.keys import is_hosted
from supplygraph.reuse.outline import Outline
from supplygraph.reuse.place import words

#: An address of a server of models: by its path, or by what it is given as.
_ASKED = re.compile(r"https?://[^\s\"'`<>]+")
_INTERFACE = re.compile(r"/v1(?![\w.-])")
_GIVEN_AS = re.compile(r"(?i)(?:base|api|server|endpoint)_?(?:url|base|uri|path)\Z|\A(?:endpoint|host)\Z")
#: A machine that only the own network knows, or the Hub's servers; none that passes on to others, by its name or by
#: the port of LiteLLM.
_OWN = re.compile(
    r"https?://(?!(?!router\.huggingface\.co)[\w.-]*(?:litellm|gateway|proxy|openai|router)[\w.-]*(?:[:/]|\Z)|[\w.-]+:4000(?!\d))"
    r"(?:[a-z][\w-]*|host\.docker\.internal|[\w.-]+\.(?:local|svc|internal)|(?:127|10)(?:\.\d+){3}|0\.0\.0\.0"
    r"|192\.168\.\d+\.\d+|\[::1?\]|(?:router|api-inference)\.huggingface\.co|[\w.-]+\.endpoints\.huggingface\.cloud)"
    r"(?=[:/]|\Z)"
)


#: Clients that ask a service where they are given no address.
_CLIENTS = words(
    "OpenAI AsyncOpenAI ChatOpenAI OpenAIChat OpenAILike Anthropic AsyncAnthropic Groq AsyncGroq ChatGroq Together "
    "AsyncTogether ChatTogether Mistral ChatMistralAI Fireworks ChatFireworks Cerebras"
)
_ADDRESSES = words("base_url api_base openai_api_base openai_base_url endpoint server_url http_client")
#: Variables of the environment that give them one.
_ENVIRONMENT = words("OPENAI_BASE_URL OPENAI_API_BASE")
_UNTOLD = re.compile(rf"\b(?:{'|'.join(sorted(_CLIENTS))})\(\s*(?P<given>[^()]{{0,300}})\)")


def asks_service(outline: Outline) -> bool:
    """Whether Python code asks a service, too: by the name of a model of one, or by a client without an address."""
    if any(hint == "model" and "/" not in text and is_hosted(f"/{text}") for text, _, hint in outline.strings):
        return True
    if any(text in _ENVIRONMENT for text, _, _ in outline.strings):
        return False
    return any(
        last_name(call.callee) in _CLIENTS
        and not any(keyword in _ADDRESSES or keyword == "**" for keyword, _ in call.keywords)
        for call in outline.calls
    )


def asks_own_server(texts: Iterable[tuple[str, str]]) -> bool | None:
    """Whether all servers of models that code asks are its own or the Hub's; None where it asks none.

    Args:
        texts: The texts of the code, each with the name that it is given under.
    """
    addresses = [
        found[0]
        for text, name in texts
        if (found := _ASKED.match(text)) and (_INTERFACE.search(found[0]) or _GIVEN_AS.search(name))
    ]
    return all(_OWN.match(address) for address in addresses) if addresses else None


def asks_own_server_in(code: str) -> bool | None:
    """The same of code of which only the text is read."""
    if "/v1" not in code:
        return None
    untold = any(
        not re.search(r"(?i)ur[li]|base|endpoint|host|config", made["given"]) for made in _UNTOLD.finditer(code)
    )
    own = asks_own_server((found[0], "") for found in _ASKED.finditer(code))
    return own if own is None else own and not untold
