"""Every knob is in the settings, in README.md and in .env.example: none is missing anywhere."""

import ast
import re

from tests.house.rooms import PROJECT_DIR, tree_of

ROW = re.compile(r"^\| (`[A-Z_`, ]+`) \|", re.MULTILINE)
LINE = re.compile(r"^#([A-Z_]+)=", re.MULTILINE)
READ_BY_AN_SDK = {"ANTHROPIC_API_KEY"}


def knobs():
    """The names that the settings read, from `env.kind("NAME", ...)`."""
    calls = [
        node
        for node in ast.walk(tree_of(PROJECT_DIR / "cycling_site" / "settings.py"))
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
