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
    words = [_as_typed(word) for word in sys.argv[1:]]
    if words[:1] == ["--complete"]:
        os._exit(_complete(words[1:]))
    try:
        from acctmgr.cli import main as run

        code = run(words)
    except KeyboardInterrupt:  # before there was anything to interrupt
        code = 130
    os._exit(code)


def _as_typed(word: str) -> str:
    """A word of the command line, in UTF-8 where the locale's character set could not read it."""
    if not any("\udc80" <= sign <= "\udcff" for sign in word):
        return word
    return os.fsencode(word).decode("utf-8", "surrogateescape")  # a path may hold odd bytes even so


def _complete(arguments: list[str]) -> int:
    """Answer the shell in which TAB was pressed, before anything heavy is imported."""
    from acctmgr.setup.completion_queries import answer

    try:
        sys.stdout.buffer.write(answer(arguments).encode())
        sys.stdout.flush()
    except OSError:  # the shell has gone on without us
        return 1
    return 0


def _open_missing_streams() -> None:
    """Let what the caller closed lead nowhere, before a file of ours takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


if __name__ == "__main__":
    main()
