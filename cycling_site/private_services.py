"""Run a command on a MariaDB and a Redis of our own, which live in a folder and end with it.

`python -m cycling_site.private_services FOLDER COMMAND ...`; the data stay for next time.
"""

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cycling_site import private_mariadb
from cycling_site.embedded_broker import start_broker
from cycling_site.processes import ChildDied, signals_interrupt, start_child, stop_child

REDIS = "redis-server"


def what_is_missing() -> list[str]:
    """Name what this machine lacks for the two servers."""
    redis = [] if shutil.which(REDIS) else [REDIS]
    return private_mariadb.what_is_missing() + redis


@contextmanager
def running_services(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment that leads the product to both, as long as the block."""
    program = shutil.which(REDIS)
    if program is None:
        raise FileNotFoundError(f"{REDIS} is not installed")
    with private_mariadb.running_mariadb(folder) as database_url:
        broker = start_broker(
            folder / "redis", log_path=folder / "redis.log", program=Path(program)
        )
        try:
            yield {"DATABASE_URL": database_url, "REDIS_URL": broker.url}
        finally:
            stop_child(broker.child)


def run_on_services(folder: Path, command: Sequence[str]) -> int:
    """Run the command, its files in the folder, too; return its exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    with running_services(folder) as environment:
        child = start_child(
            "product",
            command,
            log_path=None,
            environment={**environment, "VAR_DIR": str(folder / "var")},
        )
        try:
            return child.process.wait()
        finally:
            stop_child(child)


def main(folder: str, *command: str) -> int | str:
    if missing := what_is_missing():
        return f"Not installed: {', '.join(missing)}."
    try:
        with signals_interrupt():
            return run_on_services(Path(folder).resolve(), command)
    except KeyboardInterrupt:
        return 0
    except (ChildDied, TimeoutError, ValueError) as error:
        return str(error)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
