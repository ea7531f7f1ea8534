from . import recording
from . import telephony
