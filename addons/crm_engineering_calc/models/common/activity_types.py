"""What people are asked for, by external ids."""

CALCULATE = "crm_engineering_calc.mail_activity_type_calculation"
PROPOSAL = "crm_engineering_calc.mail_activity_type_proposal"
DEAL = "crm_engineering_calc.mail_activity_type_deal"
APPROVE = "crm_engineering_calc.mail_activity_type_approval"
WORK = "crm_engineering_calc.mail_activity_type_work"
