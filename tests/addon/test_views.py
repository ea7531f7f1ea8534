"""Views that other addons extend: what they look for has a name that stays."""

from lxml import etree

from odoo.tests import TransactionCase, tagged

OURS = "crm_engineering_calc"


@tagged("standard", "post_install", "-at_install")
class TestViews(TransactionCase):
    def archs(self):
        """Yield (view, what it holds) of the views of this addon."""
        for view in self.env["ir.ui.view"].search(
            [("model_data_id.module", "=", OURS)]
        ):
            yield view, etree.fromstring(view.arch_db)

    def test_filters_in_searches_of_the_host_bear_our_name(self):
        for view, arch in self.archs():
            if view.inherit_id.model_data_id.module in (False, OURS):
                continue
            names = arch.xpath("//filter[not(@position)]/@name")
            foreign = [name for name in names if not name.startswith("engineering_")]
            self.assertFalse(foreign, view.xml_id)

    def test_parts_of_cards_on_boards_have_names(self):
        for view, arch in self.archs():
            cards = arch.xpath("//kanban//t[@t-name='card']//div[*][not(@name)]")
            self.assertFalse([part.attrib for part in cards], view.xml_id)

    def test_nothing_is_found_by_what_is_only_shown(self):
        for view, arch in self.archs():
            for path in arch.xpath("//xpath/@expr"):
                for shown in ("@data-hotkey", "@string", "@title", "text()"):
                    self.assertNotIn(shown, path, view.xml_id)

    def test_only_who_sells_marks_a_deal_as_lost(self):
        lost = self.env.ref("crm.crm_lead_lost_action")
        form = self.env["crm.lead"].get_view(self.env.ref("crm.crm_lead_view_form").id)
        buttons = etree.fromstring(form["arch"]).xpath(
            f"//header/button[@name='{lost.id}']"
        )
        self.assertEqual(len(buttons), 1)
        view = self.env.ref(f"{OURS}.crm_lead_view_form")
        self.assertIn(
            f"//header/button[@name='{lost.id}']",
            etree.fromstring(view.arch_db).xpath("//xpath/@expr"),
        )
