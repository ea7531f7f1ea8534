"""The softphone in a browser against a real exchange, with a microphone that beeps.

The exchange and a far side, whose phones ring and answer by themselves, listen where
the environment says.
"""

import json
import os
import socket
from unittest.mock import patch
from urllib.parse import urlsplit

from odoo.tests import HttpCase, tagged
from odoo.tests.common import ChromeBrowser

from odoo.addons.crm_engineering_calc_telephony.tests.common import TelephonyCase

TIMEOUT = 240
PHONES = os.environ.get("TELEPHONY_PHONES", "ws://127.0.0.1:8188/ws")
FAR = os.environ.get("TELEPHONY_FAR", "http://127.0.0.1:8189")
FAR_KEY = os.environ.get("TELEPHONY_FAR_KEY", "far:far-of-tests-8189")
EXTENSION = os.environ.get("TELEPHONY_EXTENSION", "111")
PASSWORD = os.environ.get("TELEPHONY_PASSWORD", "softphone-of-tests-111")
WITH_MICROPHONE = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--disable-popup-blocking",
]
spawn = ChromeBrowser._spawn_chrome


def spawn_with_microphone(browser, cmd, *args, **kwargs):
    return spawn(browser, [cmd[0], *WITH_MICROPHONE, *cmd[1:]], *args, **kwargs)


def is_there():
    far = urlsplit(FAR)
    try:
        socket.create_connection((far.hostname, far.port), timeout=5).close()
    except OSError:
        return False
    return True


@tagged("standard", "post_install", "-at_install", "external")
class TestSoftphone(TelephonyCase, HttpCase):
    browser_size = "1440x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange.phone_address = PHONES
        cls.extension = cls.env["engineering.extension"].create(
            {
                "exchange_id": cls.exchange.id,
                "number": EXTENSION,
                "user_id": cls.manager.id,
                "new_phone_password": PASSWORD,
            }
        )
        settings = cls.env["res.users.settings"]._find_or_create_for_user(cls.manager)
        settings.engineering_phone_way = "softphone"

    def setUp(self):
        super().setUp()
        if not is_there():
            self.skipTest(f"No exchange answers at {FAR}")
        self.startPatcher(
            patch.object(ChromeBrowser, "_spawn_chrome", spawn_with_microphone)
        )

    def phone(self, name):
        far = {"far": FAR, "key": FAR_KEY, "extension": EXTENSION}
        told = json.dumps(json.dumps(far))
        self.browser_js(
            "/odoo/crm",
            f"sessionStorage.setItem('engineering_far', {told});"
            f"odoo.startTour('{name}', {{stepDelay: 0}})",
            ready=f"odoo.isTourReady('{name}')",
            login=self.manager.login,
            timeout=TIMEOUT,
            success_signal="tour succeeded",
        )

    def test_softphone_talks(self):
        self.phone("engineering_softphone_talks")

    def test_one_of_two_tabs_holds_the_call(self):
        self.phone("engineering_softphone_in_two_tabs")
