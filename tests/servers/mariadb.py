"""A MariaDB of the tests' own: fresh files, no network, a socket in the folder, ended with them."""

import getpass
import importlib.util
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cycling_site.processes import once_ready, start_child, stop_child

PROGRAMS = ("mariadbd", "mariadb-install-db")
SYSTEM_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
START_TIMEOUT_S = 60.0


def what_is_missing() -> list[str]:
    """Name the programs, and the Python driver, that this machine lacks."""
    driver = [] if importlib.util.find_spec("MySQLdb") else ["mysqlclient"]
    return driver + [name for name in PROGRAMS if shutil.which(name, path=SYSTEM_PATH) is None]


@contextmanager
def running_mariadb(folder: Path) -> Iterator[str]:
    """Yield the DATABASE_URL of a server that lives in ``folder`` as long as the block.

    The path of a socket may not be longer than about 100 characters: keep the folder short.
    """
    data, address = folder / "data", folder / "mariadb.sock"
    account = getpass.getuser()
    subprocess.run(  # noqa: S603 - our own list, read by no shell
        [
            _program("mariadb-install-db"),
            "--no-defaults",
            f"--datadir={data}",
            f"--user={account}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
        ],
        check=True,
        capture_output=True,
    )
    child = start_child(
        "MariaDB",
        [
            _program("mariadbd"),
            "--no-defaults",
            f"--datadir={data}",
            f"--socket={address}",
            f"--user={account}",
            "--skip-networking",
            "--innodb-flush-log-at-trx-commit=0",  # the files do not outlive the tests
            "--character-set-server=utf8mb4",
        ],
        log_path=folder / "mariadb.log",
    )
    once_ready(child, lambda: _takes_connections(address), timeout_s=START_TIMEOUT_S)
    try:
        yield f"mysql://root@localhost/directeur?unix_socket={address}"
    finally:
        stop_child(child)


def _takes_connections(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(address)) == 0


def _program(name: str) -> str:
    path = shutil.which(name, path=SYSTEM_PATH)
    if path is None:
        raise FileNotFoundError(f"{name} is not installed")
    return path
