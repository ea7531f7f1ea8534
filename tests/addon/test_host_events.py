"""What the host does to the cards of deals, and what becomes of them.

Each event of the host has an answer here, or in the file that is named:

| event | answer |
|---|---|
| deal lost, archived, restored | `TestLostDeal`, `TestLostProposal` |
| deal won by hand, column made the won one | `TestLostDeal` |
| deal deleted | `TestDeletedDeal`; with nothing of ours: test_deal_state |
| deal given to another manager or team | `TestOtherManager` |
| customer, address, direction changed | `TestChangedDeal`; taxes: with the proposal |
| user deactivated, taken from a team; leader gone | `TestEngineerLeaves` |
| proposal changed, duplicated, expired, superseded | test_order, test_deal_state |
| proposal declined by the customer, sent again, deleted | `TestProposal` |
| order changed, cancelled, in work | test_order, test_deal, test_deal_state |
| order locked, unlocked | `TestProposal` |
| invoice, payment, refund | test_work: gates; test_order: invoices of acts |
| mail reply | `TestMail`: lands, moves nothing; as an answer: with the conversation |
| product, unit, project archived or renamed | `TestMasterData` |
| contract, contact archived, contacts merged | `TestMasterData` |
| site visit moved, archived, deleted | `TestVisit`; planned: test_calculation |
| deal merged | `TestLostDeal`; test_deal, test_deal_state, test_host_untouched |
"""

import json
from contextlib import closing, contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.signing import drawn_signature


class HostCase(EngineeringCase):
    def mine(self, record):
        """Return a record as the manager sees it."""
        return self.as_(self.manager, record)


