"""What a connection to a mail server tells beside its answers: how far our words have come."""

from __future__ import annotations

import fcntl
import os
import select
import ssl
import struct
import termios
import time
from socket import MSG_DONTWAIT, MSG_PEEK, socket
from typing import Final

_ARRIVES_WITHIN: Final = 1.0  # the content, at the server's machine


def said_before_the_end(sock: socket, within: float) -> bytes | None:
    """Return what a server says that is not waiting for the end, nothing if it hung up.

    What is on its way must have arrived first: a server that hung up answers it by a reset.
    """
    ends = time.monotonic() + _ARRIVES_WITHIN
    while _is_on_its_way(sock) and not _is_heard(sock, 0) and time.monotonic() < ends:
        time.sleep(0.001)
    if not _is_heard(sock, within):
        return None
    seconds = sock.gettimeout()
    sock.settimeout(0)
    try:
        return sock.recv(1024)
    except (BlockingIOError, ssl.SSLWantReadError):
        return None  # a word of the encryption alone
    finally:
        sock.settimeout(seconds)


def hung_up_first(sock: socket, seconds: float) -> bool:
    """Tell whether the last word of a server that hung up does not confirm that the dot came."""
    if not _is_heard(sock, seconds):
        return False
    # Below the encryption, if there is one; the copy is closed, the connection is not.
    with socket(fileno=os.dup(sock.fileno())) as below:
        try:
            heard = below.recv(1, MSG_PEEK | MSG_DONTWAIT)
        except OSError:
            return False
    return heard == b"" and _is_on_its_way(sock)


def _is_heard(sock: socket, seconds: float) -> bool:
    return bool(select.select([sock], [], [], seconds)[0])


def _is_on_its_way(sock: socket) -> bool:
    """Tell whether the other machine has yet to confirm something; Linux knows."""
    try:
        (count,) = struct.unpack("i", fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, b"\0" * 4))
    except OSError:
        return False
    return bool(count)
