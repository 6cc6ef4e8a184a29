import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from cycling_site.secret import require_secret

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cycling_site.settings")

application = get_wsgi_application()
require_secret()

# Pages are loaded now, not at the first visit, and what is loaded lives as long as the process: the
# garbage collector, which else stops a page now and then to walk all of it, need not look again.
get_resolver().url_patterns  # noqa: B018 - to read it is to load it
gc.collect()
gc.freeze()
