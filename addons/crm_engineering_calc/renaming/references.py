"""Where a database speaks of fields by name: filters, exports, automations, views …"""

import logging
from typing import NamedTuple

from psycopg2.extras import Json

from odoo.tools import SQL
from odoo.tools.sql import column_exists, table_exists

from .expressions import rename_in_context, rename_in_domain, rename_in_values
from .names import FieldNames
from .views import rename_in_view

_logger = logging.getLogger(__name__)


class Place(NamedTuple):
    table: str
    column: str
    model: str
    """SQL of the model that the names start from; `t` is the table's row."""
    rename: callable
    where: str = "TRUE"


def _model_by_id(column):
    return f"(SELECT model FROM ir_model WHERE id = t.{column})"


DOMAINS = [
    Place(table, column, model, rename_in_domain)
    for table, column, model in [
        ("ir_filters", "domain", "t.model_id"),
        ("ir_act_window", "domain", "t.res_model"),
        ("ir_act_report_xml", "domain", "t.model"),
        ("ir_rule", "domain_force", _model_by_id("model_id")),
        ("ir_model_fields", "domain", "t.relation"),
        ("base_automation", "filter_domain", _model_by_id("model_id")),
        ("base_automation", "filter_pre_domain", _model_by_id("model_id")),
        ("crm_team", "assignment_domain", "'crm.lead'"),
        ("crm_team_member", "assignment_domain", "'crm.lead'"),
        ("crm_team_member", "assignment_domain_preferred", "'crm.lead'"),
        ("data_recycle_model", "domain", _model_by_id("res_model_id")),
        ("gamification_goal_definition", "domain", _model_by_id("model_id")),
        ("mailing_filter", "mailing_domain", _model_by_id("mailing_model_id")),
        ("mailing_mailing", "mailing_domain", _model_by_id("mailing_model_id")),
    ]
]
PATHS = [
    Place(table, column, model, FieldNames.paths)
    for table, column, model in [
        ("ir_filters", "sort", "t.model_id"),
        ("ir_model_fields", "related", "t.model"),
        ("ir_model_fields", "depends", "t.model"),
        ("ir_model_fields", "relation_field", "t.relation"),
        ("ir_act_server", "update_path", _model_by_id("model_id")),
        ("ir_act_server", "activity_user_field_name", _model_by_id("model_id")),
        ("ir_act_server", "followers_partner_field_name", _model_by_id("model_id")),
    ]
]
TEMPLATES = [
    Place(table, column, "t.model", FieldNames.of_a_record)
    for table, columns in {
        "ir_act_report_xml": ["attachment", "print_report_name"],
        "mail_template": [
            *("subject", "body_html", "email_from", "email_to", "email_cc"),
            *("partner_to", "reply_to", "scheduled_date", "lang"),
        ],
        "sms_template": ["body", "lang"],
    }.items()
    for column in columns
]
PLACES = [
    *DOMAINS,
    *PATHS,
    *TEMPLATES,
    Place("ir_filters", "context", "t.model_id", rename_in_context),
    Place("ir_act_window", "context", "t.res_model", rename_in_context),
    Place(
        "ir_exports_line",
        "name",
        "(SELECT resource FROM ir_exports WHERE id = t.export_id)",
        FieldNames.export_path,
    ),
    Place(
        "mail_alias", "alias_defaults", _model_by_id("alias_model_id"), rename_in_values
    ),
    Place("ir_ui_view", "arch_db", "t.model", rename_in_view, "t.type != 'qweb'"),
]


def rename_references(cr, names):
    """Rename what users, and other addons' data, wrote down of the fields."""
    for place in PLACES:
        if table_exists(cr, place.table) and column_exists(
            cr, place.table, place.column
        ):
            _rename_in_place(cr, place, names)
    _tell_of_code(cr, names)


def _rename_in_place(cr, place, names):
    table, column = SQL.identifier(place.table), SQL.identifier(place.column)
    cr.execute(
        SQL(
            "SELECT t.id, %s, t.%s FROM %s t WHERE t.%s::text ~ %s AND (%s)",
            SQL(place.model),
            column,
            table,
            column,
            _mention(names),
            SQL(place.where),
        )
    )
    for row_id, model, old in cr.fetchall():
        new = _rename_value(place, names, model, old)
        if new != old:
            value = Json(new) if isinstance(new, dict) else new
            cr.execute(
                SQL("UPDATE %s SET %s = %s WHERE id = %s", table, column, value, row_id)
            )


def _rename_value(place, names, model, value):
    if isinstance(value, dict):
        return {
            language: _rename_value(place, names, model, text)
            for language, text in value.items()
        }
    return place.rename(names, model, value) if value else value


def _mention(names):
    return rf"(\y|default_)({'|'.join(sorted(names.old))})\y"


def _tell_of_code(cr, names):
    """Code can't be renamed safely: say where a person should look."""
    cr.execute(
        SQL(
            """
            SELECT id, name->>'en_US'
              FROM ir_act_server AS action
             WHERE state = 'code'
               AND code ~ %s
               AND NOT EXISTS (
                    SELECT FROM ir_model_data AS data
                      JOIN ir_module_module AS module ON module.name = data.module
                     WHERE data.model = 'ir.actions.server'
                       AND data.res_id = action.id)
            """,
            _mention(names),
        )
    )
    for action_id, name in cr.fetchall():
        _logger.warning(
            "The code of server action %s (%s) may read fields that were renamed.",
            action_id,
            name,
        )
