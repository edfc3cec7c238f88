"""Where our files lie, as plain text: TAB asks too, so nothing but os and sys is imported here."""

import os
import sys

APP = "acctmgr"


def _xdg(variable: str, fallback: str) -> str:
    value = os.environ.get(variable, "")
    base = value if os.path.isabs(value) else os.path.join(os.path.expanduser("~"), fallback)
    return os.path.join(base, APP)


def config_path() -> str:
    """Where config.toml is, whether it exists or not."""
    if given := os.environ.get("ACCTMGR_CONFIG"):
        return os.path.expanduser(given)
    if sys.platform == "linux":  # platformdirs gives the same and costs 14 ms on every command
        return os.path.join(_xdg("XDG_CONFIG_HOME", ".config"), "config.toml")
    import platformdirs

    return os.path.join(platformdirs.user_config_dir(APP, appauthor=False), "config.toml")


def data_dir() -> str:
    """The folder of books that were given no path."""
    if sys.platform == "linux":
        return _xdg("XDG_DATA_HOME", ".local/share")
    import platformdirs

    return platformdirs.user_data_dir(APP, appauthor=False)


def cache_dir() -> str:
    """The folder of what can be thrown away at any time."""
    if sys.platform == "linux":
        return _xdg("XDG_CACHE_HOME", ".cache")
    import platformdirs

    return platformdirs.user_cache_dir(APP, appauthor=False)


def write_private(path: str, data: bytes, *, is_kept: bool = True) -> str:
    """Write a file whole, for the user's eyes only; a reader never sees half of it. OSError if it can't be.

    is_kept: it outlives a power cut; what can be made again need not. Where the path is a link, it stays one.
    Gives the mark that tells this file from the next one of its name.
    """
    from acctmgr.store import drafts  # TAB writes nothing

    path = os.path.realpath(path)
    folder = os.path.dirname(path)
    os.makedirs(folder, exist_ok=True, mode=0o700)
    draft = drafts.draft_of(path)
    try:
        with os.fdopen(drafts.made(draft), "wb") as file:
            file.write(data)
            file.flush()
            if is_kept:
                os.fsync(file.fileno())
        mark = _mark(draft)
        drafts.kept(draft, path, is_kept=is_kept)
        return mark
    finally:
        drafts.dropped(draft)


def books_path() -> str:
    """Where the named books stand once more, for TAB, which has no time to read TOML."""
    return f"{config_path()}.books"


def write_books(mark: str, default: str, books: dict[str, str]) -> None:
    """Keep the named books beside config.toml, with the mark of the file that says the same."""
    if all(text.isprintable() for text in (default, *books, *books.values())):
        lines = [mark, default, *(f"{name}\t{place}" for name, place in books.items())]
        text = "".join(f"{line}\n" for line in lines)
        write_private(books_path(), text.encode(), is_kept=False)


def read_books() -> tuple[str, dict[str, str]] | None:
    """The default's name and the named books; None where they are not those of config.toml any more."""
    try:
        with open(books_path(), encoding="utf-8") as file:
            mark, default, *lines = file.read().split("\n")
        is_current = mark == _mark(config_path())
    except (OSError, ValueError):
        return None
    return (default, dict(_pair(line) for line in lines if line)) if is_current else None


def _mark(path: str) -> str:
    found = os.stat(path)
    return f"{found.st_mtime_ns} {found.st_size}"


def _pair(line: str) -> tuple[str, str]:
    name, _, place = line.partition("\t")
    return name, place
