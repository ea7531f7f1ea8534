from . import engineering_act_create_line
