"""The pure rooms take values and return values; import contracts keep Django out of them."""

import ast

from tests.house.rooms import PROJECT_DIR, modules_of, name_of, tree_of

PURE_ROOMS = (
    "analytics/engine",
    "analytics/demo",
    "summaries/checking",
    "summaries/facts",
    "summaries/voices",
)
PURE_MODULES = ("summaries/draft.py", "summaries/prompt.py", "summaries/providers/interface.py")
OUTSIDE_WORLD = {
    "logging",
    "os",
    "pathlib",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "time",
    "urllib",
}
CLOCKS = {"now", "today", "utcnow"}


def pure_modules():
    alone = [PROJECT_DIR / name for name in PURE_MODULES]
    return [*modules_of(PURE_ROOMS), *alone]


def test_pure_modules_import_nothing_of_the_outside_world():
    imported = {name_of(path): imported_packages(tree_of(path)) for path in pure_modules()}

    assert {name: names for name, names in imported.items() if names & OUTSIDE_WORLD} == {}


def test_pure_modules_read_no_clock_and_open_no_file():
    asked = {name_of(path): outside_calls(tree_of(path)) for path in pure_modules()}

    assert {name: calls for name, calls in asked.items() if calls} == {}


def imported_packages(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").partition(".")[0])
    return names


def outside_calls(tree: ast.AST) -> set[str]:
    """Name the calls of `open` and of the methods by which dates read the clock."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    bare = {call.id for call in calls if isinstance(call, ast.Name)}
    methods = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    return (bare & {"open"}) | (methods & CLOCKS)
