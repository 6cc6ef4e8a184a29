"""Pages at 1,000 athletes x 1,000 sessions.

python -m bench.pages [--mariadb] [ATHLETES SESSIONS]

Fills a database of its own with SQL (SQLite, or a private MariaDB), then asks gunicorn with two
workers for each page, as a coach of one team and as staff, beside a roster that makes a query for
each figure of each athlete. Prints queries, CPU time of the web process, which other work on the
machine does not lengthen, median, p99 and requests a second.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from statistics import median, quantiles
from urllib.request import Request, urlopen

from bench.chart import manage, served
from cycling_site.private_mariadb import running_mariadb

ATHLETES, SESSIONS = 1000, 1000
REQUESTS, FEWEST = 200, 10
SECONDS_A_PAGE = 5.0
CLIENTS = 4
WARMING = 40  # requests before the clock runs
FILL = Path(__file__).with_name("fill_pages.py")


def main(athletes: int, sessions: int, *, on_mariadb: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        url = f"sqlite:///{folder}/db.sqlite3"
        if on_mariadb:
            url = servers.enter_context(running_mariadb(Path(folder)))
        environment = {
            **os.environ,
            "VAR_DIR": folder,
            "SECRET_KEY": "of-one-benchmark-and-of-nothing-else-in-the-whole-wide-world",
            "LOG_LEVEL": "ERROR",
            "WEB_CONCURRENCY": "2",
            "DATABASE_URL": url,
        }
        manage(environment, "migrate", "--verbosity=0")
        athlete, session, coach, staff = fill(environment, athletes, sessions)
        with served(environment, application="bench.counted") as base_url:
            for address in (
                "/",
                "/athletes/",
                "/row-by-row/",
                "/athletes/?sort=-form",
                f"/athletes/{athlete}/",
                f"/athletes/{athlete}/load/",
                f"/athletes/{athlete}/curves/",
                f"/athletes/{athlete}/volume/",
                f"/athletes/{athlete}/calendar/",
                f"/sessions/{session}/",
                f"/sessions/{session}/same/",
                "/search/",
                f"/search/?athlete={athlete}&stimulus=T",
                "/search/?stimulus=V&since=2026-01-01",
                "/search/?structure=4x4&record=yes",
                "/texts/",
            ):
                measure(f"{base_url}{address}", coach, address)
            for address in ("/", "/athletes/", "/search/", "/search/?record=yes"):
                measure(f"{base_url}{address}", staff, f"staff {address}")


def fill(environment: dict[str, str], athletes: int, sessions: int) -> list[str]:
    """Fill the database; gives an athlete, a session and the cookies of a coach and of staff."""
    began_s = time.monotonic()
    script = f"ATHLETES, SESSIONS = {athletes}, {sessions}\n{FILL.read_text()}"
    answer = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "manage.py", "shell", "-v0", "-c", script],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    print(f"{athletes * sessions:,} sessions filled in {time.monotonic() - began_s:.0f} s")
    return answer.stdout.split()[-4:]


def measure(url: str, cookie: str, name: str) -> None:
    queries, cpu_ms = set(), []

    def ask() -> float:
        began_s = time.perf_counter()
        with urlopen(Request(url, headers={"Cookie": cookie})) as answer:  # noqa: S310 - own server
            answer.read()
        queries.add(int(answer.headers["X-Queries"]))
        cpu_ms.append(float(answer.headers["X-Cpu-Ms"]))
        return 1000 * (time.perf_counter() - began_s)

    def ask_for_a_while() -> list[float]:
        end_s = time.perf_counter() + SECONDS_A_PAGE
        times_ms = [ask() for _ in range(FEWEST)]
        while len(times_ms) < REQUESTS and time.perf_counter() < end_s:
            times_ms.append(ask())
        return times_ms

    with ThreadPoolExecutor(CLIENTS) as several:  # each thread of the server opens its connection
        list(several.map(lambda _: ask(), range(WARMING)))
    queries.clear()
    cpu_ms.clear()
    times_ms = ask_for_a_while()
    with ThreadPoolExecutor(CLIENTS) as several:
        began_s = time.perf_counter()
        asked = sum(map(len, several.map(lambda _: ask_for_a_while(), range(CLIENTS))))
        rate = asked / (time.perf_counter() - began_s)
    p99_ms = quantiles(times_ms, n=100)[-1]
    print(
        f"{name:38} {max(queries):4} queries  {median(cpu_ms):6.1f} ms CPU"
        f"  median {median(times_ms):7.1f} ms  p99 {p99_ms:7.1f} ms  {rate:6.1f}/s",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("athletes", nargs="?", type=int, default=ATHLETES)
    parser.add_argument("sessions", nargs="?", type=int, default=SESSIONS)
    parser.add_argument("--mariadb", action="store_true")
    asked = parser.parse_args()
    with suppress(KeyboardInterrupt):
        main(asked.athletes, asked.sessions, on_mariadb=asked.mariadb)
