from . import engineering_act_totals_mixin
from . import engineering_act_events_mixin
from . import engineering_act_paper_mixin
from . import engineering_act
from . import engineering_act_line
from . import sale_order_delivery
from . import sale_order_line_delivery
from . import crm_lead_act
