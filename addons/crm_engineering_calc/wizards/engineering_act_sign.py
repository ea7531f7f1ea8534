from odoo import api, fields, models

from ..domain.workflows import ActEvent


class EngineeringActSign(models.TransientModel):
    _name = "engineering.act.sign"
    _description = "Mark an Act as Signed"
    _inherit = ["engineering.event.dialog"]

    _target = "act_id"
    _target_operation = "write"
    _target_event = ActEvent.SIGN.value

    act_id = fields.Many2one(
        "engineering.act", required=True, ondelete="cascade", readonly=True
    )
    signed_by = fields.Char(
        compute="_compute_signed_by",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    signed_on = fields.Datetime(default=fields.Datetime.now, required=True)
    scan = fields.Binary("Scan of the Signed Act", required=True)
    scan_name = fields.Char()

    @api.depends("act_id")
    def _compute_signed_by(self):
        for wizard in self:
            act = wizard.act_id
            proposed = act._get_proposed_signer() if act else ""
            wizard.signed_by = wizard.signed_by or proposed

    def _prepare_details(self):
        self.act_id.check_access("write")
        scan = self.env["ir.attachment"].create(self._prepare_scan_values())
        return {
            **super()._prepare_details(),
            "signed_by": self.signed_by,
            "signed_on": self.signed_on,
            "scan_id": scan.id,
        }

    def _prepare_scan_values(self):
        return {
            "name": self.scan_name or self.act_id._get_signed_paper_name(),
            "datas": self.scan,
            "res_model": self.act_id._name,
            "res_id": self.act_id.id,
        }
