"""What the settings of papers and mails may be."""

import re

from acctmgr.core.errors import Refused
from acctmgr.core.text import listed

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf")

# settings that are a path: what must be there, and the endings that it may have
PATHS = {
    "paper.logo": ("picture", PICTURES),
    "paper.fonts": ("folder", ()),
    "paper.template": ("template", (".typ",)),
}
_COLOR = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.ASCII)


def check_color(text: str) -> str:
    """A colour as #1f4e79."""
    found = _COLOR.fullmatch(text.strip().lower())
    if not found:
        raise Refused(f"{text!r} is not a colour", hint="write it like #1f4e79")
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return f"#{digits}"


def check_path(key: str, path: str, *, is_file: bool, is_folder: bool) -> None:
    """Whether what a path leads to is what the setting needs."""
    what, endings = PATHS[key]
    if not endings and not is_folder:
        raise Refused(f"there is no folder {path}")
    if endings and not is_file:
        raise Refused(f"there is no file {path}")
    if endings and not path.lower().endswith(endings):
        raise Refused(f"{path} is no {what}", hint=f"it ends in {listed(endings)}")
