from . import res_partner
from . import res_company
from . import res_bank
from . import res_partner_bank
from . import sale_order
from . import uom_uom
from . import engineering_paper_mixin
from . import account_move
