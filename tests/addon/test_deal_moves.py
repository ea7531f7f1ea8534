"""A deal is dragged, merged, deleted: what becomes of its cards."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestDrag(EngineeringCase):
    def dragged(self, lead, state, user=None):
        """Return what is shown to who drags a deal to the column of a state."""
        shown = []
        users = type(self.env["res.users"])
        self.patch(
            users,
            "_bus_send",
            lambda _user, kind, message, **_options: shown.append((kind, message)),
        )
        stage = self.sales_team_column(state)
        self.as_(user or self.manager, lead).stage_id = stage
        self.assertEqual(lead.stage_id, stage)
        return [message for kind, message in shown if kind == "engineering_deal_notice"]

    def sales_team_column(self, state):
        return self.env["crm.stage"].search(
            [
                ("engineering_state", "=", state),
                ("team_ids", "in", self.sales_team.ids),
            ],
            limit=1,
        )

    def test_deal_that_is_not_in_the_state_says_what_is_missing(self):
        lead = self.deal()
        [notice] = self.dragged(lead, "calculation")
        self.assertIn(
            "“New roof” stays in the state “No calculation”", notice["message"]
        )
        self.assertIn("nothing of it is being calculated", notice["message"])
        self.assertEqual(
            notice["button"],
            {
                "label": "Send for calculation",
                "method": "action_request_calculation",
                "id": lead.id,
            },
        )
        self.assertEqual(lead.engineering_state, "none")
        self.assertFalse(lead.engineering_calculation_ids)

    def test_card_of_what_is_not_sent_says_so_until_it_is(self):
        lead = self.deal()
        self.assertFalse(lead.engineering_summary)
        lead.stage_id = self.sales_team_column("calculation")
        [item] = lead.engineering_summary
        self.assertEqual((item["name"], item["level"]), ("not_sent", "warning"))
        lead.action_set_lost()
        self.assertFalse(lead.engineering_summary)
        lead.action_unarchive()
        lead.action_request_calculation()
        self.assertNotIn("not_sent", str(lead.engineering_summary))

    def test_plain_deal_in_a_column_of_engineers_says_nothing(self):
        lead = self.deal(engineering_direction_id=False)
        lead.stage_id = self.sales_team_column("calculation")
        self.assertFalse(lead.engineering_summary)

    def test_state_of_another_addon_needs_no_words(self):
        self.patch(type(self.env["crm.lead"]), "_get_missing_words", lambda _lead: {})
        [notice] = self.dragged(self.deal(), "calculation")
        self.assertIn("has not come further", notice["message"])

    def test_next_step_is_offered_where_nothing_leads_there_at_once(self):
        lead = self.completed().lead_id
        [notice] = self.dragged(lead, "work")
        self.assertEqual(notice["button"]["method"], "action_create_proposal")
        [notice] = self.dragged(self.taken().lead_id, "proposal")
        self.assertFalse(notice["button"])

    def test_plain_deal_is_offered_the_calculation_too(self):
        lead = self.deal(engineering_direction_id=False)
        [notice] = self.dragged(lead, "calculation")
        self.assertEqual(notice["button"]["method"], "action_request_calculation")

    def test_many_deals_moved_at_once_say_nothing(self):
        leads = self.deal() | self.deal(name="Second")
        self.assertFalse(self.dragged(leads, "calculation"))

    def test_deal_that_is_in_the_state_says_nothing(self):
        lead = self.requested().lead_id
        lead.sudo().stage_id = self.env["crm.stage"].search(
            [("engineering_state", "=", False), ("is_won", "=", False)], limit=1
        )
        self.assertFalse(self.dragged(lead, "calculation"))

    def test_what_moves_by_itself_says_nothing(self):
        shown = []
        self.patch(
            type(self.env["res.users"]),
            "_bus_send",
            lambda _user, kind, *_args, **_options: shown.append(kind),
        )
        self.completed()
        self.assertNotIn("engineering_deal_notice", shown)


@tagged("standard", "post_install", "-at_install")
class TestMerge(EngineeringCase):
    def merging(self, deals, **values):
        """Return the dialog as the manager opens it over deals of his list."""
        dialogs = self.model("crm.merge.opportunity", self.manager)
        return dialogs.with_context(active_ids=deals.ids).create(values)

    def test_two_open_calculations_of_one_direction_are_not_merged_unasked(self):
        mine, other = self.deal(), self.deal(name="The same roof")
        first, second = self.taken(mine), self.requested(other)
        self.assertRefused(
            UserError,
            f"(?s)“Roofing”.*{first.name} “New roof”.*{second.name}.*“Merge”",
            (mine | other).merge_opportunity,
        )
        other.action_withdraw_calculation()
        merged = (mine | other).merge_opportunity()
        self.assertEqual(
            merged.sudo().engineering_calculation_ids, (first | second).sudo()
        )

    def test_who_may_not_see_the_deals_is_told_nothing_of_them(self):
        secret = self.deal(name="Secret") | self.deal(name="Secret too")
        for lead in secret:
            self.requested(lead)
        foreign = self.as_(self.manager2, secret)
        with self.assertRaises(AccessError) as caught:
            foreign.merge_opportunity()
        self.assertNotIn("Secret", str(caught.exception))
        dialogs = self.model("crm.merge.opportunity", self.manager2)
        with self.assertRaises(AccessError) as caught:
            dialogs.create({"opportunity_ids": secret.ids})
        self.assertNotIn("Secret", str(caught.exception))

    def test_dialog_asks_which_calculation_goes_on(self):
        mine, other = self.deal(), self.deal(name="The same roof")
        first, second = self.taken(mine), self.taken(other)
        variant = self.variant(second)
        dialog = self.merging(mine | other)
        self.assertEqual(dialog.engineering_rival_ids.sudo(), (first | second).sudo())
        self.assertRefused(
            UserError, f"(?s)Choose .*“Roofing”.*{first.name}", dialog.action_merge
        )
        dialog.engineering_chosen_ids = first.with_user(self.manager)
        dialog.action_merge()
        merged = (mine | other).exists()
        self.assertEqual(len(merged), 1)
        self.assertEqual(merged.engineering_state, "calculation")
        self.assertEqual((first.state, second.state), ("in_progress", "cancelled"))
        self.assertEqual(len(variant.with_user(self.manager).line_ids), 2)
        reason = f"The deals are merged, and {first.name} goes on"
        self.assertIn(reason, " ".join(self.feed(merged)))
        self.assertIn(reason, " ".join(self.feed(second)))
        self.assertIn(self.engineer, self.inbox(second))

    def test_both_can_not_be_chosen_nor_another(self):
        mine, other = self.deal(), self.deal(name="The same roof")
        cards = (self.taken(mine) | self.taken(other)).with_user(self.manager)
        foreign = self.taken().with_user(self.manager)
        for chosen in (cards, foreign):
            dialog = self.merging(mine | other, engineering_chosen_ids=chosen.ids)
            self.assertRefused(UserError, "Choose which", dialog.action_merge)
        self.assertEqual(set((cards | foreign).mapped("state")), {"in_progress"})

    def test_choice_names_deal_and_holder(self):
        card = self.taken().with_user(self.manager)
        name = card.with_context(engineering_rivals=True).display_name
        self.assertEqual(
            name, f"{card.name} “New roof”: Roofing, Engineer, In progress"
        )
        self.assertEqual(card.display_name, card.name)

    def test_merge_of_plain_deals_asks_nothing(self):
        deals = self.deal(engineering_direction_id=False) | self.deal(name="Second")
        dialog = self.merging(deals)
        self.assertFalse(dialog.engineering_rival_ids)
        dialog.action_merge()
        self.assertEqual(len(deals.exists()), 1)

    def test_selections_of_both_stay(self):
        mine, other = self.deal(), self.deal(name="The same roof")
        cards = self.completed(mine) | self.completed(other)
        selected = cards.variant_ids.filtered("selected")
        self.assertEqual(len(selected), 2)
        merged = (mine | other).merge_opportunity()
        merged.invalidate_recordset()
        self.assertEqual(merged.sudo().engineering_variant_ids, selected.sudo())

    def test_open_calculations_of_two_directions_are_merged(self):
        mine = self.deal()
        other = self.deal(engineering_direction_id=self.other_direction.id)
        self.requested(mine)
        self.requested(other)
        merged = (mine | other).merge_opportunity()
        self.assertEqual(merged.engineering_calculation_count, 2)


@tagged("standard", "post_install", "-at_install")
class TestLost(EngineeringCase):
    def test_dialog_names_no_works_of_foreign_deals(self):
        lead = self.worked(self.ordered(), engineer=self.engineer).engineering_lead_id
        for user, names in ((self.manager, True), (self.manager2, False)):
            dialogs = self.model("crm.lead.lost", user)
            dialog = Form(dialogs.with_context(default_lead_ids=lead.ids))
            self.assertEqual(bool(dialog.engineering_open_works), names)


@tagged("standard", "post_install", "-at_install")
class TestDeletion(EngineeringCase):
    def test_deal_with_any_card_is_not_deleted(self):
        owner = self.user("owner", "sales_team.group_sale_manager")
        order = self.ordered()
        self.contract()
        work = self.worked(order)
        self.done(work)
        act = self.acted(work)
        lead = self.as_(owner, order.opportunity_id)
        empty = self.deal(name="Empty")
        for card, field in (
            (order.engineering_calculation_ids, "lead_id"),
            (work, "engineering_lead_id"),
            (act, "lead_id"),
        ):
            with self.subTest(card._name), self.env.cr.savepoint():
                card.sudo().flush_recordset()
                self.env.cr.execute(
                    f"UPDATE {card._table} SET {field} = %s WHERE id = %s",
                    (empty.id, card.id),
                )
                self.env.invalidate_all()
                self.assertRefused(
                    UserError,
                    "stays in the history",
                    self.as_(owner, empty).unlink,
                )
        self.assertRefused(UserError, "stays in the history", lead.unlink)

    def test_deal_without_a_card_is_deleted(self):
        owner = self.user("owner", "sales_team.group_sale_manager")
        lead = self.as_(owner, self.deal())
        lead.unlink()
        self.assertFalse(lead.exists())
