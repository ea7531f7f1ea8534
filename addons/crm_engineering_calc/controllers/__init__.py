from . import comparison
from . import contract
from . import payment
from . import portal
from . import proposal
from . import report
from . import workbook
