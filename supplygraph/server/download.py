"""Downloads pinned jars through jgo's repositories, over a few kept connections instead of one a file."""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

import httpx2
from filelock import FileLock
from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import Artifact, MavenContext, PythonResolver

from supplygraph.errors import ServerError
from supplygraph.log import NOTICE
from supplygraph.pacing import AGAIN, Pacing, Patience, asked_seconds
from supplygraph.server.lock_file import Jar, wrong
from supplygraph.server.mirrors import MavenRepository, repositories

_LOG = logging.getLogger(__name__)
_CONNECTIONS = 8
#: Tries of one file at one repository, longest wait between two, and longest that a limit is believed, in seconds.
_TRIES, _MAX_BACKOFF, _MAX_PAUSE = 4, 1.0, 60.0
_HINT = (
    "check the network (a proxy goes into HTTPS_PROXY), name a mirror in ~/.m2/settings.xml or jgo.conf, "
    "or set SUPPLYGRAPH_NEO4J_HOME to an unpacked Neo4j"
)


def download(jars: list[Jar], repository: Path, version: str) -> None:
    """Bring the missing and damaged ones of `jars` into `repository`; what an interrupted call brought is kept.

    Raises:
        ServerError: no network, no such file, another checksum, or no room on the disk.
    """
    try:
        repository.mkdir(parents=True, exist_ok=True)
        with FileLock(repository / ".lock"):
            missing = wrong(jars, repository)
            damaged = sum((repository / jar.path).exists() for jar in missing)
            if damaged:
                text = "%d of Neo4j's jars in %s are not the pinned files; they are fetched again"
                _LOG.log(NOTICE, text, damaged, repository)
            if missing:
                _download(missing, repository, f"Neo4j {version}")
    except OSError as error:
        raise ServerError(
            f"cannot write Neo4j's jars to {repository}: {error.strerror or error}",
            "make room there, or set SUPPLYGRAPH_CACHE to another folder",
        ) from error


def _download(jars: list[Jar], repository: Path, title: str) -> None:
    remote = repositories({"central": MAVEN_CENTRAL_URL, **GlobalSettings.load().repositories})
    with (
        httpx2.Client(follow_redirects=True, timeout=30) as client,
        _progress(title, len(jars), sum(jar.size for jar in jars)) as advance,
        ThreadPoolExecutor(_CONNECTIONS) as pool,
    ):
        resolver = _Resolver(client, list(remote.values()), {repository / jar.path: jar for jar in jars}, advance)
        context = MavenContext(
            resolver=resolver,
            repo_cache=repository,
            remote_repos={name: found.url for name, found in remote.items()},
        )
        # Large files first, so that none of them is left alone at the end.
        artifacts = [
            context.project(jar.group, jar.artifact).at_version(jar.version).artifact(jar.classifier)
            for jar in sorted(jars, key=lambda jar: -jar.size)
        ]
        futures = [pool.submit(resolver.download, artifact) for artifact in artifacts]
        try:
            for future in as_completed(futures):
                future.result()
        except BaseException:
            resolver.stopped.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


class _Resolver(PythonResolver):
    """jgo's resolver with another transport: shared connections, SHA-256 before a file gets its name."""

    def __init__(
        self,
        client: httpx2.Client,
        remote: list[MavenRepository],
        jars: dict[Path, Jar],
        advance: Callable[[int], None],
    ) -> None:
        super().__init__()
        self.client = client
        self.remote = remote
        self.jars = jars
        self.advance = advance
        #: Set where nothing more is to be fetched; ends waits, too.
        self.stopped = threading.Event()
        self._pacings = [self._pacing(one) for one in remote]

    def download(self, artifact: Artifact) -> Path:
        path = artifact.cached_path
        if path is None:
            raise ServerError(f"{artifact} has no place in the cache")
        jar = self.jars[path]
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        problem = ""
        try:
            for repository, pacing in zip(self.remote, self._pacings, strict=True):
                try:
                    found = self._received(jar, repository, pacing, part)
                except ServerError as error:
                    problem = error.message
                    continue
                if found == jar.sha256:
                    part.replace(path)
                    return path
                problem = f"{path.name} from {repository.url} is not the file whose SHA-256 is pinned"
        finally:
            part.unlink(missing_ok=True)
        raise ServerError(f"cannot fetch Neo4j's jars: {problem}", _HINT)

    def _pacing(self, repository: MavenRepository) -> Pacing:
        def say(seconds: float, why: str) -> None:
            if seconds > _MAX_BACKOFF:
                _LOG.log(NOTICE, "%s: waiting %.0f s, %s", repository.url, seconds, why)

        return Pacing(
            repository.url,
            ServerError,
            tries=_TRIES,
            max_backoff=_MAX_BACKOFF,
            max_pause=_MAX_PAUSE,
            on_wait=say,
            sleep=self.stopped.wait,
        )

    def _received(self, jar: Jar, repository: MavenRepository, pacing: Pacing, part: Path) -> str:
        """The SHA-256 of what a repository gives for a jar, which is written to `part`.

        Raises:
            ServerError: the repository does not have it, or gives no usable answer in spite of several tries.
        """
        url = f"{repository.url.rstrip('/')}/{jar.path.as_posix()}"
        patience = Patience(pacing)
        while not self.stopped.is_set():
            pacing.ready()
            try:
                return self._stream(url, repository, part)
            except httpx2.HTTPStatusError as error:
                answer = error.response
                problem = f"{url} answers {answer.status_code}"
                if answer.status_code == 429:
                    patience.early(asked_seconds(answer.headers.get("Retry-After")))
                    continue
                if answer.status_code not in AGAIN:
                    raise ServerError(problem) from None
            except httpx2.HTTPError as error:
                problem = str(error) or type(error).__name__
            patience.failed(problem)
        raise ServerError(f"{repository.url}: stopped")

    def _stream(self, url: str, repository: MavenRepository, part: Path) -> str:
        digest = hashlib.sha256()
        received = 0
        try:
            with self.client.stream("GET", url, auth=repository.login) as response, part.open("wb") as file:
                response.raise_for_status()
                for chunk in response.iter_bytes():
                    if self.stopped.is_set():
                        raise httpx2.ReadError("stopped")
                    file.write(chunk)
                    digest.update(chunk)
                    received += len(chunk)
                    self.advance(len(chunk))
        except BaseException:
            self.advance(-received)
            raise
        return digest.hexdigest()


@contextmanager
def _progress(title: str, files: int, size: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr for a person, one line in a log; gives the function that takes received bytes."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        _LOG.log(NOTICE, "Fetching %s, once: %d files, %.0f MB", title, files, size / 1e6)
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(f"Fetching {title}", total=size)
        yield lambda received: progress.advance(task, received)
