"""A folder into which devices and sync tools write: what has become quiet is ready to be read."""

from pathlib import Path

QUIET_S = 5.0  # a file that changed more recently may still be growing

Looks = tuple[int, int]  # size [bytes], time of the last change [ns]


class WatchedFolder:
    """Remembers how each file looked, and which ones were given out as they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, tuple[Looks, float]] = {}
        self._given: dict[Path, Looks] = {}

    def quiet_files(self, *, now_s: float) -> list[Path]:
        """List the files that have not changed for QUIET_S, each once as it looks.

        Parameters
        ----------
        now_s : float
            A clock that only goes forward. [s]
        """
        quiet = []
        for path in sorted(self._folder.rglob("*")):
            looks = _looks_of(path)
            if looks is None or self._given.get(path) == looks:
                continue
            before, since_s = self._seen.get(path, (None, now_s))
            if before != looks:
                self._seen[path] = (looks, now_s)
            elif now_s - since_s >= QUIET_S:
                del self._seen[path]
                self._given[path] = looks
                quiet.append(path)
        return quiet


def _looks_of(path: Path) -> Looks | None:
    """None for what is no file to read: folders, hidden files, those that vanish."""
    if path.name.startswith("."):
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if path.is_file() else None
