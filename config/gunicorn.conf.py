"""How gunicorn serves Moreish: `gunicorn --config config/gunicorn.conf.py config.wsgi`."""

import os
from pathlib import Path

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_CONCURRENCY") or "2")

# Loading the site once, before the workers part, saves memory and shows errors at once.
preload_app = True
timeout = 30
graceful_timeout = 20
keepalive = 5

# A worker is replaced now and then, so that a slow leak never becomes an outage; the jitter
# keeps workers from being replaced together.
max_requests = 10_000
max_requests_jitter = 1_000

# A worker's heartbeat is a file; on a busy disk it would look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 — memory, not /tmp.

# Whom to believe about the visitor's scheme: the proxy in front.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"

# A visitor who pastes a page into the search box gets our own answer and not the server's: no
# limit here to the request line. A proxy in front has its own (8 kB in most).
limit_request_line = 0

accesslog = os.environ.get("ACCESS_LOG") or None
errorlog = "-"
loglevel = (os.environ.get("LOG_LEVEL") or "info").lower()
control_socket_disable = True
