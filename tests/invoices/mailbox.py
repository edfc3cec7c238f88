"""A mail server on this machine that keeps what it gets."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Mailbox:
    """Mails that arrived; addresses in `refused` are not taken."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.logins: list[str] = []
        self.port = 0

    def login(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (
            b"acme",
            b"open sesame",
        )
        self.logins.append("in" if is_right else "refused")
        return AuthResult(success=is_right, handled=False)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(cast("EmailMessage", message_from_bytes(envelope.content, policy=default)))
        return "250 taken"


@contextmanager
def running(*, with_login: bool = False) -> Iterator[Mailbox]:
    """A server that listens on a free port of 127.0.0.1."""
    box = Mailbox()
    more: dict[str, Any] = {}
    if with_login:
        more = {"authenticator": box.login, "auth_require_tls": False}
    controller = _Free(box, hostname="127.0.0.1", port=0, **more)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the server's own, of a password on this machine
        controller.start()
        box.port = controller.port
        try:
            yield box
        finally:
            controller.stop()


class _Free(Controller):
    """Knocks at the port that it was given, not at 0."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
