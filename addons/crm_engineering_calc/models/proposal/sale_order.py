from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ...domain.workflows import ActState, WorkState
from ..common.field_groups import CONTRACTS, ENGINEERING


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = [
        "sale.order",
        "engineering.own.fields.mixin",
        "engineering.reference.mixin",
    ]

    agreement_id = fields.Many2one(groups=CONTRACTS)
    # A column of the order: to ask it costs orders without variants no query.
    engineering_calculated = fields.Boolean(
        "Made from Calculations", readonly=True, copy=False, groups=ENGINEERING
    )
    engineering_variant_ids = fields.Many2many(
        "engineering.variant",
        string="Variants",
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
        groups=ENGINEERING,
        help="The variants of calculations that the order's lines are of.",
    )
    engineering_offered_variant_ids = fields.Many2many(
        "engineering.variant",
        "sale_order_offered_variant_rel",
        "order_id",
        "engineering_variant_id",
        string="Offered Variants",
        readonly=True,
        copy=False,
        check_company=True,
        groups=ENGINEERING,
    )
    engineering_calculation_ids = fields.Many2many(
        "engineering.calculation",
        string="Calculations",
        compute="_compute_engineering_calculation_ids",
        search="_search_engineering_calculation_ids",
        compute_sudo=True,
        groups=ENGINEERING,
    )
    engineering_superseded_by_id = fields.Many2one(
        "sale.order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The proposal made from a later revision of the calculation.",
        string="Superseded By",
    )

    @api.depends("engineering_variant_ids.calculation_id")
    def _compute_engineering_calculation_ids(self):
        for order in self:
            order.engineering_calculation_ids = (
                order.engineering_variant_ids.calculation_id
            )

    def _search_engineering_calculation_ids(self, operator, value):
        return [("engineering_variant_ids.calculation_id", operator, value)]

    # === CONSTRAINTS ===

    @api.constrains("engineering_variant_ids", "opportunity_id")
    def _check_variants_of_deal(self):
        for order in self.sudo().filtered("engineering_calculated"):
            lead = order.engineering_variant_ids.lead_id
            if lead and order.opportunity_id != lead:
                raise ValidationError(
                    self.env._(
                        "%(order)s sells a calculation of the deal “%(deal)s”, and"
                        " stays in it. Merge the deals to bring it to another one.",
                        order=order.display_name,
                        deal=", ".join(lead.mapped("name")),
                    )
                )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            "engineering_calculated",
            "engineering_offered_variant_ids",
            "engineering_superseded_by_id",
            "engineering_variant_ids",
        }

    def copy_data(self, default=None):
        """Leave the deal out of a duplicate, which none of its calculations made."""
        vals_list = super().copy_data(default)
        if "opportunity_id" not in (default or {}):
            for order, vals in zip(self.sudo(), vals_list, strict=True):
                if order.engineering_calculated:
                    vals["opportunity_id"] = False
        return vals_list

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._update_deals()
        return orders

    def write(self, vals):
        if vals.get("state") == "cancel":
            self.check_access("write")
            self._of_engineering()._check_can_cancel()
        result = super().write(vals)
        if vals.get("state") in ("sent", "sale"):
            self._of_engineering()._after_proposal(vals["state"])
        if self._get_deal_fields().intersection(vals):
            self._update_deals()
        return result

    def unlink(self):
        leads = self._of_engineering().sudo().opportunity_id
        result = super().unlink()
        leads._update_engineering_state()
        return result

    @api.model
    def _get_deal_fields(self):
        """Return what of an order decides where its deal stands. To be extended."""
        return {"date_order", "engineering_variant_ids", "state", "validity_date"}

    def _update_begun_deals(self):
        """Let the deals stand where they are with what is ordered by now.

        A proposal is an order, too, once works have begun.
        """
        self.filtered(
            lambda order: (
                order.engineering_calculated
                and (
                    order.state == "sale" or order.order_line.engineering_work_line_ids
                )
            )
        )._update_deals()

    def _update_deals(self):
        """Let the deals stand where their proposals and orders are by now."""
        self._of_engineering().sudo().opportunity_id._update_engineering_state()

    def _action_cancel(self):
        result = super()._action_cancel()
        self._of_engineering()._release_superseded()
        return result

    def _keep_variants_with_lines(self):
        """Let variants go whose last line has left; without any line, all stay."""
        for order in self.sudo().exists():
            services = order.order_line.filtered("product_id")
            left = services.engineering_variant_line_id.variant_id
            if left and left != order.engineering_variant_ids:
                order._as_machine().engineering_variant_ids = left

    def _of_engineering(self):
        """Return the orders made from calculations, whoever asks.

        Accountants and customers change orders, and don't see what they were made from.
        """
        return self.sudo().filtered("engineering_calculated").with_env(self.env)

    def _check_can_cancel(self):
        """Refuse to cancel what is in work, done, or accepted by the customer."""
        for order in self:
            # Works and acts of colleagues, whom the user need not see, count too.
            lines = order.sudo().order_line
            acts = lines.engineering_act_line_ids.act_id
            signed = acts.filtered(lambda act: act.state == ActState.SIGNED)
            if signed:
                raise UserError(
                    self.env._(
                        "%(order)s can't be cancelled: act %(act)s is signed, and what"
                        " the customer accepted stays ordered. Reduce the quantities"
                        " that are not done instead.",
                        order=order.display_name,
                        act=signed[0].name,
                    )
                )
            works = lines.engineering_work_line_ids.task_id.sorted("id")
            order._check_no_works(works)

    def _check_no_works(self, works):
        for work in works:
            if work._is_open():
                raise UserError(
                    self.env._(
                        "%(order)s is in work (“%(work)s”). Cancel its works first.",
                        order=self.display_name,
                        work=work.display_name,
                    )
                )
            if work.engineering_state == WorkState.COMPLETED:
                raise UserError(
                    self.env._(
                        "%(order)s has the completed work “%(work)s”. Return that work"
                        " and cancel it first.",
                        order=self.display_name,
                        work=work.display_name,
                    )
                )

    def _get_update_prices_lines(self):
        return super()._get_update_prices_lines()._filter_priced_by_host()

    def _after_proposal(self, state):
        """Tell the deal that its proposal went out, or became an order."""
        for order in self:
            facts = {
                "link": order._get_html_link(),
                "total": order.currency_id.format(order.amount_total),
            }
            order.opportunity_id._note_engineering(
                self.env._("Proposal %(link)s is sent: %(total)s", **facts)
                if state == "sent"
                else self.env._("Order %(link)s is confirmed: %(total)s", **facts)
            )

    def _supersede_earlier(self):
        """Mark the proposals made from earlier revisions of its calculations.

        They are not cancelled: the customer may have them on paper.
        """
        self.ensure_one()
        # A manager may have lost sight of a proposal that a colleague made.
        earlier = self.sudo().search(
            self._get_revisions_domain("<") & Domain("state", "in", ("draft", "sent"))
        )
        earlier._as_machine().engineering_superseded_by_id = self
        for order in earlier:
            order.message_post(
                body=self.env._(
                    "Superseded by %(link)s, made from a later revision of the"
                    " calculation.",
                    link=self._get_html_link(),
                ),
                subtype_xmlid="mail.mt_note",
            )

    def _release_superseded(self):
        """Let what cancelled proposals superseded go back to the newest one left."""
        released = self.sudo().search(
            [("engineering_superseded_by_id", "in", self.ids)]
        )
        for order in released:
            order._as_machine().engineering_superseded_by_id = order.search(
                order._get_revisions_domain(">") & Domain("state", "!=", "cancel"),
                order="id desc",
                limit=1,
            )

    def _get_revisions_domain(self, operator):
        """Return the domain of orders of earlier (<) or later (>) revisions."""
        self.ensure_one()
        revisions = Domain.OR(
            Domain("name", "=", calculation.name)
            & Domain("revision", operator, calculation.revision)
            for calculation in self.engineering_calculation_ids.sudo()
        )
        return Domain("company_id", "=", self.company_id.id) & Domain(
            "engineering_variant_ids.calculation_id", "any", revisions
        )

    def _get_newer_for_customer(self):
        """Return the proposal that replaces this one, if its customer may see it."""
        self.ensure_one()
        newer = self.engineering_superseded_by_id
        same_customer = (
            newer.partner_id.commercial_partner_id
            == self.partner_id.commercial_partner_id
        )
        visible = same_customer and newer.state in ("sent", "sale")
        return newer if visible else newer.browse()

    # === CUSTOMER ===

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and not self._is_of_lost_deal()

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and not self._is_of_lost_deal()

    def _is_of_lost_deal(self):
        """Return whether the deal of a proposal made from calculations is given up."""
        self.ensure_one()
        order = self.sudo()
        return (
            order.engineering_calculated
            and order.state in ("draft", "sent")
            and not order.opportunity_id.active
        )

    # === WORKS ===

    def _get_workable_lines(self):
        """Return the order lines whose quantity is not wholly in works yet."""
        return self.order_line.filtered(
            lambda line: (
                line._is_done_by_works()
                and line.product_uom_id.compare(line._get_quantity_without_work(), 0)
                > 0
            )
        )

    def _get_amount_missing_for_gate(self, gate):
        """Return what must be paid, in the order's currency, before works begin.

        :param gate: a value of `engineering.direction.work_gate`
        """
        self.ensure_one()
        if gate not in ("payment", "full_payment"):
            return 0.0
        paid = self._get_paid_amount()
        missing = self.currency_id.round(self.amount_total - paid)
        if gate == "payment" and self.currency_id.compare_amounts(paid, 0) > 0:
            return 0.0
        return max(missing, 0.0)

    def _get_paid_amount(self):
        """Return what was paid of the order's lines by posted invoices.

        Of an invoice that is paid in part, or bills several orders, each line counts
        as paid in the same part.
        """
        self.ensure_one()
        paid = 0.0
        # A manager who may create works need not have rights on invoices.
        for line in self.sudo().order_line.invoice_lines:
            invoice = line.move_id
            if invoice.state != "posted" or not invoice.amount_total:
                continue
            part = 1 - invoice.amount_residual / invoice.amount_total
            sign = -1 if invoice.move_type == "out_refund" else 1
            paid += invoice.currency_id._convert(
                sign * part * line.price_total,
                self.currency_id,
                self.company_id,
                invoice.invoice_date or fields.Date.context_today(self),
                round=False,
            )
        return max(self.currency_id.round(paid), self.sudo().amount_paid)

    def _get_directions(self):
        """Return the directions of the order."""
        # The order may be made from calculations of a colleague's deal.
        return self.sudo().engineering_variant_ids.direction_id.with_env(self.env)

    def _get_directions_to_work(self):
        """Return the directions that have something left to hand out."""
        return self._get_directions_of(self._get_workable_lines())

    def _get_directions_of(self, lines):
        """Return the directions that works of these lines may have.

        What was added by hand to an order of several may be of any of them.
        """
        directions = lines.engineering_direction_id
        return directions if directions or not lines else self._get_directions()

    def _get_lines_to_work(self, direction):
        """Return the lines left to hand out that a work of a direction may have."""
        return self._get_workable_lines().filtered(
            lambda line: line.engineering_direction_id <= direction
        )

    def _check_work_gate(self, direction):
        self.ensure_one()
        direction._check_work_gate(self)

    def _may_begin(self, direction):
        """Return whether the gate of a direction is open."""
        try:
            self._check_work_gate(direction)
        except UserError:
            return False
        return True

    def _get_running_agreements(self):
        """Return the contract of the order, else those in force with the customer."""
        self.ensure_one()
        return self.agreement_id or self.env["agreement"].search(
            self.env["agreement"]._get_running_domain(self.partner_id, self.company_id)
        )

    def _get_calculation_of(self, direction):
        """Return the calculation that decides about works of a direction."""
        return self.sudo().engineering_calculation_ids.filtered(
            lambda calculation: calculation.direction_id == direction
        )[:1]

    def _get_engineers(self, direction):
        """Return who may do works of a direction: the people of its engineers' team."""
        team = self._get_calculation_of(direction).team_id
        return team._get_people(self.company_id).with_env(self.env)

    def _get_engineer(self, direction):
        """Return who has calculated a direction, unless they left the team."""
        engineer = self._get_calculation_of(direction).engineer_id
        return self._get_engineers(direction) & engineer

    def _create_work(self, agreement, engineer, quantities, direction=None):
        """Return a new work of the order under a contract.

        :param agreement: the contract
        :param engineer: the user who does it; none: anyone of the team
        :param quantities: {order line: quantity in the line's unit}
        :param direction: where the lines do not say it: they were added by hand
        """
        self.ensure_one()
        lines = self.order_line.browse().concat(*quantities)
        direction = self._get_direction_of(lines, direction)
        self._check_work_gate(direction)
        # Managers may not write tasks: they create works here, and by nothing else.
        work = (
            self.env["project.task"]
            .sudo()
            ._as_machine()
            # The activity tells the engineer: a second message would only repeat it.
            .with_context(mail_auto_subscribe_no_notify=True)
            .create(
                self._prepare_work_values(agreement, engineer, quantities, direction)
            )
            .with_env(self.env)
        )
        if not self.agreement_id:
            self.agreement_id = agreement
        lead = self.opportunity_id
        work._ask_of_user(
            engineer or work.sudo().engineering_team_id._get_engineers(self.company_id),
            self.env._("Accept the work"),
        )
        lead._note_engineering(
            self.env._(
                "Work %(link)s is created under %(contract)s for %(who)s",
                link=work._get_html_link(),
                contract=agreement.display_name,
                who=engineer.name or work.sudo().engineering_team_id.name,
            )
        )
        return work

    def _get_direction_of(self, lines, direction=None):
        """Return the direction of a work of these lines.

        :raises UserError: they are of several, or of another than `direction`, or the
            order has no such direction
        """
        directions = lines.engineering_direction_id
        if direction:
            directions |= direction
        directions = directions or self._get_directions()[:1]
        if foreign := directions - self._get_directions():
            raise UserError(
                self.env._(
                    "%(order)s sells nothing of “%(direction)s”. Choose one of its"
                    " directions: %(directions)s.",
                    order=self.display_name,
                    direction=foreign[0].display_name,
                    directions=", ".join(self._get_directions().mapped("display_name")),
                )
            )
        if len(directions) > 1:
            raise UserError(
                self.env._(
                    "A work has services of one direction, and these are of several:"
                    " %(directions)s. Create a work for each.",
                    directions=", ".join(directions.mapped("display_name")),
                )
            )
        return directions

    def _prepare_work_values(self, agreement, engineer, quantities, direction):
        lead = self.opportunity_id
        name = f"{self.name} – {lead.name}"
        if len(self._get_directions()) > 1:
            name = f"{name} – {direction.name}"
        return {
            "name": name,
            "project_id": direction.sudo()._get_project().id,
            "partner_id": self.partner_shipping_id.id or self.partner_id.id,
            "user_ids": [Command.set(engineer.ids)],
            "engineering_lead_id": lead.id,
            "engineering_direction_id": direction.id,
            "engineering_team_id": self._get_calculation_of(direction).team_id.id,
            "engineering_agreement_id": agreement.id,
            "company_id": self.company_id.id,
            "engineering_state": WorkState.ASSIGNED.value,
            "engineering_work_line_ids": [
                Command.create(
                    {
                        "order_line_id": line.id,
                        "quantity": quantity,
                        "sequence": line.sequence,
                    }
                )
                for line, quantity in quantities.items()
            ],
        }

    def action_view_calculation(self):
        self.ensure_one()
        if not self.engineering_calculation_ids:
            raise UserError(
                self.env._(
                    "%(order)s was not made from a calculation.",
                    order=self.display_name,
                )
            )
        return self.engineering_calculation_ids._get_records_action(
            name=self.env._("Calculation")
        )
