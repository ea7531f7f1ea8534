from . import engineering_urgency_mixin
from . import engineering_act_line
from . import engineering_template_line
from . import engineering_variant
from . import engineering_variant_line
from . import sale_order_line
