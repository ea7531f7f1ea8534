from odoo import api, fields, models


class EngineeringActSignSite(models.TransientModel):
    """The act of a work, on the phone that its engineer hands to the customer."""

    _name = "engineering.act.sign.site"
    _description = "Sign an Act at the Site"
    _inherit = ["engineering.dialog"]

    _target = "task_id"

    task_id = fields.Many2one(
        "project.task", "Work", required=True, ondelete="cascade", readonly=True
    )
    content = fields.Html(compute="_compute_content", compute_sudo=False)
    shown_hash = fields.Char(
        compute="_compute_shown_hash",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="What tells the act that the customer reads from another one.",
    )
    signed_by = fields.Char("Name of Who Signs")
    signature = fields.Image(max_width=1024, max_height=1024)

    @api.depends("task_id")
    def _compute_content(self):
        for wizard in self:
            act = wizard.task_id._get_act_to_sign()
            wizard.content = self.env["ir.qweb"]._render(
                "crm_engineering_calc.act_to_sign",
                {"doc": act._as_paper(), "table": act._get_paper_table()},
            )

    @api.depends("task_id")
    def _compute_shown_hash(self):
        for wizard in self:
            act = wizard.task_id._get_act_to_sign()
            wizard.shown_hash = act._get_shown_hash()

    def action_confirm(self):
        """Sign the act for the customer, who has drawn his name.

        :return: the action that says so, and ends the dialog
        :raises UserError: nothing is drawn or written, the act can't be signed, or
            it was changed after it was shown
        :raises AccessError: the work is another engineer's
        """
        self.ensure_one()
        act = self.task_id._get_act_to_sign()
        act._sign_at_site(self.signed_by, self.signature, self.shown_hash)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Act %(act)s is signed.", act=act.name),
                "next": self._close(),
            },
        }
