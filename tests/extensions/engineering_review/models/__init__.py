from . import engineering_act_line
from . import engineering_calculation
from . import engineering_direction
