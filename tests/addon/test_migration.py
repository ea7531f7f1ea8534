"""Fields get new names in a database that people have worked in."""

from datetime import datetime
from pathlib import Path

from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools.sql import column_exists, index_exists

from odoo.addons.crm_engineering_calc import renaming
from odoo.addons.crm_engineering_calc.tests.common import ENGINEER, EngineeringCase
from odoo.addons.crm_engineering_calc.tests.signing import sign

MODULE = "crm_engineering_calc"
SCRIPT = "migrations/19.0.1.1.0/pre-migration.py"
ROLES = "migrations/19.0.1.1.0/post-roles.py"
DELIVERIES = "migrations/19.0.1.1.0/post-orders.py"
ORDERS = "migrations/19.0.1.2.0/pre-orders.py"
# Renamed once, and replaced by others since, or deleted.
GONE = {
    "engineering_can_do",
    "engineering_can_manage",
    "engineering_evidence_required",
    "engineering_selected_variant_state",
}
VARIANTS = "migrations/19.0.1.2.0/post-variants.py"
STATES = "migrations/19.0.1.2.0/post-where-deals-stand.py"
SIGNATURES = "migrations/19.0.1.6.0/post-signatures.py"
TAXES = "migrations/19.0.1.6.0/post-taxes.py"
PROPOSALS = "migrations/19.0.1.5.0/post-proposals.py"
PAPERS = "migrations/19.0.1.6.0/post-proposals.py"
ESTIMATE = "migrations/19.0.1.12.0/pre-kept-estimate.py"
PLAN = "migrations/19.0.1.7.0/pre-work-plan.py"
COLUMNS = "migrations/19.0.1.7.0/post-columns.py"
CONTRACTS = "migrations/19.0.1.9.0/post-contracts.py"
EVIDENCE = "migrations/19.0.1.7.0/post-evidence.py"
SINCE = "migrations/19.0.1.4.1/pre-states.py"
NAMES = {
    "crm.lead": {
        "engineering_direction_id": "engineering_line_id",
        "engineering_calculation_ids": "engineering_card_ids",
    },
    "project.task": {
        "engineering_lead_id": "engineering_deal_id",
        "engineering_state": "engineering_step",
    },
}


