"""Nothing is addressed to who has left, or is no engineer any more."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class LeavingCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.user("admin", "base.group_erp_manager")

    def lose_role(self, user):
        group = self.env.ref("crm_engineering_calc.group_engineer")
        self.as_(self.admin, user).group_ids = [Command.unlink(group.id)]

    def planned(self, calculation, days=2):
        """Return a visit of the calculation's engineer, in some days."""
        calendar = calculation.env["calendar.event"]
        start = fields.Datetime.now() + timedelta(days=days)
        action = calculation.action_plan_measurement()
        return calendar.with_context(**action["context"]).create(
            {"start": start, "stop": start + timedelta(hours=1)}
        )


@tagged("standard", "post_install", "-at_install")
class TestRole(LeavingCase):
    def test_member_who_is_no_engineer_is_asked_nothing(self):
        self.team.member_ids += self.employee
        request = self.requested()
        self.assertEqual(self.asked(request), self.engineer | self.colleague)

    def test_leader_who_is_no_engineer_is_asked_nothing(self):
        self.team.leader_id = self.employee
        self.assertFalse(self.team._get_leader())

    def test_who_loses_the_role_leaves(self):
        self.contract()
        taken, request = self.taken(), self.requested(self.deal(name="Second"))
        work = self.worked(
            self.ordered(self.deal(name="Third")), engineer=self.engineer
        )
        self.lose_role(self.engineer)
        self.assertEqual(taken.sudo().state, "requested")
        for card in (taken, request, work):
            self.assertEqual(self.asked(card), self.colleague)

    def test_who_is_taken_out_of_the_group_leaves(self):
        taken = self.taken()
        self.engineer.group_ids += self.env.ref("base.group_user")
        group = self.env.ref("crm_engineering_calc.group_engineer")
        self.as_(self.admin, group).user_ids = [Command.unlink(self.engineer.id)]
        self.assertEqual(taken.sudo().state, "requested")
        self.assertEqual(self.asked(taken), self.colleague)

    def test_who_gets_another_role_keeps_all(self):
        taken, request = self.taken(), self.requested(self.deal(name="Second"))
        group = self.env.ref("sales_team.group_sale_salesman")
        self.as_(self.admin, self.engineer).group_ids = [Command.link(group.id)]
        self.assertEqual(taken.sudo().engineer_id, self.engineer)
        self.assertEqual(self.asked(request), self.engineer | self.colleague)

    def test_roles_of_many_users_are_found_at_once(self):
        users = self.quiet["res.users"].create(
            [
                self._prepare_user(
                    f"user{number}", "crm_engineering_calc.group_engineer"
                )
                for number in range(20)
            ]
        )

        def count(some):
            self.env.registry.clear_cache()
            return self.count_queries(some.sudo()._get_companies_of_roles)

        count(users)
        self.assertLessEqual(count(users), count(users[:2]))

    def test_who_loses_a_company_keeps_the_cards_of_the_others(self):
        branch = self.quiet["res.company"].create({"name": "Branch"})
        here = self.env.company
        people = self.engineer | self.colleague | self.manager
        people.sudo().company_ids += branch
        mine, theirs = self.taken(), self.taken(self.deal(company_id=branch.id))
        request = self.requested(self.deal(name="Third", company_id=branch.id))
        self.as_(self.admin, self.engineer).company_ids = [Command.set(here.ids)]
        self.assertEqual(mine.sudo().engineer_id, self.engineer)
        self.assertFalse(theirs.sudo().engineer_id)
        for card in (theirs, request):
            self.assertEqual(self.asked(card), self.colleague)


