import re

import pytest
from django.core.management import get_commands

from tests.house.rooms import PROJECT_DIR

TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


@pytest.fixture(scope="module")
def readme():
    return (PROJECT_DIR / "README.md").read_text()


def test_every_make_command_of_the_readme_exists(readme):
    targets = set(TARGET.findall((PROJECT_DIR / "Makefile").read_text()))
    told = set(re.findall(r"\bmake ([a-z]+)", code_in(readme)))

    assert {"demo", "test"} <= told
    assert told <= targets


def test_every_management_command_of_the_readme_exists(readme):
    told = set(re.findall(r"\bmanage\.py ([a-z_]+)", code_in(readme)))

    assert told
    assert told <= set(get_commands())


def code_in(text: str) -> str:
    """What stands between backticks, in lines or in blocks."""
    return "\n".join(re.findall(r"```.*?```|`[^`]+`", text, re.DOTALL))
