"""Writes the list of jars of one Neo4j release: `python -m supplygraph.server.make_lock 2026.08.1`."""

import hashlib
import sys
import tempfile
from pathlib import Path

from jgo.maven import MavenContext

from supplygraph.server.versions import BROWSER, Release, release


def write_lock(wanted: Release) -> None:
    """Resolve a release's jars with jgo and write its lock file, entries sorted by coordinate."""
    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder))
        roots = [
            context.create_dependency(f"org.neo4j:neo4j:{wanted.version}"),
            context.create_dependency(f"org.neo4j.app:neo4j-server:{wanted.version}"),
            context.create_dependency(f"org.neo4j.client:neo4j-browser:{BROWSER}"),
        ]
        inputs, transitive = context.resolver.resolve(roots)
        artifacts = {str(dependency.artifact): dependency.artifact for dependency in [*inputs, *transitive]}
        entries = []
        for _, artifact in sorted(artifacts.items()):
            content = artifact.resolve().read_bytes()
            fields = {
                "groupId": artifact.groupId,
                "artifactId": artifact.artifactId,
                "version": artifact.version,
                "classifier": artifact.classifier,
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            lines = [f'{name} = "{value}"' for name, value in fields.items() if value]
            entries.append("\n".join(["[[dependencies]]", *lines, f"size = {len(content)}", ""]))
    header = f"# The jars of Neo4j Community {wanted.version}; made by `python -m supplygraph.server.make_lock`.\n\n"
    wanted.lock_file.write_text(header + "\n".join(entries), encoding="utf-8")


if __name__ == "__main__":
    write_lock(release(sys.argv[1]))
