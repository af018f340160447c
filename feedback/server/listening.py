"""Take one socket for all processes: whoever comes second is refused, and nobody shares a port."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING, Any, Final

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

from feedback.errors import FeedbackError
from feedback.logs import log_config

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedback.logs import Style

_WAITING: Final = 1024
_HEADERS_WITHIN_MS: Final = 10_000
_MOST_HEADER_BYTES: Final = 64 * 1024
_STOPS_WITHIN_SECONDS: Final = 10
_NO_UNIX_SOCKET: Final = False
_HIGHEST_PORT: Final = 65535
_NO_PORT: Final = "There is no port {port}: choose one from 1 to 65535 with --port."
_NO_HOST: Final = "{host!r} is not the name of a host: choose one of this machine's with --host."
_NO_SOCKET: Final = (
    "File descriptor {fd} is no socket that listens at an internet address. "
    "A systemd socket unit with ListenStream=127.0.0.1:8000 hands over 3."
)
_WHY: Final[Mapping[int, str]] = {
    errno.EADDRINUSE: (
        "Something listens at {host} port {port} already. Stop it (another feedback serve?), "
        "or choose another with --port."
    ),
    errno.EACCES: "This user may not listen at port {port}. Choose one above 1023 with --port.",
    errno.EADDRNOTAVAIL: "This machine has no address {host}. Choose one of its own with --host.",
}


class NotListeningError(FeedbackError):
    """Nobody can listen there; says why."""


def listen(host: str, port: int) -> socket.socket:
    """Listen at an address, which nobody else may do then; raise NotListeningError."""
    if not 0 <= port <= _HIGHEST_PORT:
        raise NotListeningError(_NO_PORT.format(port=port))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        # Without SO_REUSEPORT, by which a second server would take half of the requests.
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as error:
        why = _WHY.get(error.errno or 0, "Listening at {host} port {port} failed: {error}.")
        words = why.format(host=host, port=port, error=error.strerror)
        raise NotListeningError(words) from error
    except UnicodeError as error:
        raise NotListeningError(_NO_HOST.format(host=host)) from error


def take_over(fd: int) -> socket.socket:
    """Return the socket that this process was given listening; raise NotListeningError."""
    try:
        listener = socket.socket(fileno=fd)
    except (OSError, ValueError, OverflowError) as error:
        raise NotListeningError(_NO_SOCKET.format(fd=fd)) from error
    is_inet = listener.family in {socket.AF_INET, socket.AF_INET6}
    if is_inet and listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        return listener
    listener.detach()
    raise NotListeningError(_NO_SOCKET.format(fd=fd))


def serve_at(listener: socket.socket, *, workers: int, log: Style = "text") -> None:
    """Serve the pages at a socket until told to stop."""
    # The workers are copies of this process: what it has read, none of them needs to.
    import feedback.server.gateway  # noqa: F401, PLC0415

    host, port = listener.getsockname()[:2]
    # No access log: a line with /s/ in it would hold a rater's link.
    _Server(
        "feedback.server.gateway:make_gateway",
        listener,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=_HEADERS_WITHIN_MS, max_buffer_size=_MOST_HEADER_BYTES
        ),
        websockets=False,
        workers=workers,
        workers_kill_timeout=_STOPS_WITHIN_SECONDS,
        respawn_failed_workers=True,
        log_access=False,
        log_dictconfig=log_config(log),
    ).serve()


class _Server(MPServer):
    """Granian on a socket that is there already; it would open one of its own in each worker."""

    def __init__(self, target: str, listener: socket.socket, **settings: Any) -> None:  # noqa: ANN401 - granian's own
        super().__init__(target, **settings)
        self._listener = listener

    def _init_shared_socket(self) -> None:
        # What granian does where it cannot share a port: the workers inherit one socket.
        self._listener.set_inheritable(True)
        self._sso = self._listener
        self._ssp = None
        holder: Any = SocketHolder  # its stub knows no arguments
        self._shd = holder(self._listener.fileno(), _NO_UNIX_SOCKET, self.backlog)
