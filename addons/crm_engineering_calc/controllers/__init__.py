from . import comparison
from . import portal
from . import workbook
