"""Where the house tests look."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]
PRODUCT_ROOMS = ("analytics", "bench", "cycling_site", "summaries")
ROOMS = (*PRODUCT_ROOMS, "tests")


def modules_of(rooms: tuple[str, ...]) -> list[Path]:
    """Every module that people write in these rooms: migrations are written by Django."""
    found = (path for room in rooms for path in (PROJECT_DIR / room).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted((PROJECT_DIR / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT_DIR).as_posix()


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(), filename=str(module))


def functions_in(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
