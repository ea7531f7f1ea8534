"""The steps of one deal, from the first call to the signed act.

Each step is done by its user and returns a word on what it gave; a step that gave
otherwise raises an error.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .pictures import SIGNATURE, WINDOW, picture
from .session import Session, check

ADDON = "crm_engineering_calc"

Line = tuple[str, float, Sequence[str]]

# A heading, or a product with its quantity and coefficients.
WORKS: tuple[str | Line, ...] = (
    "Works",
    ("dismantling", 8.4, ()),
    ("installation", 8.4, ("complexity",)),
    ("delivery", 1, ()),
)
ECONOMICAL = ("Materials", ("window_58", 8.4, ()), ("window_sill", 6.2, ()), *WORKS)
WARM = (
    "Materials",
    ("window_70", 8.4, ()),
    ("window_sill", 6.2, ()),
    ("ventilation_valve", 2, ()),
    *WORKS,
    ("reveals", 14.2, ("floor",)),
)
# With VAT, worked out by hand.
ECONOMICAL_TOTAL = 132_279.72
WARM_TOTAL = 187_257.31
INSTALLATION_PRICE = 2_990.0
CORRECTED_PRICE = 2_800.0
CORRECTED_TOTAL = 185_310.19


@dataclass
class Walk:
    """The deal on its way, and who leads it."""

    out: Path
    users: dict[str, Session]
    records: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.manager = self.users["manager"]
        self.engineer = self.users["engineer"]
        self.customer = self.users["customer"]
        self.demo = dict(self._read_demo_ids())

    def _read_demo_ids(self) -> Iterator[tuple[str, int]]:
        named = ["|", ["name", "=like", "demo_%"], ["name", "=like", "evidence_kind_%"]]
        domain = [["module", "=", ADDON], *named]
        names = ["name", "res_id"]
        for row in self.users["admin"].call(
            "ir.model.data", "search_read", domain, names
        ):
            yield row["name"].removeprefix("demo_"), row["res_id"]

    # === THE MANAGER ASKS, THE ENGINEER CALCULATES ===

    def write_down(self) -> str:
        values = {
            "type": "opportunity",
            "name": self.manager.say("Windows of the reading room on Lesnaya"),
            "partner_id": self.demo["customer_anna"],
            "engineering_direction_id": self.demo["direction_secondary_housing"],
            "description": self.manager.say(
                "Three windows on the 6th floor. They must be warm."
            ),
        }
        self.records["deal"] = self.manager.call("crm.lead", "create", values)
        return ""

    def send(self) -> str:
        deal = self.records["deal"]
        self.manager.call("crm.lead", "action_request_calculation", [deal])
        calculation = self.engineer.find("engineering.calculation", lead_id=deal)
        self.records["calculation"] = calculation
        return self._calculation_is("requested")

    def take(self) -> str:
        self._calculate("action_take")
        return self._calculation_is("in_progress")

    def plan_measurement(self) -> str:
        context = self._calculate("action_plan_measurement")["context"]
        # In UTC: ten o'clock where the company is.
        start = datetime.now().replace(hour=7, minute=0, second=0) + timedelta(days=1)
        times = {"start": str(start)[:19], "stop": str(start + timedelta(hours=1))[:19]}
        self.engineer.call("calendar.event", "create", times, context=context)
        model, calculation = "engineering.calculation", self.records["calculation"]
        visits = self.engineer.value(model, calculation, "visit_count")
        check(visits == 1, f"{visits} visits are planned")
        return ""

    def ask(self) -> str:
        dialog = self._calculate("action_ask")
        self.engineer.confirm(
            dialog, question=self.engineer.say("Do the old sills stay?")
        )
        return self._calculation_is("waiting")

    def answer(self) -> str:
        dialog = self._calculate("action_answer", self.manager)
        self.manager.confirm(
            dialog, answer=self.manager.say("No, new ones are wanted.")
        )
        return self._calculation_is("in_progress")

    def build_variants(self) -> str:
        self.records["economical"] = self._create_variant("Economical", ECONOMICAL)
        self.records["warm"] = self._create_variant("Warm", WARM)
        economical = self._total("engineering.variant", "economical", ECONOMICAL_TOTAL)
        return f"{economical}, {self._variant_total(WARM_TOTAL)}"

    def complete(self) -> str:
        self._calculate("action_complete")
        return self._calculation_is("completed")

    # === THE PROPOSAL AND THE ORDER ===

    def select(self) -> str:
        variant = self.records["warm"]
        self.manager.call("engineering.variant", "action_select", [variant])
        return self._variant_total(WARM_TOTAL)

    def correct(self) -> str:
        line = self.manager.find(
            "engineering.variant.line",
            variant_id=self.records["warm"],
            price_unit=INSTALLATION_PRICE,
        )
        reason = self.manager.say("Third order")
        values = {"price_unit": CORRECTED_PRICE, "correction_reason": reason}
        self.manager.call("engineering.variant.line", "write", [line], values)
        return self._variant_total(CORRECTED_TOTAL)

    def propose(self) -> str:
        deal = self.records["deal"]
        action = self.manager.call("crm.lead", "action_create_proposal", [deal])
        self.records["order"] = action["res_id"]
        return self._order_total()

    def send_proposal(self) -> str:
        order = self.records["order"]
        self._save("proposal.pdf", "sale.report_saleorder", order)
        dialog = self.manager.call("sale.order", "action_quotation_send", [order])
        self.manager.confirm(dialog, "action_send_mail")
        return self._order_total()

    def order(self) -> str:
        self._sign("/my/orders/{}/accept", self.records["order"])
        state = self.manager.value("sale.order", self.records["order"], "state")
        check(state == "sale", f"the order is “{state}”")
        return self._order_total()

    def hasten(self) -> str:
        deal = self.records["deal"]
        refused = self.manager.is_refused("crm.lead", "action_create_work", deal)
        check(refused, "the work began before the payment")
        return "refused"

    def invoice(self) -> str:
        dialog = {
            "res_model": "sale.advance.payment.inv",
            "context": {
                "active_model": "sale.order",
                "active_ids": [self.records["order"]],
            },
        }
        self.manager.confirm(dialog, "create_invoices")
        order = self.records["order"]
        (invoice,) = self.manager.value("sale.order", order, "invoice_ids")
        self.records["invoice"] = invoice
        self.manager.call("account.move", "action_post", [invoice])
        return self._total("account.move", "invoice", CORRECTED_TOTAL)

    def pay(self) -> str:
        invoice = self.records["invoice"]
        dialog = self.manager.call("account.move", "action_register_payment", [invoice])
        self.manager.confirm(dialog, "action_create_payments")
        left = self.manager.value("account.move", invoice, "amount_residual")
        check(left == 0, f"{left:,.2f} is left to pay")
        return "paid"

    # === WORKS AND THE ACT ===

    def create_work(self) -> str:
        deal = self.records["deal"]
        action = self.manager.call("crm.lead", "action_create_work", [deal])
        if not action.get("res_id"):
            action = self.manager.confirm(action)
        self.records["work"] = action["res_id"]
        return self._work_is("assigned")

    def send_contract(self) -> str:
        contract = self.manager.value(
            "project.task", self.records["work"], "engineering_agreement_id"
        )
        dialog = self.manager.call("agreement", "action_send", [contract])
        self.manager.confirm(dialog, "action_send_mail")
        sent_on = self.manager.value("agreement", contract, "engineering_sent_on")
        check(sent_on, "the contract is not sent")
        return ""

    def accept(self) -> str:
        work = self.records["work"]
        self.engineer.call("project.task", "action_accept_work", [work])
        return self._work_is("accepted")

    def forget_photo(self) -> str:
        work = self.records["work"]
        refused = self.engineer.is_refused("project.task", "action_complete_work", work)
        check(refused, "the work was completed without a photo")
        return "refused"

    def complete_work(self) -> str:
        work = self.records["work"]
        photo = {
            "name": self.engineer.say("Reading room.png"),
            "datas": picture(WINDOW),
            "res_model": "project.task",
            "res_id": work,
        }
        photo = self.engineer.call("ir.attachment", "create", photo)
        kind = self.demo["evidence_kind_after"]
        self.engineer.call("project.task", "add_evidence", [work], [photo], kind)
        self.engineer.call("project.task", "action_complete_work", [work])
        return self._work_is("completed")

    def create_act(self) -> str:
        deal = self.records["deal"]
        dialog = self.manager.call("crm.lead", "action_create_act", [deal])
        self.records["act"] = self.manager.confirm(dialog)["res_id"]
        return self._act_total()

    def send_act(self) -> str:
        act = self.records["act"]
        self.manager.call("engineering.act", "action_send", [act])
        return self._act_total()

    def sign_act(self) -> str:
        act = self.records["act"]
        self._sign("/my/acts/{}/accept", act)
        self._save("act.pdf", f"{ADDON}.report_engineering_act", act)
        return self._act_total()

    # === WHAT STEPS SHARE ===

    def _calculate(self, method: str, user: Session | None = None) -> Any:
        ids = [self.records["calculation"]]
        return (user or self.engineer).call("engineering.calculation", method, ids)

    def _calculation_is(self, state: str) -> str:
        return self._is("engineering.calculation", "calculation", "state", state)

    def _work_is(self, state: str) -> str:
        return self._is("project.task", "work", "engineering_state", state)

    def _is(self, model: str, name: str, state_field: str, expected: str) -> str:
        state = self.manager.value(model, self.records[name], state_field)
        check(state == expected, f"the {name} is “{state}”, not “{expected}”")
        return f"{name} {state}"

    def _variant_total(self, expected: float) -> str:
        return self._total("engineering.variant", "warm", expected)

    def _order_total(self) -> str:
        return self._total("sale.order", "order", CORRECTED_TOTAL)

    def _act_total(self) -> str:
        return self._total("engineering.act", "act", CORRECTED_TOTAL)

    def _total(self, model: str, name: str, expected: float) -> str:
        total = self.manager.value(model, self.records[name], "amount_total")
        check(total == expected, f"the {name} is {total:,.2f}, not {expected:,.2f}")
        return f"{name} {total:,.2f}"

    def _create_variant(self, name: str, lines: Sequence[str | Line]) -> int:
        variant: int = self.engineer.call(
            "engineering.variant",
            "create",
            {
                "name": self.engineer.say(name),
                "calculation_id": self.records["calculation"],
                "line_ids": [[0, 0, self._line_values(line)] for line in lines],
            },
        )
        return variant

    def _line_values(self, line: str | Line) -> dict[str, Any]:
        if isinstance(line, str):
            return {"display_type": "line_section", "name": self.engineer.say(line)}
        product, quantity, coefficients = line
        ids = [self.demo[f"coefficient_{name}"] for name in coefficients]
        return {
            "product_id": self.demo[f"product_{product}"],
            "quantity": quantity,
            "coefficient_ids": [[6, 0, ids]],
        }

    def _sign(self, path: str, record: int) -> None:
        name = self.manager.value("res.partner", self.demo["customer_anna"], "name")
        answer = self.customer.post(
            path.format(record), name=name, signature=picture(SIGNATURE)
        )
        check("error" not in answer, answer.get("error", ""))

    def _save(self, name: str, report: str, record: int) -> None:
        paper = self.manager.get(f"/report/pdf/{report}/{record}")
        check(paper.startswith(b"%PDF"), f"{name} is not a PDF")
        (self.out / name).write_bytes(paper)
