from . import mail_gateway
from . import discuss_channel
from . import crm_lead
from . import engineering_incoming
