"""A browser, a web server and a worker on one test database, each of them real."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from cycling_site import celery_app
from cycling_site.embedded_broker import start_broker
from cycling_site.processes import Child, stop_child
from cycling_site.worker_and_web import start_worker

PATIENCE_MS = 15_000
CHROMIUM_OPTIONS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def broker_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real Redis in the second pass, else the embedded broker; ours talks to it, too."""
    given = os.environ.get("REDIS_URL")
    if given is not None:
        yield given
        return
    folder = tmp_path_factory.mktemp("broker")
    broker = start_broker(folder, log_path=folder / "broker.log")
    try:
        yield broker.url
    finally:
        stop_child(broker.child)


@pytest.fixture
def worker(transactional_db: None, broker_url: str, tmp_path: Path) -> Iterator[Child]:
    """A Celery worker, and tasks sent by this process reach it; its log shows when a test fails."""
    with redis.Redis.from_url(broker_url) as client:
        client.flushall()
    _send_tasks_to(broker_url)
    log_path = tmp_path / "worker.log"
    child = start_worker(
        schedule_path=tmp_path / "beat-schedule",
        log_path=log_path,
        environment={
            "DATABASE_URL": _test_database_url(),
            "REDIS_URL": broker_url,
            "VAR_DIR": str(settings.VAR_DIR),
        },
    )
    try:
        yield child
    finally:
        stop_child(child)
        sys.stdout.write(log_path.read_text())


def _send_tasks_to(broker_url: str) -> None:
    """Point the product's Celery at the broker; what it cached of the earlier address goes."""
    if celery_app.conf.broker_url != broker_url:
        celery_app.conf.update(broker_url=broker_url)
        vars(celery_app).pop("amqp", None)


def _test_database_url() -> str:
    """The address by which another process opens the database of this test run."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("not installed: chromium")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's own event loop runs in this thread; Django would refuse the ORM beside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(
            executable_path=program, args=[*CHROMIUM_OPTIONS, *as_root]
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """A fresh page on the live server; a script error or a policy violation fails the test."""
    context = browser.new_context(
        base_url=live_server.url, locale="en-GB", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            faults.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield opened
    context.close()
    assert faults == []
