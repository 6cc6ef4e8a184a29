import os

from django.core.wsgi import get_wsgi_application

from cycling_site.secret import require_secret

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cycling_site.settings")

application = get_wsgi_application()
require_secret()
