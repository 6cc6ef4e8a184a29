"""The team's database followed: a first sync, one after nothing changed, one after little did.

python -m bench.source [sessions]    beside a reader that asks for each session, as an ORM does;
everything on a private MariaDB of its own. Default: 5,000 sessions.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import MySQLdb

from cycling_site.private_mariadb import running_mariadb

DEFAULT_SESSIONS = 5_000


def environment_of(folder: Path, url: str) -> dict[str, str]:
    """Point the product and its source at two databases of the private server."""
    return {
        **os.environ,
        "SECRET_KEY": "only-for-this-benchmark",
        "VAR_DIR": str(folder / "var"),
        "LOG_LEVEL": "ERROR",
        "DATABASE_URL": url,
        "SOURCE_DATABASE_URL": url.replace("/directeur?", "/team?"),
    }


def make_source(folder: Path) -> None:
    link = MySQLdb.connect(unix_socket=str(folder / "mariadb.sock"), user="root")
    link.cursor().execute("CREATE DATABASE team CHARACTER SET utf8mb4")
    link.close()


def run_inside(environment: dict[str, str], *command: str) -> None:
    """Run a command of the project's, in a process that knows the two databases."""
    subprocess.run([sys.executable, *command], env=environment, check=True)  # noqa: S603 - our own list, read by no shell


def main(sessions: int) -> None:
    with TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        with running_mariadb(folder) as url:
            make_source(folder)
            environment = environment_of(folder, url)
            run_inside(environment, "manage.py", "migrate", "--verbosity=0")
            run_inside(environment, "-m", "bench.source_rounds", str(folder), str(sessions))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SESSIONS)
