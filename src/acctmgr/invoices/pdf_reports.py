"""Papers set in type: a sheet and a template in, a PDF out. Needs the extra `pdf`."""

import json
import os
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from acctmgr.core.errors import AcctError, Refused
from acctmgr.core.text import listed
from acctmgr.invoices.glyph_rules import missing, signs_in
from acctmgr.invoices.look_queries import Look
from acctmgr.invoices.typeset_reports import Job, Misprint, pdf_apart, pdf_of

HERE = Path(__file__).parent
OWN_FONTS = HERE / "fonts"
TEMPLATE = HERE / "paper.typ"
_FONT_FILES = (".ttf", ".otf", ".ttc", ".otc")
_PICTURE_BYTES_MAX = 20_000_000
_TEMPLATE_BYTES_MAX = 1_000_000
_NAMED = 8  # missing signs in one warning


class Printed(NamedTuple):
    """A paper as PDF, and what people should know of it."""

    pdf: bytes
    warnings: list[str]


def check_extra() -> None:
    """Whether what sets type is there; AcctError says how to get it."""
    if find_spec("typst") is None or find_spec("segno") is None:
        raise AcctError("papers need the extra pdf", hint="pip install 'acctmgr[pdf]'")


def printed(sheet: dict[str, Any], look: Look) -> Printed:
    """Set a sheet in type."""
    warnings = [*_unprintable(sheet, look), *_with_pictures(sheet, look)]
    folder = Path(look.template).parent if look.template else HERE
    job = Job(
        template=_template(look).decode(errors="replace"),
        root=str(folder),
        fonts=[str(OWN_FONTS), *([look.fonts] if os.path.isdir(look.fonts) else [])],
        has_own=bool(look.template),
        data=json.dumps(sheet, ensure_ascii=False),
    )
    is_ours = not (look.template or look.logo or look.fonts)
    made = pdf_of(job) if is_ours else pdf_apart(job)
    if isinstance(made, Misprint):
        raise _refused(made, look)
    return Printed(made, warnings)


def _with_pictures(sheet: dict[str, Any], look: Look) -> list[str]:
    """Put the logo and the QR code on the sheet; gives what is wrong with them."""
    from acctmgr.store.input_files import read_regular

    if sheet["pay"]:
        sheet["pay"]["qr"] = _code(sheet["pay"].pop("code"))
    if not look.logo:
        return []
    try:
        content = read_regular(look.logo, most=_PICTURE_BYTES_MAX)
    except OSError as error:
        return [f"the logo {look.logo} can't be read ({error.strerror}): printed without it"]
    try:
        sheet["logo"] = content.decode()  # SVG
    except UnicodeDecodeError:
        sheet["logo"] = [*content]  # as numbers: the only way for bytes into a template
    return []


def _template(look: Look) -> bytes:
    from acctmgr.store.input_files import read_regular

    path = Path(look.template) if look.template else TEMPLATE
    try:
        return read_regular(str(path), most=_TEMPLATE_BYTES_MAX)
    except OSError as error:
        raise Refused(
            f"the template {path} can't be read: {error.strerror}",
            hint="set another one, or go back to ours: acctmgr config unset paper.template",
        ) from None


def _code(text: str) -> str:
    """A QR code as SVG, empty for no text."""
    if not text:
        return ""
    import segno

    drawn = BytesIO()
    code = segno.make(text.encode(), error="m", boost_error=False, micro=False)
    code.save(drawn, kind="svg", border=2, xmldecl=False, light="#fff", omitsize=False, nl=False)
    return drawn.getvalue().decode()


def _unprintable(sheet: dict[str, Any], look: Look) -> list[str]:
    """A warning that names the signs for which no font has a shape."""
    fonts = [OWN_FONTS / "Inter-Regular.otf", *_font_files(look.fonts)]
    lost = missing(signs_in(sheet), (path.read_bytes() for path in fonts))
    if not lost:
        return []
    named = listed([f"{sign} (U+{ord(sign):04X})" for sign in lost[:_NAMED]], "and")
    more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
    remedy = "set paper.fonts to a folder with a font that has them"
    return [f"no font has {named}{more}, so the paper is blank there; {remedy}"]


def _font_files(folder: str) -> list[Path]:
    if not folder or not os.path.isdir(folder):
        return []
    return sorted(
        path for path in Path(folder).iterdir() if path.suffix.lower() in _FONT_FILES and path.is_file()
    )


def _refused(misprint: Misprint, look: Look) -> Refused:
    """What typst says of a template or a picture, in one line."""
    where = f"the template {look.template}" if look.template else "the paper"
    text = " ".join(misprint.message.split())
    place = next((line.strip(" ┌─") for line in misprint.diagnostic.splitlines() if "┌─" in line), "")
    return Refused(
        f"{where} can't be printed: {text}{f' ({place})' if place else ''}", hint=" ".join(misprint.hints)
    )
