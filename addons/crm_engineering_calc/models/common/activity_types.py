"""What people are asked for, by external ids."""

CALCULATE = "crm_engineering_calc.mail_activity_type_calculation"
WORK = "crm_engineering_calc.mail_activity_type_work"
