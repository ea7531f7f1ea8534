"""Who sees what is not for all who read a model.

Others read, copy and export the model as if these fields were not there: those that we
put on models of others, and those that a dependency of ours puts there.
"""

ENGINEER = "crm_engineering_calc.group_engineer"
LEADER = "crm_engineering_calc.group_leader"
ADMINISTRATOR = "crm_engineering_calc.group_administrator"
SALES = "sales_team.group_sale_salesman"
COST_GROUP = "crm_engineering_calc.group_see_costs"
# Groups are asked in turn, for each value: who opens boards of deals comes first.
ENGINEERING = f"{SALES},{ENGINEER}"
ACTS = f"{ADMINISTRATOR},{SALES}"
CONTRACTS = f"agreement.group_agreement_readonly,{ENGINEERING}"
