"""A rule set as a node of the graph."""

from supplygraph.licenses.profiles import ProfileEntry
from supplygraph.schema.nodes import Profile


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
            "matrix_words": list(profile.matrix_verdicts),
            "matrix_verdicts": list(profile.matrix_verdicts.values()),
            "channels": list(profile.channel_as),
            "channels_as": list(profile.channel_as.values()),
            "reach_terms": [rule.kind or rule.code for rule in profile.reach],
            "reach_channels": [rule.channel for rule in profile.reach],
            "reach_as": [rule.as_ for rule in profile.reach],
            "aliases": list(profile.aliases),
            "aliases_as": list(profile.aliases.values()),
            "identical": profile.identical,
            "missing": profile.missing,
            "absent_pair": profile.absent_pair,
            "skip_multiple": profile.skip_multiple,
        }
    )
