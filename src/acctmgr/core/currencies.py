"""Currencies of ISO 4217 and the countries that pay with them."""

# withdrawn, yet still found on documents of recent years
_WITHDRAWN = "ANG BGN CUC HRK SLL ZWL"
_TWO_DECIMALS = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
    CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL
    HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU
    MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED
    VES WST XAD XCD XCG YER ZAR ZMW ZWG
"""
_OTHER_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

# code -> decimals of its amounts; metals, test codes and units of account have none and are no money
EXPONENTS = dict.fromkeys(f"{_TWO_DECIMALS} {_WITHDRAWN}".split(), 2) | {
    code: digits for digits, codes in _OTHER_DECIMALS.items() for code in codes.split()
}

# currency -> countries; whoever is not here is taken to pay in euro
COUNTRIES = {
    "USD": "US AS BQ EC FM GU IO MH MP PR PW SV TC TL UM VG VI",
    "AED": "AE", "ALL": "AL", "AMD": "AM", "AOA": "AO", "ARS": "AR", "AUD": "AU CC CX KI NF NR TV",
    "AZN": "AZ", "BAM": "BA", "BBD": "BB", "BDT": "BD", "BHD": "BH", "BMD": "BM", "BOB": "BO", "BRL": "BR",
    "BSD": "BS", "BWP": "BW", "BYN": "BY", "BZD": "BZ", "CAD": "CA", "CHF": "CH LI", "CLP": "CL",
    "CNY": "CN", "COP": "CO", "CRC": "CR", "CZK": "CZ", "DKK": "DK FO GL", "DOP": "DO", "DZD": "DZ",
    "EGP": "EG", "ETB": "ET", "GBP": "GB GG IM JE", "GEL": "GE", "GHS": "GH", "GIP": "GI", "GTQ": "GT",
    "HKD": "HK", "HNL": "HN", "HUF": "HU", "IDR": "ID", "ILS": "IL PS", "INR": "IN", "IQD": "IQ",
    "ISK": "IS", "JMD": "JM", "JOD": "JO", "JPY": "JP", "KES": "KE", "KHR": "KH", "KRW": "KR", "KWD": "KW",
    "KYD": "KY", "KZT": "KZ", "LBP": "LB", "LKR": "LK", "LYD": "LY", "MAD": "MA EH", "MDL": "MD",
    "MKD": "MK", "MOP": "MO", "MUR": "MU", "MXN": "MX", "MYR": "MY", "MZN": "MZ", "NAD": "NA", "NGN": "NG",
    "NIO": "NI", "NOK": "NO SJ BV", "NPR": "NP", "NZD": "NZ CK NU PN TK", "OMR": "OM", "PAB": "PA",
    "PEN": "PE", "PHP": "PH", "PKR": "PK", "PLN": "PL", "PYG": "PY", "QAR": "QA", "RON": "RO", "RSD": "RS",
    "RUB": "RU", "RWF": "RW", "SAR": "SA", "SEK": "SE", "SGD": "SG", "THB": "TH", "TND": "TN", "TRY": "TR",
    "TTD": "TT", "TWD": "TW", "TZS": "TZ", "UAH": "UA", "UGX": "UG", "UYU": "UY", "UZS": "UZ", "VES": "VE",
    "VND": "VN", "XAF": "CF CG CM GA GQ TD", "XCD": "AG AI DM GD KN LC MS VC", "XCG": "CW SX",
    "XOF": "BF BJ CI GW ML NE SN TG", "XPF": "NC PF WF", "ZAR": "ZA", "ZMW": "ZM",
}  # fmt: skip
