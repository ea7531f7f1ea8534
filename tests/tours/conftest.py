"""What tours need before the first of them opens a page."""

import pytest

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name


@pytest.fixture(scope="session", autouse=True)
def bundles() -> None:
    """Make the bundles of the web client.

    The request of a tour that makes one holds the only cursor of the test: where the
    cores are busy, the others give up waiting for it.
    """
    with Registry(get_db_name()).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        env["ir.qweb"]._pregenerate_assets_bundles()
