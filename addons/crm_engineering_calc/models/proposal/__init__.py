from . import engineering_offer_mixin
from . import engineering_line_offer_mixin
from . import sale_order
from . import sale_order_superseded
from . import sale_order_rounding
from . import sale_order_progress
from . import sale_order_line
from . import crm_lead_proposal
