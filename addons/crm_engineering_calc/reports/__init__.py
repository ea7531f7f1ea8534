from . import report_engineering_comparison
from . import report_work_order
