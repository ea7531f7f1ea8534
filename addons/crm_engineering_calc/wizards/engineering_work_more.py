from odoo import fields, models


class EngineeringWorkMore(models.TransientModel):
    _name = "engineering.work.more"
    _description = "More is needed than was ordered"
    _inherit = ["engineering.dialog"]

    _target = "task_id"

    task_id = fields.Many2one(
        "project.task", "Work", required=True, ondelete="cascade", readonly=True
    )
    text = fields.Text("What is Needed")
    attachment_ids = fields.Many2many("ir.attachment", string="Photos and Files")

    def action_confirm(self):
        """Send a supplementary calculation to the deal.

        :return: the action that tells where it is calculated, and ends the dialog
        :raises UserError: nothing is said, or the work is not begun
        :raises AccessError: the work is another engineer's
        """
        self.ensure_one()
        self._confirm_once()
        card = self.task_id._request_more(self.text, self.attachment_ids)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                # Its engineer may be of another team than the calculation's.
                "message": self.env._(
                    "Sent to the manager. It is calculated in %(card)s.",
                    card=card.sudo().display_name,
                ),
                "next": self._close(),
            },
        }
