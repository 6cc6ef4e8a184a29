"""Static files of a release: each under a name that holds its content's digest, so never stale."""

from collections.abc import Iterator, Mapping
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = "django_htmx/ext/"  # they import a module that is not shipped; no page of ours names them


class CollectedStaticFiles(CompressedManifestStaticFilesStorage):
    """Renames what scripts import from each other, too."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: Mapping[str, Any], **options: Any) -> Iterator[Any]:
        used = {name: place for name, place in paths.items() if not name.startswith(UNUSED)}
        yield from super().post_process(used, **options)
