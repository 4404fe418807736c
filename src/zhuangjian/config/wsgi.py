"""WSGI entry point for granian or any other server."""

import os

from django.core.wsgi import get_wsgi_application

from zhuangjian.config.database import wait_like_a_server
from zhuangjian.config.pulse import beating

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuangjian.config.settings")
application = beating(get_wsgi_application())
wait_like_a_server()
