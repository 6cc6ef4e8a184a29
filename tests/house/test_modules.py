import ast
import re
from pathlib import Path

from tests.house.rooms import (
    PROJECT_DIR,
    ROOMS,
    functions_in,
    modules_of,
    name_of,
    tree_of,
)

DRAWERS = {"common", "core", "helpers", "lib", "managers", "misc", "services", "utils"}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
# A vendor's SDK takes seconds and 75 MB to import, so only the function that needs it does.
LATE_IMPORTS_ALLOWED = {
    ("summaries/providers/configured.py", "_anthropic"),
    ("summaries/providers/configured.py", "_bedrock"),
    ("summaries/providers/configured.py", "_anthropic_bulk"),
    ("summaries/providers/configured.py", "_bedrock_bulk"),
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
WRITTEN_BY_HAND = ("*.py", "*.html", "*.css", "*.js")


def test_no_module_is_a_drawer():
    names = {
        name_of(path): {path.stem, *Path(name_of(path)).parent.parts} for path in modules_of(ROOMS)
    }

    assert {name for name, parts in names.items() if parts & DRAWERS} == set()


def test_modules_are_short_enough_to_read_at_once():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in modules_of(ROOMS)}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_functions_are_short():
    lengths = {
        f"{name_of(path)}::{function.name}": body_length(function)
        for path in modules_of(ROOMS)
        for function in functions_in(tree_of(path))
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def body_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count its lines from `def` to the end, without the docstring."""
    first = node.body[0]
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_imports_stand_at_the_top():
    late = {
        (name_of(path), function.name)
        for path in modules_of(ROOMS)
        for function in functions_in(tree_of(path))
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    }

    assert late - LATE_IMPORTS_ALLOWED == set()


def test_nothing_is_left_for_later():
    unfinished = [
        f"{name_of(path)}: {line.strip()}"
        for room in (*ROOMS, "templates", "static")
        for pattern in WRITTEN_BY_HAND
        for path in (PROJECT_DIR / room).rglob(pattern)
        if "vendor" not in path.parts and path != Path(__file__)
        for line in path.read_text().splitlines()
        if UNFINISHED.search(line)
    ]

    assert unfinished == []
