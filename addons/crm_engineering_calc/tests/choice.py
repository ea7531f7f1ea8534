"""A calculation with alternatives, and the proposal of some of them."""


class ChoiceFlow:
    """A deal whose roof is calculated in tin, slate and straw."""

    PRICES = (("Tin", 100.0), ("Slate", 300.0), ("Straw", 200.0))

    def calculated(self, lead=None):
        """Return the variants of a completed calculation, as the manager sees them."""
        calculation = self.taken(lead)
        for name, price in self.PRICES:
            self.variant(calculation, [(self.survey, 2, price)], name=name)
        self.complete(calculation)
        return self.as_(self.manager, calculation.variant_ids)

    def propose(self, lead):
        lead = self.as_(self.manager, lead)
        return self.from_action(lead.action_create_proposal(), lead.env)

    def offered(self, lead=None):
        """Return a sent proposal of tin and slate, and these: tin is recommended."""
        tin, slate, _straw = self.calculated(lead)
        (tin | slate).action_offer()
        order = self.propose(tin.lead_id)
        order.action_quotation_sent()
        return order, tin, slate
