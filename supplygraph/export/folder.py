"""A folder that appears under its name only when everything is in it."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from supplygraph.errors import InputError


class Folder:
    """Gives a folder to write to; at the end of the block it gets its name, and after an error it is gone.

    Args:
        target: Its name; nothing may be there but an empty folder.

    Raises:
        InputError: something is there, or nothing can be written there.
    """

    def __init__(self, target: Path) -> None:
        self.target = target.absolute()

    def __enter__(self) -> Path:
        try:
            if self.target.exists() and (not self.target.is_dir() or any(self.target.iterdir())):
                raise InputError(f"{self.target} is there, and not an empty folder", "name a folder that is not there")
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._made = Path(tempfile.mkdtemp(dir=self.target.parent, prefix=f".{self.target.name}."))
        except OSError as error:
            raise InputError(f"cannot write {self.target}: {error.strerror}", "choose another folder") from error
        return self._made

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            shutil.rmtree(self._made, ignore_errors=True)
            return
        self._made.chmod(0o755)
        if self.target.exists():
            self.target.rmdir()
        self._made.replace(self.target)
