"""Run tests once more on real servers in a process of its own, and count them with the others.

The address of the database is read with the settings, once in a process: so the second pass is a
second pytest, at work beside the first. It sends each report as a line of JSON through a pipe; when
the first is done they are shown as if the tests had run in this process, named "(MariaDB)".
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

import pytest

from cycling_site.private_services import running_services, what_is_missing
from cycling_site.processes import start_child, stop_child

LABEL = " (MariaDB)"
PYTEST = (sys.executable, "-m", "pytest")
AnyReport = pytest.TestReport | pytest.CollectReport
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


class ReportSender:
    """In the second pass: write each report into the pipe."""

    def __init__(self, config: pytest.Config, descriptor: int) -> None:
        self._config = config
        self._pipe = os.fdopen(descriptor, "w", buffering=1)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._send(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._send(report)

    def _send(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._pipe.write(json.dumps(data) + "\n")

    def pytest_unconfigure(self) -> None:
        self._pipe.close()


def skipping_forbidden(report: Report) -> Report:
    """With FORBID_SKIPS, return a skipped report as a failed one, its reason kept."""
    if os.environ.get("FORBID_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which FORBID_SKIPS does not allow: {report.longrepr}"
    return report


class SecondPass:
    """The tests under way on real servers; or none, each skipped by name, where a server lacks."""

    def __init__(self, session: pytest.Session, items: Sequence[pytest.Item]) -> None:
        self._session = session
        self._items = items
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._log_path: Path | None = None
        self._missing = what_is_missing()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Run the tests beside the block; what is unfinished when it ends is broken off."""
        if not self._items or self._missing:
            yield
            return
        with tempfile.TemporaryDirectory() as name, running_services(Path(name)) as environment:
            self._log_path = Path(name, "second-pass.log")
            with self._process(self._log_path, environment):
                yield

    def show(self) -> None:
        """Wait for each report and let the terminal and the counts see it, within ``at_work``."""
        if self._missing:
            reason = f"not installed: {', '.join(self._missing)}"
            for item in self._items:
                _show(self._session, _skipped(item, reason))
            return
        unfinished = {item.nodeid: item for item in self._items}
        for report in self._reports() if unfinished else ():
            if isinstance(report, pytest.TestReport) and report.when == "teardown":
                unfinished.pop(report.nodeid, None)
            _show(self._session, report)
        for item in unfinished.values():
            _show(self._session, _lost(item, self._log_path))

    @contextmanager
    def _process(self, log_path: Path, environment: Mapping[str, str]) -> Iterator[None]:
        list_path = log_path.with_suffix(".tests")
        list_path.write_text("\n".join(item.nodeid for item in self._items))
        read_end, write_end = os.pipe()
        options = ["-p", "no:cacheprovider", "-p", "tests.servers.plugin"]
        child = start_child(
            "second pass",
            [*PYTEST, *options, f"--send-reports={write_end}", f"@{list_path}"],
            environment=environment,
            folder=self._session.config.rootpath,
            log_path=log_path,
            keep_open=[write_end],
        )
        os.close(write_end)
        reader = Thread(target=self._read_lines, args=(read_end,))
        reader.start()  # a pipe that nobody reads would hold the child up
        try:
            yield
        finally:
            stop_child(child)
            reader.join()

    def _read_lines(self, descriptor: int) -> None:
        with os.fdopen(descriptor) as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put(None)

    def _reports(self) -> Iterator[AnyReport]:
        config = self._session.config
        for line in iter(self._lines.get, None):
            yield config.hook.pytest_report_from_serializable(config=config, data=json.loads(line))


def _show(session: pytest.Session, report: AnyReport) -> None:
    """Let the terminal and the counts see it, as they see the reports of this process."""
    hook = session.config.hook
    if isinstance(report, pytest.CollectReport):
        hook.pytest_collectreport(report=report)
        return
    path, line, name = report.location
    report.nodeid += LABEL
    report.location = (path, line, name + LABEL)
    if report.when == "setup":
        hook.pytest_runtest_logstart(nodeid=report.nodeid, location=report.location)
    hook.pytest_runtest_logreport(report=report)
    if report.when == "teardown":
        hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)


def _skipped(item: pytest.Item, reason: str) -> pytest.TestReport:
    path, line, _ = item.location
    place = (path, line or 0, f"Skipped: {reason}")
    report = pytest.TestReport(item.nodeid, item.location, {}, "skipped", place, "setup")
    return skipping_forbidden(report)


def _lost(item: pytest.Item, log_path: Path | None) -> pytest.TestReport:
    said = log_path.read_text() if log_path else ""
    reason = f"The second pass lost it:\n{said}"
    return pytest.TestReport(item.nodeid, item.location, {}, "failed", reason, "call")
