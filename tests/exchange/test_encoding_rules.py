"""Which encoding a file has that does not say so."""

import pytest

from acctmgr.exchange.encoding_rules import UnclearEncoding, decoded

WESTERN = [
    ("name\nCafé Olé\n", "Café"),
    ("name,city\nMüller GmbH,Köln\nJosé Núñez,A Coruña\n", "Müller"),
    ("name\nPEÑA ÑANDÚ\nÁLVAREZ IBÁÑEZ\n", "ÁLVAREZ"),
    ("name\nØrsted – “the” company’s\nÅse Bjørn\n", "company’s"),
    ("name\nGuðmundur Þórðarson\n", "Guðmundur"),
    ("note\nNº 5 «Acme» n°12, 5 m³, 7 €\n", "«Acme»"),
    ("name\nL’Été SARL, œuvre\nNoël & Fils\n", "L’Été"),
    ("name\nJoão Conceição, Leões\n", "Conceição"),
    ("price\n£5.00\nStraße Größe\n", "Straße"),
]


@pytest.mark.parametrize(("text", "word"), WESTERN)
def test_western_text_is_windows_1252_and_a_word_shows_it(text: str, word: str) -> None:
    found = decoded(text.encode("cp1252"), None)
    assert found == (text, "windows-1252", word)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1251", "Название компании;Тип компании;Сфера деятельности\nООО Ромашка;Клиент;IT\n"),
        ("koi8-r", "name\nООО Ромашка\nМосква\n"),
        ("windows-1256", "name\nشركة الأهرام,القاهرة\n"),
        ("windows-1250", "name,city\nŁódź sp. z o.o.,Łódź\nŻabka Polska,Poznań\n"),
        ("mac-roman", "name\nCafé Olé\nEspaña Peña\n"),
        ("cp850", "name\nCafé Olé\nEspaña Peña\n"),
    ],
)
def test_another_encoding_that_is_clearly_meant_is_found(encoding: str, text: str) -> None:
    found = decoded(text.encode(encoding), None)
    assert (found.encoding, found.text) == (encoding, text)


@pytest.mark.parametrize(
    ("encoding", "text", "word"),
    [
        ("windows-1254", "name\nŞirket A.Ş.,İstanbul\n", "İstanbul"),
        ("windows-1251", "name\nРомашка\n", "Ромашка"),
        ("windows-1250", "name\nKovács Győző\n", "Kovács"),
        ("windows-1255", "name\nחברה בעמ,תל אביב\n", "חברה"),
        ("gb18030", "name\n北京有限公司\n上海\n", "北京有限公司"),
    ],
)
def test_what_fits_several_encodings_is_not_guessed(encoding: str, text: str, word: str) -> None:
    with pytest.raises(UnclearEncoding) as unclear:
        decoded(text.encode(encoding), None)
    assert (encoding, word) in unclear.value.readings
    assert f"--encoding {encoding} reads {word}" in unclear.value.hint
