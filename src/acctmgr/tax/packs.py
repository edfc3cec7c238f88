"""Tax codes by country for `tax load`: what a freelancer there needs, with the rates in force in 2026.

They say nothing about earlier years: a code for those is added by hand, with its dates. Boxes are those of
the country's return (ES modelo 303, DE UStVA, UK VAT return); "09/29" is sales/purchases.
"""

from decimal import Decimal

from acctmgr.core.errors import NotFound
from acctmgr.tax.rules import TaxCode, TaxComponent


def pack(country: str) -> tuple[TaxCode, ...]:
    """The codes of a country: es, de, uk or us."""
    if country not in PACKS:
        raise NotFound(f"no tax codes for {country!r}", hint=f"there are some for: {', '.join(PACKS)}")
    return PACKS[country]


def _added(name: str, rate: str, box: str = "", deductible: int = 100) -> TaxComponent:
    return TaxComponent(name, Decimal(rate), "added", "tax", Decimal(deductible), box)


def _assessed(name: str, rate: str, box: str = "") -> TaxComponent:
    return TaxComponent(name, Decimal(rate), "self_assessed", "tax", Decimal(100), box)


def _irpf(rate: str) -> TaxComponent:
    return TaxComponent("IRPF", Decimal(rate), "withheld", "withheld_tax")


def _code(
    code: str, name: str, *components: TaxComponent, treatment: str = "standard", words: str = ""
) -> TaxCode:
    return TaxCode(code, name, treatment, words=words, components=components)


def _surcharged(rate: str, box: str, surcharge: str, its_box: str) -> tuple[TaxComponent, TaxComponent]:
    return (
        _added("IVA", rate, box, deductible=0),
        _added("Recargo de equivalencia", surcharge, its_box, deductible=0),
    )


_IVA21 = _added("IVA", "21", "09/29")
_IVA10 = _added("IVA", "10", "06/29")
_IVA4 = _added("IVA", "4", "03/29")
_ART20 = "Operación exenta de IVA: artículo 20 de la Ley 37/1992"

_ES = (
    _code("iva21", "IVA 21 %", _IVA21),
    _code("iva10", "IVA 10 %", _IVA10),
    _code("iva4", "IVA 4 %", _IVA4),
    _code("iva21-irpf15", "IVA 21 % menos IRPF 15 %", _IVA21, _irpf("15")),
    _code("iva21-irpf7", "IVA 21 % menos IRPF 7 %: los tres primeros años de actividad", _IVA21, _irpf("7")),
    _code("iva21-irpf19", "IVA 21 % menos IRPF 19 %: alquiler de un local", _IVA21, _irpf("19")),
    # whoever pays the surcharge gets none of the two back: on a purchase they are cost
    _code("iva21-re52", "IVA 21 % y recargo 5,2 %", *_surcharged("21", "09/29", "5.2", "24")),
    _code("iva10-re14", "IVA 10 % y recargo 1,4 %", *_surcharged("10", "06/29", "1.4", "21")),
    _code("iva4-re05", "IVA 4 % y recargo 0,5 %", *_surcharged("4", "03/29", "0.5", "18")),
    _code(
        "iva21-car", "IVA 21 %, deducible a la mitad: turismos", _added("IVA", "21", "09/29", deductible=50)
    ),
    _code("iva-exempt", "Exento, art. 20", _added("IVA", "0"), treatment="exempt", words=_ART20),
    _code(
        "iva-exempt-irpf15",
        "Exento, art. 20, menos IRPF 15 %",
        _added("IVA", "0"),
        _irpf("15"),
        treatment="exempt",
        words=_ART20,
    ),
    _code(
        "iva-export",
        "Exportación",
        _added("IVA", "0", "60"),
        treatment="export",
        words="Exportación exenta de IVA: artículo 21 de la Ley 37/1992",
    ),
    _code(
        "iva-eu-goods",
        "Bienes, otro país de la UE",
        _assessed("IVA", "21", "59/11"),
        treatment="reverse_charge",
        words="Entrega intracomunitaria exenta de IVA: artículo 25 de la Ley 37/1992",
    ),
    _code(
        "iva-eu-services",
        "Servicios, otro país de la UE",
        _assessed("IVA", "21", "59/11"),
        treatment="reverse_charge",
        words="Inversión del sujeto pasivo: artículo 196 de la Directiva 2006/112/CE",
    ),
    _code(
        "iva-reverse",
        "Inversión del sujeto pasivo, y servicios de fuera de la UE",
        _assessed("IVA", "21", "122/13"),
        treatment="reverse_charge",
        words="Inversión del sujeto pasivo: artículo 84.Uno.2.º de la Ley 37/1992",
    ),
    _code(
        "iva-outside",
        "No sujeto: servicios a clientes de fuera de la UE",
        _added("IVA", "0", "120"),
        treatment="out_of_scope",
        words="Operación no sujeta a IVA por reglas de localización: artículo 69 de la Ley 37/1992",
    ),
)

