"""A website whose page has the form."""

from odoo.addons.crm_engineering_calc.tests.site import SiteCase

PAGE = "/calculation-please"
ARCH = """
<t t-name="crm_engineering_calc_website.test_page">
    <t t-call="website.layout">
        <div id="wrap" class="oe_structure">
            <t t-call="crm_engineering_calc_website.s_engineering_request"/>
        </div>
    </t>
</t>
"""


class WebsiteRequestCase(SiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].get_current_website()
        cls.page_view = cls.env["ir.ui.view"].create(
            {
                "name": "Request",
                "type": "qweb",
                "key": "crm_engineering_calc_website.test_page",
                "arch": ARCH,
            }
        )
        cls.env["website.page"].create(
            {
                "url": PAGE,
                "view_id": cls.page_view.id,
                "website_id": cls.website.id,
                "is_published": True,
            }
        )
