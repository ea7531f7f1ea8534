from . import report_engineering_comparison
