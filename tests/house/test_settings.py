"""Every knob is in the settings, in README.md and in .env.example: none is missing anywhere."""

import ast
import re
import runpy

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.house.rooms import PROJECT_DIR, tree_of

ROW = re.compile(r"^\| (`[A-Z_`, ]+`) \|", re.MULTILINE)
LINE = re.compile(r"^#([A-Z_]+)=", re.MULTILINE)
READ_BY_AN_SDK = {"ANTHROPIC_API_KEY"}
SETTINGS = PROJECT_DIR / "cycling_site" / "settings.py"
WRONG = {  # by the reader
    "int": "two",
    "float": "nan",
    "bool": "ture",
    "list": "a b",
    "folder": "/dev/null/folder",
    "address": "localhost",
    "db": "localhost",
}
WRONG_TEXTS = {"SOURCE_TIME_ZONE": "Europe/Atlantis"}  # others are those with choices
ANY_TEXT = {  # which no look at the text alone can tell to be wrong
    "SECRET_KEY",
    "STATIC_DIR",
    "ANTHROPIC_MODEL",
    "BEDROCK_MODEL",
    "BEDROCK_REGION",
    "BEDROCK_BATCH_ROLE",
    "EMAIL_FROM",
    "METRICS_TOKEN",
}


def knobs():
    """The names that the settings read, from `env.kind("NAME", ...)`."""
    calls = [
        node
        for node in ast.walk(tree_of(SETTINGS))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
    ]
    return {ast.literal_eval(call.args[0]) for call in calls}, calls


def test_every_knob_has_a_default():
    _names, calls = knobs()

    assert [ast.unparse(c) for c in calls if "default" not in {k.arg for k in c.keywords}] == []


def test_the_readme_lists_every_knob_and_no_other():
    names, _calls = knobs()
    table = "\n".join(ROW.findall((PROJECT_DIR / "README.md").read_text()))
    listed = set(re.findall(r"`([A-Z_]+)`", table))

    assert len(names) > 15
    assert listed - READ_BY_AN_SDK == names


def test_the_example_lists_every_knob_and_no_other():
    names, _calls = knobs()
    listed = LINE.findall((PROJECT_DIR / ".env.example").read_text())

    assert len(listed) == len(set(listed))
    assert set(listed) - READ_BY_AN_SDK == names


def wrong_value_for(call: ast.Call) -> str:
    name, reader = ast.literal_eval(call.args[0]), ast.unparse(call.func).removeprefix("env.")
    if reader == "str":
        return WRONG_TEXTS.get(name, "neither of the choices")
    return WRONG[reader]


def readable_anyhow(call: ast.Call) -> bool:
    return ast.literal_eval(call.args[0]) in ANY_TEXT


@pytest.mark.parametrize(
    "call",
    [call for call in knobs()[1] if not readable_anyhow(call)],
    ids=lambda call: ast.literal_eval(call.args[0]),
)
def test_a_wrong_value_of_each_knob_stops_the_start_and_names_it(call, monkeypatch):
    name = ast.literal_eval(call.args[0])
    monkeypatch.setenv(name, wrong_value_for(call))

    with pytest.raises(ImproperlyConfigured, match=rf"^{name} .+\.$"):
        runpy.run_path(str(SETTINGS))
