"""Kill storm: imports and texts in hand while everything around them is killed at random.

    unshare --pid --fork --kill-child --mount-proc .venv/bin/python -m tests.battery.storm

Every process that it kills it has started itself. Prints a line of figures; ends with 1 if work was
lost, done twice, or left "running".
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import django

from tests.battery.ledger import Ledger, open_ledger
from tests.battery.stack import Stack, running_stack

LEASE_S, SWEEP_S, TIMEOUT_S = 20, 4, 5
CALM_AT_MOST_S = 60 + LEASE_S  # after the last blow: a lease runs out, then a minute
IN_HAND = 2  # tasks that one kill may interrupt: the worker's processes
ENVIRONMENT = {
    "SECRET_KEY": "of-a-storm-that-lives-for-minutes-in-a-folder-of-its-own",
    "SUMMARY_PROVIDER": "anthropic",
    "ANTHROPIC_API_KEY": "of-the-ledger",
    "PROVIDER_TIMEOUT_S": str(TIMEOUT_S),
    "ANTHROPIC_CALLS_PER_MINUTE": "60000",
    "ANALYSIS_LEASE_S": str(LEASE_S),
    "WRITING_LEASE_S": str(LEASE_S),
    "SWEEP_EVERY_S": str(SWEEP_S),
    "WORKER_CONCURRENCY": str(IN_HAND),
    "LOG_LEVEL": "WARNING",
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rides", type=int, default=60)
    parser.add_argument("--blows", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mariadb", action="store_true")
    parser.add_argument("--logs", type=Path, help="keep the logs in this folder")
    options = parser.parse_args()
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="storm")))
        ledger = running.enter_context(open_ledger(options.seed))
        environment = {**ENVIRONMENT, "ANTHROPIC_BASE_URL": ledger.url}
        stack = running.enter_context(
            running_stack(folder, on_mariadb=options.mariadb, environment=environment)
        )
        os.environ.update(stack.environment)
        django.setup()
        rows = import_module("tests.battery.storm_rows")  # the settings know the database now
        rows.prepare()
        rows.queue_rides(options.rides)
        stack.start_worker()
        blows = rage(stack, number=options.blows, seed=options.seed)
        calm_s = rows.wait_for_calm(at_most_s=CALM_AT_MOST_S, meanwhile=stack.keep_worker)
        figures = rows.count(options.rides)
        if options.logs:
            options.logs.mkdir(parents=True, exist_ok=True)
            for log in folder.glob("*.log"):
                shutil.copy(log, options.logs)
        figures["workers ended by themselves"] = stack.ended
        report(options, figures, blows, ledger, calm_s, folder)


def rage(stack: Stack, *, number: int, seed: int) -> Counter[str]:
    """Strike so often, at random moments, each blow of every kind before any comes again."""
    chance = random.Random(seed)  # noqa: S311 - a storm is repeatable, not secret
    kinds = [
        stack.kill_worker_group,
        stack.kill_worker_main,
        stack.kill_a_pool_child,
        stack.stop_worker,
        stack.freeze_worker,
        stack.kill_broker,
        stack.flush_broker,
        stack.kill_a_pool_child,
    ]
    if stack.on_mariadb:
        kinds.append(stack.kill_database)
    struck: Counter[str] = Counter()
    waiting: list[Any] = []
    for _ in range(number):
        if not waiting:
            waiting = chance.sample(kinds, len(kinds))
        blow = waiting.pop()
        time.sleep(chance.uniform(0.2, 2.5))
        sys.stderr.write(f"{blow.__name__}\n")
        stack.keep_worker()
        blow()
        struck[blow.__name__] += 1
    return struck


def report(
    options: argparse.Namespace,
    figures: dict[str, int],
    blows: Counter[str],
    ledger: Ledger,
    calm_s: float,
    folder: Path,
) -> None:
    kills = blows.total() - blows["flush_broker"] + figures["workers ended by themselves"]
    explained = IN_HAND * kills
    line = {
        "database": "MariaDB" if options.mariadb else "SQLite",
        "rides": options.rides,
        "blows": blows.total(),
        **figures,
        "calls paid": ledger.paid.total(),
        "paid again": ledger.paid_again,
        "of which kills explain up to": explained,
        "vendor failed": ledger.refused,
        "calm after s": round(calm_s, 1),
    }
    sys.stdout.write(json.dumps(line) + "\n")
    bad = figures["lost"] + figures["doubled"] + figures["left running"]
    if bad or ledger.paid_again > explained:
        sys.stdout.write((folder / "worker.log").read_text()[-4000:])
        sys.exit(1)


if __name__ == "__main__":
    main()
