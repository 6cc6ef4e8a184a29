"""The units of deploy/ and the services of compose.yaml run all parts, on every queue."""

import re

import pytest

from cycling_site.queues import QUEUES
from tests.house.rooms import PROJECT_DIR

UNITS = sorted((PROJECT_DIR / "deploy").glob("*.service"))
SERVED = re.compile(r"--queues (\S+)")
NAME = re.compile(r"[\w:.-]+@?\.service")  # systemd escapes what else a name holds


def test_units_have_names_that_systemd_takes_and_the_readme_starts_each():
    readme = (PROJECT_DIR / "README.md").read_text()
    started = re.findall(r"^systemctl enable --now (.+)$", readme, re.MULTILINE)

    assert [path.name for path in UNITS if not NAME.fullmatch(path.name)] == []
    assert {f"{name}.service" for line in started for name in line.split()} == {
        path.name for path in UNITS
    }


@pytest.mark.parametrize("paths", (UNITS, [PROJECT_DIR / "compose.yaml"]), ids=("units", "compose"))
def test_every_queue_has_a_worker(paths):
    served = SERVED.findall("\n".join(path.read_text() for path in paths))

    assert {queue for queues in served for queue in queues.split(",")} == set(QUEUES)
