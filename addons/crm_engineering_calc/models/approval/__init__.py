from . import engineering_excess_texts_mixin
from . import engineering_approval_events_mixin
from . import engineering_approval
from . import sale_order_line_limits
from . import sale_order_limits
from . import sale_order_approval
from . import sale_order_approval_gates
from . import sale_order_ordered_prices