@tagged("standard", "post_install", "-at_install")
class TestLostDeal(HostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.quiet["crm.lost.reason"].create({"name": "Too expensive"})

    def lose(self, lead, user=None):
        self.wizard(
            "crm.lead.lost",
            self.as_(user or self.manager, lead),
            lead_ids=lead.ids,
            lost_reason_id=self.reason.id,
        ).action_lost_reason_apply()

    def test_request_of_a_lost_deal_is_nobodys_to_take(self):
        calculation = self.requested()
        self.assertEqual(self.asked(calculation), self.engineer | self.colleague)
        self.lose(calculation.lead_id)
        self.assertEqual(calculation.state, "held")
        self.assertEqual(calculation.hold_note, "Too expensive")
        self.assertFalse(self.asked(calculation))
        self.assertFalse(calculation.possible_events)
        self.assertRefused(UserError, "On hold", calculation.action_take)
        self.assertIn(
            "is put on hold: Too expensive", "".join(self.feed(calculation.lead_id))
        )

    def test_restored_deal_goes_on_where_it_was(self):
        lead = self.deal()
        calculation = self.taken(lead)
        self.ask(calculation)
        lead.action_archive()
        self.assertEqual(calculation.state, "held")
        self.assertEqual(calculation.hold_note, "The deal is lost or archived")
        self.assertIn(self.engineer, self.inbox(calculation))
        lead.action_unarchive()
        self.assertEqual(calculation.state, "waiting")
        self.assertEqual(self.asked(calculation), self.manager)
        self.answer(calculation)
        self.assertEqual(calculation.state, "in_progress")

    def test_restored_request_asks_the_team_again(self):
        lead = self.deal()
        calculation = self.requested(lead)
        self.lose(lead)
        lead.action_restore()
        self.assertEqual(calculation.state, "requested")
        self.assertEqual(self.asked(calculation), self.engineer | self.colleague)
        calculation.action_take()

    def test_what_the_manager_put_on_hold_stays_so(self):
        lead = self.deal()
        calculation = self.taken(lead)
        self.hold(calculation)
        self.lose(lead)
        self.assertEqual(self.mine(calculation).possible_events, ["cancel"])
        self.assertRefused(
            UserError, "Restore the deal first", self.mine(calculation).action_resume
        )
        lead.action_unarchive()
        self.assertEqual(calculation.state, "held")
        self.assertEqual(calculation.hold_reason, "The customer is away")
        self.mine(calculation).action_resume()
        self.assertEqual(calculation.state, "in_progress")

    def test_completed_calculation_of_a_lost_deal_asks_for_nothing(self):
        calculation = self.completed()
        lead = self.mine(calculation.lead_id)
        self.assertEqual(self.asked(calculation), self.manager)
        self.lose(lead)
        self.assertEqual(calculation.state, "completed")
        self.assertFalse(self.asked(calculation))
        for method in (
            lead.action_create_proposal,
            lead.action_request_calculation,
            lambda: self.revise(self.mine(calculation)),
        ):
            self.assertRefused(UserError, "Restore the deal first", method)
        lead.action_unarchive()
        self.assertEqual(self.asked(calculation), self.manager)
        lead.action_create_proposal()

    def test_whoever_archives_needs_no_right_to_the_cards(self):
        owner = self.user("owner", "sales_team.group_sale_manager")
        leads = self.deal() | self.deal(name="Another roof")
        cards = self.requested(leads[0]) | self.requested(leads[1])
        self.as_(owner, leads).action_archive()
        self.assertEqual(set(cards.mapped("state")), {"held"})
        self.as_(self.env.ref("base.user_root"), leads).action_unarchive()
        self.assertEqual(set(cards.mapped("state")), {"requested"})

    def test_open_works_stop_it(self):
        order = self.ordered()
        self.contract()
        work = self.worked(order)
        lead = order.opportunity_id
        for method in (lead.action_set_lost, lead.action_archive):
            self.assertRefused(UserError, f"is in work: {work.name}.*cancel", method)
        self.done(work)
        lead.action_archive()
        self.assertFalse(lead.active)
        self.assertEqual(lead.engineering_state, "work_done")

    def test_team_that_has_gone_stops_neither_loss_nor_restoring(self):
        lead = self.deal()
        calculation = self.requested(lead)
        self.team.write({"member_ids": False, "leader_id": False})
        self.lose(lead)
        self.assertEqual(calculation.sudo().state, "held")
        lead.action_unarchive()
        self.assertEqual(calculation.sudo().state, "held")
        self.assertIn("stays on hold", self.feed(lead)[-1])
        self.mine(calculation).action_cancel()

    def test_merged_with_a_lost_deal(self):
        lead, lost = self.deal(), self.deal(name="The same roof")
        calculation = self.taken(lost)
        self.lose(lost)
        self.completed(lead)
        merged = (lead | lost).merge_opportunity()
        self.assertEqual(merged, lead)
        self.assertEqual(calculation.state, "in_progress")

    def test_merged_into_a_lost_deal(self):
        lead, lost = self.deal(), self.deal(name="The same roof")
        self.completed(lost)
        self.lose(lost)
        calculation = self.taken(lead)
        merged = (lead | lost).merge_opportunity()
        self.assertEqual(merged, lost)
        self.assertFalse(merged.active)
        self.assertEqual(calculation.state, "held")
        merged.action_unarchive()
        self.assertEqual(calculation.state, "in_progress")

    def test_why_it_stands_still_is_told_in_the_language_of_who_reads(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        lead = self.deal()
        calculation = self.taken(lead)
        self.engineer.lang = "ru_RU"
        lead.action_archive()
        self.assertEqual(calculation.hold_note, "The deal is lost or archived")
        russian = calculation.with_context(lang="ru_RU")
        self.assertEqual(russian.hold_note, "Сделка проиграна или в архиве")
        told = calculation.message_ids.filtered(
            lambda message: self.engineer.partner_id in message.notified_partner_ids
        )
        self.assertIn("Сделка проиграна или в архиве", told[0].body)

    def test_won_without_an_order_stands_still(self):
        lead = self.deal()
        stage = lead.stage_id
        calculation = self.taken(lead)
        lead.action_set_won()
        self.assertEqual(lead.won_status, "won")
        self.assertEqual(calculation.state, "held")
        self.assertIn("nothing is ordered", calculation.hold_note)
        self.assertFalse(self.asked(calculation))
        self.assertIn(self.engineer, self.inbox(calculation))
        lead.stage_id = stage
        self.assertEqual(calculation.state, "in_progress")
        self.assertEqual(self.asked(calculation), self.engineer)

    def test_column_that_becomes_the_won_one_stops_its_deals(self):
        sold = self.ordered().opportunity_id
        sold.engineering_direction_id = self.other_direction
        going_on = self.requested(sold).sudo()
        calculation, other = self.taken(), self.taken()
        column = self.quiet["crm.stage"].create({"name": "Agreed"})
        deals = sold | (calculation | other).lead_id
        deals.sudo().stage_id = column
        column = self.as_(
            self.user("sales_admin", "sales_team.group_sale_manager"), column
        )
        column.is_won = True
        self.assertEqual((calculation | other).mapped("state"), ["held"] * 2)
        self.assertIn("nothing is ordered", calculation.hold_note)
        self.assertEqual(going_on.state, "requested")
        column.is_won = True
        column.is_won = False
        self.assertEqual((calculation | other).mapped("state"), ["in_progress"] * 2)

    def test_open_works_without_an_order_stop_their_column_from_being_won(self):
        self.direction.work_gate = "none"
        order = self.proposed()
        self.contract()
        self.worked(order)
        stage = order.opportunity_id.stage_id.sudo()
        self.assertFalse(stage.is_won)
        self.assertRefused(UserError, "is in work", stage.write, {"is_won": True})

    def test_lost_deal_that_is_won_stands_still_on(self):
        lead = self.deal()
        calculation = self.taken(lead)
        self.lose(lead)
        lead.action_set_won()
        self.assertEqual(calculation.state, "held")

    def test_order_lets_a_won_deal_go_on(self):
        order = self.proposed()
        lead = order.opportunity_id
        lead.engineering_direction_id = self.other_direction
        other = self.requested(lead).sudo()
        lead.action_set_won()
        self.assertEqual(other.state, "held")
        order.action_confirm()
        self.assertEqual(other.state, "requested")

    def test_sold_deal_is_won_and_goes_on(self):
        order = self.ordered()
        lead = order.opportunity_id
        lead.engineering_direction_id = self.other_direction
        other = self.requested(lead).sudo()
        lead.action_set_won()
        self.assertEqual(other.state, "requested")

    def test_open_works_without_an_order_stop_it_from_being_won(self):
        self.direction.work_gate = "none"
        order = self.proposed()
        self.contract()
        self.worked(order)
        lead = order.opportunity_id
        self.assertRefused(UserError, "without an order", lead.action_set_won)

    def test_works_are_cancelled_with_the_deal_on_request(self):
        order = self.ordered()
        self.contract()
        work = self.worked(order, engineer=self.engineer)
        lead = order.opportunity_id
        dialog = self.wizard(
            "crm.lead.lost",
            lead,
            lead_ids=lead.ids,
            lost_reason_id=self.reason.id,
        )
        self.assertEqual(dialog.engineering_open_works, work.display_name)
        self.assertRefused(UserError, "is in work", dialog.action_lost_reason_apply)
        dialog.engineering_cancel_works = True
        dialog.action_lost_reason_apply()
        self.assertFalse(lead.active)
        self.assertEqual(work.engineering_state, "cancelled")
        self.assertIn(self.engineer, self.inbox(work))
        self.assertFalse(self.asked(work))


@tagged("standard", "post_install", "-at_install")
class TestLostProposal(HostCase, HttpCase):
    def accept(self, order):
        result = self.url_open(
            f"/my/orders/{order.id}/accept",
            data=json.dumps(
                {
                    "params": {
                        "access_token": order.sudo().access_token,
                        "name": "Customer",
                        "signature": drawn_signature(),
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return result.json()["result"]

    def page(self, order):
        """Return what the customer reads on the page of a proposal."""
        return self.url_open(order.sudo().get_portal_url()).text

    def add_optional(self, order):
        """Let the customer add one to the optional service of a proposal."""
        line = order.order_line.filtered(lambda line: line._is_line_optional())
        result = self.url_open(
            f"/my/orders/{order.id}/update_line_dict",
            data=json.dumps(
                {"params": {"access_token": order.access_token, "line_id": line.id}}
            ),
            headers={"Content-Type": "application/json"},
        )
        self.assertNotIn("error", result.json())
        self.env.invalidate_all()
        return line.product_uom_qty

    def test_optional_services_of_a_lost_deal_stay_as_they_are(self):
        """What went out with a proposal is the customer's to take."""
        if "sale_management" not in self.env.registry._init_modules:
            self.skipTest("It lets customers choose what is optional.")
        free = self.env["engineering.direction.limit"].create(
            {"direction_id": self.direction.id, "kind": "free"}
        )
        order = self.proposed()
        order.sudo()._portal_ensure_token()
        order.sudo().write(
            {
                "order_line": [
                    Command.create(
                        {
                            "display_type": "line_section",
                            "name": "Optional",
                            "is_optional": True,
                            "sequence": 100,
                        }
                    ),
                    Command.create(
                        {
                            "product_id": self.survey.id,
                            "product_uom_qty": 0,
                            "sequence": 101,
                        }
                    ),
                ]
            }
        )
        order.action_quotation_sent()
        free.unlink()
        self.assertEqual(self.add_optional(order.sudo()), 1)
        self.assertFalse(order.sudo()._get_acceptance_refusal())
        order.opportunity_id.action_set_lost()
        self.assertEqual(self.add_optional(order.sudo()), 1)
        order.opportunity_id.action_unarchive()
        self.assertEqual(self.add_optional(order.sudo()), 2)

    def test_proposal_of_a_deal_that_is_won_without_an_order(self):
        order = self.proposed()
        order.action_quotation_sent()
        lead = order.opportunity_id
        self.assertNotIn("not open any more", self.page(order))
        lead.action_set_won()
        self.assertTrue(order._is_withdrawn())
        self.assertFalse(order._has_to_be_signed())
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertFalse(order._is_withdrawn())

    def test_proposal_of_a_lost_deal_is_not_signed(self):
        order = self.proposed()
        order.require_signature = order.require_payment = True
        order.action_quotation_sent()
        order.sudo()._portal_ensure_token()
        lead = order.opportunity_id
        lead.action_set_lost()
        self.assertTrue(order.engineering_is_withdrawn)
        self.assertIn("withdrawn, the customer can't sign", self.feed(lead)[-1])
        self.assertRefused(UserError, "Restore the deal first", order.action_confirm)
        self.assertIn("not open any more", self.page(order))
        self.assertFalse(order._has_to_be_signed())
        self.assertFalse(order._has_to_be_paid())
        self.assertIn("error", self.accept(order))
        paid = self.url_open(
            f"/my/orders/{order.id}/transaction",
            data=json.dumps({"params": {"access_token": order.access_token}}),
            headers={"Content-Type": "application/json"},
        ).json()
        self.assertIn("is not open any more", paid["error"]["data"]["message"])
        lead.action_unarchive()
        self.assertTrue(order._has_to_be_paid())
        order.require_payment = False
        self.assertNotIn("error", self.accept(order))
        order.invalidate_recordset()
        self.assertEqual(order.state, "sale")

    def test_order_of_a_lost_deal_is_the_customers(self):
        order = self.ordered()
        order.opportunity_id.action_archive()
        self.assertFalse(order._is_withdrawn())


@tagged("standard", "post_install", "-at_install")
class TestDeletedDeal(HostCase):
    def test_deal_with_cards_is_not_deleted(self):
        owner = self.user("owner", "sales_team.group_sale_manager")
        calculation = self.requested()
        lead = self.as_(owner, calculation.lead_id)
        self.assertRefused(UserError, calculation.name, lead.unlink)
        self.mine(calculation).action_cancel()
        self.assertRefused(UserError, "Mark the deal as lost", lead.unlink)


@tagged("standard", "post_install", "-at_install")
class TestOtherManager(HostCase):
    def give(self, lead, user=None):
        """Let the head of sales give the deal away; return it as its new manager."""
        user = user or self.manager2
        self.as_(self.sales_head, lead).user_id = user
        self.env.invalidate_all()
        return self.as_(user, lead)

    def test_question_is_the_new_managers_to_answer(self):
        lead = self.deal()
        calculation = self.taken(lead)
        self.ask(calculation)
        self.give(lead)
        self.assertEqual(self.asked(calculation), self.manager2)
        told = self.env["mail.message"].search(
            [("model", "=", "crm.lead"), ("res_id", "=", lead.id)]
        )
        self.assertIn(self.manager2.partner_id, told.notified_partner_ids)
        self.answer(calculation, user=self.manager2)
        self.assertEqual(self.asked(calculation), self.engineer)

    def test_who_calculates_and_the_leader_read_whose_the_deal_is_now(self):
        lead = self.deal()
        calculation = self.taken(lead)
        self.give(lead)
        note = calculation.sudo().message_ids[0]
        self.assertIn("The deal goes from Manager to", self.feed(calculation)[-1])
        self.assertEqual(
            note.notified_partner_ids.user_ids, self.engineer | self.leader
        )

    def test_who_does_a_work_reads_whose_the_deal_is_now(self):
        self.contract()
        work = self.worked(self.ordered(), engineer=self.engineer)
        self.give(work.engineering_lead_id)
        self.assertIn("The deal goes from Manager to", self.feed(work)[-1])

    def test_what_engineers_are_asked_stays_theirs(self):
        lead = self.deal()
        calculation = self.requested(lead)
        self.give(lead)
        self.assertEqual(self.asked(calculation), self.engineer | self.colleague)

    def test_deal_that_nobody_had(self):
        lead = self.deal(user_id=False)
        calculation = self.taken(lead)
        self.ask(calculation)
        self.assertEqual(self.asked(calculation), self.manager)
        self.give(lead)
        self.assertEqual(self.asked(calculation), self.manager2)

    def test_proposal_goes_on(self):
        lead = self.deal()
        calculation = self.completed(lead)
        self.assertEqual(self.asked(calculation), self.manager)
        lead = self.give(lead)
        self.assertEqual(self.asked(calculation), self.manager2)
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertFalse(self.asked(calculation))
        order.action_quotation_sent()

    def test_draft_goes_on_and_is_not_made_twice(self):
        order = self.proposed()
        lead = self.give(order.opportunity_id)
        self.assertEqual(order.sudo().user_id, self.manager2)
        action = lead.action_create_proposal()
        self.assertEqual(action["res_id"], order.id)
        order = self.as_(self.manager2, order)
        order.action_quotation_sent()
        order.action_confirm()
        self.assertEqual(lead.engineering_state, "ordered")

    def test_draft_of_a_colleague_is_not_made_twice(self):
        order = self.proposed()
        lead = order.opportunity_id
        order.sudo().user_id = self.manager2
        self.env.invalidate_all()
        self.assertFalse(order.has_access("read"))
        self.assertEqual(lead.action_create_proposal()["res_id"], order.id)
        self.assertEqual(order.user_id, self.manager)

    def test_order_goes_on_to_its_signed_act(self):
        order = self.ordered()
        self.contract()
        lead = self.give(order.opportunity_id)
        order = self.as_(self.manager2, order)
        lead.action_create_work()
        work = lead.engineering_work_ids
        self.done(work)
        self.assertEqual(self.asked(work), self.manager2)
        lead = self.give(lead, self.manager)
        self.assertEqual(self.asked(work), self.manager)
        self.signed(self.acted(work))
        self.assertEqual(lead.engineering_state, "closed")
        order = self.mine(order)
        self.assertTrue(order._create_invoices())
        self.give(lead)
        self.assertEqual(order.sudo().user_id, self.manager)

    def test_sent_act_is_the_new_managers(self):
        order = self.ordered()
        self.contract()
        act = self.acted(self.done(self.worked(order)))
        act.action_send()
        lead = self.give(order.opportunity_id)
        self.signed(self.as_(self.manager2, act))
        self.assertEqual(lead.engineering_state, "closed")

    def test_manager_who_is_gone_is_replaced(self):
        self.contract()
        waiting = self.taken(self.deal())
        self.ask(waiting)
        provided = self.completed(self.deal())
        work = self.done(self.worked(self.ordered()))
        cards = [waiting, provided, work]
        leads = (waiting | provided).lead_id | work.sudo().engineering_lead_id
        self.manager.sudo().action_archive()
        self.assertEqual([len(self.asked(card)) for card in cards], [0, 0, 0])
        self.assertEqual(waiting.state, "waiting")
        self.give(leads)
        for card in cards:
            self.assertEqual(self.asked(card), self.manager2)

    def test_plain_orders_of_the_deal_stay_their_sellers(self):
        lead = self.proposed().opportunity_id
        plain = self.model("sale.order", self.manager).create(
            {"partner_id": self.customer.id, "opportunity_id": lead.id}
        )
        self.give(lead)
        self.assertEqual(plain.sudo().user_id, self.manager)

    def test_deal_merged_into_another_managers(self):
        mine, theirs = self.deal(), self.deal(self.manager2, name="The same roof")
        calculation = self.taken(mine)
        self.ask(calculation)
        self.proposed(theirs)
        merged = self.as_(self.sales_head, mine | theirs).merge_opportunity()
        self.assertEqual(merged.user_id, self.manager2)
        self.assertEqual(self.asked(calculation), self.manager2)

    def test_deal_stands_in_a_column_of_its_new_team(self):
        team = self.quiet["crm.team"].create({"name": "Other sales"})
        here, there = self.env["crm.stage"].create(
            [
                {
                    "name": name,
                    "team_ids": teams.ids,
                    "engineering_state": "calculation",
                }
                for name, teams in (("Here", self.sales_team), ("There", team))
            ]
        )
        lead = self.requested(team_id=self.sales_team.id).lead_id
        self.assertEqual(lead.sudo().stage_id, here)
        self.as_(self.sales_head, lead).team_id = team
        self.assertEqual(lead.sudo().stage_id, there)


@tagged("standard", "post_install", "-at_install")
class TestChangedDeal(HostCase):
    def test_calculation_keeps_its_direction(self):
        lead = self.deal()
        calculation = self.taken(lead)
        lead.engineering_direction_id = self.other_direction
        self.assertEqual(calculation.direction_id, self.direction)
        self.assertEqual(calculation.team_id, self.team)
        self.assertIn("goes on in the direction “Roofing”", self.feed(lead)[-1])
        lead.action_request_calculation()
        self.assertEqual(len(lead.engineering_calculation_ids), 2)

    def test_proposal_stays_made_out_to_its_customer(self):
        order = self.proposed()
        lead = order.opportunity_id
        other = self.quiet["res.partner"].create({"name": "Somebody else"})
        lead.partner_id = other
        self.assertEqual(order.partner_id, self.customer)
        self.assertIn("stays made out to Customer", self.feed(lead)[-1])
        order.action_confirm()
        self.assertEqual(lead.engineering_state, "ordered")

    def test_contact_of_the_same_customer_is_no_news(self):
        lead = self.proposed().opportunity_id
        feed = self.feed(lead)
        lead.partner_id = self.quiet["res.partner"].create(
            {"name": "Its buyer", "parent_id": self.customer.id}
        )
        self.assertEqual([text for text in self.feed(lead) if "made out" in text], [])
        self.assertTrue(feed)

    def test_visit_goes_to_the_address_of_the_day(self):
        lead = self.deal()
        calculation = self.taken(lead)
        lead.street = "Lane 9"
        values = calculation.action_plan_measurement()["context"]
        self.assertIn("Lane 9", values["default_location"])


@tagged("standard", "post_install", "-at_install")
class TestVisit(HostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.tz = "Asia/Tokyo"
        cls.engineer.tz = "America/New_York"

    def planned(self, calculation, **values):
        context = calculation.action_plan_measurement()["context"]
        return calculation.env["calendar.event"].create(
            {
                **{name.removeprefix("default_"): v for name, v in context.items()},
                "start": "2030-06-01 22:00:00",
                "stop": "2030-06-01 23:00:00",
                **values,
            }
        )

    def told(self, calculation):
        """Return what the deal's feed says of visits."""
        feed = self.feed(calculation.sudo().lead_id)
        return [text for text in feed if "Site measurement" in text]

    def test_deal_reads_of_a_moved_visit_by_its_managers_clock(self):
        calculation = self.taken()
        visit = self.planned(calculation)
        self.assertIn("planned on 6/2/30, 7:00", self.told(calculation)[-1])
        visit.write({"start": "2030-06-03 08:00:00", "stop": "2030-06-03 09:00:00"})
        self.assertIn("moved to 6/3/30, 5:00", self.told(calculation)[-1])
        self.assertEqual(len(self.told(calculation)), 2)
        visit.write(
            {"allday": True, "start_date": "2030-06-05", "stop_date": "2030-06-05"}
        )
        self.assertEqual(len(self.told(calculation)), 3)
        self.assertTrue(self.told(calculation)[-1].endswith("moved to 06/05/2030"))

    def test_deal_reads_in_its_managers_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.manager.lang = "ru_RU"
        calculation = self.taken()
        self.planned(calculation)
        self.assertIn("02.06.2030", self.feed(calculation.sudo().lead_id)[-1])

    def test_what_does_not_move_the_visit_is_no_news(self):
        calculation = self.taken()
        visit = self.planned(calculation)
        visit.write({"name": "Measure", "start": visit.start, "stop": visit.stop})
        self.assertEqual(len(self.told(calculation)), 1)

    def test_card_without_a_visit_leaves_its_column(self):
        for how in ("unlink", "action_archive"):
            with self.subTest(how):
                calculation = self.taken()
                first, second = (self.planned(calculation) for _ in range(2))
                getattr(first, how)()
                self.assertIn("7:00", self.told(calculation)[-1])
                self.assertIn("is cancelled", self.told(calculation)[-1])
                self.assertEqual(calculation.stage_id.name, "Site measurement")
                getattr(second, how)()
                self.assertEqual(calculation.stage_id.name, "In progress")
                self.assertEqual(calculation.visit_count, 0)

    def test_restored_visit_is_planned_again(self):
        calculation = self.taken()
        visit = self.planned(calculation)
        visit.action_archive()
        visit.action_unarchive()
        self.assertIn("is planned on", self.told(calculation)[-1])
        self.assertEqual(calculation.stage_id.name, "Site measurement")

    def test_card_that_went_on_stays_where_it_is(self):
        calculation = self.taken()
        visit = self.planned(calculation)
        self.ask(calculation)
        visit.unlink()
        self.assertEqual(calculation.state, "waiting")
        self.assertEqual(calculation.stage_id.state, "waiting")

    def test_whoever_deletes_it_needs_no_right_to_the_card(self):
        calculation = self.taken()
        visit = self.planned(calculation, user_id=self.employee.id)
        visit = self.as_(self.employee, visit)
        self.assertFalse(calculation.with_user(self.employee).has_access("read"))
        visit.write({"start": "2030-06-03 08:00:00", "stop": "2030-06-03 09:00:00"})
        visit.unlink()
        self.assertEqual(calculation.stage_id.name, "In progress")
        self.assertEqual(len(self.told(calculation)), 3)


@tagged("standard", "post_install", "-at_install")
class TestEngineerLeaves(HostCase):
    """An admin deactivates users; an engineering administrator changes teams."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.user("admin", "base.group_erp_manager")

    def deactivate(self, users):
        self.as_(self.admin, users).action_archive()

    def take_out(self, users):
        team = self.as_(self.administrator, self.team)
        team.member_ids = [Command.unlink(user.id) for user in users]

    @contextmanager
    def leaving(self, leave):
        with self.subTest(leave.__name__), closing(self.env.cr.savepoint()):
            yield
            self.env.flush_all()
        self.env.invalidate_all()

    def test_calculations_go_back_to_the_team(self):
        for leave in (self.deactivate, self.take_out):
            with self.leaving(leave):
                taken, waiting = self.taken(), self.taken(name="Second")
                self.ask(waiting)
                leave(self.engineer)
                for card in (taken | waiting).sudo():
                    self.assertEqual(card.state, "requested")
                    self.assertFalse(card.engineer_id)
                    self.assertEqual(self.asked(card), self.colleague)
                    self.assertIn(
                        "Engineer has left the team", self.feed(card.lead_id)[-1]
                    )
                self.as_(self.colleague, taken).action_take()

    def test_request_of_the_team_asks_those_who_stay(self):
        for leave in (self.deactivate, self.take_out):
            with self.leaving(leave):
                request = self.requested()
                leave(self.engineer)
                self.assertEqual(self.asked(request), self.colleague)
                leave(self.colleague)
                self.assertEqual(self.asked(request), self.leader)

    def test_held_calculation_goes_on_as_a_request(self):
        calculation = self.taken()
        self.hold(calculation)
        self.deactivate(self.engineer)
        calculation = self.mine(calculation)
        self.assertEqual(calculation.state, "held")
        calculation.action_resume()
        self.assertEqual(calculation.state, "requested")
        self.assertEqual(self.asked(calculation), self.colleague)

    def test_team_that_nobody_is_left_in(self):
        self.team.leader_id = False
        calculation, request = self.taken(), self.requested(self.deal(name="Second"))
        self.deactivate(self.engineer | self.colleague)
        self.assertEqual(calculation.sudo().state, "in_progress")
        lead = calculation.sudo().lead_id
        self.assertIn("nobody is there to go on", self.feed(lead)[-1])
        self.assertIn(self.manager, self.inbox(lead))
        self.assertFalse(self.asked(request))
        self.mine(calculation).action_cancel()
        self.mine(request).action_cancel()

    def test_works_go_back_to_the_team(self):
        self.contract()
        for leave in (self.deactivate, self.take_out):
            with self.leaving(leave):
                assigned, accepted = (
                    self.worked(self.ordered(), engineer=self.engineer)
                    for _ in range(2)
                )
                self.as_(self.engineer, accepted).action_accept_work()
                leave(self.engineer)
                for work in (assigned | accepted).sudo():
                    self.assertFalse(work.user_ids)
                    self.assertEqual(self.asked(work), self.colleague)
                    self.assertIn(
                        "Engineer, who had the work",
                        "".join(self.feed(work.engineering_lead_id)),
                    )
                self.assertEqual(assigned.sudo().engineering_state, "assigned")
                self.assertEqual(accepted.sudo().engineering_state, "accepted")
                self.as_(self.colleague, assigned).action_accept_work()
                self.as_(self.colleague, accepted).action_complete_work()

    def test_work_of_two_is_the_others(self):
        self.contract()
        work = self.worked(self.ordered(), engineer=self.engineer)
        self.mine(work).sudo()._as_machine().write(
            {"user_ids": [Command.link(self.colleague.id)]}
        )
        self.deactivate(self.engineer)
        self.assertEqual(work.sudo().user_ids, self.colleague)
        self.assertEqual(self.asked(work), self.colleague)

    def test_leader_who_is_gone_assigns_nothing(self):
        self.contract()
        declined, later = (
            self.worked(self.ordered(), engineer=self.engineer) for _ in range(2)
        )
        self.decline(declined)
        self.assertEqual(self.asked(declined), self.leader)
        self.deactivate(self.leader)
        self.assertEqual(self.asked(declined), self.manager)
        self.decline(later)
        self.assertEqual(self.asked(later), self.manager)

    def test_new_leader_assigns(self):
        self.contract()
        work = self.worked(self.ordered(), engineer=self.engineer)
        self.decline(work)
        self.as_(self.administrator, self.team).leader_id = self.colleague
        self.assertEqual(self.asked(work), self.colleague)

    def decline(self, work):
        self.wizard(
            "engineering.work.decline", self.as_(self.engineer, work), reason="Ill"
        ).action_confirm()

    def test_who_stays_as_leader_keeps_all(self):
        self.team.leader_id = self.engineer
        calculation = self.taken()
        self.take_out(self.engineer)
        self.assertEqual(calculation.sudo().engineer_id, self.engineer)

    def test_other_teams_of_an_engineer_are_left_alone(self):
        self.other_team.member_ids |= self.engineer
        lead = self.deal(engineering_direction_id=self.other_direction.id)
        calculation = self.taken(lead)
        self.take_out(self.engineer)
        self.assertEqual(calculation.sudo().engineer_id, self.engineer)

    def test_queries_do_not_grow_with_the_users(self):
        def queries(users):
            teams = self.env["engineering.team"]
            return self.count_queries(teams._take_back_from, users)

        users = self.engineer | self.colleague | self.outsider
        queries(users)
        self.assertLessEqual(queries(users), queries(self.engineer) + 1)


@tagged("standard", "post_install", "-at_install")
class TestProposal(HostCase, HttpCase):
    def test_customer_declines(self):
        order = self.proposed()
        lead = order.opportunity_id
        order.action_quotation_sent()
        order._portal_ensure_token()
        self.env.flush_all()
        self.url_open(
            f"/my/orders/{order.id}/decline?access_token={order.access_token}",
            data={"decline_message": "Too dear", "csrf_token": self.csrf()},
        )
        self.env.invalidate_all()
        self.assertEqual(order.state, "cancel")
        self.assertEqual(lead.engineering_state, "provided")
        again = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertNotEqual(again, order)
        self.assertEqual(lead.engineering_state, "proposal")

    def csrf(self):
        self.authenticate(None, None)
        return Request.csrf_token(self)

    def test_cancelled_proposal_is_sent_after_all(self):
        order = self.proposed()
        lead = order.opportunity_id
        order._action_cancel()
        self.assertEqual(lead.engineering_state, "provided")
        order.action_draft()
        self.assertEqual(lead.engineering_state, "proposal")

    def test_locked_order_goes_on(self):
        order = self.ordered()
        self.contract()
        order.sudo().action_lock()
        lead = order.opportunity_id
        lead.action_create_work()
        self.signed(self.acted(self.done(lead.engineering_work_ids)))
        self.assertEqual(lead.engineering_state, "closed")
        self.assertEqual(order.order_line.mapped("qty_delivered"), [1, 4])
        order.sudo().action_unlock()
        self.assertEqual(lead.engineering_state, "closed")

    def test_refund_changes_nothing_of_the_deal(self):
        order = self.ordered()
        self.contract()
        lead = order.opportunity_id
        self.signed(self.acted(self.done(self.worked(order))))
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        invoice._reverse_moves([{}], cancel=True)
        self.assertEqual(lead.engineering_state, "closed")
        self.assertEqual(order.order_line.mapped("qty_delivered"), [1, 4])


@tagged("standard", "post_install", "-at_install")
class TestMail(HostCase):
    def reply(self, record, author):
        """Let the host take a reply to the last message of the record's feed."""
        parent = record.sudo().message_ids[:1]
        self.env["mail.thread"].sudo().message_process(
            None,
            f"From: {author.email}\nTo: catchall@example.com\nSubject: Re\n"
            f"Message-Id: <reply-{record.id}@example.com>\n"
            f"In-Reply-To: {parent.message_id}\nContent-Type: text/plain\n\nWhite\n",
        )
        return self.feed(record)[-1]

    def test_reply_lands_and_moves_nothing_that_waits_for_others(self):
        calculation = self.taken()
        self.ask(calculation)
        self.assertIn("White", self.reply(calculation, self.colleague))
        self.assertEqual(calculation.state, "waiting")
        self.assertEqual(self.asked(calculation), self.manager)

    def test_reply_of_the_manager_is_the_answer(self):
        calculation = self.taken()
        self.ask(calculation)
        self.reply(calculation, self.manager)
        self.assertIn("White", "".join(self.feed(calculation)))
        self.assertEqual(calculation.state, "in_progress")
        self.assertEqual(self.asked(calculation), self.engineer)

    def test_replies_to_deals_works_and_acts(self):
        order = self.ordered()
        self.contract()
        work = self.worked(order)
        self.reply(work, self.engineer)
        card = order.opportunity_id.engineering_calculation_ids
        self.assertIn("White", self.feed(card)[-1])
        self.assertEqual(work.sudo().engineering_state, "assigned")
        act = self.acted(self.done(work))
        act.action_send()
        self.assertIn("White", self.reply(act, self.customer))
        self.assertEqual(act.state, "sent")
        lead = order.opportunity_id
        self.assertIn("White", self.reply(lead, self.customer))
        self.assertEqual(lead.engineering_state, "work_done")


@tagged("standard", "post_install", "-at_install")
class TestMasterData(HostCase):
    def finish(self, lead):
        """Walk a deal with a completed calculation to its end."""
        lead = self.mine(lead)
        order = self.from_action(lead.action_create_proposal(), lead.env)
        order.action_confirm()
        self.finish_order(order)

    def finish_order(self, order):
        self.contract()
        lead = order.opportunity_id
        lead.action_create_work()
        act = self.acted(self.done(lead.engineering_work_ids))
        act.action_hand_over()
        self.signed(act)
        self.assertEqual(lead.engineering_state, "closed")

    def test_archived_product(self):
        calculation = self.taken()
        variant = self.variant(calculation)
        (self.survey | self.montage).action_archive()
        self.env.invalidate_all()
        self.assertEqual(variant.line_ids.product_id, self.survey | self.montage)
        self.complete(calculation)
        self.finish(calculation.lead_id)

    def test_renamed_product_keeps_what_was_written(self):
        calculation = self.completed()
        name = calculation.variant_ids.line_ids[0].name
        self.survey.name = "Another name"
        self.env.invalidate_all()
        self.assertEqual(calculation.variant_ids.line_ids[0].name, name)
        self.finish(calculation.lead_id)

    def test_archived_unit(self):
        unit = self.quiet["uom.uom"].create({"name": "Bay", "relative_factor": 1})
        self.survey.uom_id = unit
        calculation = self.completed(lines=[(self.survey, 2, 100.0)])
        unit.active = False
        unit.name = "Bay of old"
        self.env.invalidate_all()
        self.assertEqual(calculation.variant_ids.line_ids.product_uom_id, unit)
        self.finish(calculation.lead_id)

    def test_archived_project(self):
        order = self.ordered()
        self.contract()
        work = self.worked(order, {self.survey: 1, self.montage: 1})
        self.assertRefused(UserError, "is an open work", self.project.action_archive)
        self.done(work)
        self.project.action_archive()
        self.env.invalidate_all()
        lead = order.opportunity_id
        self.assertRefused(UserError, "which is archived", lead.action_create_work)
        wizard = self.wizard("engineering.act.create", lead)
        self.assertEqual(wizard.work_ids, work)
        act = self.from_action(wizard.action_confirm(), lead.env)
        self.assertEqual(act.work_ids, work)
        self.signed(act)
        self.direction.project_id = self.project.copy({"active": True})
        lead.action_create_work()
        self.signed(self.acted(self.done(lead.engineering_work_ids - work)))
        self.assertEqual(lead.engineering_state, "closed")

    def test_archived_contract(self):
        order = self.ordered()
        contract = self.contract()
        work = self.worked(order, {self.survey: 1, self.montage: 1})
        contract.sudo().active = False
        self.env.invalidate_all()
        self.assertEqual(work.sudo().engineering_agreement_id, contract)
        self.signed(self.acted(self.done(work)))

    def test_archived_contact(self):
        calculation = self.completed()
        self.customer.active = False
        self.env.invalidate_all()
        self.assertEqual(calculation.sudo().partner_id, self.customer)
        self.finish(calculation.lead_id)

    def test_merged_contacts(self):
        order = self.ordered()
        self.contract()
        act = self.acted(self.done(self.worked(order, {self.survey: 1})))
        act.action_send()
        other = self.quiet["res.partner"].create(
            {"name": "Customer Ltd", "email": "customer@example.com"}
        )
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | other).ids, other
        )
        self.env.invalidate_all()
        self.assertFalse(self.customer.exists())
        lead = order.opportunity_id
        for record in (act, order, lead, lead.sudo().engineering_work_ids):
            self.assertEqual(record.partner_id, other)
        self.assertEqual(lead.engineering_calculation_ids.partner_id, other)
        self.signed(act)
        lead.action_create_work()
        rest = lead.engineering_work_ids - act.work_ids
        self.signed(self.acted(self.done(rest)))
        self.assertEqual(lead.engineering_state, "closed")
