"""The door for the web server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.patience import bound_waiting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
bound_waiting(settings.DATABASES["default"]["OPTIONS"])
application = get_wsgi_application()
