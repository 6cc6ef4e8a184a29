"""Runs pytest on small suites of its own, as these rules are about whole runs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT_DIR = Path(__file__).resolve().parents[2]
NO_DJANGO = ("-p", "no:django", "-c", os.devnull)  # starts at once; skips know nothing of it
SKIPS = """
import pytest

def test_that_needs_what_is_absent():
    pytest.skip("no rides here")

def test_that_passes():
    pass
"""
ON_SERVERS = """
import os
import pytest
from django.db import connection

@pytest.mark.django_db
def test_twice():
    assert connection.vendor in {"sqlite", "mysql"}

@pytest.mark.django_db
def test_only_sqlite_holds():
    assert connection.vendor == "sqlite"

@pytest.mark.mariadb
@pytest.mark.django_db
def test_only_there():
    assert connection.vendor == "mysql"

def test_once():
    pass

@pytest.mark.mariadb
def test_that_takes_the_process_with_it():
    os._exit(3)
"""


@pytest.fixture
def run_suite(tmp_path):
    """Run pytest on the text of one module; return its output and exit code."""
    settings = "[pytest]\nDJANGO_SETTINGS_MODULE = cycling_site.settings\n"
    (tmp_path / "pytest.ini").write_text(f"{settings}addopts = --strict-markers\n")

    def run(module: str, *options: str, **environment: str) -> tuple[str, int]:
        (tmp_path / "test_sample.py").write_text(module)
        command = [sys.executable, "-m", "pytest", "-p", "tests.servers.plugin"]
        clean = {key: value for key, value in os.environ.items() if key != "FORBID_SKIPS"}
        finished = subprocess.run(  # noqa: S603 - our own list, read by no shell
            [*command, "-rs", "--no-fold-skipped", *options, "test_sample.py"],
            cwd=tmp_path,
            env={**clean, "PYTHONPATH": str(PROJECT_DIR), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return finished.stdout + finished.stderr, finished.returncode

    return run


def last_line(output: str) -> str:
    return re.sub(r" in .*|=+ ?", "", output.rstrip().rpartition("\n")[2])


def test_skip_is_named_and_counted(run_suite):
    output, code = run_suite(SKIPS, *NO_DJANGO)

    assert code == 0
    assert "test_that_needs_what_is_absent - Skipped: no rides here" in output
    assert last_line(output) == "1 passed, 1 skipped"


def test_forbidden_skip_is_a_failure_that_gives_the_reason(run_suite):
    output, code = run_suite(SKIPS, *NO_DJANGO, FORBID_SKIPS="1")

    assert code == 1
    assert "no rides here" in output
    assert last_line(output) == "1 failed, 1 passed"


def test_forbidden_skip_of_a_whole_module_is_a_failure(run_suite):
    module = "import pytest\npytest.skip('not here', allow_module_level=True)\n"

    output, code = run_suite(module, *NO_DJANGO, FORBID_SKIPS="1")

    assert code != 0
    assert "not here" in output


def test_expected_failure_is_no_skip(run_suite):
    module = "import pytest\n@pytest.mark.xfail\ndef test_it():\n    assert False\n"

    output, code = run_suite(module, *NO_DJANGO, FORBID_SKIPS="1")

    assert (last_line(output), code) == ("1 xfailed", 0)


def test_tests_for_real_servers_are_skipped_by_name_without_them(run_suite):
    output, code = run_suite(ON_SERVERS)

    assert code == 0
    assert "test_only_there - Skipped: needs --also-on-mariadb" in output
    assert last_line(output) == "3 passed, 2 skipped"


def test_missing_servers_skip_each_test_by_name(run_suite, tmp_path):
    output, code = run_suite(ON_SERVERS, "--also-on-mariadb", PATH=str(tmp_path))

    assert code == 0
    assert re.search(r"test_twice \(MariaDB\) - Skipped: not installed: .*redis-server", output)
    assert last_line(output) == "3 passed, 4 skipped"


@pytest.mark.mariadb
def test_second_pass_counts_with_the_first_and_loses_no_test(run_suite):
    output, code = run_suite(ON_SERVERS, "--also-on-mariadb", DATABASE_URL="sqlite:///:memory:")

    assert code == 1
    assert "test_only_sqlite_holds (MariaDB)" in output
    assert "The second pass lost it" in output
    assert last_line(output) == "2 failed, 5 passed"
