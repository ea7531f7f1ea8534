from .models.res_partner_bank import PAYMENT_CODE
from .russian.okei import OF_HOST


def post_init_hook(env):
    """Give the host's units the codes that they have in the classifier."""
    for name, code in OF_HOST.items():
        unit = env.ref(f"uom.{name}", raise_if_not_found=False)
        if unit and not unit.engineering_okei_code:
            unit.engineering_okei_code = code


def uninstall_hook(env):
    """Forget the payment code where the host remembers it as an invoice's own."""
    moves = env["account.move"].search([("qr_code_method", "=", PAYMENT_CODE)])
    moves.qr_code_method = False
