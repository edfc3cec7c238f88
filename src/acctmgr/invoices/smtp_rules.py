"""How a mail server is reached, by this machine's settings."""

from collections.abc import Mapping
from typing import NamedTuple

from acctmgr.core.errors import Refused

SECURITIES = ("starttls", "tls", "none")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_HERE = ("localhost", "127.0.0.1", "::1")


class Server(NamedTuple):
    """A mail server; without a user nobody logs in."""

    host: str
    port: int
    security: str
    user: str
    password_command: str


def server_of(settings: Mapping[str, str]) -> Server:
    """The server by the settings `smtp.*`; refused where there is none, or a password would go in the clear."""
    host, security = settings["smtp.host"], settings["smtp.security"]
    if not host:
        raise Refused("no mail server is set", hint="acctmgr config set smtp.host mail.example.com")
    if security not in SECURITIES:
        raise Refused(f"smtp.security is {security}", hint=f"one of: {' '.join(SECURITIES)}")
    typed = settings["smtp.port"]
    if typed and not (typed.isascii() and typed.isdigit() and 0 < int(typed) < 65536):
        raise Refused(f"smtp.port is {typed}", hint="a whole number, like 587")
    if settings["smtp.user"] and security == "none" and host not in _HERE:
        raise Refused(
            f"the password for {host} would go in the clear",
            hint="acctmgr config set smtp.security starttls, or unset smtp.user",
        )
    port = int(typed) if typed else _PORTS[security]
    return Server(host, port, security, settings["smtp.user"], settings["smtp.password_command"])
