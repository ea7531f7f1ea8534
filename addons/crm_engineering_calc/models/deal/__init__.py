from . import engineering_deal_facts_mixin
from . import engineering_summary_mixin
from . import crm_lead
from . import crm_lead_cards
from . import crm_lead_progress
from . import crm_lead_life
from . import crm_lead_drag
from . import crm_lead_manager
