from num2words import num2words

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import get_lang

from ...domain.workflow import Role
from ...domain.workflows import ACT, ActEvent, ActState
from ..common.concurrency import hold
from ..common.field_groups import SALES
from ..common.finite_fields import FiniteMonetary

# What goes along with works stands below them.
LAST = 999


class EngineeringAct(models.Model):
    _name = "engineering.act"
    _description = "Act of Completed Works"
    _inherit = [
        "engineering.workflow.mixin",
        "engineering.readonly.mixin",
        "engineering.card.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True
    _desk = "crm_engineering_calc.engineering_act_action"

    _name_unique = models.UniqueIndex(
        "(name, company_id)", "An act with this number exists already."
    )

    name = fields.Char(
        "Number", default="/", required=True, readonly=True, copy=False, index="trigram"
    )
    lead_id = fields.Many2one(
        "crm.lead",
        "Deal",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    agreement_id = fields.Many2one(
        "agreement", "Contract", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, check_company=True
    )
    user_id = fields.Many2one(
        related="lead_id.user_id", string="Manager", store=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one("res.currency", required=True)
    date = fields.Date(default=fields.Date.context_today, required=True, tracking=True)
    state = fields.Selection(
        lambda self: self._get_state_selection(),
        default=ActState.DRAFT.value,
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("engineering.act.line", "act_id", "Works", copy=False)
    work_ids = fields.Many2many(
        "project.task",
        string="Work Orders",
        compute="_compute_work_ids",
        context={"active_test": False},
    )
    work_count = fields.Integer(compute="_compute_work_ids")
    order_ids = fields.Many2many(
        "sale.order", string="Orders", compute="_compute_order_ids", groups=SALES
    )
    amount_untaxed = FiniteMonetary(
        "Untaxed Amount", compute="_compute_amounts", store=True
    )
    amount_tax = FiniteMonetary("Taxes", compute="_compute_amounts", store=True)
    amount_total = FiniteMonetary("Total", compute="_compute_amounts", store=True)
    signed_by = fields.Char(readonly=True, copy=False, tracking=True)
    signed_on = fields.Datetime(readonly=True, copy=False, tracking=True)
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )
    scan_id = fields.Many2one(
        "ir.attachment", "Signed Scan", readonly=True, copy=False, ondelete="restrict"
    )
    possible_events = fields.Json(compute="_compute_possible_events")
    note = fields.Html(help="Printed under the table of works.")

    # === COMPUTE ===

    @api.depends("line_ids.work_line_id")
    def _compute_work_ids(self):
        for act in self:
            act.work_ids = act.line_ids.sudo().work_line_id.task_id
            act.work_count = len(act.work_ids)

    @api.depends("line_ids.order_line_id")
    def _compute_order_ids(self):
        for act in self:
            act.order_ids = act.line_ids.sudo().order_line_id.order_id

    @api.depends(
        "currency_id",
        "line_ids.quantity",
        "line_ids.price_unit",
        "line_ids.discount",
        "line_ids.tax_ids",
    )
    def _compute_amounts(self):
        for act in self:
            totals = act._get_tax_totals()
            act.amount_untaxed = totals["base_amount_currency"]
            act.amount_tax = totals["tax_amount_currency"]
            act.amount_total = totals["total_amount_currency"]

    def _get_tax_totals(self):
        """Return the totals that the host's tax engine gives for the lines."""
        self.ensure_one()
        tax_engine = self.env["account.tax"]
        company = self.company_id
        base_lines = [line._prepare_base_line() for line in self.line_ids]
        tax_engine._add_tax_details_in_base_lines(base_lines, company)
        tax_engine._round_base_lines_tax_details(base_lines, company)
        return tax_engine._get_tax_totals_summary(
            base_lines=base_lines, currency=self.currency_id, company=company
        )

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for act in self:
            act.access_url = f"/my/acts/{act.id}"
        return result

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        self._check_references(vals_list)
        acts = super().create(vals_list)
        for act in acts:
            act.lead_id._note_engineering(
                self.env._(
                    "Act %(link)s is issued: %(total)s",
                    link=act._get_html_link(),
                    total=act.currency_id.format(act.amount_total),
                )
            )
        return acts

    def _add_missing_default_values(self, values):
        values = super()._add_missing_default_values(values)
        if values["name"] == "/":
            sequence = self.env["ir.sequence"].with_company(values["company_id"])
            number = sequence.next_by_code("engineering.act", values["date"])
            values["name"] = number or "/"
        return values

    def write(self, vals):
        self._check_references([vals])
        if self._get_content_fields().intersection(vals):
            self._check_draft()
        return super().write(vals)

    @api.model
    def _get_content_fields(self):
        """Return what the manager writes while the act is a draft. To be extended."""
        return {
            "agreement_id",
            "company_id",
            "currency_id",
            "date",
            "lead_id",
            "note",
            "partner_id",
        }

    def _follow_orders(self):
        """Give the acts their part of what goes along with their works."""
        for act in self:
            # The order may be a colleague's, whose works the manager was given.
            orders = act.sudo().line_ids.work_line_id.order_line_id.order_id
            quantities = {
                line.id: quantity
                for order in orders
                for line, quantity in order._get_quantities_that_go_along(act).items()
                if quantity
            }
            for line in act.line_ids.filtered(lambda line: not line.work_line_id):
                quantity = quantities.pop(line.order_line_id.id, 0.0)
                if not quantity:
                    line.unlink()
                elif line.quantity != quantity:
                    line.quantity = quantity
            # No user may put a line into an act that no work of it is for.
            act.line_ids.sudo()._as_machine().create(
                [
                    {
                        "act_id": act.id,
                        "order_line_id": line_id,
                        "quantity": quantity,
                        "sequence": LAST,
                    }
                    for line_id, quantity in quantities.items()
                ]
            )

    @api.constrains("lead_id", "agreement_id", "partner_id", "currency_id")
    def _check_works_of_same_contract(self):
        self.line_ids._check_same_contract()

    def _check_draft(self):
        hold(self)
        for act in self:
            if act.state != ActState.DRAFT:
                raise UserError(
                    self.env._(
                        "Act %(act)s is in the state “%(state)s”: only a draft can be"
                        " changed. Cancel it and make another.",
                        act=act.name,
                        state=act._get_state_label(act.state),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        for act in self:
            if act.state != ActState.DRAFT:
                raise UserError(
                    self.env._(
                        "Act %(act)s is no draft any more and stays in the deal's"
                        " history. Cancel it instead of deleting.",
                        act=act.name,
                    )
                )

    # === WORKFLOW ===

    @api.model
    def _get_workflow(self):
        return ACT

    def _get_workflow_content(self):
        return [self.line_ids]

    def _get_workflow_roles(self):
        roles = super()._get_workflow_roles()
        if self.lead_id and self.lead_id._is_managed_by_user():
            roles.add(Role.MANAGER)
        return roles

    @api.model
    def _get_role_fields(self):
        return [*super()._get_role_fields(), "lead_id"]

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == ActEvent.SEND:
            self._follow_orders()
            self._check_has_works()
        return result

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        return values | details if event == ActEvent.SIGN else values

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == ActEvent.SEND:
            self._after_send()
        if event == ActEvent.SIGN:
            self._after_sign()
        if event == ActEvent.CANCEL:
            self._after_cancel()
        return result

    # === ACTIONS ===

    def action_send(self):
        """Send the act to the customer with its PDF and a link to sign it."""
        return self._send_event(ActEvent.SEND.value)

    def _check_has_works(self):
        for act in self:
            if not act.line_ids:
                raise UserError(
                    self.env._("Act %(act)s has no works. Add them.", act=act.name)
                )

    def _after_send(self):
        template = self.env.ref("crm_engineering_calc.mail_template_act")
        for act in self:
            act._portal_ensure_token()
            act.message_subscribe(act.partner_id.ids)
            act.with_context(lang=act.partner_id.lang).message_post_with_source(
                template, message_type="comment", subtype_xmlid="mail.mt_comment"
            )
            act.lead_id._note_engineering(
                self.env._("Act %(link)s is sent", link=act._get_html_link())
            )

    def action_sign(self):
        """Ask who signed, when, and for the scan."""
        return self._open_dialog("engineering.act.sign", self.env._("Mark as Signed"))

    def _after_sign(self):
        """What the act lists is delivered, and the deal may close."""
        public = self.env.user._is_public()
        for act in self:
            act.lead_id._note_engineering(
                self.env._(
                    "Act %(link)s is signed by %(name)s",
                    link=act._get_html_link(),
                    name=act.signed_by,
                ),
                notify=True,
                author=act.partner_id if public else None,
            )
        self.lead_id._update_engineering_state()

    def action_cancel(self):
        return self._send_event(ActEvent.CANCEL.value)

    def _after_cancel(self):
        for act in self:
            act.lead_id._note_engineering(
                self.env._("Act %(link)s is cancelled", link=act._get_html_link())
            )
        self.lead_id._update_engineering_state()

    def action_view_lead(self):
        self.ensure_one()
        return self.lead_id._get_records_action(name=self.env._("Deal"))

    def action_view_works(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_work_action"
        )
        return {**action, "domain": [("id", "in", self.work_ids.ids)], "context": {}}

    def action_preview(self):
        """Open the act as the customer sees it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": self.get_portal_url(),
        }

    # === REPORT ===

    def _get_report_base_filename(self):
        self.ensure_one()
        return f"{self.env._('Act')} {self.name}".replace("/", "-")

    def _get_amount_in_words(self):
        """Return the total in words, in the customer's language.

        The host's words do not decline the currency: theirs is the fallback.
        """
        self.ensure_one()
        lang = self.partner_id.lang or self.env.lang
        currency = self.currency_id.with_context(lang=lang)
        if currency.decimal_places != 2:
            return currency.amount_to_text(self.amount_total)
        try:
            words = num2words(
                float(self.amount_total),
                lang=get_lang(currency.env).iso_code,
                to="currency",
                currency=currency.name,
                cents=False,
            )
        except NotImplementedError:
            return currency.amount_to_text(self.amount_total)
        return words[:1].upper() + words[1:]
