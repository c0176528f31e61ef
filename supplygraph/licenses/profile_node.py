"""A rule set as a node of the graph."""

from supplygraph.graph.nodes import Profile
from supplygraph.licenses.profiles import Profile as ProfileEntry


def profile_node(profile: ProfileEntry, *, own: bool = False) -> Profile:
    """A rule set as a node whose lists stored Cypher can read.

    Args:
        profile: The rule set.
        own: Whether it is the user's and not the package's.
    """
    return Profile.model_validate(
        {
            "name": profile.name,
            "own": own,
            "title": profile.title,
            "meaning": profile.meaning.strip(),
            "origin": profile.source,
            "terms": profile.terms,
            "relations": None if profile.relations is None else list(profile.relations),
            "matrices": list(profile.matrices),
            "matrix_verdicts": [f"{verdict} {word}" for word, verdict in profile.matrix_verdicts.items()],
            "channel_as": [f"{channel} {other}" for channel, other in profile.channel_as.items()],
            "reach": [f"{rule.channel} {rule.as_} {rule.kind or rule.code}" for rule in profile.reach],
            "aliases": [f"{name} {other}" for name, other in profile.aliases.items()],
            "identical": profile.identical,
            "missing": profile.missing,
            "absent_pair": profile.absent_pair,
            "skip_multiple": profile.skip_multiple,
        }
    )
