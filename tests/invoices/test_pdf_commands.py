"""`invoice pdf`, `invoice template` and `report statement --pdf`: files, what stands in them, and refusals."""

import json
import stat
from pathlib import Path

import pytest
from pypdf import PdfReader

from acctmgr.invoices import pdf_reports
from acctmgr.store.book import Book
from builders import count
from conftest import Run
from documents.story import Story
from invoices.papers import LOGO, PNG, a_studio, pages_of, text_of


@pytest.fixture
def studio(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return a_studio(book)


def test_a_pdf_is_named_by_the_number_and_its_path_is_printed(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01", "2026-07-31", tax="iva21")
    done = run("invoice pdf 1")
    assert (done.code, done.out, done.err) == (0, "INV-2026-0001.pdf\n", "")
    text = text_of(Path("INV-2026-0001.pdf"))
    for wanted in (
        "Invoice", "Blue Harbour Shipping Ltd", "Tax ID: B12345674", "31 July 2026", "IVA 21 % of 100.00",
        "121.00 EUR", "ES91 2100 0418 4502 0005 1332", "Registro Mercantil de Madrid, H. M-7890", "Page 1 of 1",
    ):  # fmt: skip
        assert wanted in text
    assert stat.S_IMODE(Path("INV-2026-0001.pdf").stat().st_mode) == 0o600


def test_the_same_invoice_makes_the_same_file(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    run("invoice pdf 1 --output a.pdf")
    run("invoice pdf 1 --output b.pdf")
    assert Path("a.pdf").read_bytes() == Path("b.pdf").read_bytes()
    found = PdfReader("a.pdf").metadata
    assert found is not None
    assert (found.title, found.author) == ("Invoice INV-2026-0001", "Acme Studio")
    assert found.creation_date is not None
    assert found.creation_date.date().isoformat() == "2026-07-01"


def test_several_go_into_a_folder(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    number = studio.invoice("ana-ruiz", "100", "2026-07-01")
    studio.credit(number, "10", "2026-07-02")
    studio.invoice("ana-ruiz", "7", "2026-07-03", draft=True)
    Path("out").mkdir()
    done = run("invoice pdf 1 2 CN-2026-0001 d4 --output out/ --format json")
    assert json.loads(done.out) == [
        {"document": "INV-2026-0001", "path": "out/INV-2026-0001.pdf"},
        {"document": "INV-2026-0002", "path": "out/INV-2026-0002.pdf"},
        {"document": "CN-2026-0001", "path": "out/CN-2026-0001.pdf"},
        {"document": "d4", "path": "out/d4.pdf"},
    ]
    assert "Factura rectificativa" in text_of(Path("out/CN-2026-0001.pdf"))
    assert "BORRADOR" in text_of(Path("out/d4.pdf"))


def test_two_hundred_lines_go_over_pages_that_each_have_the_heads(run: Run, studio: Story) -> None:
    studio.invoice("ana-ruiz", "+".join(["1.50"] * 200), "2026-07-01")
    run("invoice pdf 1")
    pages = pages_of(Path("INV-2026-0001.pdf"))
    assert len(pages) == 6
    assert all("CONCEPTO" in page for page in pages)
    assert [f"Página {place} de 6" in page for place, page in enumerate(pages, start=1)] == [True] * 6
    assert all("Factura INV-2026-0001" in page for page in pages[1:])
    assert sum(page.count("Work") for page in pages) == 200
    assert "Total 300.00 EUR" in " ".join(pages[-1].split())


def test_a_word_without_end_breaks_and_stays_on_the_page(run: Run, studio: Story) -> None:
    run("invoice", "add", "ana-ruiz", "--line", f"{'abcdefghij' * 30}; 1; 10; tax=none")
    done = run("invoice pdf 1")
    assert done.code == 0
    assert "abcdefghij" * 30 in "".join(text_of(Path("INV-2026-0001.pdf")).replace("\u200b", "").split())


def test_text_that_looks_like_code_is_text(run: Run, studio: Story) -> None:
    studio.setting("company.name", '#panic("no") $x$ *b* `c` \\')
    studio.invoice("blue-harbour", "100", "2026-07-01", note='#read("/etc/passwd") <a@b> [c] {d}')
    assert run("invoice pdf 1").code == 0
    text = text_of(Path("INV-2026-0001.pdf"))
    assert '#panic("no") $x$ *b* `c` \\' in text
    assert '#read("/etc/passwd") <a@b> [c] {d}' in text


@pytest.mark.parametrize(
    ("name", "content"), [("logo.svg", LOGO.encode()), ("Logo.PNG", PNG)], ids=["svg", "png"]
)
def test_a_logo_is_printed(run: Run, studio: Story, name: str, content: bytes) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    run("invoice pdf 1 --output plain.pdf")
    Path(name).write_bytes(content)
    assert run(f"config set paper.logo {name}").code == 0
    done = run("invoice pdf 1 --output logo.pdf")
    assert (done.code, done.err) == (0, "")
    assert Path("logo.pdf").read_bytes() != Path("plain.pdf").read_bytes()


def test_a_logo_that_is_gone_is_told_and_the_paper_printed(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    Path("logo.svg").write_text(LOGO)
    run("config set paper.logo logo.svg")
    Path("logo.svg").unlink()
    done = run("invoice pdf 1")
    assert done.code == 0
    assert done.err.startswith("warning: the logo ")
    assert "can't be read (No such file or directory): printed without it" in done.err


def test_a_logo_that_is_no_picture_is_refused_in_one_line(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    Path("logo.png").write_text("nothing to see")
    run("config set paper.logo logo.png")
    done = run("invoice pdf 1")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: the paper can't be printed: ")
    assert not Path("INV-2026-0001.pdf").exists()


def test_signs_that_no_font_has_are_named(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01", note="設計 ✓")
    done = run("invoice pdf 1")
    assert done.code == 0
    assert done.err == (
        "warning: no font has 計 (U+8A08) and 設 (U+8A2D), so the paper is blank there; "
        "set paper.fonts to a folder with a font that has them\n"
    )


def test_a_template_of_ones_own_is_used_with_what_lies_beside_it(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    Path("own").mkdir()
    Path("own/name.typ").write_text('#let hello = "From beside"')
    Path("own/mine.typ").write_text(
        '#import "name.typ": hello\n#let d = json(bytes(sys.inputs.data))\n#hello #d.title #d.number'
    )
    assert run("config set paper.template own/mine.typ").code == 0
    assert run("invoice pdf 1").code == 0
    assert text_of(Path("INV-2026-0001.pdf")) == "From beside Invoice INV-2026-0001"


def test_a_mistake_in_a_template_is_told_with_its_place(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    Path("mine.typ").write_text("one\n#nothing-of-that-name")
    run("config set paper.template mine.typ")
    done = run("invoice pdf 1")
    assert (done.code, done.out) == (1, "")
    assert "can't be printed: unknown variable: nothing-of-that-name" in done.err
    assert "2:1" in done.err
    assert done.err.count("error:") == 1


def test_a_template_reads_nothing_outside_its_folder(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    Path("secret.txt").write_text("secret")
    Path("own").mkdir()
    Path("own/mine.typ").write_text('#read("../secret.txt")')
    run("config set paper.template own/mine.typ")
    assert run("invoice pdf 1").code == 1
    assert not Path("INV-2026-0001.pdf").exists()


def test_the_template_is_written_out_once(run: Run, studio: Story) -> None:
    done = run("invoice template")
    assert (done.code, done.out) == (0, "paper.typ\n")
    assert Path("paper.typ").read_bytes() == pdf_reports.TEMPLATE.read_bytes()
    again = run("invoice template")
    assert (again.code, again.err) == (
        4,
        "error: paper.typ is there already\nhint: name another file, or replace it with --yes\n",
    )
    studio.invoice("blue-harbour", "100", "2026-07-01")
    run("invoice pdf 1 --output ours.pdf")
    run("config set paper.template paper.typ")
    assert run("invoice pdf 1 --output mine.pdf").code == 0
    assert text_of(Path("mine.pdf")) == text_of(Path("ours.pdf"))


def test_letter_paper(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    run("config set paper.size us-letter")
    run("invoice pdf 1")
    box = PdfReader("INV-2026-0001.pdf").pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)


def test_without_the_extra_it_says_how_to_get_it(
    run: Run, studio: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    monkeypatch.setattr(pdf_reports, "find_spec", lambda name: None)
    for line in ("invoice pdf 1", "invoice mail 1", "report statement blue-harbour --pdf a.pdf"):
        done = run(line)
        assert (done.code, done.err) == (
            1,
            "error: papers need the extra pdf\nhint: pip install 'acctmgr[pdf]'\n",
        )
    assert list(Path().iterdir()) == []


def test_one_file_for_two_papers_is_refused(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    studio.invoice("blue-harbour", "100", "2026-07-01")
    done = run("invoice pdf 1 2 --output both.pdf")
    assert (done.code, done.err) == (
        2,
        "error: both.pdf is one file, for 2 papers\nhint: name a folder with --output\n",
    )
    missing = run("invoice pdf 1 --output nowhere/")
    assert (missing.code, missing.err) == (
        2,
        "error: there is no folder nowhere/\nhint: make it first, or name another\n",
    )
    assert run("invoice pdf 1 --output nowhere/a.pdf").code == 3
    assert run("invoice pdf 99").code == 3
    assert list(Path().iterdir()) == []


def test_a_file_that_is_something_else_is_left_alone(run: Run, studio: Story) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    Path("notes.pdf").write_text("my notes")
    done = run("invoice pdf 1 --output notes.pdf")
    assert (done.code, done.err) == (
        4,
        "error: notes.pdf is there already and is something else\nhint: name another file, or replace it with --yes\n",
    )
    assert Path("notes.pdf").read_text() == "my notes"


def test_a_paper_changes_nothing_in_the_book(run: Run, studio: Story, book: Book) -> None:
    studio.invoice("blue-harbour", "100", "2026-07-01")
    before = count(book, "operation")
    run("invoice pdf 1")
    run("report statement blue-harbour --pdf s.pdf")
    assert count(book, "operation") == before


def test_a_statement_is_printed_in_the_clients_language(run: Run, studio: Story) -> None:
    number = studio.invoice("ana-ruiz", "100", "2026-06-01", "2026-06-30")
    payment = studio.pay(number, "40", "2026-06-10")
    studio.bounce(payment, "2026-06-12")
    studio.invoice("ana-ruiz", "1000", "2026-06-03", currency="JPY", rate="0.006")
    done = run("report statement ana-ruiz --pdf open.pdf")
    assert done.code == 0
    assert done.err == "written to open.pdf\n"
    text = text_of(Path("open.pdf"))
    for wanted in ("Extracto de cuenta", "Partidas pendientes · EUR", "Vencido", "100.00 EUR", "1,000 JPY"):
        assert wanted in text
    assert run("invoice pay 1 30 --on 2026-06-14 --reference 'transfer 12'").code == 0
    run("report statement ana-ruiz --from 2026-06-01 --to 2026-06-30 --pdf moves.pdf")
    text = text_of(Path("moves.pdf"))
    for wanted in (
        "Movimientos · EUR",
        "Pago −40.00 60.00",
        "Pago devuelto 40.00 100.00",
        "Pago · transfer 12 −30.00 70.00",
    ):
        assert wanted in text


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("config set paper.color blue", 1, "'blue' is not a colour"),
        ("config set paper.logo nowhere.png", 1, "there is no file "),
        ("config set paper.template nowhere.typ", 1, "there is no file "),
        ("config set paper.fonts nowhere", 1, "there is no folder "),
        ("config set paper.size a3", 1, "'a3' is not a4 or us-letter"),
        ("config set language fr", 1, "'fr' is not en or es"),
        ("config set company.iban ES9121000418450200051333", 1, "its check digits don't fit"),
    ],
)
def test_settings_of_papers_are_checked(run: Run, studio: Story, line: str, code: int, said: str) -> None:
    done = run(line)
    assert done.code == code
    assert said in done.err


def test_a_logo_must_be_a_picture_by_its_name(run: Run, studio: Story) -> None:
    Path("logo.txt").write_text("x")
    done = run("config set paper.logo logo.txt")
    assert done.code == 1
    assert "logo.txt is no picture" in done.err
    assert run("config get paper.logo").out == "\n"


def test_a_colour_is_kept_in_full(run: Run, studio: Story) -> None:
    run("config set paper.color 0F7")
    assert run("config get paper.color").out == "#00ff77\n"
