"""What a client needs to reach a Neo4j."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Address:
    """Where a Neo4j answers.

    Attributes:
        uri: Bolt address for the driver.
        user: User name.
        password: Password; kept out of `repr`.
        database: Database name, or None for the server's default.
        browser: Address of its Neo4j Browser, where known.
        local: Whether it is the local server of a store.
    """

    uri: str
    user: str
    password: str | None = field(repr=False)
    database: str | None
    browser: str | None
    local: bool
