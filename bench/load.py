"""Pages while an import runs: python -m bench.load [--mariadb] [--rides N] [--athletes N] ...

The product as it is deployed: two gunicorn workers, a Celery worker, a broker; SQLite, or a private
MariaDB and Redis. Four clients ask for the coach's pages, first with nothing else to do, then while
a ZIP of rides that was sent through the upload page is imported; each part ends after a time.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

import httpx2

from bench.chart import STARTED_AT, manage, ride_of
from bench.pages import FILL
from cycling_site.embedded_broker import start_broker
from cycling_site.private_services import running_services
from cycling_site.processes import free_port, stop_child
from cycling_site.worker_and_web import start_web, start_worker

CLIENTS = 4
QUIET_S, IMPORT_S = 30.0, 180.0
RIDE_H = 1.0
FIRST_DAY = 1500  # before the sessions that are there
LOCKED = "database is locked"


def main(athletes: int, sessions: int, rides: int, *, on_mariadb: bool) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="load") as name,
        running(Path(name), on_mariadb=on_mariadb) as url,
    ):
        folder = Path(name)
        manage(dict(os.environ), "migrate", "--verbosity=0")
        athlete, session, cookie = filled(athletes, sessions)
        port = free_port()
        worker_log, web_log = folder / "worker.log", folder / "web.log"
        worker = start_worker(schedule_path=folder / "beat", log_path=worker_log)
        web = start_web(port, path="/sign-in/", log_path=web_log)
        try:
            print(f"{url.partition(':')[0]}, {athletes * sessions:,} sessions, {CLIENTS} clients")
            site = Site(f"http://127.0.0.1:{port}", cookie, athlete, session)
            site.report("nothing else", seconds=QUIET_S)
            site.send_zip(zip_of(folder, rides))
            began_s = time.monotonic()
            site.report("importing", seconds=IMPORT_S, until=lambda: site.imported() >= rides)
            took_s = time.monotonic() - began_s
            done = site.imported()
            print(f"{done:,} of {rides:,} rides imported meanwhile, {done / took_s:.1f} a second")
        finally:
            stop_child(web)
            stop_child(worker)
        said = worker_log.read_text() + web_log.read_text()
        print(f"{LOCKED!r} in the logs: {said.count(LOCKED)}")


@contextmanager
def running(folder: Path, *, on_mariadb: bool) -> Iterator[str]:
    """Point this process and all that it starts at a database and a broker in the folder."""
    os.environ.update(
        VAR_DIR=str(folder),
        SECRET_KEY="of-one-benchmark-and-of-nothing-else-in-the-whole-wide-world",  # noqa: S106 - of minutes
        LOG_LEVEL="WARNING",
    )
    with ExitStack() as stack:
        if on_mariadb:
            os.environ.update(stack.enter_context(running_services(folder)))
        else:
            broker = start_broker(folder / "broker", log_path=folder / "broker.log")
            stack.callback(stop_child, broker.child)
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
            os.environ["REDIS_URL"] = broker.url
        yield os.environ["DATABASE_URL"]


def filled(athletes: int, sessions: int) -> tuple[int, int, str]:
    """Fill the database; return an athlete, one of the sessions and a coach's session cookie."""
    script = f"ATHLETES, SESSIONS = {athletes}, {sessions}\n{FILL.read_text()}"
    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "manage.py", "shell", "-v0", "-c", script],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    return int(said[-3]), int(said[-2]), said[-1].partition("=")[2]


def zip_of(folder: Path, rides: int) -> Path:
    path = folder / "rides.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number in range(rides):
            started_at = STARTED_AT - timedelta(days=FIRST_DAY + number)
            archive.writestr(f"{number}.fit", ride_of(RIDE_H, started_at=started_at))
    return path


@dataclass(frozen=True, slots=True)
class Answer:
    page: str
    status: int
    ms: float


class Site:
    """A coach's browser, of as many tabs as there are clients."""

    def __init__(self, base_url: str, cookie: str, athlete: int, session: int) -> None:
        self._client = httpx2.Client(
            base_url=base_url, cookies={"sessionid": cookie}, timeout=60, follow_redirects=True
        )
        self._athlete = athlete
        self._batch_url = ""
        self._ends_s = 0.0
        self._pages = (
            "/",
            "/athletes/",
            f"/athletes/{athlete}/",
            f"/sessions/{session}/",
            "/search/",
        )

    def send_zip(self, path: Path) -> None:
        address = f"/athletes/{self._athlete}/upload/"
        form = self._client.get(address).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token is not None
        with path.open("rb") as file:
            answer = self._client.post(
                address,
                data={"csrfmiddlewaretoken": token[1]},
                files={"recordings": ("rides.zip", file, "application/zip")},
            )
        answer.raise_for_status()
        self._batch_url = str(answer.url)

    def imported(self) -> int:
        done = re.search(r"Analysed</dt><dd>(\d+)", self._client.get(self._batch_url).text)
        return int(done[1]) if done else 0

    def report(self, what: str, *, seconds: float, until: Callable[[], bool] = bool) -> None:
        """Ask for page after page with all clients at once; print rate, times and faults."""
        began_s = time.monotonic()
        self._ends_s = began_s + seconds
        with ThreadPoolExecutor(CLIENTS) as clients:
            asked = [clients.submit(self._ask_on, client) for client in range(CLIENTS)]
            while time.monotonic() < self._ends_s and not until():
                time.sleep(1)
            self._ends_s = time.monotonic()
            answers = [answer for one in asked for answer in one.result()]
        rate = len(answers) / (time.monotonic() - began_s)
        times_ms = [answer.ms for answer in answers]
        faults = sum(answer.status != HTTPStatus.OK for answer in answers)
        print(f"{what}: {rate:.1f} pages a second, {faults} of {len(answers):,} not answered")
        print(f"  {'all pages':32} p50 {median(times_ms):6.0f} ms  p99 {p99(times_ms):6.0f} ms")
        for page in self._pages:
            of_page = [answer.ms for answer in answers if answer.page == page]
            print(f"  {page:32} p50 {median(of_page):6.0f} ms  p99 {p99(of_page):6.0f} ms")

    def _ask_on(self, client: int) -> list[Answer]:
        answers: list[Answer] = []
        for page in islice(cycle(self._pages), client, None):
            if time.monotonic() >= self._ends_s:
                return answers
            began_s = time.perf_counter()
            status = self._client.get(page).status_code
            answers.append(Answer(page, status, 1000 * (time.perf_counter() - began_s)))
        return answers


def p99(times_ms: Sequence[float]) -> float:
    return quantiles(times_ms, n=100)[-1] if len(times_ms) > 1 else times_ms[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--mariadb", action="store_true")
    parser.add_argument("--athletes", type=int, default=1000)
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--rides", type=int, default=2000)
    chosen = parser.parse_args()
    main(chosen.athletes, chosen.sessions, chosen.rides, on_mariadb=chosen.mariadb)
