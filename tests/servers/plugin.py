"""What our test runs can do beyond pytest: a second pass on real servers, and no silent skips.

`--also-on-mariadb` runs every test that touches the database once more, in a process of its own,
at the same time on a private MariaDB and Redis; its results are counted with the others.
`FORBID_SKIPS=1` turns each skipped test into a failed one.
"""

import os
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import override_settings

from tests.servers.second_pass import ReportSender, SecondPass, skipping_forbidden

MARKERS = (
    "mariadb: needs the private MariaDB; runs in the second pass only",
    "redis: needs the private Redis; runs in the second pass only",
    "browser: drives a real Chromium; set by itself on tests that use `page`",
)
# Settings are read after this module; nothing but a test run may know its own secret.
os.environ.setdefault("SECRET_KEY", "of-test-runs-only-and-therefore-no-secret-to-anybody")
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server", "worker", "page"})
QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"  # a strong one takes half a second
SECOND_PASS = pytest.StashKey[list[pytest.Item]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("services")
    group.addoption("--also-on-mariadb", action="store_true", help="run database tests twice")
    group.addoption("--send-reports", type=int, metavar="FD", help="set for the second pass")


def pytest_configure(config: pytest.Config) -> None:
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    descriptor = config.getoption("send_reports")
    if descriptor is not None:
        config.pluginmanager.register(ReportSender(config, descriptor))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "page" in _fixtures(item):
            item.add_marker("browser")
    if config.getoption("send_reports") is not None:
        return
    twice = config.getoption("also_on_mariadb")
    config.stash[SECOND_PASS] = [item for item in items if twice and _is_for_second_pass(item)]
    for item in items:
        if _needs_real_servers(item) and not twice:
            item.add_marker(pytest.mark.skip(reason="needs --also-on-mariadb"))
    if twice:
        items[:] = [item for item in items if not _needs_real_servers(item)]


def _fixtures(item: pytest.Item) -> frozenset[str]:
    return frozenset(getattr(item, "fixturenames", ()))


def _needs_real_servers(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) is not None for name in ("mariadb", "redis"))


def _is_for_second_pass(item: pytest.Item) -> bool:
    touches_database = item.get_closest_marker("django_db") is not None
    return (
        touches_database or _needs_real_servers(item) or bool(DATABASE_FIXTURES & _fixtures(item))
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    items = session.config.stash.get(SECOND_PASS, [])
    if session.config.option.collectonly:
        return (yield)
    session.testscollected += len(items)
    second_pass = SecondPass(session, items)
    with second_pass.at_work():
        result = yield
        second_pass.show()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return skipping_forbidden((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return skipping_forbidden((yield))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Keep what tests store out of the project: recordings, and the SQLite file.

    It is a file, not memory, as the live server's threads and the worker open it, too.
    """
    if not settings.configured:  # `-p no:django`, for tests of the pure rooms
        return
    temporary = TemporaryDirectory()
    session.config.add_cleanup(temporary.cleanup)
    folder = Path(temporary.name)
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")
    # Tables are emptied between tests by DELETE, which the trail's guard refuses.
    post_migrate.disconnect(sender=apps.get_app_config("analytics"), dispatch_uid="guard_audit")
    (folder / "static").mkdir()
    private = override_settings(
        VAR_DIR=folder,
        MEDIA_ROOT=folder / "recordings",
        STATIC_ROOT=folder / "static",
        PASSWORD_HASHERS=[QUICK_HASHER],
    )
    private.enable()
    session.config.add_cleanup(private.disable)
