"""The entry point: run one command and leave at once."""

import gc
import os
import sys


def main() -> None:
    """Run the command line of this process and exit with its code.

    Collecting garbage and tearing the interpreter down would take a third of a writing command's time, and
    everything that matters is committed, closed and flushed by then: so neither is done.
    """
    gc.disable()
    _open_missing_streams()
    try:
        from acctmgr.cli import main as run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before there was anything to interrupt
        code = 130
    os._exit(code)


def _open_missing_streams() -> None:
    """Let what the caller closed lead nowhere, before a file of ours takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


if __name__ == "__main__":
    main()
