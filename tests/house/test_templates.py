import re

from tests.house.rooms import name_of, templates

LONGEST_TEMPLATE = 130
INLINE = re.compile(r"<style\b|\bstyle\s*=|\son[a-z]+\s*=|<script\b(?![^>]*\bsrc=)", re.IGNORECASE)
OPENING = re.compile(r"\{# .+ Needs: .+ #\}")
DATA_BLOCK = re.compile(r'<script\b[^>]*\btype="application/json"', re.IGNORECASE)


def test_templates_are_short():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in templates()}

    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_TEMPLATE} == {}


def test_templates_have_no_inline_script_or_style():
    inline = [
        f"{name_of(path)}: {line.strip()}"
        for path in templates()
        for line in path.read_text().splitlines()
        if INLINE.search(line) and not DATA_BLOCK.search(line)
    ]

    assert inline == []


def test_fragments_open_by_naming_what_they_need():
    first_lines = {
        name_of(path): path.read_text().partition("\n")[0]
        for path in templates()
        if path.name.startswith("_")
    }

    assert {name for name, line in first_lines.items() if not OPENING.fullmatch(line)} == set()
