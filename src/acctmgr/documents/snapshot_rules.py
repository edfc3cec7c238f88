"""Seller and buyer as they were on the day of issue, kept with the document so that it prints the same for ever."""

import json
from collections.abc import Mapping


def snapshot(
    name: str,
    address: str | None = None,
    country: str | None = None,
    tax_id: str | None = None,
    **more: str | None,
) -> str:
    """One side of a document as JSON text; what is not known is null. `more`: an e-mail, an IBAN."""
    return json.dumps(
        {"name": name, "address": address or None, "country": country or None, "tax_id": tax_id or None}
        | {key: value or None for key, value in more.items()},
        ensure_ascii=False,
    )


def seller_snapshot(settings: Mapping[str, str]) -> str:
    """Who we are, from the book's settings."""
    own = {key: settings[f"company.{key}"] for key in ("name", "address", "country", "tax_id", "iban")}
    return snapshot(**own)
