"""Calculations go to others: one, or many at once for one reason."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestRedirectMany(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.taken_card = self.taken(self.deal(name="First"))
        self.cards = self.taken_card | self.requested(self.deal(name="Second"))

    def test_leader_gives_many_to_one(self):
        self.redirect(
            self.as_(self.leader, self.cards),
            engineer_id=self.colleague.id,
            reason="Ill",
        )
        self.assertEqual(self.cards.sudo().engineer_id, self.colleague)
        for card in self.cards:
            self.assertEqual(card.sudo().state, "requested")
            self.assertEqual(self.asked(card), self.colleague)
            self.assertIn("Ill", self.feed(card.lead_id)[-1])

    def test_who_had_a_card_reads_who_has_it_now(self):
        self.redirect(
            self.as_(self.leader, self.cards),
            engineer_id=self.colleague.id,
            reason="Ill",
        )
        note = self.taken_card.sudo().message_ids.filtered(
            lambda message: "Redirected to" in message.body
        )
        told = note.notified_partner_ids.user_ids
        self.assertEqual(told, self.engineer | self.colleague)
        self.assertNotIn(self.engineer, self.asked(self.taken_card))

    def test_many_go_to_another_team(self):
        self.redirect(
            self.as_(self.leader, self.cards),
            team_id=self.other_team.id,
            reason="Pipes",
        )
        self.assertEqual(self.cards.sudo().team_id, self.other_team)

    # === TO ANOTHER TEAM ===

    def told_of_leaving(self):
        """Return what each user is told who sees the card no longer."""
        messages = (
            self.env["mail.message"]
            .search([("message_type", "=", "user_notification"), ("model", "=", False)])
            .filtered(lambda message: "Pipes" in (message.body or ""))
        )
        return {
            user: self.as_(user, message).body
            for message in messages
            for user in message.notified_partner_ids.user_ids
        }

    def test_leader_reads_who_has_a_card_that_leaves_his_team(self):
        self.redirect(
            self.as_(self.engineer, self.taken_card),
            team_id=self.other_team.id,
            reason="Pipes",
        )
        card = self.taken_card.sudo()
        told = self.told_of_leaving()
        self.assertEqual([*told], [self.leader])
        text = told[self.leader]
        for part in (card.name, "First", self.team.name, self.other_team.name):
            self.assertIn(part, text)
        self.assertNotIn("href", text)
        self.assertFalse(self.as_(self.leader, card).has_access("read"))

    def test_engineer_reads_who_has_a_card_that_leaves_his_team(self):
        self.redirect(
            self.as_(self.leader, self.taken_card),
            team_id=self.other_team.id,
            engineer_id=self.outsider.id,
            reason="Pipes",
        )
        told = self.told_of_leaving()
        self.assertEqual([*told], [self.engineer])
        self.assertIn(self.outsider.name, told[self.engineer])

    def test_who_leads_both_teams_is_told_once(self):
        self.other_team.leader_id = self.leader
        self.redirect(
            self.as_(self.engineer, self.taken_card),
            team_id=self.other_team.id,
            reason="Pipes",
        )
        self.assertFalse(self.told_of_leaving())
        self.assertIn(self.leader, self.inbox(self.taken_card))

    def test_leader_reads_that_an_engineer_gives_a_card_away(self):
        self.redirect(
            self.as_(self.engineer, self.taken_card),
            engineer_id=self.colleague.id,
            reason="Ill",
        )
        note = self.taken_card.sudo().message_ids.filtered(
            lambda message: "Redirected to" in message.body
        )
        self.assertEqual(
            note.notified_partner_ids.user_ids, self.colleague | self.leader
        )

    def test_all_or_none(self):
        self.variant(self.taken_card)
        self.complete(self.taken_card)
        dialog = self.wizard(
            "engineering.calculation.redirect",
            self.as_(self.leader, self.cards),
            engineer_id=self.colleague.id,
            reason="Ill",
        )
        self.assertRefused(
            UserError, f"{self.taken_card.name}.*Completed", dialog.action_confirm
        )
        self.assertFalse(self.cards.sudo()[1].engineer_id)

    def test_engineer_of_another_team_is_refused(self):
        dialog = self.wizard(
            "engineering.calculation.redirect",
            self.as_(self.leader, self.cards),
            engineer_id=self.outsider.id,
            reason="Ill",
        )
        self.assertRefused(
            ValidationError, "is not an engineer of", dialog.action_confirm
        )

    def test_card_of_another_team_is_refused(self):
        other = self.requested(
            self.deal(name="Third", engineering_direction_id=self.other_direction.id)
        )
        with self.assertRaises(AccessError):
            self.wizard(
                "engineering.calculation.redirect",
                self.as_(self.leader, self.cards | other),
                reason="Ill",
            )

    def test_team_is_chosen_where_there_are_two(self):
        other = self.requested(
            self.deal(name="Third", engineering_direction_id=self.other_direction.id)
        )
        cards = self.as_(self.administrator, self.cards | other)
        dialogs = cards.env["engineering.calculation.redirect"].with_context(
            active_model=cards._name, active_ids=cards.ids
        )
        with Form(dialogs) as form:
            self.assertFalse(form.team_id)
            form.team_id = self.team
            form.reason = "One place"
            self.assertEqual(len(form.calculation_ids), 3)
        form.record.action_confirm()
        self.assertEqual(cards.team_id, self.team)

    def test_list_offers_it(self):
        bindings = self.model("ir.actions.actions", self.leader).get_bindings(
            "engineering.calculation"
        )
        names = [action["name"] for action in bindings.get("action", ())]
        self.assertIn("Redirect", names)

    def test_queries_grow_slowly_with_the_cards(self):
        def redirect(cards):
            return self.count_queries(
                self.redirect,
                self.as_(self.leader, cards),
                engineer_id=self.engineer.id,
            )

        more = self.taken_card.browse()
        for number in range(6):
            more |= self.requested(self.deal(name=f"Deal {number}"))
        redirect(self.cards)
        self.assertLess((redirect(more) - redirect(more[:2])) / 4, 25)


@tagged("standard", "post_install", "-at_install")
class TestFirstRequest(EngineeringCase):
    def test_time_of_the_first_request_is_kept(self):
        begin = fields.Datetime.now().replace(microsecond=0)
        with freeze_time(begin):
            card = self.taken()
        later = begin + timedelta(days=1)
        with freeze_time(later):
            self.redirect(card, engineer_id=self.colleague.id)
        self.assertEqual(card.sudo().first_requested_on, begin)
        self.assertEqual(card.sudo().requested_on, later)

    def test_nobody_writes_it(self):
        card = self.requested()
        self.assertNotByHand(card, {"first_requested_on": fields.Datetime.now()})
