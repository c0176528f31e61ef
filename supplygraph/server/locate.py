"""Finds the Neo4j to talk to: the one at a URI, or the local one, which is started when it is needed."""

from urllib.parse import urlsplit

from supplygraph.errors import ServerError
from supplygraph.server import local
from supplygraph.settings import Settings
from supplygraph.store.address import Address

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def locate(settings: Settings) -> Address:
    """The Neo4j these settings mean; a local one is started or joined.

    Raises:
        ServerError: the address cannot be used, or no local server can be started.
    """
    return remote(settings, settings.uri) if settings.uri else local.start(settings)


def remote(settings: Settings, uri: str) -> Address:
    """The Neo4j at `uri`; it is not contacted.

    Raises:
        ServerError: the address is not a Bolt address, or the password is missing.
    """
    example = "write it as bolt://host:7687, neo4j://host:7687 or neo4j+s://host"
    try:
        parts = urlsplit(uri)
        scheme, host, _ = parts.scheme, parts.hostname, parts.port
    except ValueError as error:
        raise ServerError(f"{uri} is not the address of a Neo4j: {error}", example) from error
    if scheme not in _SCHEMES:
        raise ServerError(f"{uri} is not the address of a Neo4j: its scheme is none of {', '.join(_SCHEMES)}", example)
    if not host:
        raise ServerError(f"{uri} is not the address of a Neo4j: it names no host", example)
    if parts.username or parts.password:
        raise ServerError(
            f"the address of the Neo4j at {host} contains a user or password",
            "take them out of it; the user goes into NEO4J_USERNAME, the password into NEO4J_PASSWORD",
        )
    if settings.password is None:
        raise ServerError(f"no password is set for user {settings.user} at {uri}", "put it into NEO4J_PASSWORD")
    return Address(uri, settings.user, settings.password, settings.database, browser=None, local=False)
