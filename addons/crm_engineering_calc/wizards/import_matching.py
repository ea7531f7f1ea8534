"""What names and units of somebody's sheet mean in the catalogue, and what is asked."""

from collections import defaultdict
from decimal import Decimal

from ..domain.outline import LineKind
from ..domain.resemblance import Names, get_name_key
from ..domain.units import get_key, split_quantity
from ..models.common.selections import FREE, SERVICE, SKIP
from ..models.exchange.estimate_values import Meanings
from .engineering_estimate_import_choice import NEW, OF_SERVICE, OF_UNIT, OWN, UNIT
from .import_question import Question, is_of

# From this likeness on, a service is proposed; the nearest ones are named anyway.
LIKELY, NEAR = 0.75, 0.15
NAMED = 3


class Matching:
    """The lines of a sheet as the plan of an import can take them.

    `lines` call their services and units so that `meanings` tell them; `questions` are
    what only a person can say, `pending` the rows and lines that wait for an answer,
    `left_out` the rows that somebody has left out, and `made` new services by the keys
    of their names. `unpriced` are the rows that leave the price to their service.

    :param decided: {(kind, key): (decision, service or unit)} of what was asked
    :param known: {key: choice} that the direction remembers
    :param others: the decision on all names that none is made on
    :param make: makes services of {key: question}, and returns {key: service}
    :param is_priced: the sheet has prices: a free line without one costs nothing
    """

    def __init__(self, calculation, lines, decided, known, others, make, *, is_priced):
        self.env = calculation.env
        self.calculation = calculation
        self.lines, self.pending, self.left_out, self.questions = [], [], [], {}
        self.meanings = Meanings({}, {})
        self.unpriced, self._is_priced = [], is_priced
        self._fitting, self._names = {}, {}
        self._decided, self._known, self._others = decided, known, others
        self._services = calculation._find_services(
            {one for _row, line in lines for one in (line.product_code, line.name)}
            - {None}
        )
        self._units = calculation._find_units(
            {line.unit for _row, line in lines} - {None}
        )
        self._carriers = calculation._get_free_services()
        taken = [(row, line, self._take(row, line)) for row, line in lines]
        self._propose()
        self._ask_units(taken)
        self.new = {
            key: question
            for (kind, key), question in self.questions.items()
            if kind == OF_SERVICE and self.get_decision(kind, key)[0] == NEW
        }
        self.made = make(self.new)
        for row, line, product in taken:
            self._add(row, line, product)

    # === SERVICES ===

    def _take(self, row, line):
        """Return the service that the line names, if the catalogue has exactly one."""
        if line.kind != LineKind.PRODUCT:
            return None
        found = self._services[line.product_code] or self._services[line.name]
        note = ""
        if len(found) > 1:
            note = self.env._(
                "May be any of %(services)s",
                services=", ".join(found.mapped("display_name")[:NAMED]),
            )
        elif found and not self._fits(line, found):
            note = self.env._(
                "“%(service)s” is sold in %(unit)s, the sheet has %(other)s",
                service=found.display_name,
                unit=found.uom_id.name,
                other=line.unit,
            )
        elif found:
            return found
        question = self._ask(OF_SERVICE, self._get_key(line), line.name, row)
        question.note = question.note or note
        question.price = question.price or line.base_price
        question.unit = question.unit or self._units.get(line.unit)
        return None

    def _get_key(self, line):
        """Return what lines are asked about together: of one name, in one unit."""
        units = self._units.get(line.unit)
        unit = get_key(units[0].name) if units else ""
        return f"{get_name_key(line.name)}|{unit}"

    def _fits(self, line, product):
        # Many lines have the same service in the same unit.
        known = line.unit, product
        if known not in self._fitting:
            self._fitting[known] = is_of(self._units.get(line.unit), product)
        return self._fitting[known]

    def _ask(self, kind, key, name, row):
        question = self.questions.setdefault((kind, key), Question(kind, name))
        question.rows.append(row)
        return question

    def _propose(self):
        """Propose what is remembered, else what resembles a name or fits a unit."""
        asked = {
            key: question
            for (kind, key), question in self.questions.items()
            if kind == OF_SERVICE and (kind, key) not in self._decided
        }
        if not asked:
            return
        services = self.calculation._get_offered_services()
        unknown = []
        for key, question in asked.items():
            choice = self._known.get(key.rpartition("|")[0])
            meant = choice and choice.product_id
            if choice and (
                not meant or meant <= services and is_of(question.unit, meant)
            ):
                question.proposed = choice.decision, choice.product_id
            else:
                unknown.append(question)
        names = Names((one.id, one.name) for one in services)
        for question in unknown:
            nearest = names.get_nearest(question.name, NAMED)
            nearest = [one for one in nearest if one.likeness >= NEAR]
            found = services.browse(one.key for one in nearest)
            for one, service in zip(nearest, found, strict=True):
                if one.likeness >= LIKELY and is_of(question.unit, service):
                    question.proposed = SERVICE, service
                    break
            if found and not question.note:
                question.note = self.env._(
                    "Nearest: %(services)s", services=" · ".join(found.mapped("name"))
                )

    def get_decision(self, kind, key):
        """Return (decision, service or unit) of a question, with what is proposed."""
        decision, target = self._decided.get((kind, key), (None, None))
        if not decision:
            question = self.questions.get((kind, key))
            decision, target = question.proposed if question else (None, None)
        if not decision and kind == OF_SERVICE and self._others:
            return self._others, None
        if decision == FREE and not self._carriers:
            return None, None
        return decision, target

    def get_made(self):
        """Return {id: key} of the services that are made for the lines."""
        return {service.id: key for key, service in self.made.items()}

    def get_service_name(self, code):
        """Return what the service is called that a line is taken as, if it is known."""
        if code not in self._names:
            service = self.meanings.services.get(code)
            self._names[code] = service.name if service else None
        return self._names[code]

    # === UNITS ===

    def _ask_units(self, taken):
        """Ask about units that nobody knows, of lines whose service is known."""
        own = defaultdict(set)
        for row, line, product in taken:
            if line.kind != LineKind.PRODUCT or not line.unit or self._units[line.unit]:
                continue
            if not product:
                decision, product = self.get_decision(OF_SERVICE, self._get_key(line))
                if decision != SERVICE:
                    continue
            self._ask(OF_UNIT, get_key(line.unit), line.unit, row)
            own[get_key(line.unit)].add(product.uom_id)
        for key, units in own.items():
            question = self.questions[OF_UNIT, key]
            # “100 m2” is no unit: nobody but the reader knows what is counted.
            if not split_quantity(question.name):
                [unit, *more] = units
                question.proposed = (OWN, None) if more else (UNIT, unit)

    # === LINES ===

    def _add(self, row, line, product):
        if line.kind != LineKind.PRODUCT:
            self.lines.append(line)
            return
        key, code = None, line.name
        if product:
            decision = SERVICE
            if self._services[line.product_code]:
                code = line.product_code
        else:
            key = self._get_key(line)
            decision, product = self.get_decision(OF_SERVICE, key)
        if decision is None:
            self.pending.append((row, line))
        elif decision == SKIP:
            self.left_out.append(row)
        elif decision == FREE:
            self.lines.append(self._make_free(line))
        else:
            is_new = decision == NEW
            self.meanings.services[code] = self.made[key] if is_new else product
            self._add_service(row, line, code, is_new)

    def _add_service(self, row, line, code, is_new):
        values = {} if line.product_code == code else {"product_code": code}
        if line.unit and not self._units[line.unit]:
            decision, unit = OWN, None
            if not is_new:
                decision, unit = self.get_decision(OF_UNIT, get_key(line.unit))
            if decision is None:
                self.pending.append((row, line))
                return
            if decision == SKIP:
                self.left_out.append(row)
                return
            if decision == UNIT:
                self.meanings.units[line.unit] = unit
            else:
                values["unit"] = None
        if self._is_priced and "base_price" not in line.model_fields_set:
            self.unpriced.append(row)
        self.lines.append(line.model_copy(update=values) if values else line)

    def _make_free(self, line):
        """Return the line as one of a service that anything may be called by."""
        fitting = [
            one
            for one in self._carriers
            if self._units.get(line.unit) and self._fits(line, one)
        ]
        values = {}
        if self._is_priced and "base_price" not in line.model_fields_set:
            # What its service costs is the price of anything else.
            values["base_price"] = Decimal(0)
        carrier = (fitting or self._carriers)[0]
        if not fitting:
            values["unit"] = None
            if line.unit:
                values["name"] = f"{line.name}, {line.unit}"
        code = carrier.default_code or carrier.display_name
        self.meanings.services[code] = carrier
        return line.model_copy(update={**values, "product_code": code})