@tagged("standard", "post_install", "-at_install")
class TestVisitsAndDeals(LeavingCase):
    def test_visit_ahead_is_who_takes_the_calculations(self):
        calculation = self.taken()
        visit = self.planned(calculation)
        self.as_(self.admin, self.engineer).action_archive()
        visit = visit.sudo()
        self.assertFalse(visit.user_id)
        self.assertNotIn(self.engineer.partner_id, visit.partner_ids)
        lead = calculation.sudo().lead_id
        self.assertIn("Nobody goes to the site measurement", "".join(self.feed(lead)))
        self.assertIn(self.manager, self.inbox(lead))
        self.as_(self.colleague, calculation).action_take()
        self.assertEqual(visit.user_id, self.colleague)
        self.assertIn(self.colleague.partner_id, visit.partner_ids)

    def test_visit_ahead_goes_with_a_calculation_that_is_handed_out(self):
        self.team.dispatch = "round_robin"
        calculation = self.taken()
        visit = self.planned(calculation).sudo()
        self.as_(self.admin, self.engineer).action_archive()
        self.assertEqual(visit.user_id, self.colleague)
        self.assertIn(
            "Colleague goes to the site measurement",
            "".join(self.feed(calculation.lead_id)),
        )

    def test_visit_that_was_is_left_alone(self):
        visit = self.planned(self.taken(), days=-2).sudo()
        self.as_(self.admin, self.engineer).action_archive()
        self.assertEqual(visit.user_id, self.engineer)

    def test_deal_asks_who_has_left_no_more(self):
        deal = self.deal(engineering_engineer_id=self.engineer.id)
        other = self.deal(engineering_engineer_id=self.colleague.id)
        self.as_(self.admin, self.engineer).action_archive()
        self.assertFalse(deal.engineering_engineer_id)
        self.assertEqual(other.engineering_engineer_id, self.colleague)
        deal.action_request_calculation()


@tagged("standard", "post_install", "-at_install")
class TestVisitsOfWhatIsRedirected(LeavingCase):
    def setUp(self):
        super().setUp()
        self.card = self.taken()
        self.visit = self.planned(self.card).sudo()

    def told_of_visit(self):
        notes = self.feed(self.card.sudo().lead_id)
        return [note for note in notes if "to the site measurement" in note]

    def test_visits_ahead_go_to_the_new_engineer(self):
        past = self.planned(self.card, days=-2).sudo()
        foreign = self.planned(self.card).sudo()
        foreign.user_id = self.leader
        self.redirect(self.card, engineer_id=self.colleague.id)
        self.assertEqual(self.visit.user_id, self.colleague)
        self.assertIn(self.colleague.partner_id, self.visit.partner_ids)
        self.assertNotIn(self.engineer.partner_id, self.visit.partner_ids)
        self.assertEqual(past.user_id, self.engineer)
        self.assertEqual(foreign.user_id, self.leader)
        self.assertEqual(len(self.told_of_visit()), 1)

    def test_team_that_gets_the_card_sends_who_takes_it(self):
        self.redirect(self.card)
        self.assertFalse(self.visit.user_id)
        self.assertIn("Nobody goes", "".join(self.told_of_visit()))
        self.as_(self.colleague, self.card).action_take()
        self.assertEqual(self.visit.user_id, self.colleague)
        self.assertEqual(len(self.told_of_visit()), 2)

    def test_who_is_next_in_the_team_goes_at_once(self):
        self.team.dispatch = "round_robin"
        self.redirect(self.card)
        self.assertEqual(self.visit.user_id, self.colleague)
        self.assertEqual(len(self.told_of_visit()), 1)

    def test_who_has_it_already_goes_on_going(self):
        self.redirect(self.card, engineer_id=self.engineer.id)
        self.assertEqual(self.visit.user_id, self.engineer)
        self.assertFalse(self.told_of_visit())

    def test_visits_stay_where_that_is_asked(self):
        self.redirect(self.card, engineer_id=self.colleague.id, with_visits=False)
        self.assertEqual(self.visit.user_id, self.engineer)

    def test_each_of_many_takes_its_own_along(self):
        other = self.taken(self.deal(name="Second"), engineer=self.colleague)
        cards = self.as_(self.leader, self.card | other)
        visits = self.visit | self.planned(other).sudo()
        self.redirect(cards, engineer_id=self.colleague.id)
        self.assertEqual(visits.mapped("user_id"), self.colleague)
        self.assertEqual(len(self.told_of_visit()), 1)

    def test_dialog_asks_where_there_are_any(self):
        other = self.taken(self.deal(name="Second"))
        for card, is_asked in ((self.card, True), (other, False)):
            dialogs = card.env["engineering.calculation.redirect"]
            form = Form(
                dialogs.with_context(active_model=card._name, active_id=card.id)
            )
            self.assertTrue(form.with_visits)
            self.assertEqual(form.has_visits, is_asked)


