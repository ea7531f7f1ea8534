from . import comparison
from . import decline
from . import payment
from . import portal
from . import proposal
from . import workbook
