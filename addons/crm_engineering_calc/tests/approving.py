"""The case of a proposal that goes beyond its seller's limits."""

from .common import EngineeringCase

SEE_COSTS = "crm_engineering_calc.group_see_costs"


class ApprovalCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction.write({"price_decrease_limit": 10, "price_increase_limit": 20})

    def setUp(self):
        super().setUp()
        self.order = self.proposed(
            lines=[(self.survey, 1, 100.0), (self.repair, 2, 40.0)]
        )
        self.lines = self.order.order_line
        self.env.flush_all()

    def tax(self, name, **values):
        vals = {"name": name, "amount": 20.0, "type_tax_use": "sale", **values}
        return self.quiet["account.tax"].create(vals)

    def included_tax(self):
        return self.tax("In the price", price_include_override="tax_included")

    def kinds(self, order=None):
        found = (order or self.order)._get_excesses()
        return sorted(one.kind.value for excesses in found.values() for one in excesses)

    def ask(self, order=None, reason="A friend of the house"):
        """Return the approval that the manager asks for."""
        order = order or self.order
        self.wizard(
            "engineering.approval.request", order, reason=reason
        ).action_confirm()
        return order.sudo().engineering_approval_ids.sorted("id")[-1]

    def refuse(self, user, approval, reason="Too cheap"):
        self.wizard(
            "engineering.approval.refuse", self.as_(user, approval), reason=reason
        ).action_confirm()

    def discount(self, percent):
        self.env.company.sale_discount_product_id = self.service("Discount", 0.0)
        self.model("sale.order.discount", self.manager).create(
            {
                "sale_order_id": self.order.id,
                "discount_type": "so_discount",
                "discount_percentage": percent / 100,
            }
        ).action_apply_discount()
