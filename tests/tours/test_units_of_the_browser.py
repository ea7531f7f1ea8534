"""Parts of the web client that have tests of their own, run as the host runs its."""

from odoo.tests import HttpCase, no_retry, tagged

ADDON = "@crm_engineering_calc"
PAGE = "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id="


def hash_of(name):
    """Return how the page of the host's tests calls a suite."""
    value = 0
    for character in name:
        value = (value << 5) - value + ord(character) & 0xFFFFFFFF
    return f"{value:08x}"


@tagged("standard", "post_install", "-at_install")
class TestUnitsOfTheBrowser(HttpCase):
    @no_retry
    def test_units(self):
        self.browser_js(
            PAGE + hash_of(ADDON),
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
