"""Both desks in a browser: the engineer's on a phone, the manager's on a desk."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

TIMEOUT = 180


class DeskTourCase(EngineeringCase, HttpCase):
    def tour(self, url, name, user):
        self.start_tour(url, name, login=user.login, timeout=TIMEOUT)
        self.env.invalidate_all()


@tagged("standard", "post_install", "-at_install")
class TestManagerDeskTour(DeskTourCase):
    def test_manager_works_at_desk(self):
        self.completed(self.deal(name="Winter garden"))
        self.tour(
            "/odoo/engineering-manager-desk",
            "engineering_manager_works_at_desk",
            self.manager,
        )


@tagged("standard", "post_install", "-at_install")
class TestEngineerDeskTour(DeskTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_engineer_works_at_desk_on_a_phone(self):
        calculation = self.requested(self.deal(name="Winter garden"))
        self.tour(
            "/odoo/engineering-desk",
            "engineering_engineer_works_at_desk",
            self.engineer,
        )
        self.assertEqual(calculation.state, "waiting")
        self.assertEqual(calculation.engineer_id, self.engineer)
        self.assertEqual(calculation.question, "How high is the roof?")

    def test_board_shows_what_was_taken_meanwhile(self):
        calculation = self.requested(self.deal(name="Winter garden"))
        self.tour(
            "/odoo/engineering-desk", "engineering_engineer_is_late", self.engineer
        )
        self.assertEqual(calculation.state, "in_progress")

    def test_engineer_completes_after_a_second_look(self):
        calculation = self.taken(self.deal(name="Winter garden"))
        self.variant(calculation)
        self.tour(
            "/odoo/engineering-desk", "engineering_engineer_completes", self.engineer
        )
        self.assertEqual(calculation.state, "completed")
