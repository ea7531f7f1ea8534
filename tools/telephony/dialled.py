"""A number that is clicked in a deal: the softphone dials, the call is the deal's."""

from .exchange import ADDRESS
from .page import Page
from .proof import Proof
from .recorded import log_in

LOGIN = "proof_dialler"
NUMBER = "+79035550011"
SET_UP = """
people, login = env["res.users"], "{login}"
user = people.search([("login", "=", login)]) or people.create({{
    "name": login, "login": login, "password": login,
    "group_ids": [(4, env.ref("sales_team.group_sale_salesman").id)],
}})
settings = env["res.users.settings"]._find_or_create_for_user(user)
settings.engineering_phone_way = "softphone"
exchange = env["engineering.exchange"].search([("driver", "=", "asterisk")])
exchange.phone_address = "{phones}"
env["engineering.extension"].create({{
    "exchange_id": exchange.id, "number": "111", "user_id": user.id,
    "new_phone_password": "softphone-of-tests-111",
}})
leads = env["crm.lead"].with_user(user)
# Of two deals of one number a call would be of the newer.
for name in ("clicked", "newer"):
    leads.create({{"name": login + " " + name, "phone": "{number}",
                   "type": "opportunity"}})
env.cr.commit()
"""
CLICKED = f"SELECT max(id) FROM crm_lead WHERE name = '{LOGIN} clicked'"
JOINED = f"""
    SELECT call.direction, call.lead_id FROM engineering_call AS call
     WHERE call.number LIKE '%{NUMBER[1:]}'
"""
PHONE = ".o_engineering_softphone[data-status=registered]"
TALKS = ".o_engineering_phone_call[data-status=talking]"


def prove_dialled(proof: Proof) -> None:
    """Click the number of a deal, in a browser."""
    phones = f"ws{ADDRESS.removeprefix('http')}/ws"
    proof.run(SET_UP.format(login=LOGIN, phones=phones, number=NUMBER))
    ((deal,),) = proof.rows(CLICKED)
    session = log_in(proof, LOGIN).cookies["session_id"]
    with Page() as page:
        page.open(f"{proof.address}/odoo/crm/{deal}", session)
        page.wait("no softphone", f"document.querySelector('{PHONE}')")
        page.click("number", ".o_form_view a[href^='tel:']")
        page.wait("nobody talks", f"document.querySelector('{TALKS}')")
        proof.wait("the call is of another deal", JOINED, {("out", deal)})
        page.click("button", ".o_engineering_hang_up")
        proof.wait_until_quiet()
    print("telephony: a number clicked in a deal is its call", flush=True)
