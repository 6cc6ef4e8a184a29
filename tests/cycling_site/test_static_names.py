import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from cycling_site.static_names import CollectedStaticFiles
from tests.house.rooms import templates

NAMED = re.compile(r"""{% static ["']([^"']+)["'] %}""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("release")
    backend = {"BACKEND": "cycling_site.static_names.CollectedStaticFiles"}
    with override_settings(STATIC_ROOT=folder, STORAGES={"staticfiles": backend}):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield CollectedStaticFiles(), folder


def test_every_file_that_a_template_names_has_a_name_that_never_expires(collected):
    storage, folder = collected
    named = {name for path in templates() for name in NAMED.findall(path.read_text())}

    assert named
    for name in named:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", storage.stored_name(name)), name
        assert (folder / storage.stored_name(name)).is_file()


def test_what_a_script_imports_is_renamed_with_it(collected):
    _storage, folder = collected
    scripts = [path for path in folder.glob("js/*.js") if re.search(r"\.[0-9a-f]{12}\.", path.name)]
    imports = [
        (script, name)
        for script in scripts
        for name in re.findall(r"""from ["']\./([^"']+)["']""", Path(script).read_text())
    ]

    assert scripts
    assert [name for script, name in imports if not (script.parent / name).is_file()] == []


def test_files_are_compressed_once_for_all(collected):
    storage, folder = collected

    assert (folder / (storage.stored_name("css/directeur.css") + ".gz")).is_file()
