from odoo.addons.crm_engineering_calc.renaming import rename_column, rename_fields

MODULE = "crm_engineering_calc"

RENAMED = {
    "agreement": {
        "act_count": "engineering_act_count",
        "act_ids": "engineering_act_ids",
        "work_count": "engineering_work_count",
        "work_ids": "engineering_work_ids",
    },
    "calendar.event": {"calculation_id": "engineering_calculation_id"},
    "crm.lead": {
        "act_count": "engineering_act_count",
        "act_ids": "engineering_act_ids",
        "calculation_count": "engineering_calculation_count",
        "calculation_ids": "engineering_calculation_ids",
        "direction_id": "engineering_direction_id",
        "engineer_id": "engineering_engineer_id",
        "selected_line_ids": "engineering_selected_line_ids",
        "selected_variant_id": "engineering_selected_variant_id",
        "selected_variant_state": "engineering_selected_variant_state",
        "waiting_calculation_count": "engineering_waiting_count",
        "work_count": "engineering_work_count",
        "work_ids": "engineering_work_ids",
    },
    "project.task": {
        "agreement_id": "engineering_agreement_id",
        "can_do_work": "engineering_can_do",
        "can_manage_work": "engineering_can_manage",
        "direction_id": "engineering_direction_id",
        "evidence_count": "engineering_evidence_count",
        "evidence_required": "engineering_evidence_required",
        "lead_id": "engineering_lead_id",
        "manager_id": "engineering_manager_id",
        "work_line_ids": "engineering_work_line_ids",
        "work_state": "engineering_state",
    },
    "sale.order": {
        "calculation_id": "engineering_calculation_id",
        "offered_variant_ids": "engineering_offered_variant_ids",
        "superseded_by_id": "engineering_superseded_by_id",
        "variant_id": "engineering_variant_id",
    },
    "sale.order.line": {
        "act_line_ids": "engineering_act_line_ids",
        "variant_line_id": "engineering_variant_line_id",
        "work_line_ids": "engineering_work_line_ids",
        "work_quantity": "engineering_work_quantity",
    },
}


def migrate(cr, version):
    rename_fields(
        cr, MODULE, RENAMED, own_rows={"project.task": "work_state IS NOT NULL"}
    )
    rename_column(
        cr, "sale_order_offered_variant_rel", "variant_id", "engineering_variant_id"
    )
    _let_rules_follow(cr)
    _leave_pipeline_to_company(cr)


def _let_rules_follow(cr):
    """Let this and later versions mend access rules that were written once."""
    cr.execute(
        """
        UPDATE ir_model_data
           SET noupdate = FALSE
         WHERE module = %s
           AND model IN ('ir.rule', 'ir.model.access')
           AND noupdate
        """,
        [MODULE],
    )


def _leave_pipeline_to_company(cr):
    """Let the columns that the addon put into pipelines be the company's own."""
    cr.execute(
        "DELETE FROM ir_model_data WHERE module = %s AND model = 'crm.stage'", [MODULE]
    )
