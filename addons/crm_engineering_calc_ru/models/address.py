"""Addresses of Russia as its papers write them."""

from ..russian.regions import REGIONS
from .res_partner import RUSSIA
from .uom_uom import RUSSIAN

# Regions that are cities: the address names the city.
CITIES = ("MOW", "SPE")


def is_written_in_russian(record, country):
    """Return whether who reads `record` has addresses of a country as Russia does."""
    return country.code == RUSSIA and (record.env.lang or "").startswith(RUSSIAN)


def write_address(record):
    """Return an address from the large to the small: index, region, city, street."""
    state = record.state_id
    region = "" if state.code in CITIES else REGIONS.get(state.code, state.name)
    city = record.city or (state.name if state.code in CITIES else "")
    parts = (record.zip, region, city, record.street, record.street2)
    return ", ".join(part.strip(" ,") for part in parts if part)
