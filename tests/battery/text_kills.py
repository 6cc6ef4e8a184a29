"""Texts under kills, and a long batch at a set rate; counted by a vendor that listens.

    unshare --pid --fork --kill-child --mount-proc .venv/bin/python -m tests.battery.text_kills \
        [kills|rate] [--texts 200] [--kills 20] [--mariadb]

`kills`: texts are queued, the worker's process group gets SIGKILL again and again. `rate`: a batch
runs on two worker processes. Every process that it kills it has started itself. Prints a line of
figures; ends with 1 where they are not as promised.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import django

from tests.battery.stack import Stack, running_stack
from tests.summaries.providers.vendor_server import (
    TRUE_DRAFT,
    Answer,
    VendorServer,
    anthropic_message,
    vendor_server,
)

LEASE_S, SWEEP_S = 8, 2
SECONDS_A_CALL = 0.1
LONGEST_LIFE_S = 1.5  # of a worker that has made its first call
PER_MINUTE = 240.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("kills", "rate"))
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mariadb", action="store_true")
    options = parser.parse_args()
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="texts")))
        vendor = running.enter_context(vendor_server())
        answer = anthropic_message(TRUE_DRAFT)
        vendor.script = [Answer(body=answer.body, wait_s=SECONDS_A_CALL)]
        stack = running.enter_context(
            running_stack(
                folder,
                on_mariadb=options.mariadb,
                environment=environment_for(options.what, vendor),
            )
        )
        os.environ.update(stack.environment)
        django.setup()
        run = kills if options.what == "kills" else rate
        is_good = run(stack, vendor, options)
        if not is_good:
            sys.stdout.write((folder / "worker.log").read_text()[-4000:])
    sys.exit(0 if is_good else 1)


def environment_for(what: str, vendor: VendorServer) -> dict[str, str]:
    """Settings of the worker: one process to kill, or two that share a rate."""
    return {
        "SECRET_KEY": "of-a-test-that-lives-for-minutes-in-a-folder-of-its-own",
        "SUMMARY_PROVIDER": "anthropic",
        "ANTHROPIC_API_KEY": "of-the-test",
        "ANTHROPIC_BASE_URL": vendor.url,
        "ANTHROPIC_CALLS_PER_MINUTE": "60000" if what == "kills" else str(PER_MINUTE),
        "PROVIDER_TIMEOUT_S": "5",
        "WRITING_LEASE_S": str(LEASE_S),
        "SWEEP_EVERY_S": str(SWEEP_S),
        "WORKER_CONCURRENCY": "1" if what == "kills" else "2",
        "LOG_LEVEL": "WARNING",
    }


def kills(stack: Stack, vendor: VendorServer, options: argparse.Namespace) -> bool:
    """Kill the worker at random points of its work until every text is there."""
    rows = import_module("tests.battery.text_rows")  # the settings know the database now
    rows.queue_texts(options.texts)
    chance = random.Random(options.seed)  # noqa: S311 - repeatable, not secret
    stack.start_worker()
    struck = 0
    while struck < options.kills and rows.left():
        wait_for_work(vendor, rows)
        time.sleep(chance.uniform(0, LONGEST_LIFE_S))
        stack.kill_worker_group()
        struck += 1
    calm_s = rows.wait_for_calm(at_most_s=LEASE_S + 60 + options.texts)
    states = rows.states()
    figures = {
        "texts": options.texts,
        "kills": struck,
        "ready": states.get("ready", 0),
        "versions": sum(states.values()),
        "calls paid": len(vendor.asked),
        "paid again": len(vendor.asked) - options.texts,
        "calm after s": round(calm_s, 1),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    is_whole = figures["ready"] == figures["versions"] == options.texts
    return bool(is_whole and figures["paid again"] <= struck)


def wait_for_work(vendor: VendorServer, rows: ModuleType, *, at_most_s: float = 60.0) -> None:
    """Wait until the worker that was started last has asked the vendor for something."""
    before, until_s = len(vendor.asked), time.monotonic() + at_most_s
    while len(vendor.asked) == before and time.monotonic() < until_s and rows.left():
        time.sleep(0.02)


def rate(stack: Stack, vendor: VendorServer, options: argparse.Namespace) -> bool:
    """Run one batch on two worker processes and hold the calls against the rate."""
    rows = import_module("tests.battery.text_rows")
    batch = rows.start_batch_of(options.texts)
    stack.start_worker()
    rows.send_lanes(batch)
    rows.wait_for_calm(at_most_s=60 + 3 * options.texts * 60 / PER_MINUTE)
    at_s = sorted(asked.at_s for asked in vendor.asked)
    apart_s, most = 60 / PER_MINUTE, most_within(at_s, 1.0)
    figures = {
        "texts": options.texts,
        "ready": rows.states().get("ready", 0),
        "calls": len(at_s),
        "set a minute": PER_MINUTE,
        "reached a minute": round(60 * (len(at_s) - 1) / (at_s[-1] - at_s[0]), 1),
        "most in a second": most,
        "median apart s": round(sorted(b - a for a, b in pairwise(at_s))[len(at_s) // 2], 4),
        "state": rows.batch_state(batch),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    is_whole = figures["ready"] == figures["calls"] == options.texts
    # A call leaves a few hundredths after its turn was taken, so a second may hold one or two more.
    return is_whole and most <= 1.0 / apart_s + 3


def most_within(at_s: list[float], window_s: float) -> int:
    first = most = 0
    for last, moment in enumerate(at_s):
        while moment - at_s[first] >= window_s:
            first += 1
        most = max(most, last - first + 1)
    return most


if __name__ == "__main__":
    main()
