"""A 5-hour ride's chart in headless Chromium: .venv/bin/python -m bench.chart [hours].

Prints how long after its data arrived the chart can be used, and the frames a second
while zooming. It runs the product itself, on a database and a port of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from socket import create_connection, socket
from statistics import median

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from analytics.demo.fit_writer import write_fit
from analytics.engine.recording import Channel, Ride, Samples

RUNS = 7
HOURS = 5.0
PASSWORD = "of-one-benchmark-only"  # noqa: S105 - of an account that lives for one run
STARTED_AT = datetime(2026, 5, 3, 7, 30, tzinfo=UTC)
PEOPLE = """
from datetime import date
from django.contrib.auth.models import User
from analytics.models import Athlete, Team, Thresholds
User.objects.create_superuser("bench", password={password!r})
athlete = Athlete.objects.create(
    team=Team.objects.create(name="Bench"), first_name="Ada", last_name="Rider")
Thresholds.objects.create(
    athlete=athlete, date=date(2026, 1, 1), critical_power_w=280.0, w_prime_j=20_000.0)
"""
UNTIL_USABLE = """async () => {
    const host = document.getElementById("stream-chart");
    while (!host.dataset.ready) await new Promise((done) => setTimeout(done, 1));
    await new Promise(requestAnimationFrame);
    const sent = performance.getEntriesByType("resource").find(({ name }) => /stream.json/.test(name));
    const drawn = performance.getEntriesByName("ride-drawn")[0].startTime;
    return {
        drawn: drawn - sent.responseEnd,
        painted: performance.now() - sent.responseEnd,
        kib: sent.decodedBodySize / 1024,
        lanes: host.plots.length,
    };
}"""  # noqa: E501 - one statement of JavaScript
ZOOM = """async () => {
    const { plots } = document.getElementById("stream-chart");
    const last = plots[0].data[0].length - 1;
    const frames = 90;
    const began = performance.now();
    for (let frame = 1; frame <= frames; frame += 1) {
        const half = (last / 2) * (1 - (0.98 * frame) / frames);
        plots[0].setScale("x", { min: last / 2 - half, max: last / 2 + half });
        await new Promise(requestAnimationFrame);
    }
    return (1000 * frames) / (performance.now() - began);
}"""


def main(hours: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "SECRET_KEY": "of-one-benchmark-and-of-nothing-else-in-the-whole-wide-world",
            "LOG_LEVEL": "ERROR",
        }
        file = Path(folder) / "ride.fit"
        file.write_bytes(ride_of(hours))
        manage(environment, "migrate", "--verbosity=0")
        manage(environment, "shell", "-v0", "-c", PEOPLE.format(password=PASSWORD))
        manage(environment, "import_recordings", "--athlete=1", str(file))
        with served(environment) as base_url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            measure(browser, base_url)
            browser.close()


def ride_of(hours: float, *, started_at: datetime = STARTED_AT) -> bytes:
    size = int(hours * 3600)
    rng = np.random.default_rng(7)
    second = np.arange(size, dtype=float)
    samples = Samples(
        started_at.timestamp() + second,
        {
            Channel.POWER: np.clip(rng.normal(200.0, 60.0, size), 0, None).round(),
            Channel.HEART_RATE: (140 + 15 * np.sin(second / 700)).round(),
            Channel.CADENCE: np.clip(rng.normal(88.0, 6.0, size), 0, None).round(),
            Channel.SPEED: 9.0 + np.sin(second / 300),
            Channel.DISTANCE: 9.0 * second,
            Channel.ALTITUDE: 300 + 200 * np.sin(second / 2500),
        },
    )
    return write_fit(Ride(number=0, sport="cycling", samples=samples))


def manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603 - ours


@contextmanager
def served(environment: dict[str, str], *, application: str = "cycling_site.wsgi") -> Iterator[str]:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}"]
    child = subprocess.Popen(  # noqa: S603 - our own program
        [*command, application], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            try:
                create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait()


def measure(browser: Browser, base_url: str) -> None:
    page = browser.new_page(base_url=base_url, viewport={"width": 1280, "height": 900})
    page.goto("/")
    page.fill("[name=login]", "bench")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    readings, frames_a_s = [], []
    for _ in range(RUNS):
        page.goto("/sessions/1/")
        readings.append(page.evaluate(UNTIL_USABLE))
        frames_a_s.append(page.evaluate(ZOOM))
    drawn_ms = [reading["drawn"] for reading in readings]
    painted_ms = [reading["painted"] for reading in readings]
    print(f"data                 {readings[0]['kib']:6.0f} KiB, {readings[0]['lanes']} lanes")
    print(f"drawn after its data {median(drawn_ms):6.0f} ms (worst {max(drawn_ms):.0f})")
    print(f"painted, usable      {median(painted_ms):6.0f} ms (worst {max(painted_ms):.0f})")
    print(f"zooming              {median(frames_a_s):6.0f} frames/s (worst {min(frames_a_s):.0f})")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else HOURS)