_DE = (
    _code("ust19", "USt 19 %", _added("USt", "19", "81/66")),
    _code("ust7", "USt 7 %", _added("USt", "7", "86/66")),
    _code(
        "ust-exempt",
        "Steuerfrei, § 4 UStG",
        _added("USt", "0", "48"),
        treatment="exempt",
        words="Umsatzsteuerfrei gemäß § 4 UStG",
    ),
    _code(
        "ust-small",
        "Kleinunternehmer, § 19 UStG",
        _added("USt", "0"),
        treatment="exempt",
        words="Steuerfreier Umsatz eines Kleinunternehmers gemäß § 19 UStG",
    ),
    _code(
        "ust-reverse",
        "Reverse Charge, § 13b UStG",
        _assessed("USt", "19", "60/85"),
        treatment="reverse_charge",
        words="Steuerschuldnerschaft des Leistungsempfängers (§ 13b UStG)",
    ),
    _code(
        "ust-eu-services",
        "Leistungen, EU-Ausland",
        _assessed("USt", "19", "21/47"),
        treatment="reverse_charge",
        words="Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge)",
    ),
    _code(
        "ust-eu-goods",
        "Innergemeinschaftliche Lieferung und Erwerb",
        _assessed("USt", "19", "41/89"),
        treatment="reverse_charge",
        words="Steuerfreie innergemeinschaftliche Lieferung (§ 4 Nr. 1b, § 6a UStG)",
    ),
    _code(
        "ust-export",
        "Ausfuhr, Drittland",
        _added("USt", "0", "43"),
        treatment="export",
        words="Steuerfreie Ausfuhrlieferung (§ 4 Nr. 1a, § 6 UStG)",
    ),
    _code(
        "ust-outside",
        "Nicht steuerbar: Leistungen an Kunden im Drittland",
        _added("USt", "0", "45"),
        treatment="out_of_scope",
        words="Nicht im Inland steuerbare Leistung (§ 3a Abs. 2 UStG)",
    ),
)

_UK = (
    _code("vat20", "VAT 20%", _added("VAT", "20", "1/4")),
    _code("vat5", "VAT 5%", _added("VAT", "5", "1/4")),
    _code("vat0", "VAT zero-rated", _added("VAT", "0", "6/7"), treatment="zero"),
    _code("vat20-car-lease", "VAT 20%, half of it deductible", _added("VAT", "20", "1/4", deductible=50)),
    _code("vat-exempt", "VAT exempt", _added("VAT", "0", "6/7"), treatment="exempt", words="Exempt from VAT"),
    _code(
        "vat-export",
        "Export of goods",
        _added("VAT", "0", "6/7"),
        treatment="export",
        words="Zero-rated export of goods",
    ),
    _code(
        "vat-outside",
        "Outside the scope of UK VAT",
        _added("VAT", "0", "6/7"),
        treatment="out_of_scope",
        words="Outside the scope of UK VAT",
    ),
    _code(
        "vat-reverse-cis",
        "Domestic reverse charge, construction (CIS)",
        _assessed("VAT", "20", "6/1"),
        treatment="reverse_charge",
        words="Reverse charge: customer to account to HMRC for the VAT of 20% (VAT Act 1994 section 55A)",
    ),
    _code(
        "vat-reverse",
        "Services from abroad, reverse charge",
        _assessed("VAT", "20", "6/1"),
        treatment="reverse_charge",
        words="Reverse charge: customer to account for the VAT",
    ),
)

# The rate that holds everywhere in the state, with the local part that does too (CA, NV, UT, VA). What a
# county or city adds makes a code of its own, like us-fl-miami-dade: tax add ... --component ... --component.
# No sales tax of the state: AK, DE, MT, NH, OR.
_US_RATES = {
    "al": "4", "az": "5.6", "ar": "6.5", "ca": "7.25", "co": "2.9", "ct": "6.35", "dc": "6", "fl": "6",
    "ga": "4", "hi": "4", "id": "6", "il": "6.25", "in": "7", "ia": "6", "ks": "6.5", "ky": "6",
    "la": "5", "me": "5.5", "md": "6", "ma": "6.25", "mi": "6", "mn": "6.875", "ms": "7", "mo": "4.225",
    "ne": "5.5", "nv": "6.85", "nj": "6.625", "nm": "4.875", "ny": "4", "nc": "4.75", "nd": "5", "oh": "5.75",
    "ok": "4.5", "pa": "6", "ri": "7", "sc": "6", "sd": "4.2", "tn": "7", "tx": "6.25", "ut": "6.1",
    "vt": "6", "va": "5.3", "wa": "6.5", "wv": "6", "wi": "5", "wy": "4",
}  # fmt: skip


def _us_state(state: str, rate: str) -> TaxComponent:
    # a buyer can't reclaim sales tax: on a bill it is part of the cost
    return _added(f"{state.upper()} sales tax", rate, deductible=0)


_US = (
    _code("no-tax", "No sales tax", _added("Sales tax", "0"), treatment="out_of_scope"),
    _code(
        "us-exempt",
        "Exempt buyer",
        _added("Sales tax", "0"),
        treatment="exempt",
        words="Exempt from sales tax: exemption certificate on file",
    ),
    _code(
        "us-resale",
        "Sale for resale",
        _added("Sales tax", "0"),
        treatment="exempt",
        words="Sale for resale: resale certificate on file",
    ),
    *(
        _code(f"us-{state}", f"Sales tax {state.upper()}", _us_state(state, rate))
        for state, rate in _US_RATES.items()
    ),
    _code(
        "us-fl-miami-dade",
        "Sales tax FL and Miami-Dade County",
        _us_state("fl", _US_RATES["fl"]),
        _added("Miami-Dade surtax", "1", deductible=0),
    ),
)

PACKS = {"es": _ES, "de": _DE, "uk": _UK, "us": _US}
