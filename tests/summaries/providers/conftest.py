from collections.abc import Iterator

import pytest

from summaries.facts import gather_facts
from summaries.prompt import Prompt, build_prompt
from tests.summaries.make_briefs import make_brief
from tests.summaries.providers.vendor_server import VendorServer, vendor_server


@pytest.fixture
def vendor() -> Iterator[VendorServer]:
    with vendor_server() as server:
        yield server


@pytest.fixture
def prompt() -> Prompt:
    return build_prompt(gather_facts(make_brief(title="VO2 5x5")))
