"""A paper set in type: here, or in a process of its own where somebody else's template or picture may never end."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from typing import Any, NamedTuple

SECONDS = 60  # that a template of one's own may take
_MEMORY = 4 << 30  # bytes that it may take


class Job(NamedTuple):
    """What is set in type; data: the sheet as JSON, root: the folder that the template may read."""

    template: str
    root: str
    fonts: list[str]
    has_own: bool  # a template of one's own may name the fonts that come with typst
    data: str


class Misprint(NamedTuple):
    """What is wrong with a template or a picture, in the words of typst."""

    message: str
    diagnostic: str
    hints: list[str]


def pdf_of(job: Job) -> bytes | Misprint:
    """Set it here."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=job.has_own, font_paths=[*job.fonts]
    )
    set_in_type: Any = typst.compile  # its types want the root to be bytes, it wants a path
    try:
        pdf = set_in_type(
            job.template.encode(),
            root=job.root,
            font_paths=fonts,
            sys_inputs={"data": job.data},
            format="pdf",
        )
    except RuntimeError as error:  # of which TypstError is one
        message = str(getattr(error, "message", error))
        return Misprint(message, getattr(error, "diagnostic", ""), [*getattr(error, "hints", ())])
    return bytes(pdf)


def pdf_apart(job: Job) -> bytes | Misprint:
    """Set it in a process of its own, which is ended when it takes too long."""
    words = [sys.executable, "-m", "acctmgr.invoices.typeset_reports"]
    there = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            words,
            input=json.dumps(job).encode(),
            capture_output=True,
            env=there,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Misprint(f"it takes longer than {SECONDS} seconds, and was stopped", "", [])
    if done.returncode == 0:
        return done.stdout
    try:
        return Misprint(*json.loads(done.stdout))
    except ValueError:  # it ended in the middle, for lack of memory most likely
        return Misprint("what sets it in type broke off; it may need too much memory", "", [])


def _main() -> int:
    with suppress(ImportError, OSError, ValueError):  # some systems know no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    made = pdf_of(Job(*json.load(sys.stdin)))
    is_pdf = isinstance(made, bytes)
    sys.stdout.buffer.write(made if isinstance(made, bytes) else json.dumps(made).encode())
    sys.stdout.flush()
    return 0 if is_pdf else 1


if __name__ == "__main__":
    sys.exit(_main())