@tagged("standard", "post_install", "-at_install")
class TestHandOver(LeavingCase):
    """The leader hands over in one dialog what somebody has who leaves."""

    def setUp(self):
        super().setUp()
        self.contract()
        self.card, self.held = self.taken(), self.taken(self.deal(name="Held"))
        self.hold(self.held)
        self.visit = self.planned(self.card).sudo()
        self.assigned, self.accepted = (
            self.worked(self.ordered(self.deal(name=name)), engineer=self.engineer)
            for name in ("Assigned", "Accepted")
        )
        self.as_(self.engineer, self.accepted).action_accept_work()
        self.env.flush_all()

    def dialog(self, user=None, **values):
        team = self.as_(user or self.leader, self.team)
        action = team.action_hand_over()
        dialogs = team.env[action["res_model"]].with_context(**action["context"])
        return dialogs.create(
            {"user_id": self.engineer.id, "reason": "Leaves", **values}
        )

    def test_all_goes_to_another(self):
        dialog = self.dialog(engineer_id=self.colleague.id)
        self.assertEqual(dialog.calculation_ids.sudo(), (self.card | self.held).sudo())
        self.assertEqual(dialog.visit_ids.sudo(), self.visit)
        self.assertEqual(dialog.work_ids.sudo(), (self.assigned | self.accepted).sudo())
        dialog.action_confirm()
        self.assertEqual((self.card | self.held).sudo().engineer_id, self.colleague)
        self.assertEqual(self.card.sudo().state, "requested")
        self.assertEqual(self.held.sudo().state, "held")
        self.assertEqual(self.visit.user_id, self.colleague)
        works = (self.assigned | self.accepted).sudo()
        self.assertEqual(works.user_ids, self.colleague)
        self.assertEqual(works.mapped("engineering_state"), ["assigned", "accepted"])
        for card in (self.card, *works):
            self.assertEqual(self.asked(card), self.colleague)
        held = self.held.sudo().lead_id
        for lead in (self.card.lead_id, held, *works.engineering_lead_id):
            self.assertIn("Leaves", "".join(self.feed(lead)))
        self.as_(self.colleague, self.accepted).action_complete_work()

    def test_all_goes_back_to_the_team(self):
        self.team.dispatch = "round_robin"
        self.dialog().action_confirm()
        self.assertEqual(self.card.sudo().engineer_id, self.colleague)
        self.assertFalse(self.held.sudo().engineer_id)
        self.assertEqual(self.visit.user_id, self.colleague)
        self.assertFalse((self.assigned | self.accepted).sudo().user_ids)

    def test_all_or_nothing(self):
        dialog = self.dialog(engineer_id=self.outsider.id)
        self.assertRefused(UserError, "is not in the teams", dialog.action_confirm)
        self.assertEqual(self.card.sudo().engineer_id, self.engineer)

    def test_administrator_does_it_for_any_team(self):
        dialogs = self.model("engineering.team.leave", self.administrator)
        dialog = dialogs.with_context(
            active_model="res.users", active_id=self.engineer.id
        ).create({"reason": "Leaves"})
        self.assertEqual(dialog.user_id, self.engineer)
        dialog.action_confirm()
        self.assertFalse(self.card.sudo().engineer_id)

    def test_who_leaves_is_chosen_where_several_users_are_marked(self):
        dialog = self.model("engineering.team.leave", self.administrator)
        for marked in (self.engineer, self.engineer | self.colleague):
            dialog = dialog.with_context(
                active_model="res.users",
                active_id=marked[0].id,
                active_ids=marked.ids,
            )
            leaver = dialog.default_get(["user_id"]).get("user_id", False)
            self.assertEqual(leaver, len(marked) == 1 and marked.id)

    def test_leader_of_another_team_hands_nothing_over(self):
        stranger = self.user("stranger", "crm_engineering_calc.group_leader")
        self.other_team.leader_id = stranger
        self.team.member_ids += stranger
        dialog = self.model("engineering.team.leave", stranger).create(
            {"user_id": self.engineer.id, "reason": "Leaves"}
        )
        self.assertRefused(UserError, "nothing open", dialog.action_confirm)

    def test_engineers_have_no_such_dialog(self):
        with self.assertRaises(AccessError):
            self.dialog(self.engineer)

    def test_form_lists_what_is_open(self):
        team = self.as_(self.leader, self.team)
        dialogs = team.env["engineering.team.leave"].with_context(
            default_team_id=self.team.id
        )
        with Form(dialogs) as form:
            form.user_id = self.engineer
            self.assertEqual(len(form.calculation_ids), 2)
            self.assertEqual(len(form.visit_ids), 1)
            self.assertEqual(len(form.work_ids), 2)
            form.reason = "Leaves"


