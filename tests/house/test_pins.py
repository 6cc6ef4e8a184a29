import re

import pytest

from tests.house.rooms import PROJECT_DIR

LOCKS = sorted(path.name for path in PROJECT_DIR.glob("requirements*.lock"))
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", re.MULTILINE)


def pins_in(lock_name: str) -> dict[str, str]:
    return dict(PINNED.findall((PROJECT_DIR / lock_name).read_text()))


@pytest.mark.parametrize("lock_name", LOCKS)
def test_lock_names_no_host(lock_name):
    text = (PROJECT_DIR / lock_name).read_text()

    assert "://" not in text
    assert "--index-url" not in text


@pytest.mark.parametrize("lock_name", LOCKS)
def test_every_pin_has_a_hash(lock_name):
    text = (PROJECT_DIR / lock_name).read_text()
    entries = re.split(r"\n(?=[\w-])", text)

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(
    ("wanted", "locks"),
    (
        ("requirements.txt", ("requirements.lock", "requirements-mysql.lock")),
        ("requirements-dev.txt", ("requirements-dev.lock",)),
    ),
)
def test_everything_asked_for_is_pinned(wanted, locks):
    lines = (PROJECT_DIR / wanted).read_text().splitlines()
    asked = [re.match(r"[\w.-]+", line) for line in lines if not line.startswith(("#", "-"))]
    pinned = {name.lower() for lock in locks for name in pins_in(lock)}

    assert {name.group().lower() for name in asked if name} - pinned == set()


def test_product_and_tools_agree_on_versions():
    product, tools = pins_in("requirements.lock"), pins_in("requirements-dev.lock")
    both = product.keys() & tools.keys()

    assert {name for name in both if product[name] != tools[name]} == set()
