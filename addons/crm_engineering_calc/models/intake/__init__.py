from . import engineering_direction_intake
from . import engineering_mailroom
from . import mail_thread
from . import crm_lead_intake
from . import crm_lead_joining
from . import crm_lead_acknowledgement
