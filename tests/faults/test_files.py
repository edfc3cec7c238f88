"""Files that a user names, where they are none: devices, pipes, sockets, folders, links. Stand-ins only."""

import os
import socket
import stat
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from acctmgr.core.errors import AcctError, Conflict, NotFound, Refused
from acctmgr.store import drafts, input_files, output_files
from acctmgr.store.book import Book
from conftest import Run

CSV = "id,key,kind,handle,name\n1,,client,acme,Acme\n"
TOLD = ("export clients --output {}", "import clients rows.csv --rejects {}", "invoice template --output {}")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def device(place: Path) -> Path:
    """A stand-in for a device that takes all and gives nothing."""
    path = place / "device"
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 3))
        os.close(os.open(path, os.O_WRONLY))
    except OSError as error:
        pytest.skip(f"no device can be made here: {error.strerror}")
    return path


def rows(place: Path) -> None:
    """A file of which one row is rejected, and a client to export."""
    (place / "rows.csv").write_text("name,email\nAcme,nobody\n")


@pytest.mark.parametrize("line", TOLD)
def test_a_device_is_written_through_and_stays_one(run: Run, device: Path, place: Path, line: str) -> None:
    rows(place)
    assert run(line.format("device")).code == (1 if "rejects" in line else 0)  # a row is bad
    assert stat.S_ISCHR(device.stat().st_mode)
    assert sorted(path.name for path in place.iterdir() if "draft" in path.name) == []


@pytest.mark.parametrize("line", TOLD)
def test_a_pipe_that_nobody_reads_is_an_error_at_once(run: Run, place: Path, line: str) -> None:
    rows(place)
    os.mkfifo(place / "pipe")
    started = time.monotonic()
    result = run(line.format("pipe"))
    assert (result.code, result.err.splitlines()[-2:]) == (
        1,
        ["error: nobody reads from pipe", "hint: start its reader first"],
    )
    assert time.monotonic() - started < 5
    assert stat.S_ISFIFO((place / "pipe").stat().st_mode)
    assert run("client list --format ids").out == ""


