from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..models.common.selections import FREE, SERVICE, SKIP
from ..models.exchange.estimate_values import Meanings
from .engineering_estimate_import_choice import NEW, OF_UNIT, OWN, UNIT
from .import_rows import list_rows


class EngineeringImportChoicesMixin(models.AbstractModel):
    """What a person says of names and units that nobody knows, once for all rows."""

    _name = "engineering.import.choices.mixin"
    _inherit = ["engineering.calculation.dialog"]
    _description = "Choices in an import"

    choice_ids = fields.One2many(
        "engineering.estimate.import.choice", "wizard_id", "Choices"
    )
    others = fields.Selection(
        [
            (FREE, "Make free lines of them"),
            (NEW, "Make new services of them"),
            (SKIP, "Leave them out"),
        ],
        "All Others",
        help="What becomes of names that nothing is chosen for.",
    )
    can_make_free = fields.Boolean(compute="_compute_rights")
    can_make_services = fields.Boolean(compute="_compute_rights")
    allowed_others = fields.Json(compute="_compute_rights")
    pending_count = fields.Integer(readonly=True)
    # What was chosen when the preview was made, and what names stand for by it.
    answers = fields.Char(readonly=True)
    meanings = fields.Json(readonly=True)

    # === COMPUTE ===

    @api.depends("calculation_id")
    @api.depends_context("uid")
    def _compute_rights(self):
        for wizard in self:
            direction = wizard.calculation_id.direction_id
            wizard.can_make_free = bool(wizard.calculation_id._get_free_services())
            wizard.can_make_services = self.env["product.template"].has_access(
                "create"
            ) and direction.has_access("write")
            wizard.allowed_others = [SKIP, *wizard._get_made_by_choice()]

    def _get_made_by_choice(self):
        """Return what this user may have made of names in this direction."""
        return [FREE] * self.can_make_free + [NEW] * self.can_make_services

    # === ANSWERS ===

    def _get_answers(self):
        """Return what was decided, what is remembered, and what becomes of others."""
        self._check_answers()
        direction = self.calculation_id.direction_id
        decided = {
            (choice.kind, choice.key): choice._get_decided()
            for choice in self.choice_ids
        }
        known = self.env["engineering.import.choice"]._get_known(direction)
        return decided, known, self.others

    def _check_answers(self):
        chosen = {*self.choice_ids.mapped("decision"), self.others}
        if FREE in chosen and not self.can_make_free:
            raise UserError(
                self.env._(
                    "“%(direction)s” has no services that free lines are of. Let the"
                    " administrator choose some among its services, or choose"
                    " otherwise.",
                    direction=self.calculation_id.direction_id.display_name,
                )
            )
        if NEW in chosen and not self.can_make_services:
            raise AccessError(
                self.env._(
                    "New services are made by those who may create products and change"
                    " the direction. Choose a service, or ask the administrator."
                )
            )

    def _get_answers_text(self):
        """Return what tells choices from others."""
        return repr(
            [
                (one.id, one.decision, one.product_id.id, one.uom_id.id)
                for one in self.choice_ids
            ]
            + [self.others]
        )

    # === QUESTIONS ===

    def _save_questions(self, matching):
        """Keep what is asked as choices; those that are there keep their answers."""
        present = {(one.kind, one.key): one for one in self.choice_ids}
        values = []
        for key, question in matching.questions.items():
            facts = {
                "rows": list_rows(question.rows),
                "count": len(question.rows),
            }
            if question.note:
                facts["note"] = question.note
            if choice := present.pop(key, None):
                choice.write(facts)
            else:
                values.append({**facts, **self._prepare_choice(key[1], question)})
        self.choice_ids.browse().concat(*present.values()).unlink()
        self.env["engineering.estimate.import.choice"].create(values)
        self.write(
            {
                "pending_count": sum(
                    not matching.get_decision(*key)[0] for key in matching.questions
                ),
                "answers": self._get_answers_text(),
                "meanings": self._prepare_meanings(matching),
            }
        )

    def _prepare_choice(self, key, question):
        decision, target = question.proposed
        allowed = [SERVICE, SKIP]
        if question.kind == OF_UNIT:
            allowed = [UNIT, OWN, SKIP]
        else:
            allowed += self._get_made_by_choice()
        return {
            "wizard_id": self.id,
            "kind": question.kind,
            "key": key,
            "name": question.name,
            "price": float(question.price),
            "allowed": allowed,
            "decision": decision if decision in allowed else False,
            "product_id": target.id if decision == SERVICE else False,
            "uom_id": target.id if decision == UNIT else False,
        }

    def _prepare_meanings(self, matching):
        """Return what names stand for; a service that is not made yet by its key."""
        made = matching.get_made()
        services, units = matching.meanings
        return {
            "services": {
                name: made.get(service.id, service.id)
                for name, service in services.items()
            },
            "units": {name: unit.id for name, unit in units.items()},
            "made": {
                key: self._prepare_service(question)
                for key, question in matching.new.items()
            },
        }

    def _get_matching_notices(self, reading):
        if left_out := reading.matching.left_out:
            yield self.env._(
                "Rows are left out by choice: %(rows)s.", rows=list_rows(left_out)
            )

        if unpriced := reading.matching.unpriced:
            yield self.env._(
                "Rows without a price keep or get the one of their service: %(rows)s.",
                rows=list_rows(unpriced),
            )

    # === SERVICES ===

    def _prepare_service(self, question):
        """Return the values of a new service. To be extended."""
        calculation = self.calculation_id
        unit = question.unit[:1] if question.unit else None
        in_own_currency = calculation.currency_id == calculation.company_id.currency_id
        return {
            "name": question.name,
            "type": "service",
            "list_price": float(question.price) if in_own_currency else 0.0,
            "uom_id": (unit or self.env.ref("uom.product_uom_unit")).id,
            "company_id": calculation.direction_id.company_id.id,
        }

    def _make_services(self, questions):
        """Make services of {key: question}; return {key: service}."""
        return self._create_services(
            {
                key: self._prepare_service(question)
                for key, question in questions.items()
            }
        )

    def _create_services(self, values):
        """Return {key: service} of new services of the direction."""
        direction = self.calculation_id.direction_id
        templates = self.env["product.template"].create(
            [
                {**one, "engineering_direction_ids": [Command.link(direction.id)]}
                for one in values.values()
            ]
        )
        return {
            key: template.product_variant_id
            for key, template in zip(values, templates, strict=True)
        }

    def _get_meanings(self):
        """Return what names stand for, and {id: key} of services made for it now."""
        stored = self.meanings or {}
        made = self._create_services(stored.get("made", {}))
        services, units = self.env["product.product"], self.env["uom.uom"]
        return Meanings(
            {
                name: made[one] if isinstance(one, str) else services.browse(one)
                for name, one in stored.get("services", {}).items()
            },
            {name: units.browse(one) for name, one in stored.get("units", {}).items()},
        ), {service.id: key for key, service in made.items()}

    # === MEMORY ===

    def _remember_choices(self):
        """Let the direction know what names meant, and all sheets what units do."""
        services = self.env["product.product"]
        meanings, units = {}, {}
        for choice in self.choice_ids:
            decision, target = choice._get_decided()
            if choice.kind == OF_UNIT:
                if decision == UNIT:
                    units[choice.name] = target
            elif decision in (SERVICE, FREE, SKIP):
                meanings[choice.name] = decision, target or services
        self.env["engineering.import.choice"]._remember(
            self.calculation_id.direction_id, meanings
        )
        self.env["engineering.unit.alias"]._learn(units)
