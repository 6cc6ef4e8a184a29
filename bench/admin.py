"""Every list and search of the admin at 1,000,000 sessions: python -m bench.admin.

Fills a private MariaDB with SQL: each session with a recording, a text, an audit entry and a link.
Then asks gunicorn, as a superuser, for each list of the admin's registry: plain, by each of its
filters, by searches that find much, little and nothing, its second page, and one row of it. Prints
queries, median and p95 of the answers, and names those above the 300 ms that staff are promised.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles
from urllib.request import Request, urlopen

from bench.chart import manage, served
from bench.pages import fill
from cycling_site.private_services import running_services

ATHLETES, SESSIONS = 1000, 1000
REQUESTS = 20
PROMISED_MS = 300.0
FILL = Path(__file__).with_name("fill_admin.py")
ADDRESSES = Path(__file__).with_name("admin_addresses.py")


def main(athletes: int, sessions: int) -> None:
    with tempfile.TemporaryDirectory() as folder, running_services(Path(folder)) as services:
        environment = {
            **os.environ,
            **services,
            "VAR_DIR": folder,
            "SECRET_KEY": "of-one-benchmark-and-of-nothing-else-in-the-whole-wide-world",
            "LOG_LEVEL": "ERROR",
            "WEB_CONCURRENCY": "2",
        }
        manage(environment, "migrate", "--verbosity=0")
        *_, staff = fill(environment, athletes, sessions)
        began_s = time.monotonic()
        run_script(environment, FILL)
        print(f"recordings, texts and audit entries filled in {time.monotonic() - began_s:.0f} s")
        addresses = run_script(environment, ADDRESSES).splitlines()
        with served(environment, application="bench.counted") as base_url:
            slow = [each for each in addresses if measure(base_url, each, staff) > PROMISED_MS]
        print(f"{len(addresses)} addresses, above {PROMISED_MS:.0f} ms p95: {len(slow)}", *slow)


def run_script(environment: dict[str, str], script: Path) -> str:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "manage.py", "shell", "-v0", "-c", script.read_text()],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def measure(base_url: str, address: str, cookie: str) -> float:
    """Ask again and again; print and give the 95th percentile [ms]."""
    queries = ""

    def times_ms() -> Iterator[float]:
        nonlocal queries
        for _ in range(REQUESTS + 1):
            began_s = time.perf_counter()
            request = Request(f"{base_url}{address}", headers={"Cookie": cookie})  # noqa: S310 - own server
            with urlopen(request) as answer:  # noqa: S310 - our own server
                answer.read()
                queries = answer.headers["X-Queries"]
            yield 1000 * (time.perf_counter() - began_s)

    taken_ms = list(times_ms())[1:]  # the first one warms up
    p95_ms = quantiles(taken_ms, n=20)[-1]
    print(
        f"{address:74} {queries:>3} queries"
        f"  median {median(taken_ms):4.0f} ms  p95 {p95_ms:4.0f} ms",
        flush=True,
    )
    return p95_ms


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(*(map(int, sys.argv[1:]) if len(sys.argv) > 2 else (ATHLETES, SESSIONS)))
