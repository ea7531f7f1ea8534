"""What people do: from a deal to a signed act, each step as who takes it."""

from odoo.fields import Command


class EngineeringFlow:
    """The records of a test, in the state that its people have brought them to."""

    # === FROM THE DEAL TO THE SIGNED ACT ===

    def deal(self, user=None, **values):
        """Return a new deal, as its manager sees it."""
        user = user or self.manager
        return self.model("crm.lead", user).create(
            {
                "name": "New roof",
                "type": "opportunity",
                "user_id": user.id,
                "partner_id": self.customer.id,
                "engineering_direction_id": self.direction.id,
                **values,
            }
        )

    def requested(self, lead=None, **values):
        """Return the calculation of a deal that is sent, as its engineer sees it."""
        lead = lead or self.deal(**values)
        before = lead.sudo().engineering_calculation_ids
        lead.action_request_calculation()
        return self.as_(self.engineer, lead.sudo().engineering_calculation_ids - before)

    def taken(self, lead=None, **values):
        calculation = self.requested(lead, **values)
        calculation.action_take()
        return calculation

    def variant(self, calculation, lines=None, **values):
        """Return a variant of `lines`: (service, quantity, base price) or values."""
        lines = lines or [(self.survey, 1, 100.0), (self.montage, 4, 250.0)]
        return calculation.env["engineering.variant"].create(
            {
                "calculation_id": calculation.id,
                "line_ids": [
                    Command.create(
                        line
                        if isinstance(line, dict)
                        else dict(
                            zip(
                                ("product_id", "quantity", "base_price"),
                                (line[0].id, *line[1:]),
                                strict=False,
                            )
                        )
                    )
                    for line in lines
                ],
                **values,
            }
        )

    def completed(self, lead=None, lines=None, **values):
        """Return a completed calculation with one variant."""
        calculation = self.taken(lead, **values)
        self.variant(calculation, lines)
        self.complete(calculation)
        return calculation

    def complete(self, calculation, explanation="It is right as it is"):
        """Complete a calculation, and explain what is suspicious in it."""
        if calculation.action_complete() is not True:
            self.wizard(
                "engineering.calculation.complete",
                calculation,
                explanation=explanation,
            ).action_confirm()

    def proposed(self, lead=None, lines=None, **values):
        """Return the draft order of a completed calculation, as its manager."""
        variant = self.completed(lead, lines, **values).variant_ids
        lead = variant.lead_id.with_user(variant.sudo().lead_id.user_id)
        variant.with_env(lead.env).action_select()
        return self.from_action(lead.action_create_proposal(), lead.env)

    def ordered(self, lead=None, lines=None, **values):
        order = self.proposed(lead, lines, **values)
        order.action_confirm()
        return order

    def contract(self, **values):
        return self.model("agreement", self.manager).create(
            {
                "name": "Contract",
                "code": "K-1",
                "partner_id": self.customer.id,
                "domain": "sale",
                **values,
            }
        )

    def worked(self, order, quantities=None, engineer=None):
        """Return a work of the order: of all that is left, or {service: quantity}."""
        wizard = self.wizard(
            "engineering.work.create", order.opportunity_id, order_id=order.id
        )
        if quantities is not None:
            for line in wizard.line_ids:
                line.quantity = quantities.get(line.order_line_id.product_id, 0)
        if engineer is not None:
            wizard.engineer_id = engineer
        return self.from_action(wizard.action_confirm(), order.env)

    def proof(self, work, kind=None, **values):
        """Return a file that proves a work, as who works there has marked it."""
        kind = kind or self.env.ref("crm_engineering_calc.evidence_kind_after")
        return work.env["ir.attachment"].create(
            {
                "name": "photo.jpg",
                "raw": b"photo",
                "res_model": work._name,
                "res_id": work.id,
                "engineering_evidence_kind_id": kind.id,
                **values,
            }
        )

    def done(self, work):
        """Let the engineer accept and complete the work."""
        work = self.as_(self.engineer, work)
        work.action_accept_work()
        work.action_complete_work()
        return work

    def acted(self, works, quantities=None):
        """Return the draft act of works, as the manager."""
        works = self.as_(self.manager, works)
        wizard = self.wizard(
            "engineering.act.create",
            works.engineering_lead_id,
            work_ids=[Command.set(works.ids)],
        )
        if quantities is not None:
            for line in wizard.line_ids:
                line.quantity = quantities.get(line.work_line_id.product_id, 0)
        return self.from_action(wizard.action_confirm(), works.env)

    def signed(self, act):
        if act.state == "draft":
            act.action_send()
        self.wizard("engineering.act.sign", act, scan=b"c2Nhbg==").action_confirm()
        return act

    # === DIALOGS ===

    def wizard(self, name, records, **values):
        """Return the dialog as the client opens it over `records`."""
        dialogs = records.env[name].with_context(
            active_model=records._name, active_ids=records.ids
        )
        dialog = dialogs.create(values)
        # A dialog is computed as its user: nobody else's transaction comes between.
        dialog.flush_recordset()
        return dialog

    def from_action(self, action, env):
        """Return the record that an action opens."""
        self.assertTrue(action.get("res_id"), action)
        return env[action["res_model"]].browse(action["res_id"])

    def ask(self, calculation, question="How high?"):
        self.wizard(
            "engineering.calculation.ask", calculation, question=question
        ).action_confirm()

    def answer(self, calculation, answer="Nine metres", user=None):
        calculation = self.as_(user or self.manager, calculation)
        self.wizard(
            "engineering.calculation.answer", calculation, answer=answer
        ).action_confirm()

    def hold(self, calculation, reason="The customer is away", user=None):
        calculation = self.as_(user or self.manager, calculation)
        self.wizard(
            "engineering.calculation.hold", calculation, reason=reason
        ).action_confirm()

    def redirect(self, calculation, **values):
        values = {"reason": "Not ours", **values}
        self.wizard(
            "engineering.calculation.redirect", calculation, **values
        ).action_confirm()

    def revise(self, calculation, reason="Another colour"):
        wizard = self.wizard(
            "engineering.calculation.revise", calculation, reason=reason
        )
        return self.from_action(wizard.action_confirm(), calculation.env)