@tagged("standard", "post_install", "-at_install")
class TestManagerLeaves(LeavingCase):
    """Until the deal is given away, the head of its sales team is asked."""

    def setUp(self):
        super().setUp()
        self.sales_team.user_id = self.sales_head

    def test_question_is_the_head_of_the_sales_teams(self):
        calculation = self.taken(self.deal(team_id=self.sales_team.id))
        self.manager.action_archive()
        self.ask(calculation)
        self.assertEqual(self.asked(calculation), self.sales_head)
        self.answer(calculation, user=self.sales_head)
        self.assertEqual(calculation.sudo().state, "in_progress")

    def test_question_that_waits_is_asked_again_at_once(self):
        calculation = self.taken(self.deal(team_id=self.sales_team.id))
        self.ask(calculation)
        self.manager.action_archive()
        self.assertEqual(self.asked(calculation), self.sales_head)
        self.assertIn(self.sales_head, self.inbox(calculation))
        calculation.sudo().lead_id.user_id = self.manager2
        self.assertEqual(self.asked(calculation), self.manager2)

    def test_question_of_who_sells_no_more_is_asked_again_at_once(self):
        group = self.env.ref("sales_team.group_sale_salesman")
        for how in ("role", "group", "company"):
            with self.subTest(how):
                seller = self.user(
                    f"seller_{how}", "base.group_user,sales_team.group_sale_salesman"
                )
                calculation = self.taken(self.deal(seller, team_id=self.sales_team.id))
                self.ask(calculation)
                self.assertEqual(self.asked(calculation), seller)
                as_admin = self.as_(self.admin, seller)
                if how == "role":
                    as_admin.group_ids = [Command.unlink(group.id)]
                elif how == "group":
                    self.as_(self.admin, group).user_ids = [Command.unlink(seller.id)]
                else:
                    branch = self.quiet["res.company"].create({"name": "Branch"})
                    as_admin.write(
                        {
                            "company_id": branch.id,
                            "company_ids": [Command.set(branch.ids)],
                        }
                    )
                self.assertEqual(self.asked(calculation), self.sales_head)
                self.assertIn(self.sales_head, self.inbox(calculation))
                desk = self.model("crm.lead", self.sales_head)
                waits = [("engineering_desk", "=", "engineering_waits_for_me")]
                self.assertIn(calculation.lead_id, desk.search(waits))
                self.answer(calculation, user=self.sales_head)
                self.assertEqual(calculation.sudo().state, "in_progress")

    def test_seller_who_is_gone_from_one_deal_is_asked_of_another(self):
        calculated = self.taken(self.deal(team_id=self.sales_team.id)).lead_id
        plain = self.deal(team_id=self.sales_team.id)
        branch = self.quiet["res.company"].create({"name": "Branch"})
        self.as_(self.admin, self.manager).write(
            {"company_id": branch.id, "company_ids": [Command.set(branch.ids)]}
        )
        deals = (calculated | plain).sudo()
        companies = deals._get_summary_items().companies
        managers = deals._get_engineering_managers(companies)
        self.assertEqual(managers[calculated], self.sales_head)
        self.assertEqual(managers[plain], self.manager)

    def test_seller_who_gets_another_role_is_still_asked(self):
        calculation = self.taken(self.deal(team_id=self.sales_team.id))
        self.ask(calculation)
        before = calculation.sudo().activity_ids
        self.as_(self.admin, self.manager).group_ids = [
            Command.link(self.env.ref("crm_engineering_calc.group_engineer").id),
            Command.unlink(self.env.ref("base.group_partner_manager").id),
        ]
        self.assertEqual(calculation.sudo().activity_ids, before)
        self.assertEqual(self.asked(calculation), self.manager)

    def test_work_is_the_head_of_the_sales_teams(self):
        self.contract()
        order = self.ordered(self.deal(team_id=self.sales_team.id))
        work = self.worked(order, engineer=self.engineer)
        self.manager.action_archive()
        self.done(work)
        self.assertEqual(self.asked(work), self.sales_head)

    def test_nobody_who_is_gone_is_asked(self):
        self.sales_team.user_id = False
        calculation = self.taken(self.deal(team_id=self.sales_team.id))
        self.manager.action_archive()
        self.ask(calculation)
        self.assertFalse(self.asked(calculation))
