"""Asks the bot on this machine whether it is alive: exit code 0 where it is. For a container's health check.

    python -m bot.running.probe

It asks at the address of ``YINJU_MONITOR``, past any proxy: what a container can reach by one is not itself.
"""

from __future__ import annotations

import http.client
import os
import sys

from bot.settings.values import host_and_port

DEFAULT = "127.0.0.1:9464"
SECONDS = 4.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (listened on, and asked at this machine's own)


def is_alive(address: str) -> bool:
    """Whether ``/healthz`` at this address, ``HOST:PORT``, says so."""
    host, port = host_and_port(address)
    connection = http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_alive(os.environ.get("YINJU_MONITOR", "").strip() or DEFAULT))