@tagged("standard", "post_install", "-at_install")
class TestMigration(EngineeringCase):
    def rename(self, names=NAMES, **options):
        self.env.flush_all()
        renaming.rename_fields(self.env.cr, MODULE, names, **options)
        self.env.invalidate_all()

    def rows(self, table, column):
        self.env.flush_all()
        self.env.cr.execute(f"SELECT id, ctid::text, {column} FROM {table} ORDER BY id")
        return self.env.cr.fetchall()

    def xmlids(self, name):
        return self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("name", "=like", name)]
        )

    # === THE TABLES ===

    def test_values_stay_in_their_rows(self):
        self.requested()
        before = self.rows("crm_lead", "engineering_direction_id")
        self.rename()
        self.assertEqual(self.rows("crm_lead", "engineering_line_id"), before)
        cr = self.env.cr
        self.assertFalse(column_exists(cr, "crm_lead", "engineering_direction_id"))
        self.assertTrue(index_exists(cr, "crm_lead__engineering_line_id_index"))
        cr.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'crm_lead'::regclass"
        )
        self.assertIn(("crm_lead_engineering_line_id_fkey",), cr.fetchall())

    def test_fields_and_their_identifiers_stay_the_same_records(self):
        field = self.env["ir.model.fields"]._get("project.task", "engineering_state")
        selections = self.xmlids("selection__project_task__engineering_state__%")
        self.rename()
        self.assertEqual(field.name, "engineering_step")
        renamed = self.xmlids("field_project_task__engineering_step")
        self.assertEqual(renamed.res_id, field.id)
        self.assertEqual(
            self.xmlids("selection__project_task__engineering_step__%"), selections
        )

    def test_what_is_renamed_is_left(self):
        self.rename()
        before = self.rows("project_task", "engineering_deal_id")
        self.rename()
        self.assertEqual(self.rows("project_task", "engineering_deal_id"), before)

    def test_field_of_another_addon_stays_its_own(self):
        work = self.work_of_order()
        task = self.quiet["project.task"].create(
            {"name": "Theirs", "project_id": self.project.id}
        )
        self.env.cr.execute(
            "UPDATE project_task SET engineering_lead_id = %s WHERE id = %s",
            [work.engineering_lead_id.id, task.id],
        )
        field = self.env["ir.model.fields"]._get("project.task", "engineering_lead_id")
        shared = self.env["ir.model.data"].create(
            {
                "module": "sale_project",
                "name": "field_project_task__engineering_lead_id",
                "model": "ir.model.fields",
                "res_id": field.id,
            }
        )
        before = dict(self.rows_of_tasks("engineering_lead_id"))
        self.rename(own_rows={"project.task": "engineering_state IS NOT NULL"})
        self.assertEqual(dict(self.rows_of_tasks("engineering_lead_id")), before)
        copied = dict(self.rows_of_tasks("engineering_deal_id"))
        self.assertEqual(copied[work.id], before[work.id])
        self.assertFalse(copied[task.id])
        self.assertEqual(field.name, "engineering_lead_id")
        self.assertTrue(shared.exists())
        self.assertFalse(self.xmlids("field_project_task__engineering_lead_id"))

    def rows_of_tasks(self, column):
        return [(row[0], row[2]) for row in self.rows("project_task", column)]

    def work_of_order(self):
        lead = self.quiet["crm.lead"].create({"name": "Deal"})
        work = self.quiet["project.task"].create(
            {"name": "Ours", "project_id": self.project.id}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE project_task SET engineering_lead_id = %s,"
            " engineering_state = 'assigned' WHERE id = %s",
            [lead.id, work.id],
        )
        self.env.invalidate_all()
        return work

    def test_field_that_an_addon_of_ours_extends_is_renamed(self):
        field = self.env["ir.model.fields"]._get("project.task", "engineering_lead_id")
        extension = self.env["ir.module.module"].create(
            {
                "name": "engineering_extension",
                "dependencies_id": [Command.create({"name": MODULE})],
            }
        )
        self.env["ir.model.data"].create(
            {
                "module": extension.name,
                "name": "field_project_task__engineering_lead_id",
                "model": "ir.model.fields",
                "res_id": field.id,
            }
        )
        self.rename()
        self.assertEqual(field.name, "engineering_deal_id")

    # === WHAT PEOPLE WROTE DOWN ===

    def test_filter_follows_paths_by_model(self):
        lead_filter, calculation_filter = self.env["ir.filters"].create(
            [
                {
                    "name": "Deals",
                    "model_id": "crm.lead",
                    "domain": "[('engineering_calculation_ids', 'any', ["
                    "('lead_id.engineering_direction_id', '=', 1)])]",
                    "context": "{'group_by': ['engineering_direction_id',"
                    " 'create_date:month']}",
                    "sort": '["engineering_direction_id desc"]',
                },
                {
                    "name": "Calculations",
                    "model_id": "engineering.calculation",
                    "domain": "[('lead_id.engineering_direction_id', '!=', uid),"
                    " ('direction_id.name', '=', 'engineering_direction_id')]",
                },
            ]
        )
        self.rename()
        self.assertEqual(
            lead_filter.domain,
            "[('engineering_card_ids', 'any', ["
            "('lead_id.engineering_line_id', '=', 1)])]",
        )
        self.assertEqual(
            lead_filter.context,
            "{'group_by': ['engineering_line_id', 'create_date:month']}",
        )
        self.assertEqual(lead_filter.sort, '["engineering_line_id desc"]')
        self.assertEqual(
            calculation_filter.domain,
            "[('lead_id.engineering_line_id', '!=', uid),"
            " ('direction_id.name', '=', 'engineering_direction_id')]",
        )

    def test_export_action_rule_and_mail_follow(self):
        model = self.env["ir.model"]._get
        export = self.env["ir.exports"].create(
            {
                "name": "Orders",
                "resource": "sale.order",
                "export_fields": [
                    Command.create({"name": "opportunity_id/engineering_direction_id"})
                ],
            }
        )
        action = self.env["ir.actions.act_window"].create(
            {
                "name": "Deals",
                "res_model": "crm.lead",
                "domain": "[('engineering_direction_id', '!=', False)]",
                "context": "{'default_engineering_direction_id': active_id}",
            }
        )
        rule = self.env["ir.rule"].create(
            {
                "name": "Tasks",
                "model_id": model("project.task").id,
                "domain_force": "[('engineering_lead_id.user_id', '=', user.id)]",
            }
        )
        server_action = self.env["ir.actions.server"].create(
            {
                "name": "Choose",
                "model_id": model("project.task").id,
                "state": "object_write",
                "update_path": "engineering_lead_id.engineering_direction_id",
            }
        )
        mail = self.env["mail.template"].create(
            {
                "name": "Mail",
                "model_id": model("project.task").id,
                "subject": "{{ object.engineering_lead_id.name }} {{ object.name }}",
            }
        )
        self.rename()
        self.assertEqual(
            export.export_fields.name, "opportunity_id/engineering_line_id"
        )
        self.assertEqual(action.domain, "[('engineering_line_id', '!=', False)]")
        self.assertEqual(action.context, "{'default_engineering_line_id': active_id}")
        self.assertEqual(
            rule.domain_force, "[('engineering_deal_id.user_id', '=', user.id)]"
        )
        self.assertEqual(
            server_action.update_path, "engineering_deal_id.engineering_line_id"
        )
        self.assertEqual(
            mail.subject, "{{ object.engineering_deal_id.name }} {{ object.name }}"
        )

    def test_view_of_the_company_follows(self):
        view = self.env["ir.ui.view"].create(
            {
                "name": "Own deals",
                "model": "crm.lead",
                "type": "form",
                "arch": """<form>
    <field name="engineering_direction_id" invisible="not engineering_direction_id"/>
    <field name="engineering_calculation_ids">
        <list><field name="direction_id"
            column_invisible="not parent.engineering_direction_id"/></list>
    </field>
    <field name="engineering_work_ids" context="{'default_engineering_lead_id': id}"
        domain="[('engineering_state', '!=', False)]"/>
</form>""",
            }
        )
        before = view.arch_db
        self.rename()
        expected = (
            before.replace("engineering_direction_id", "engineering_line_id")
            .replace("engineering_calculation_ids", "engineering_card_ids")
            .replace("engineering_lead_id", "engineering_deal_id")
            .replace("engineering_state", "engineering_step")
        )
        self.assertEqual(" ".join(view.arch_db.split()), " ".join(expected.split()))

    def test_view_that_inherits_follows_its_paths(self):
        names = renaming.FieldNames(
            {
                "sale.order": {"lot": "new_lot"},
                "sale.order.line": {"lot": "new_lot_id"},
            },
            {"sale.order": {"order_line": "sale.order.line"}},
        )
        arch = """<data>
    <xpath expr="//field[@name='order_line']/list/field[@name='lot']" position="after">
        <field name="lot"/>
    </xpath>
    <xpath expr="//field[@name='order_line']/following-sibling::field[@name='lot']"
        position="attributes">
        <attribute name="invisible" add="not lot" separator="or"/>
    </xpath>
    <field name="order_line" position="before"><field name="lot"/></field>
</data>"""
        expected = arch.replace("/list/field[@name='lot']", "/list/field[@name='L']")
        expected = expected.replace('<field name="lot"/>', '<field name="L"/>', 1)
        for old, new in (
            ("field[@name='lot']", "field[@name='new_lot']"),
            ('name="lot"', 'name="new_lot"'),
            ("not lot", "not new_lot"),
            ("'L'", "'new_lot_id'"),
            ('"L"', '"new_lot_id"'),
        ):
            expected = expected.replace(old, new)
        self.assertEqual(
            " ".join(renaming.rename_in_view(names, "sale.order", arch).split()),
            " ".join(expected.split()),
        )

    def test_expression_of_another_language_is_left(self):
        for text in ("", "[", "a ? b : c", "[('direction_id', "):
            names = renaming.FieldNames({"crm.lead": {"direction_id": "new"}}, {})
            self.assertEqual(renaming.rename_in_domain(names, "crm.lead", text), text)

    def test_what_completed_works_had_proves_them(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        done, open_work = (
            self.as_(self.engineer, self.worked(order, {self.survey: 1}))
            for _number in range(2)
        )
        files = self.env["ir.attachment"].create(
            [
                {"name": "photo.jpg", "raw": b"x", "res_model": "project.task", **more}
                for more in (
                    {"res_id": done.id},
                    {"res_id": done.id, "res_field": "image"},
                    {"res_id": open_work.id},
                )
            ]
        )
        self.done(done)
        self.migrate(EVIDENCE)
        other = self.env.ref("crm_engineering_calc.evidence_kind_other")
        self.assertEqual(files.filtered("engineering_frozen"), files[0])
        self.assertEqual(files[0].engineering_evidence_kind_id, other)
        self.assertFalse(files[1:].engineering_evidence_kind_id)
        self.assertEqual(done.engineering_evidence_count, 1)

    def test_contracts_keep_all_that_they_said_with_the_text_that_was_sent(self):
        sent, draft = self.contract(), self.contract(code="K-DRAFT")
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE agreement ADD engineering_sent_text text")
        self.env.cr.execute(
            "UPDATE agreement SET engineering_sent_text = %s WHERE id = %s",
            ["<p>Ten per cent in advance</p>", sent.id],
        )
        self.migrate(CONTRACTS)
        self.env.invalidate_all()
        content = sent.sudo().engineering_sent_content
        self.assertIn("<p>Ten per cent in advance</p>", content)
        self.assertIn(sent.code, content)
        self.assertEqual(sent.sudo().engineering_sent_facts["code"], sent.code)
        self.assertFalse(draft.sudo().engineering_sent_content)

    def test_works_stand_in_the_columns_of_projects_that_had_them(self):
        project = self.direction.sudo()._get_project()
        project.type_ids = [
            Command.clear(),
            *(
                Command.create({"name": name, "sequence": position})
                for position, name in enumerate(["Plan", "Do", "Check", "End"], start=1)
            ),
        ]
        plan, do, check, end = project.type_ids
        order = self.ordered(lines=[(self.survey, 4, 100.0)])
        assigned, accepted, put, completed = (
            self.as_(self.engineer, self.worked(order, {self.survey: 1}))
            for _number in range(4)
        )
        (accepted | put | completed).action_accept_work()
        completed.action_complete_work()
        (assigned | accepted | completed).sudo().stage_id = plan
        put.sudo().stage_id = check
        task = self.env["project.task"].create(
            {"name": "Tidy up", "project_id": project.id, "stage_id": end.id}
        )
        self.migrate(COLUMNS)
        self.assertEqual(
            (plan | do | check | end).mapped("engineering_state"),
            ["assigned", "accepted", False, "completed"],
        )
        works = (assigned, accepted, put, completed)
        self.assertEqual(
            [work.sudo().stage_id for work in works], [plan, do, check, end]
        )
        self.assertEqual(task.stage_id, end)
        completed.sudo().stage_id = check
        self.migrate(COLUMNS)
        self.assertEqual(completed.sudo().stage_id, check)

    # === THE VERSION ===

    def test_version_renames_to_fields_that_there_are(self):
        renamed = load_script(f"{MODULE}/{SCRIPT}", Path(SCRIPT).stem).RENAMED
        replaced = load_script(f"{MODULE}/{ORDERS}", Path(ORDERS).stem).REPLACED
        for model, names in renamed.items():
            later = replaced.get(model, {})
            self.assertLessEqual(
                {later.get(name, name) for name in names.values()} - GONE,
                set(self.env[model]._fields),
            )

    def migrate(self, path=SCRIPT):
        self.env.flush_all()
        script = load_script(f"{MODULE}/{path}", Path(path).stem)
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def test_planned_end_gets_a_column_once(self):
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE project_task DROP COLUMN engineering_end")
        for _time in range(2):
            self.migrate(PLAN)
            self.assertTrue(
                column_exists(self.env.cr, "project_task", "engineering_end")
            )

    def test_preview_that_is_open_stays(self):
        dialog = self.env["engineering.estimate.import"].create(
            {"calculation_id": self.taken().id, "estimate": '{"revision": 2}'}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE engineering_estimate_import"
            " ALTER COLUMN estimate TYPE jsonb USING estimate::jsonb"
        )
        for _time in range(2):
            self.migrate(ESTIMATE)
            self.assertEqual(dialog.estimate, '{"revision": 2}')

    def test_migration_runs_where_nothing_is_left_to_rename(self):
        before = self.rows("project_task", "engineering_state")
        self.migrate()
        self.assertEqual(self.rows("project_task", "engineering_state"), before)

    def test_access_rules_follow_the_version(self):
        rules = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.rule")]
        )
        rules.noupdate = True
        self.migrate()
        self.assertFalse(rules.filtered("noupdate"))

    def test_columns_of_the_pipeline_are_left_to_the_company(self):
        stage = self.env["crm.stage"].create(
            {"name": "Calculation", "engineering_state": "calculation"}
        )
        identifier = self.env["ir.model.data"].create(
            {
                "module": MODULE,
                "name": "crm_stage_of_test",
                "model": "crm.stage",
                "res_id": stage.id,
            }
        )
        self.migrate()
        self.assertFalse(identifier.exists())
        self.assertEqual(stage.engineering_state, "calculation")

    def test_engineers_leave_the_role_of_projects(self):
        role = self.env.ref("project.group_project_user")
        self.env.ref(ENGINEER).implied_ids += role
        both = self.user("both", f"{ENGINEER},project.group_project_user")
        self.assertTrue(self.engineer.has_group("project.group_project_user"))
        self.migrate(ROLES)
        self.assertFalse(self.engineer.has_group("project.group_project_user"))
        self.assertTrue(both.has_group("project.group_project_user"))

    def test_acts_deliver_what_the_host_did(self):
        lines = self.ordered().order_line
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET qty_delivered_method = 'manual' WHERE id IN %s",
            (tuple(lines.ids),),
        )
        self.env.invalidate_all()
        self.migrate(DELIVERIES)
        self.assertEqual(
            lines.filtered("product_id").mapped("qty_delivered_method"),
            ["engineering_act"] * len(lines.filtered("product_id")),
        )

    # === ONE VARIANT BECOMES SEVERAL ===

    def add_columns_of_one_variant(self):
        self.env.flush_all()
        for table, column in (
            ("crm_lead", "engineering_selected_variant_id"),
            ("sale_order", "engineering_variant_id"),
        ):
            self.env.cr.execute(f"ALTER TABLE {table} ADD COLUMN {column} integer")

    def test_what_was_selected_and_sold_stays_so(self):
        order = self.proposed()
        variant, lead = order.engineering_variant_ids, order.opportunity_id
        plain = self.quiet["sale.order"].create({"partner_id": self.customer.id})
        self.add_columns_of_one_variant()
        self.env.cr.execute(
            """
            UPDATE crm_lead SET engineering_selected_variant_id = %(variant)s
             WHERE id = %(lead)s;
            UPDATE sale_order SET engineering_variant_id = %(variant)s
             WHERE id = %(order)s;
            UPDATE engineering_variant SET selected = NULL;
            UPDATE sale_order SET engineering_calculated = NULL;
            DELETE FROM engineering_variant_sale_order_rel
            """,
            {"variant": variant.id, "lead": lead.id, "order": order.id},
        )
        self.env.invalidate_all()
        self.assertFalse(lead.engineering_variant_ids)
        for script in (ORDERS, VARIANTS, VARIANTS):
            self.migrate(script)
        self.assertEqual(lead.engineering_variant_ids, variant)
        self.assertEqual(order.engineering_variant_ids, variant)
        self.assertTrue(order.engineering_calculated)
        self.assertFalse(plain.engineering_calculated)

    def test_filters_of_one_variant_are_of_several(self):
        of_leads, of_orders = self.env["ir.filters"].create(
            [
                {
                    "name": "Chosen",
                    "model_id": "crm.lead",
                    "domain": "[('engineering_selected_variant_id', '!=', False),"
                    " ('engineering_variant_ids.name', '=', 'A')]",
                },
                {
                    "name": "Sold",
                    "model_id": "sale.order",
                    "domain": "[('engineering_calculation_id.name', '=', 'R-1')]",
                },
            ]
        )
        before = of_leads.domain
        self.migrate(ORDERS)
        self.assertEqual(of_leads.domain, before)
        self.add_columns_of_one_variant()
        self.migrate(ORDERS)
        self.assertEqual(
            of_leads.domain,
            "[('engineering_variant_ids', '!=', False),"
            " ('engineering_completed_variant_ids.name', '=', 'A')]",
        )
        self.assertEqual(
            of_orders.domain, "[('engineering_calculation_ids.name', '=', 'R-1')]"
        )

    def test_what_is_out_stays_offered_and_valid_as_it_is(self):
        order = self.proposed()
        order.action_quotation_sent()
        variant = order.engineering_variant_ids
        order.order_line.filtered("product_id").price_unit = 1.0
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE engineering_variant SET offered = NULL;
            UPDATE sale_order
               SET engineering_released = NULL, write_date = '2026-01-01';
            DELETE FROM sale_order_offered_variant_rel
            """
        )
        self.env.invalidate_all()
        self.assertTrue(order.sudo()._get_acceptance_refusal())
        self.migrate(PROPOSALS)
        self.assertTrue(variant.offered)
        self.assertEqual(order.engineering_offered_variant_ids, variant)
        self.assertFalse(order.sudo()._get_acceptance_refusal())
        self.assertEqual(order.write_date, datetime(2026, 1, 1))

    def test_of_papers_that_went_out_the_last_one_is_valid(self):
        first = self.proposed()
        lead = first.opportunity_id
        papers = [first]
        for price in (95.0, 92.0, 91.0):
            papers[-1].action_quotation_sent()
            first.engineering_variant_ids.line_ids[0].price_unit = price
            papers.append(self.from_action(lead.action_create_proposal(), lead.env))
        first, second, third, draft = papers
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET engineering_superseded_by_id = NULL")
        self.env.invalidate_all()
        self.migrate(PAPERS)
        self.env.invalidate_all()
        self.assertEqual(first.engineering_superseded_by_id, second)
        self.assertEqual(second.engineering_superseded_by_id, third)
        self.assertFalse((third | draft).engineering_superseded_by_id)

    def test_taxes_that_went_out_stay_valid(self):
        order = self.proposed()
        other = self.quiet["account.tax"].create({"name": "Other", "amount": 5})
        order.order_line[0].tax_ids = other
        cheap = self.proposed(self.deal(name="Cheap"))
        cheap.order_line[0].write({"tax_ids": other.ids, "price_unit": 1})
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE sale_order SET state = 'sent', write_date = '2026-01-01'
             WHERE id IN %s
            """,
            [(order | cheap)._ids],
        )
        self.env.invalidate_all()
        self.assertTrue(order.sudo()._get_acceptance_refusal())
        self.migrate(TAXES)
        self.assertFalse(order.sudo()._get_acceptance_refusal())
        self.assertTrue(cheap.sudo()._get_acceptance_refusal())
        self.assertEqual(order.write_date, datetime(2026, 1, 1))

    def test_what_was_signed_before_stays_signed_when_others_are_renamed(self):
        order = self.proposed()
        sign(order)
        self.env.flush_all()
        self.env.cr.execute("UPDATE engineering_signature SET words = NULL")
        self.env.invalidate_all()
        self.migrate(SIGNATURES)
        self.customer.name = "Renamed"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(order._has_valid_signature())
        self.assertFalse(order._reads_as_signed())

    # === WHERE DEALS STAND ===

    def test_deals_stand_where_their_cards_are(self):
        lead = self.ordered().opportunity_id
        self.requested(name="Another roof")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET engineering_state = 'proposal' WHERE id = %s",
            lead.ids,
        )
        lead.invalidate_recordset()
        before = dict(row[:2] for row in self.rows("crm_lead", "engineering_state"))
        stage = lead.stage_id
        self.migrate(STATES)
        after = dict(row[:2] for row in self.rows("crm_lead", "engineering_state"))
        moved = [id_ for id_, place in after.items() if place != before[id_]]
        self.assertEqual(moved, lead.ids)
        self.assertEqual((lead.engineering_state, lead.stage_id), ("ordered", stage))

    def test_deals_are_in_their_state_since_they_were_moved(self):
        plain, lead = self.deal(), self.requested().lead_id.sudo()
        lead._as_machine().engineering_state_since = False
        for _again in range(2):
            self.migrate(SINCE)
            self.assertEqual(lead.engineering_state_since, lead.date_last_stage_update)
            self.assertFalse(plain.engineering_state_since)

    def test_pipelines_get_a_column_of_orders(self):
        stages = self.env["crm.stage"]
        stages.search([("engineering_state", "=", "ordered")]).unlink()
        self.env["res.lang"]._activate_lang("ru_RU")
        self.migrate(STATES)
        self.migrate(STATES)
        columns = stages.search([("engineering_state", "!=", "closed")])
        pipelines = columns.filtered("engineering_state").grouped("team_ids").values()
        self.assertTrue(pipelines)
        for pipeline in pipelines:
            states = pipeline.mapped("engineering_state")
            before = states.index("proposal")
            self.assertEqual(
                states[before : before + 3], ["proposal", "ordered", "work"]
            )
            self.assertEqual(pipeline[before + 1].name, "Ordered")
