"""Pages at 1,000 athletes x 1,000 sessions: .venv/bin/python -m bench.pages [athletes sessions].

Fills a database of its own with SQL (SQLite, or MariaDB where DATABASE_URL names an empty one),
then asks gunicorn with two workers for each page. Prints median, p99 and requests a second.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles
from urllib.request import Request, urlopen

from bench.chart import manage, served

ATHLETES, SESSIONS = 1000, 1000
REQUESTS = 200
CLIENTS = 4
FILL = Path(__file__).with_name("fill_pages.py")


def main(athletes: int, sessions: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "VAR_DIR": folder,
            "SECRET_KEY": "of-one-benchmark-and-of-nothing-else-in-the-whole-wide-world",
            "LOG_LEVEL": "ERROR",
            "WEB_CONCURRENCY": "2",
        }
        environment.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
        manage(environment, "migrate", "--verbosity=0")
        began_s = time.monotonic()
        script = f"ATHLETES, SESSIONS = {athletes}, {sessions}\n{FILL.read_text()}"
        answer = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "manage.py", "shell", "-v0", "-c", script],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        athlete, session, cookie = answer.stdout.split()[-3:]
        filled_s = time.monotonic() - began_s
        print(f"{athletes * sessions:,} sessions filled in {filled_s:.0f} s")
        with served(environment) as base_url:
            for address in (
                "/",
                "/athletes/",
                "/athletes/?sort=-form&page=2",
                f"/athletes/{athlete}/",
                f"/athletes/{athlete}/load/",
                f"/athletes/{athlete}/curves/",
                f"/athletes/{athlete}/volume/",
                f"/sessions/{session}/",
                "/search/",
                f"/search/?athlete={athlete}&stimulus=T",
            ):
                measure(f"{base_url}{address}", cookie, address)


def measure(url: str, cookie: str, name: str) -> None:
    def ask(_: int) -> float:
        began_s = time.perf_counter()
        with urlopen(Request(url, headers={"Cookie": cookie})) as answer:  # noqa: S310 - own server
            answer.read()
        return 1000 * (time.perf_counter() - began_s)

    first_ms = ask(0)
    requests = REQUESTS if first_ms < 500 else 20
    with ThreadPoolExecutor(1) as alone:
        times_ms = list(alone.map(ask, range(requests)))
    began_s = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as several:
        list(several.map(ask, range(requests)))
    rate = requests / (time.perf_counter() - began_s)
    p99_ms = quantiles(times_ms, n=100)[-1]
    print(f"{name:34} median {median(times_ms):7.1f} ms  p99 {p99_ms:7.1f} ms  {rate:6.0f}/s")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(*(map(int, sys.argv[1:]) if len(sys.argv) > 2 else (ATHLETES, SESSIONS)))
