"""The one table of Neo4j settings, for the local server and for `docker/compose.yaml`."""

from pathlib import Path

# What any Neo4j that holds this graph is given. Without the transaction log lines an empty graph takes 256 MB at once.
COMMON = {
    "dbms.usage_report.enabled": "false",
    "client.allow_telemetry": "false",
    "db.tx_log.preallocate": "false",
    "db.tx_log.rotation.size": "64m",
    "db.tx_log.rotation.retention_policy": "keep_none",
}

# A disk that is full cuts off the transaction log in the middle of an entry, which otherwise prevents every start.
CUT_OFF = {"internal.dbms.tx_log.fail_on_corrupted_log_files": "false"}

# Neo4j and Netty reach into these; the forked import tool reads them from the configuration file.
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.lang", "java.util", "java.util.concurrent")
ADD_OPENS = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]


#: Memory of a server, in bytes, whose graph is small: its heap and its page cache.
HEAP, PAGE_CACHE = 2 << 30, 512 << 20


def sized(stored: int, machine: int) -> tuple[str, str]:
    """Heap and page cache of a server that nobody has chosen them for.

    Statements over a whole graph hold rows that grow with it. Both grow with the graph, and together take no more than
    half of the machine's memory.

    Args:
        stored: Bytes of the graph.
        machine: Bytes of memory of the machine.
    """
    wanted = min(stored, machine // 4)
    return _written(max(HEAP, wanted)), _written(max(PAGE_CACHE, wanted))


def _written(size: int) -> str:
    return f"{size >> 20}m" if size % 2**30 else f"{size >> 30}g"


def memory(heap: str, page_cache: str) -> dict[str, str]:
    """The settings that bound memory, sizes as Neo4j writes them (`2g`, `512m`)."""
    return {"server.memory.heap.max_size": heap, "server.memory.pagecache.size": page_cache}


def local(bolt: int, http: int) -> dict[str, str]:
    """The settings that keep a server on loopback, at the given ports."""
    # Without the advertised address the Browser tries port 7687.
    return {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{bolt}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt}",
        "server.http.listen_address": f"127.0.0.1:{http}",
        "server.http.advertised_address": f"127.0.0.1:{http}",
    }


def as_environment(settings: dict[str, str]) -> dict[str, str]:
    """The same settings as the variables Neo4j's Docker image reads."""
    return {"NEO4J_" + name.replace("_", "__").replace(".", "_"): value for name, value in settings.items()}


def write(path: Path, settings: dict[str, str]) -> None:
    """Write `neo4j.conf`; an unknown name in it stops the start."""
    lines = [f"{name}={value}" for name, value in settings.items()]
    lines += [f"server.jvm.additional={option}" for option in ADD_OPENS]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
