"""The entry point: run one command and leave at once."""

import gc
import os
import sys


def main() -> None:
    """Run the command line of this process and exit with its code.

    Collecting garbage and tearing the interpreter down would take a third of a writing command's time, and
    everything that matters is committed and closed by then: so neither is done.
    """
    gc.disable()
    from acctmgr.cli import main as run

    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # the reader has seen enough
        code = 0
    os._exit(code)


if __name__ == "__main__":
    main()
