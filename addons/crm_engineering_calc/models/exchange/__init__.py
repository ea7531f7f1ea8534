from . import engineering_comparison_output_mixin
from . import engineering_comparison_lines_mixin
from . import engineering_comparison_measured_mixin
from . import engineering_comparison_mixin
from . import engineering_estimate_names_mixin
from . import engineering_estimate_mixin
from . import engineering_workbook_mixin
