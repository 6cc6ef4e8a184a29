"""A MariaDB of our own for tests and the demo: files and socket in one folder, no network."""

import getpass
import importlib.util
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cycling_site.processes import Child, once_ready, start_child, stop_child

PROGRAMS = ("mariadbd", "mariadb-install-db")
DATABASE = "directeur"
SOCKET = "mariadb.sock"
SOCKET_PATH_LIMIT = 100  # Linux takes 107 bytes
SYSTEM_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
START_TIMEOUT_S = 60.0


def what_is_missing() -> list[str]:
    """Name the programs, and the Python driver, that this machine lacks."""
    driver = [] if importlib.util.find_spec("MySQLdb") else ["mysqlclient"]
    return driver + [name for name in PROGRAMS if shutil.which(name, path=SYSTEM_PATH) is None]


@contextmanager
def running_mariadb(folder: Path) -> Iterator[str]:
    """Yield the DATABASE_URL of a server on the files in ``folder``, made where there are none.

    Raises ValueError for a folder too deep for a socket, and ChildDied or TimeoutError when it does
    not come up.
    """
    if not (folder / "data").is_dir():
        prepare_mariadb(folder)
    child = start_mariadb(folder)
    try:
        yield url_of(folder)
    finally:
        stop_child(child)


def url_of(folder: Path) -> str:
    return f"mysql://root@localhost/{DATABASE}?unix_socket={folder / SOCKET}"


def prepare_mariadb(folder: Path) -> None:
    """Make the files of an empty server."""
    if len(os.fsencode(folder / SOCKET)) > SOCKET_PATH_LIMIT:
        raise ValueError(f"The folder's path is too long for a socket: {folder}")
    (folder / "start.sql").write_text(f"CREATE DATABASE IF NOT EXISTS {DATABASE};\n")
    subprocess.run(  # noqa: S603 - our own list, read by no shell
        [
            _program("mariadb-install-db"),
            "--no-defaults",
            f"--datadir={folder / 'data'}",
            f"--user={getpass.getuser()}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
        ],
        check=True,
        capture_output=True,
    )


def start_mariadb(folder: Path, *, flush_at_commit: int = 0) -> Child:
    """Start the server on its files, which may be those of one that was killed.

    Tests keep no files, so by default nothing waits for the disk at a commit.
    """
    address = folder / SOCKET
    child = start_child(
        "MariaDB",
        [
            _program("mariadbd"),
            "--no-defaults",
            f"--datadir={folder / 'data'}",
            f"--socket={address}",
            f"--init-file={folder / 'start.sql'}",
            f"--user={getpass.getuser()}",
            "--skip-networking",
            f"--innodb-flush-log-at-trx-commit={flush_at_commit}",
            "--character-set-server=utf8mb4",
        ],
        log_path=folder / "mariadb.log",
    )
    return once_ready(child, lambda: _takes_connections(address), timeout_s=START_TIMEOUT_S)


def _takes_connections(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(address)) == 0


def _program(name: str) -> str:
    path = shutil.which(name, path=SYSTEM_PATH)
    if path is None:
        raise FileNotFoundError(f"{name} is not installed")
    return path
