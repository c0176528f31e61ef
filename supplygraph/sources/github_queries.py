"""The GraphQL documents that GitHub is asked; names are variables, and only their number changes the text."""

import functools
from collections.abc import Sequence

#: Repositories of one request. Fifty with two connections each cost one point.
BATCH = 50
#: Repositories of one request for manifests, which GitHub works out slowly.
MANIFEST_BATCH = 5

_RATE = "rateLimit { cost limit remaining resetAt }"
_FACTS = """
fragment Facts on Repository {
  id
  nameWithOwner
  description
  stargazerCount
  forkCount
  createdAt
  pushedAt
  isFork
  isArchived
  isDisabled
  isPrivate
  licenseInfo { key spdxId name pseudoLicense }
  parent { nameWithOwner }
  primaryLanguage { name }
  languages(first: 10, orderBy: {field: SIZE, direction: DESC}) { nodes { name } }
  repositoryTopics(first: 20) { nodes { topic { name } } }
  defaultBranchRef {
    name
    target { oid ... on Commit { history(first: 1) { totalCount } } }
  }
}
"""
_MANIFESTS = """
fragment Facts on Repository {
  nameWithOwner
  dependencyGraphManifests(first: 20) {
    nodes {
      filename
      dependencies(first: 100) { nodes { packageManager packageName requirements } }
    }
  }
}
"""


@functools.lru_cache(maxsize=256)
def document(count: int, *, manifests: bool = False) -> str:
    """The document that asks for so many repositories, under the aliases `r0`, `r1` …"""
    variables = ", ".join(f"$o{i}: String!, $n{i}: String!" for i in range(count))
    asked = "\n".join(f"  r{i}: repository(owner: $o{i}, name: $n{i}) {{ ...Facts }}" for i in range(count))
    fragment = _MANIFESTS if manifests else _FACTS
    return f"query Repositories({variables}) {{\n  {_RATE}\n{asked}\n}}\n{fragment}"


def variables(names: Sequence[str]) -> dict[str, str]:
    """The variables of a document: owner and name of each `owner/name`."""
    found = {}
    for i, full in enumerate(names):
        found[f"o{i}"], _, found[f"n{i}"] = full.partition("/")
    return found