def test_a_pipe_that_is_read_gets_the_whole(run: Run, place: Path) -> None:
    run("client add Acme")
    os.mkfifo(place / "pipe")
    reader = os.open(place / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("export clients --output pipe").code == 0
        header, row = os.read(reader, 65_536).decode().splitlines()
    finally:
        os.close(reader)
    assert (header.split(",")[:2], "Acme" in row.split(",")) == (["id", "key"], True)


@pytest.mark.parametrize("line", TOLD)
def test_a_socket_is_refused_and_stays_one(run: Run, place: Path, line: str) -> None:
    rows(place)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        result = run(line.format("socket"))
        assert (result.code, "error: can't write socket" in result.err) == (1, True)
        assert stat.S_ISSOCK((place / "socket").stat().st_mode)


@pytest.mark.parametrize("line", TOLD)
def test_a_folder_is_refused(run: Run, place: Path, line: str) -> None:
    rows(place)
    (place / "folder").mkdir()
    result = run(line.format("folder"))
    assert (result.code, result.err.splitlines()[-2:]) == (
        1,
        ["error: folder is a folder", "hint: name a file in it"],
    )


@pytest.mark.parametrize("line", TOLD)
def test_what_is_of_another_kind_is_replaced_only_with_yes(run: Run, place: Path, line: str) -> None:
    rows(place)
    notes = place / "notes"
    notes.write_text("to do: call Ana\n")
    result = run(line.format("notes"))
    assert (result.code, result.err.splitlines()[-1]) == (
        4,
        "hint: name another file, or replace it with --yes",
    )
    assert notes.read_text() == "to do: call Ana\n"
    run(line.format("notes") + " --yes")
    assert "call Ana" not in notes.read_text()


def test_an_earlier_one_of_its_kind_is_replaced(run: Run, place: Path) -> None:
    for name in ("Acme", "Bluebird"):
        run(f"client add {name}")
        assert run("export clients --output out.csv").code == 0
        assert run("export clients --output out.jsonl").code == 0
        (place / "rows.csv").write_text(f"name,email\n{name} Two,nobody\n")
        assert run("import clients rows.csv --rejects bad.csv").code == 1
    assert [len((place / name).read_text().splitlines()) for name in ("out.csv", "out.jsonl")] == [3, 2]
    assert (place / "bad.csv").read_text().splitlines()[1].startswith("Bluebird Two,nobody,2,")


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_an_export_of_another_kind_is_something_else(run: Run, place: Path, ending: str) -> None:
    run("client add Acme")
    run("contact add Ana --client acme")
    kinds = ["clients", "contacts", "deals", "followups", "activities", "invoices", "payments", "cash"]
    run("deal add Website --client acme")
    assert run(f"export contacts --output out.{ending}").code == 0
    before = (place / f"out.{ending}").read_text()
    for kind in kinds:
        if kind != "contacts":
            assert run(f"export {kind} --output out.{ending}").code == 4, kind
    assert (place / f"out.{ending}").read_text() == before


@pytest.mark.parametrize(
    "own", ["2026-01-01,rent,100,EUR\n", "1,2,3\n", "%PDF-1.7\r1 0 obj\r", "line,reasons\n"]
)
def test_a_file_of_ones_own_is_no_rejects(run: Run, place: Path, own: str) -> None:
    rows(place)
    (place / "own").write_bytes(own.encode())
    assert run("import clients rows.csv --rejects own").code == 4
    assert (place / "own").read_bytes() == own.encode()


def test_a_file_that_is_replaced_is_read_by_whom_it_was(run: Run, place: Path) -> None:
    run("export clients --output out.csv")
    (place / "out.csv").chmod(0o644)
    assert run("export clients --output out.csv").code == 0
    assert stat.S_IMODE((place / "out.csv").stat().st_mode) == 0o644


def test_a_link_is_written_through(run: Run, place: Path) -> None:
    (place / "kept").mkdir()
    (place / "link.csv").symlink_to("kept/clients.csv")
    assert run("export clients --output link.csv").code == 0
    assert (place / "link.csv").is_symlink()
    assert (place / "kept" / "clients.csv").read_text().startswith("id,key,")


def test_a_new_file_is_private_under_any_umask(run: Run, place: Path) -> None:
    for umask in (0o000, 0o022, 0o777):
        before = os.umask(umask)
        try:
            assert run("export clients --output out.csv").code == 0
        finally:
            os.umask(before)
        assert stat.S_IMODE((place / "out.csv").stat().st_mode) == 0o600
        (place / "out.csv").unlink()


def test_dash_is_standard_output(run: Run) -> None:
    assert run("export clients --output -").out.startswith("id,key,")


def test_the_stream_of_a_process_is_written_to_as_it_is(place: Path) -> None:
    """Through /dev/fd a file that the shell opened gets what is written, behind what it has."""
    (place / "log.csv").write_text("kept\n")
    line = [sys.executable, "-m", "acctmgr", "--db", "b.db"]
    subprocess.run([*line, "init", "--currency", "EUR"], check=True, capture_output=True)
    with (place / "log.csv").open("a") as log:
        subprocess.run(
            [*line, "export", "clients", "--output", f"/dev/fd/{log.fileno()}"],
            pass_fds=[log.fileno()],
            check=True,
        )
    assert (place / "log.csv").read_text().startswith("kept\nid,key,")


@pytest.mark.parametrize(
    "line",
    ["import clients {}", "cash out 5 --category office --receipt {}", "--db {} client list"],
)
def test_what_is_no_file_is_never_read_to_its_end(run: Run, device: Path, place: Path, line: str) -> None:
    result = run(line.format("device"))
    assert (result.code, result.err.splitlines()[0]) in [
        (1, "error: device is a device"),
        (5, "error: device is no file"),
    ]


def test_a_pipe_or_device_is_no_settings(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(place / "config")
    monkeypatch.setenv("ACCTMGR_CONFIG", str(place / "config"))
    for line in ("client list", "config set user Ana", "client add Acme", "book list"):
        result = run(line)
        assert (result.code, result.err.splitlines()[0]) == (1, f"error: {place}/config is a pipe"), line
    assert stat.S_ISFIFO((place / "config").stat().st_mode)


def test_a_pipe_is_no_book(run: Run, place: Path) -> None:
    os.mkfifo(place / "pipe.db")
    for line in ("client list", "client add Acme", "init"):
        result = run(f"--db pipe.db {line}")
        assert result.code in (4, 5), line
    assert stat.S_ISFIFO((place / "pipe.db").stat().st_mode)


def test_a_named_pipe_is_read_until_its_writer_is_done(place: Path) -> None:
    os.mkfifo(place / "pipe")

    def write() -> None:
        with (place / "pipe").open("w") as pipe:
            pipe.write("name\n")
            pipe.flush()
            time.sleep(0.1)
            pipe.write("Acme\n")

    writer = threading.Thread(target=write)
    writer.start()
    assert input_files.read("pipe") == b"name\nAcme\n"
    writer.join(10)


def test_a_named_pipe_without_a_writer_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(input_files, "_WRITER_SECONDS", 0.1)
    os.mkfifo(place / "pipe")
    with pytest.raises(Refused, match="nobody writes to pipe"):
        input_files.read("pipe")


def test_a_named_pipe_whose_writer_is_silent_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(input_files, "_SILENCE_SECONDS", 0.1)
    os.mkfifo(place / "pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open("pipe", os.O_WRONLY)
    try:
        with pytest.raises(Refused, match="nothing came through pipe for 0 s"):
            input_files.read("pipe")
    finally:
        os.close(writer)
        os.close(reader)


def test_more_than_the_most_is_refused(place: Path) -> None:
    (place / "big").write_bytes(b"x" * 2_000_001)
    assert len(input_files.read("big", most=3_000_000)) == 2_000_001
    with pytest.raises(Refused, match="big is bigger than 2 MB"):
        input_files.read("big", most=2_000_000)
    with pytest.raises(Refused, match="big is bigger than 2 MB"):
        input_files.read_regular("big", most=2_000_000)


def test_what_fails_leaves_the_file_that_was_there(place: Path) -> None:
    kind = output_files.beginning_with(b"one")
    output_files.write("out", b"one", kind)
    with suppress(AcctError), output_files.writing("out", kind) as file:
        file.write(b"two")
        raise AcctError("no")
    assert [path.name for path in place.iterdir()] == ["out"]
    assert Path("out").read_bytes() == b"one"
    with output_files.ready("out", b"one more", kind) as put:
        assert Path("out").read_bytes() == b"one"
        put()
        put()
    assert Path("out").read_bytes() == b"one more"
    with output_files.ready("out", b"one less", kind):
        pass
    assert Path("out").read_bytes() == b"one more"
    with pytest.raises(Conflict):
        output_files.write("out", b"x", output_files.PDF)


def test_drafts_of_killed_runs_are_swept_and_no_others(place: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    old, alive = (
        f".out.csv.{ended.pid}.0a1b2c3d.acctmgr-draft",
        f".out.csv.{os.getpid()}.0a1b2c3d.acctmgr-draft",
    )
    young = f".new.csv.{ended.pid}.0a1b2c3d.acctmgr-draft"
    book = f".book.db.{ended.pid}.0a1b2c3d.acctmgr-draft-wal"
    others = ["notes.acctmgr-draft", f"out.csv.{ended.pid}.0a1b2c3d.acctmgr-draft", ".x.acctmgr-draft"]
    for name in (old, alive, young, book, *others):
        Path(name).write_text("x")
        if name != young:
            os.utime(name, (time.time() - 90_000,) * 2)
    output_files.write("other.csv", b"x", output_files.UNLIKE_ANY)
    assert sorted(path.name for path in place.iterdir()) == sorted([alive, young, *others, "other.csv"])


def test_a_name_of_any_length_has_a_draft(place: Path) -> None:
    name = "ñ" * 127
    output_files.write(name, b"x", output_files.UNLIKE_ANY)
    assert [path.name for path in place.iterdir()] == [name]
    assert len(os.fsencode(os.path.basename(drafts.draft_of(name)))) < 255


def test_what_is_not_there_is_not_found(place: Path) -> None:
    with pytest.raises(NotFound, match="there is no file nothing"):
        input_files.read("nothing")
    with pytest.raises(Refused, match="there is no folder nowhere"):
        output_files.write("nowhere/out", b"x", output_files.PDF)


def test_a_mistake_of_ours_looks_like_one(place: Path) -> None:
    """What goes wrong in the block is not told as trouble with the file."""
    with pytest.raises(ValueError, match="a mistake"), output_files.writing("out", output_files.PDF):
        raise ValueError("a mistake")
    assert list(place.iterdir()) == []


def test_a_folder_that_can_only_be_written_to_gets_the_file(place: Path) -> None:
    (place / "drop").mkdir(mode=0o300)
    output_files.write("drop/out", b"x", output_files.PDF)
    (place / "drop").chmod(0o700)
    assert (place / "drop" / "out").read_bytes() == b"x"


@pytest.mark.parametrize("line", TOLD)
def test_a_book_is_never_replaced_not_even_with_yes(
    run_plain: Run, place: Path, sqlite_book: Book, line: str
) -> None:
    rows(place)
    (place / "link").symlink_to(sqlite_book.place)
    for name in (sqlite_book.place, "link"):
        result = run_plain(f"--db {sqlite_book.place} {line.format(name)} --yes")
        assert (result.code, result.err.splitlines()[-2:]) == (
            1,
            [f"error: {name} is a database, and stays one", "hint: name another file"],
        )
    assert run_plain(f"--db {sqlite_book.place} db check").code == 0
