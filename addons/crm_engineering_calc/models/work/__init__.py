from . import engineering_work_staff_mixin
from . import engineering_work_line
from . import project_task
from . import project_task_events
from . import agreement
from . import crm_lead_work
from . import sale_order_gate
from . import sale_order_work
